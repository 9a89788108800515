"""`searchqa index` and `check`: what changed, what is wrong, and the exit code."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Run

SAMPLE = Path(str(files("searchqa"))) / "sample"
BOOK = "20210412-the-ledger-of-data"


@pytest.fixture
def site(home: Path) -> Path:
    """Return a copy of the sample that a test may spoil, configured with its index."""
    shutil.copytree(SAMPLE, home / "site")
    (home / "searchqa.yaml").write_text("index: built\nsources: site\n")
    return home / "site"


@pytest.fixture
def index(run: Run, site: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run commands on the copy's own index, which is built."""
    monkeypatch.delenv("SEARCHQA_INDEX")
    assert run("index").code == 0
    return run


def test_the_report_counts(run: Run) -> None:
    done = run("index", "--sample", "--index", "new")
    assert (done.code, done.err) == (0, "")
    assert "12 added" in done.out
    assert "12 books · 126 threads · 400 messages · generation 000001" in done.out


def test_nothing_to_do_the_second_time(index: Run) -> None:
    done = index("index")
    assert done.code == 0
    assert "12 unchanged" in done.out
    assert "nothing to do" in done.out


def test_what_changed_is_told(index: Run, site: Path) -> None:
    book = site / "_books" / f"{BOOK}.md"
    book.write_text(book.read_text().replace("in dated folders", "in teapot folders"))
    next((site / "_books").glob("20211004-*")).unlink()
    dry = index("index", "--dry-run")
    assert "1 changed · 1 removed · 10 unchanged" in dry.out
    assert index("query", "teapot").code == 1
    done = index("index")
    assert done.code == 0
    assert f"changed  {BOOK}" in done.out
    assert "1 changed · 1 removed · 10 unchanged" in done.out
    assert index("query", "teapot").code == 0


def test_a_bad_file_gives_2_and_keeps_its_last_good_version(index: Run, site: Path) -> None:
    book = site / "_books" / f"{BOOK}.md"
    book.write_text(book.read_text().replace("archive:", "archive: [", 1))
    done = index("index")
    assert done.code == 2
    assert f"error: _books/{BOOK}.md:" in done.out
    assert index("query", "ledger").code == 0
    checked = index("check")
    assert checked.code == 2
    assert f"error: _books/{BOOK}.md:" in checked.out


def test_strict_publishes_nothing(index: Run, site: Path) -> None:
    (site / "_books" / "20250106-bad.md").write_text("---\ntitle: [\n---\n")
    book = site / "_books" / f"{BOOK}.md"
    book.write_text(book.read_text().replace("in dated folders", "in teapot folders"))
    done = index("index", "--strict")
    assert done.code == 2
    assert "nothing was published" in done.out
    assert index("query", "teapot").code == 1
    assert index("index").code == 2
    assert index("query", "teapot").code == 0


def test_full_and_jobs_give_the_same_answers(index: Run) -> None:
    before = index("query", "data", "versioning", "--format", "jsonl").out
    done = index("index", "--full", "--jobs", "3")
    assert done.code == 0
    assert index("query", "data", "versioning", "--format", "jsonl").out == before


def test_notices_are_counted_and_shown_when_asked_for(run: Run) -> None:
    short = run("index", "--sample", "--index", "one").out
    long = run("index", "--sample", "--index", "two", "--verbose").out
    assert "notice: " not in short
    assert "notices left out here; --verbose shows them" in short
    assert "notice: _books/" in long
    assert "left out here" not in long


def test_check_of_a_whole_index(index: Run, site: Path) -> None:
    done = index("check")
    assert (done.code, done.err) == (0, "")
    assert "index built: whole" in done.out
    assert "12 transcripts: " in done.out
    (site.parent / "searchqa.yaml").write_text("index: built\n")
    assert index("check").out == "index built: whole\n"
    assert "12 transcripts" in index("check", "--sample").out


def test_check_finds_a_changed_byte_before_anything_is_opened(index: Run, home: Path) -> None:
    file = max((home / "built").rglob("segments/*"), key=lambda path: path.stat().st_size)
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.unlink()  # a link shared with another generation must stay as it was
    file.write_bytes(data)
    done = index("check")
    assert done.code == 2
    assert f"{file.name}: was changed after it was published" in done.out
    assert "index built: 1 error" in done.out


def test_check_of_transcripts_without_an_index(run: Run, site: Path) -> None:
    book = site / "_books" / f"{BOOK}.md"
    book.write_text(book.read_text().replace("start: 2021-04-12", "start: 2021-04-13"))
    done = run("check", "site", "--index", "none")
    assert done.code == 2
    assert "there is no index in none yet" in done.err
    assert "index none: can't be opened" in done.out
    assert f"warning: _books/{BOOK}.md:" in done.out


def test_warnings_alone_give_0(index: Run, site: Path) -> None:
    book = site / "_books" / f"{BOOK}.md"
    book.write_text(book.read_text().replace("start: 2021-04-12", "start: 2021-04-13"))
    assert index("index").code == 0
    done = index("check")
    assert done.code == 0
    assert "1 warning" in done.out


def test_an_alias_of_the_configuration_counts(index: Run, home: Path) -> None:
    before = index("query", "--role", "author", "--group", "none", "--limit", "0").out
    with (home / "searchqa.yaml").open("a") as file:
        file.write("aliases:\n  zoelindqvistmarsh: Tarek Lundmark\n")
    assert "changed" in index("index").out
    after = index("query", "--role", "author", "--group", "none", "--limit", "0").out
    assert before != after
