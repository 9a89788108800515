"""What was read from Slack, from pages or from a repository becomes transcripts, word for word."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from searchqa.app import export, reindex
from searchqa.config import Config, SourceConfig
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.flatten import flatten
from searchqa.formats import FORMATS
from searchqa.indexing.opened import open_index
from searchqa.model import Document
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource
from tests.sources.repository import Repository
from tests.support.documents import SAMPLE
from tests.support.render_html import as_tags, as_typed, render
from tests.support.slack_export import CHANNEL, form, week, week_of_messages, write_export, zipped


def documents(config: Config) -> dict[str, Document]:
    assert reindex(config).exit_code == 0
    opened = open_index(config.index, WhooshEngine())
    try:
        return {document.id: document for document in opened.searcher.documents()}
    finally:
        opened.close()


def from_slack(folder: Path) -> SourceConfig:
    root = write_export(folder / "export", {CHANNEL: week_of_messages()})
    return SourceConfig(zipped(root, folder / "export.zip"), "channel", form(week()))


def from_pages(folder: Path) -> SourceConfig:
    (folder / "public").mkdir()
    source = FolderSource(SAMPLE)
    for number, entry in enumerate(source.transcripts()):
        transcript, _ = read_transcript(source.read(entry.path), entry.path)
        if transcript.threads:
            names = [author.name for author in flatten(transcript, lambda _: None).book.authors]
            html = render(transcript, names, as_tags if number % 2 else as_typed)
            (folder / "public" / f"{transcript.id}.html").write_bytes(html)
    return SourceConfig(folder / "public", "pages", FORMATS["html"])


def from_git(folder: Path) -> SourceConfig:
    repository = Repository(folder / "repository")
    for file in (*SAMPLE.glob("_books/*.md"), *SAMPLE.glob("_people/*.md")):
        repository.write(file.relative_to(SAMPLE).as_posix(), data=file.read_bytes())
    repository.commit()
    return SourceConfig(Path(), "weeks", git=str(repository.path))


def from_pages_in_git(folder: Path) -> SourceConfig:
    pages = from_pages(folder)
    repository = Repository(folder / "repository")
    for file in pages.path.iterdir():
        repository.write(f"site/{file.name}", data=file.read_bytes())
    repository.commit()
    return SourceConfig(Path("site"), "pages", pages.form, git=str(repository.path))


@pytest.mark.parametrize("made", [from_slack, from_pages, from_git, from_pages_in_git])
def test_an_export_gives_the_same_documents(
    tmp_path: Path, made: Callable[[Path], SourceConfig]
) -> None:
    config = Config(tmp_path / "one", (made(tmp_path),))
    report = export(config, tmp_path / "out")
    assert {problem.severity for problem in report.problems} <= {"notice"}
    assert report.exit_code == 0
    before = documents(config)
    after = documents(Config(tmp_path / "two", (SourceConfig(tmp_path / "out"),)))
    assert before
    assert after == before


def test_messages_of_slack_keep_their_moments_in_a_transcript(tmp_path: Path) -> None:
    config = Config(tmp_path / "one", (from_slack(tmp_path),))
    export(config, tmp_path / "out")
    kept = documents(Config(tmp_path / "two", (SourceConfig(tmp_path / "out"),))).values()
    assert all(document.sent is not None for document in kept)
    assert all(document.url.startswith("https://looms.slack.com/archives/") for document in kept)
    assert any(document.reactions for document in kept)
    # The next export of the same channel touches nothing.
    again = export(config, tmp_path / "out")
    assert (again.new, again.changed) == ((), ())
