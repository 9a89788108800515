"""A site's pages and its talks, from the configuration to an answer."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import searchqa
from searchqa.app import reindex
from searchqa.cli import main
from searchqa.config import Config, load
from searchqa.flatten import flatten
from searchqa.model import Person
from searchqa.readers.person import read_person
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource
from tests.support.documents import SAMPLE
from tests.support.render_html import as_typed, render

SETTINGS = f"""
sources:
- {{path: pages, name: weeks, format: html}}
- {{path: {SAMPLE}, name: podcast, format: talks}}
index: built
collections: all
"""
LINKED = """<script type="application/ld+json">{"@type": "Question", "name": "What is a zorbel?",
"author": {"name": "Noor"}, "dateCreated": "2024-05-06T07:08:09Z",
"acceptedAnswer": {"text": "A kind of wrench.", "author": {"name": "Ida"}}}</script>"""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Return the configuration of a built index of a site's pages and talks."""
    folder = tmp_path_factory.mktemp("site")
    pages = folder / "pages"
    source = FolderSource(SAMPLE)

    def person(slug: str) -> Person | None:
        entry = source.person(slug)
        return None if entry is None else read_person(source.read(entry.path), entry.path)[0]

    for entry in source.transcripts():
        transcript, _ = read_transcript(source.read(entry.path), entry.path)
        authors = [author.name for author in flatten(transcript, person).book.authors]
        file = pages / transcript.id / "index.html"
        file.parent.mkdir(parents=True)
        file.write_bytes(render(transcript, authors, as_typed))
    (pages / "index.html").write_text("<h1>All books</h1>", encoding="utf-8")
    (pages / "zorbel.html").write_text(LINKED, encoding="utf-8")
    (folder / "searchqa.yaml").write_text(SETTINGS, encoding="utf-8")
    config = load(folder, {})
    report = reindex(config)
    assert [str(p) for p in report.problems if p.severity == "error"] == []
    assert report.exit_code == 0
    left_out = sorted(p.file for p in report.problems if p.code == "no-transcript")
    # One book of the sample has no archive, and so its page has no questions.
    assert left_out == ["20240909-the-patient-deployer/index.html", "index.html"]
    assert report.counts == {"books": 14, "threads": 132, "messages": 417}
    return config


def test_a_second_run_finds_nothing_to_do(site: Config) -> None:
    report = reindex(site)
    assert not report.published
    assert report.exit_code == 0


def test_pages_talks_and_json_answer_side_by_side(site: Config) -> None:
    with searchqa.open(site.index) as index:
        assert [hit.book.id for hit in index.search("zorbel").hits] == ["zorbel"]
        talk = index.search('"a flag is a debt" OR "called flag"')
        assert [hit.book.id for hit in talk.hits] == ["s01e01-null-is-not-a-number"]
        page = index.search('"point-in-time join"')
        assert "20210927-features-in-season" in {hit.book.id for hit in page.hits}
        assert len(index.thread(page.hits[0].thread.id).messages) > 1


def test_a_selector_that_is_none_ends_the_run_with_two_lines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "zorbel.html").write_text(LINKED, encoding="utf-8")
    settings = "sources: [{path: pages, format: html, selectors: {thread: 'div['}}]\n"
    (tmp_path / "searchqa.yaml").write_text(settings, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["index"]) == 2
    shown = capsys.readouterr().err
    assert 'thread: "div[" is no CSS selector' in shown
    assert "selectors:" in shown
    assert "Traceback" not in shown
    assert not (tmp_path / "index" / "CURRENT").exists()


def test_who_reads_no_pages_waits_for_no_parser_of_them() -> None:
    code = (
        "import sys\n"
        "from searchqa.formats import FORMATS\n"
        "from searchqa.readers.table import read_as\n"
        "read_as(FORMATS['talks'], b'---\\ntitle: T\\n---\\n', 't.md')\n"
        "assert 'bs4' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
