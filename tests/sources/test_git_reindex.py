"""An index of a git repository: the same as of a folder, by as little reading as possible."""

from __future__ import annotations

import os
import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from searchqa.app import check, reindex
from searchqa.app.sources import sources
from searchqa.cli import main
from searchqa.config import Config, SourceConfig
from searchqa.engines.whoosh_engine.engine import WhooshEngine
from searchqa.errors import IndexForeignError
from searchqa.readers.table import read_as
from searchqa.report import ReindexOptions
from searchqa.sources.git.source import GitSource
from tests.indexing.site import Site, holds, threads_of
from tests.sources.repository import Repository, same_as_folder, synced
from tests.support.documents import corpus

ENGINE = WhooshEngine()
A, B, C = "20210104-alpha", "20210201-beta", "20220307-gamma"


class Published(Site):
    """A site in a repository."""

    def __init__(self, path: Path) -> None:
        self.repository = Repository(path)
        super().__init__(path)
        for seed, book in enumerate((A, B, C)):
            self.write(book, threads_of(seed + 1, seed))
        self.person("annloom", "Ann Loom")
        self.repository.commit()


@pytest.fixture
def site(tmp_path: Path) -> Published:
    return Published(tmp_path / "site")


@pytest.fixture
def config(site: Published, tmp_path: Path) -> Config:
    return Config(index=tmp_path / "index", sources=(SourceConfig(Path(), git=str(site.path)),))


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Collect the transcripts that are read."""
    names: list[str] = []

    def watched(form: object, data: bytes, file: str) -> object:
        names.append(file)
        return read_as(form, data, file)  # type: ignore[arg-type]

    monkeypatch.setattr("searchqa.indexing.reading.read_as", watched)
    return names


def of_folder(site: Site, tmp_path: Path) -> object:
    place = tmp_path / "of-folder"
    shutil.rmtree(place, ignore_errors=True)
    folder = Config(index=place, sources=(SourceConfig(site.path),))
    reindex(folder)
    return holds(place, ENGINE)


def test_only_what_changed_is_read(
    site: Published, config: Config, tmp_path: Path, read: list[str]
) -> None:
    assert sorted(reindex(config).added) == [A, B, C]
    assert holds(config.index, ENGINE) == of_folder(site, tmp_path)
    read.clear()
    report = reindex(config)
    assert (report.unchanged, report.published, read) == ((A, B, C), False, [])
    assert report.sources[0].revision == site.repository.git("rev-parse", "HEAD")
    # Into another folder: same name, same content.
    site.repository.write("_books/2021/.keep")
    site.repository.git("mv", f"_books/{A}.md", f"_books/2021/{A}.md")
    site.write(B, threads_of(4, 9))
    site.repository.git("mv", f"_books/{C}.md", "_books/20220307-renamed.md")
    site.repository.commit()
    report = reindex(config)
    assert read == [f"_books/{B}.md", "_books/20220307-renamed.md"]
    assert (report.added, report.changed) == (("20220307-renamed",), (B,))
    assert (report.removed, report.unchanged) == ((C,), (A,))
    assert holds(config.index, ENGINE) == of_folder(site, tmp_path)


def test_another_name_of_a_person_reads_that_persons_books(
    site: Published, config: Config, tmp_path: Path
) -> None:
    reindex(config)
    site.person("annloom", "Ann B. Loom")
    site.repository.commit()
    assert reindex(config).changed == (A, B, C)
    assert holds(config.index, ENGINE) == of_folder(site, tmp_path)


def test_a_repository_that_is_gone_keeps_its_part(
    site: Published, config: Config, tmp_path: Path
) -> None:
    other = Site(tmp_path / "other")
    other.write("20230101-omega", threads_of(1))
    both = replace(config, sources=(*config.sources, SourceConfig(other.path)))
    reindex(both)
    held = holds(config.index, ENGINE)
    site.path.rename(tmp_path / "away")
    report = reindex(both)
    assert holds(config.index, ENGINE) == held
    (problem,) = [p for p in report.problems if p.code == "source-failed"]
    assert "there is no git repository at" in problem.message
    (tmp_path / "away").rename(site.path)
    site.repository.write("_books/20230102-new.md", data=site.file(A).read_text())
    site.repository.commit()
    assert reindex(both).added == ("20230102-new",)


def test_several_processes_read_one_clone(site: Published, config: Config, tmp_path: Path) -> None:
    for number in range(12):
        site.write(f"2023{number + 1:02}01-more", threads_of(2, number))
    site.repository.commit()
    reindex(config, ReindexOptions(jobs=4))
    assert holds(config.index, ENGINE) == of_folder(site, tmp_path)


def test_a_source_that_has_read_can_be_sent_to_another_process(
    site: Published, tmp_path: Path
) -> None:
    source = GitSource(str(site.path), tmp_path / "home.git", "x")
    source.sync()
    data = source.read(f"_books/{A}.md")
    sent = pickle.loads(pickle.dumps(source))  # noqa: S301 - our own bytes
    assert sent.read(f"_books/{A}.md") == data
    # A copy of the process neither takes answers of the original nor ends its git.
    child = os.fork()
    if child == 0:
        os._exit(0 if source.read(f"_books/{B}.md") != data else 1)
    assert os.waitpid(child, 0)[1] == 0
    assert source.read(f"_books/{A}.md") == data


def test_a_check_beside_it_needs_no_other_clone(site: Published, config: Config) -> None:
    reindex(config)
    report = check(config)
    assert (report.exit_code, report.files) == (0, 3)
    assert [path.name for path in (config.index / "sources").iterdir()] == ["site.git"]


def test_nothing_is_put_into_a_folder_of_somebody_else(site: Published, config: Config) -> None:
    config.index.mkdir()
    (config.index / "letter.txt").touch()
    for job in (check, reindex):
        with pytest.raises(IndexForeignError):
            job(config)
    assert [path.name for path in config.index.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://u:geheim@example.org/team/Site.git", "Site"),
        ("https://u:geheim@example.org", "example.org"),
        ("https://example.org/site?token=geheim", "site"),
        ("git@example.org:site.git", "site"),
        ("git@example.org:team/site/", "site"),
        ("ssh://git:geheim@example.org/ä ö", "ä ö"),
    ],
)
def test_names_and_folders_of_clones(tmp_path: Path, address: str, name: str) -> None:
    config = Config(index=tmp_path, sources=(SourceConfig(Path(), git=address),) * 2)
    one, two = sources(config)
    assert (one.name, two.name) == (name, f"{name}-2")
    homes = {source._home for source in (one, two) if isinstance(source, GitSource)}
    assert len({str(home).lower() for home in homes}) == 2
    for home in homes:
        assert home.parent == tmp_path / "sources"
        assert home.name.isascii()
        assert "geheim" not in str(home)


def test_from_the_command_line(
    site: Published,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["index", f"file://{site.path}"]) == 0
    assert "3 books" in capsys.readouterr().out
    assert len(holds(tmp_path / "index", ENGINE)) == 18
    (tmp_path / "searchqa.yaml").write_text(
        f"sources:\n- git: {site.path}\n  branch: main\n  folder: _books\n"
        "- git: https://ida:geheim@example.org/x?t=geheim\n  name: second\n"
    )
    assert main(["config"]) == main(["config", "--format", "json"]) == 0
    shown = capsys.readouterr().out
    assert "https://example.org/x?…" in shown
    assert "geheim" not in shown


def test_a_dry_run_publishes_nothing(site: Published, config: Config) -> None:
    report = reindex(config, ReindexOptions(dry_run=True))
    assert sorted(report.added) == [A, B, C]
    assert not (config.index / "CURRENT").exists()
    assert reindex(config).added == (A, B, C)


@pytest.fixture
def large(tmp_path: Path) -> Repository:
    folder = corpus()
    if folder is None:
        pytest.skip("the large corpus isn't on this machine")
    site = Repository(tmp_path / "site")
    shutil.copytree(folder, site.path, dirs_exist_ok=True)
    site.commit()
    return site


def test_the_corpus_is_listed_and_read_as_from_a_folder(large: Repository, tmp_path: Path) -> None:
    slugs = [path.stem for path in (large.path / "_people").iterdir()]
    same_as_folder(synced(large.source(tmp_path / "home.git")), large.path, slugs)


@pytest.mark.slow
def test_an_index_of_the_corpus_is_the_same(large: Repository, tmp_path: Path) -> None:
    for index, source in {
        "folder": SourceConfig(large.path),
        "git": SourceConfig(Path(), git=str(large.path)),
    }.items():
        reindex(Config(index=tmp_path / index, sources=(source,)))
    held = holds(tmp_path / "git", ENGINE)
    assert held == holds(tmp_path / "folder", ENGINE)
    assert len(held) > 1000
