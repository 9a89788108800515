"""`searchqa export`: what it says, and its exit codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Run


def test_new_unchanged_and_changed_are_told(run: Run, home: Path) -> None:
    dry = run("export", "--sample", "site", "--dry-run")
    assert (dry.code, dry.err) == (0, "")
    assert "30 new · nothing was written" in dry.out
    assert not (home / "site").exists()
    assert "30 new · in site" in run("export", "--sample", "site").out
    assert "30 unchanged · in site" in run("export", "--sample", "site").out
    book = next((home / "site" / "_books").iterdir())
    book.write_text(book.read_text().replace("text: ", "text:  ", 1))
    again = run("export", "site", "copy", "--verbose")
    assert (again.code, "30 new" in again.out) == (0, True)
    changed = run("export", "--sample", "site")
    assert f"changed  _books/{book.name}" in changed.out
    assert "1 changed · 29 unchanged" in changed.out


def test_what_goes_wrong_is_told_in_two_lines(run: Run, home: Path) -> None:
    assert run("export", "--sample", "site").code == 0
    inside = run("export", "site", "site/_books/x")
    assert inside.code == 2
    assert "is a part of the source site" in inside.err
    assert "export to another folder" in inside.err
    (home / "site" / "_books" / "20250106-bad.md").write_text("---\ntitle: [\n---\n")
    bad = run("export", "site", "other")
    assert bad.code == 2
    assert "error: _books/20250106-bad.md:" in bad.out
    assert "30 new · 1 error · in other" in bad.out
    assert run("export", "other").code == 2
    assert "exclude each other" in run("export", "--sample", "site", "other").err


def test_configured_sources_count(run: Run, home: Path) -> None:
    assert run("export", "--sample", "site").code == 0
    (home / "searchqa.yaml").write_text("sources: site\n")
    assert "30 new · in out" in run("export", "out").out


def test_an_empty_folder_name_is_not_where_we_are(run: Run, home: Path) -> None:
    done = run("export", "--sample", "")
    assert done.code == 2
    assert "DIR is empty" in done.err
    assert not (home / "_books").exists()
