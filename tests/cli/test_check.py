"""`searchqa check` for editors and their CI: without an index, on GitHub, as JSON."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shutil
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SAMPLE = Path(str(files("searchqa"))) / "sample"
ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "check.schema.json").read_text())
BOOK = "_books/20210412-the-ledger-of-data.md"


@pytest.fixture
def site(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a copy of the sample that a test may spoil, and no index."""
    monkeypatch.delenv("SEARCHQA_INDEX")
    monkeypatch.delenv("GITHUB_WORKSPACE", raising=False)
    shutil.copytree(SAMPLE, home / "site")
    return home / "site"


def edit(site: Path, old: str, new: str, book: str = BOOK) -> None:
    file = site / book
    assert old in file.read_text()
    file.write_text(file.read_text().replace(old, new, 1))


def read_json(run: Run, *args: str) -> dict[str, Any]:
    done = run("check", *args, "--format", "json")
    found: dict[str, Any] = json.loads(done.out)
    jsonschema.validate(found, SCHEMA)
    assert found["exit_code"] == done.code
    return found


def codes(found: dict[str, Any]) -> list[str]:
    return [problem["code"] for problem in found["transcripts"]["problems"]]


def test_without_an_index_the_transcripts_alone_are_checked(run: Run, site: Path) -> None:
    done = run("check", "site")
    assert (done.code, done.err) == (0, "")
    assert "index index: there is none; only the transcripts were checked\n" in done.out
    assert "12 transcripts: " in done.out
    asked = run("check", "site", "--index", "none")
    assert asked.code == 2
    assert "there is no index in none yet" in asked.err
    assert run("check").code == 2


def test_a_broken_index_is_an_error_all_the_same(run: Run, site: Path) -> None:
    assert run("index", "site").code == 0
    (site.parent / "index" / "CURRENT").write_text("{")
    done = run("check", "site")
    assert done.code == 2
    assert "is not as it was written" in done.err


def test_warnings_count_when_strict(run: Run, site: Path) -> None:
    assert run("check", "site", "--strict").code == 0
    edit(site, "start: 2021-04-12", "start: 2021-04-13")
    assert run("check", "site").code == 0
    assert run("check", "site", "--strict").code == 2


def test_questions_without_an_answer_are_counted_and_listed(run: Run, site: Path) -> None:
    old = (site / BOOK).read_text()
    head, _, tail = old.rpartition("\n---\n")
    more = (
        "\n- name: Uma\n  text: Is anybody there in this long quiet room at all?\n"
        "- name: Vik\n  text: And who is it?\n  replies:\n  - name: Uma\n    text: Me.\n"
    )
    (site / BOOK).write_text(head + more + "---\n" + tail)
    short = run("check", "site").out
    told = "1 question that nobody replied to, 3 questions that no author replied to"
    assert f"{BOOK}: {told}\n" in short
    assert re.search(
        r"^\d+ open questions only counted; --verbose lists them$", short, re.MULTILINE
    )
    assert 'nobody replied to "' not in short
    long = run("check", "site", "--verbose").out
    assert 'nobody replied to "Is anybody there in this long quiet room …"' in long
    assert "that nobody" not in long
    found = read_json(run, "site")["transcripts"]["problems"]
    open_ = {p["code"]: p for p in found if p["file"] == BOOK and p["line"]}
    written = (site / BOOK).read_text().split("\n")
    assert written[open_["unanswered"]["line"] - 1] == "- name: Uma"
    assert written[open_["no-author-reply"]["line"] - 1] == "- name: Vik"
    assert Path(open_["unanswered"]["path"]) == (site / BOOK).resolve()


def test_a_question_in_two_weeks_names_both_places(run: Run, site: Path) -> None:
    other = "_books/20990101-again.md"
    shutil.copy(site / BOOK, site / other)
    edit(site, "start: 2021-04-12", "start: 2099-01-01", other)
    edit(site, "end: 2021-04-16", "end: 2099-01-05", other)
    twice = [
        line
        for line in run("check", "site").out.splitlines()
        if f"{other}:" in line and "this question is in" in line
    ]
    found = re.match(rf"notice: {other}:(\d+): this question is in {BOOK}:(\d+) as well", twice[0])
    assert found is not None
    assert found[1] == found[2]
    assert "same-week" not in codes(read_json(run, "site"))


def test_the_same_author_twice_at_a_time_is_a_warning(run: Run, site: Path) -> None:
    shutil.copy(site / BOOK, site / "_books" / "20210414-again.md")
    edit(site, "start: 2021-04-12", "start: 2021-04-14", "_books/20210414-again.md")
    found = [
        p for p in read_json(run, "site")["transcripts"]["problems"] if p["code"] == "same-week"
    ]
    assert [(p["file"], p["severity"]) for p in found] == [("_books/20210414-again.md", "warning")]
    assert BOOK in found[0]["message"]
    text = (site / "_books" / "20210414-again.md").read_text().split("\n")
    assert text[found[0]["line"] - 1].startswith("authors:")


def test_an_author_without_a_people_file_has_the_line(run: Run, site: Path) -> None:
    (site / "_people" / "zoelindqvistmarsh.md").unlink()
    line = (site / BOOK).read_text().split("\n").index(
        "authors: [zoelindqvistmarsh, joseibarraquintanar]"
    ) + 1
    assert (
        f'notice: {BOOK}:{line}: the author "zoelindqvistmarsh" has no people file'
        in run("check", "site").out
    )


def test_two_sources_are_told_apart(run: Run, site: Path) -> None:
    shutil.copytree(site, site.parent / "more" / "site")
    for folder in (site, site.parent / "more" / "site"):
        edit(folder, "start: 2021-04-12", "start: 2021-04-13")
        (folder / "_books" / "20250106-bad.md").write_text("---\ntitle: [\n---\n")
    (site / "_books" / "20250106-bad.md").rename(site / "_books" / "20250113-worse.md")
    done = run("check", "site", "more/site")
    assert done.code == 2
    assert f"warning: site: {BOOK}" in done.out
    assert "error: site: _books/20250113-worse.md" in done.out
    assert "error: site-2: _books/20250106-bad.md" in done.out
    found = read_json(run, "site", "more/site")["transcripts"]["problems"]
    bad = {p["source"]: p["path"] for p in found if p["severity"] == "error" and "bad" in p["file"]}
    assert bad["site-2"] == str((site.parent / "more/site/_books/20250106-bad.md").resolve())
    assert [p["code"] for p in found].count("same-book") == 12


def test_problems_come_by_file_and_line(run: Run, site: Path) -> None:
    edit(site, "start: 2021-04-12", "start: 2021-04-13")
    (site / "_books" / "20250106-bad.md").write_text("---\ntitle: [\n---\n")
    found = read_json(run, "site")["transcripts"]["problems"]
    places = [(p["file"], p["line"] or 0) for p in found]
    assert places == sorted(places)
    assert {p["severity"] for p in found} == {"error", "warning", "notice"}


def test_commands_for_github(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "20250106-100%, bad: so.md"
    (site / "_books" / name).write_text(
        "---\ntitle: x\nstart: 2025-01-06\nstrat: 100%\nend: 1,2\n---\n"
    )
    done = run("check", "site", "--format", "github")
    commands = [line for line in done.out.splitlines() if line.startswith("::")]
    odd = [line for line in commands if "code" not in line and "bad-date" in line]
    place = "file=site/_books/20250106-100%25%2C bad%3A so.md,line=5,title=searchqa bad-date"
    assert odd == [
        f'::warning {place}::end "1,2" isn\'t a date YYYY-MM-DD; write it like 2021-09-27'
    ]
    assert done.out.splitlines()[-2].startswith("13 transcripts: ")
    (site / "_books" / name).write_text("---\ntitle: [\n---\n")
    monkeypatch.setenv("GITHUB_WORKSPACE", str(site.parent.parent))
    done = run("check", "site", "--format", "github")
    assert done.code == 2
    assert f"::error file={site.parent.name}/site/_books/20250106-100%25" in done.out


def test_a_text_cannot_give_github_a_command(run: Run, site: Path) -> None:
    text = "An innocent question\\n::error::boo \\e[31m"
    front = "---\ntitle: x\nstart: 2025-01-06\nauthors: [a]\narchive:\n- name: U\n"
    (site / "_books" / "20250106-x.md").write_text(f'{front}  text: "{text}"\n---\n')
    out = run("check", "site", "--format", "github", "--verbose").out
    assert "An innocent question" in out
    assert not [line for line in out.splitlines() if line.startswith("::error")]
    assert "\x1b" not in out


def test_a_broken_index_on_github_and_as_json(run: Run, site: Path) -> None:
    assert run("index", "site").code == 0
    file = max((site.parent / "index").rglob("segments/*"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.unlink()
    file.write_bytes(data)
    out = run("check", "site", "--format", "github").out
    place = file.relative_to(site.parent).as_posix()
    assert f"::error file={place},title=searchqa damaged::was changed" in out
    found = read_json(run, "site")
    assert (found["index"]["state"], found["counts"]["error"]) == ("problems", 1)
    (site.parent / "index" / "CURRENT").write_text("{")
    assert read_json(run, "site")["index"]["state"] == "unusable"
    assert "::error title=searchqa index::" in run("check", "site", "--format", "github").out
    assert read_json(run, "--index", "none", "site")["index"]["state"] == "unusable"
    shutil.rmtree(site.parent / "index")
    assert read_json(run, "site")["index"]["state"] == "missing"


def test_people_files_twice_and_of_nobody(run: Run, site: Path) -> None:
    shutil.copy(
        site / "_people" / "zoelindqvistmarsh.md", site / "_people" / "ZoeLindqvistMarsh.md"
    )
    shutil.copy(site / "_people" / "zoelindqvistmarsh.md", site / "_people" / "nobody.md")
    short = run("check", "site").out
    if len(list((site / "_people").glob("[zZ]oe*.md"))) == 2:
        assert "zoelindqvistmarsh.md: is a people file of the same short name as" in short
    assert "nobody.md" not in short
    assert (
        "notice: _people/nobody.md: no transcript names this person"
        in run("check", "site", "--verbose").out
    )


def test_a_name_that_is_no_utf8_stops_no_format(run: Run, site: Path) -> None:
    name = os.fsencode(site / "_books") + b"/20250106-\xff.md"
    with contextlib.suppress(OSError), open(name, "wb") as file:  # noqa: PTH123 (bytes as a name)
        file.write(b"---\ntitle: [\n---\n")
    if not os.path.exists(name):  # noqa: PTH110 (bytes as a name)
        pytest.skip("this file system has only names in UTF-8")
    for form in ("text", "json", "github"):
        done = run("check", "site", "--format", form)
        assert (done.code, done.err) == (2, "")
        assert "20250106-" in done.out


def test_a_source_that_fails_is_told_once_and_the_others_are_checked(run: Run, site: Path) -> None:
    done = run("check", "site", "nowhere")
    assert done.code == 2
    assert "error: nowhere: there is nothing at nowhere" in done.out
    assert "stays as it was" not in done.out
    assert "12 transcripts: 1 error" in done.out
    assert (
        "::error file=nowhere,title=searchqa source-failed::"
        in run("check", "site", "nowhere", "--format", "github").out
    )
