"""`searchqa.open` and the jobs behind the commands, from Python."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import searchqa
from searchqa.app import check, reindex, sample_config
from searchqa.config import Config, SourceConfig

if TYPE_CHECKING:
    from searchqa.report import Progress

SAMPLE = Path(str(files("searchqa"))) / "sample"


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """Build an index of the sample."""
    folder = tmp_path_factory.mktemp("index")
    built = sample_config(Config(index=folder / "index"))
    reindex(built)
    return built


def twice(folder: Path) -> Config:
    """Return a source in which one thread stands in two books."""
    books = folder / "_books"
    books.mkdir()
    for name in ("20210104-one", "20210111-two"):
        (books / f"{name}.md").write_text(
            f"---\ntitle: {name}\nstart: {name[:4]}-01-{name[6:8]}\nend: 2021-02-01\nauthors: []\n"
            "archive:\n- name: A B\n  text: the very same words\n---\n"
        )
    return Config(index=folder / "index", sources=(SourceConfig(folder),))


def test_open_takes_a_path_or_a_text(config: Config) -> None:
    with searchqa.open(config.index) as one, searchqa.open(str(config.index)) as two:
        assert one.search("versioning").hits == two.search("versioning").hits != ()
        assert one.generation == two.manifest.generation == "000001"


def test_a_closed_index_says_so(config: Config) -> None:
    index = searchqa.open(config.index)
    index.close()
    for ask in (
        lambda: index.search("x", author="zoe"),
        lambda: index.thread("a/b"),
        lambda: index.facet("year"),
        index.statistics,
    ):
        with pytest.raises(searchqa.SearchqaError, match="this index is closed"):
            ask()


def test_threads_may_ask_at_once(config: Config) -> None:
    with searchqa.open(config.index) as index, ThreadPoolExecutor(4) as pool:
        words = ["data", "versioning", "model", "author:zoe"] * 8
        once = {word: index.search(word).hits for word in words}
        assert list(pool.map(lambda word: index.search(word).hits, words)) == [
            once[word] for word in words
        ]


def test_facets_count_messages(config: Config) -> None:
    with searchqa.open(config.index) as index:
        assert sum(bucket.count for bucket in index.facets()["kind"]) == 400
        assert index.facets("zoe")["author"] == index.facet("author", "zoe")


def test_letters_that_mean_threads_of_two_books(tmp_path: Path) -> None:
    config = twice(tmp_path)
    reindex(config)
    with searchqa.open(config.index) as index:
        ids = sorted(hit.thread.id for hit in index.search("words").hits)
        assert [one.partition("/")[0] for one in ids] == ["20210104-one", "20210111-two"]
        letters = ids[0].partition("/")[2]
        with pytest.raises(searchqa.NotFoundError) as caught:
            index.thread(letters)
        assert all(one in caught.value.hint for one in ids)
        assert index.thread(ids[1]).also_in == ((ids[0], "20210104-one"),)


def test_an_open_index_keeps_its_generation(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "site")
    config = Config(index=tmp_path / "index", sources=(SourceConfig(tmp_path / "site"),))
    reindex(config)
    with searchqa.open(config.index) as old:
        before = old.search("versioning").total
        for book in sorted((tmp_path / "site" / "_books").glob("*.md"))[1:]:
            book.unlink()
        assert reindex(config).counts["books"] == 1
        assert old.search("versioning").total == before
        with searchqa.open(config.index) as new:
            assert new.generation > old.generation
            assert 0 < new.search("versioning").total < before


def test_without_a_source_there_is_nothing_to_index(tmp_path: Path) -> None:
    with pytest.raises(searchqa.ConfigError) as caught:
        reindex(Config(index=tmp_path / "index"))
    assert "searchqa index --sample" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told(config: Config, tmp_path: Path) -> None:
    told: list[Progress] = []
    reindex(replace(config, index=tmp_path / "new"), progress=told.append)
    assert [p.done for p in told if p.stage == "reading"] == sorted(
        p.done for p in told if p.stage == "reading"
    )
    assert {p.total for p in told if p.stage == "reading"} == {12}


def test_check_tells_index_and_transcripts_apart(config: Config, tmp_path: Path) -> None:
    whole = check(config)
    assert (whole.index, whole.error, whole.files, whole.exit_code) == ((), None, 12, 0)
    none = check(replace(config, index=tmp_path / "none"))
    assert isinstance(none.error, searchqa.IndexMissingError)
    assert (none.files, none.exit_code) == (12, 2)
    assert check(replace(config, sources=())).files == 0


def test_a_problem_of_a_people_file_is_told_once(tmp_path: Path) -> None:
    shutil.copytree(SAMPLE, tmp_path / "site")
    (tmp_path / "site" / "_people" / "zoelindqvistmarsh.md").write_text("---\ntitle: [\n---\n")
    books = tmp_path / "site" / "_books"
    shutil.copy(books / "20210412-the-ledger-of-data.md", books / "20210419-again.md")
    config = Config(index=tmp_path / "index", sources=(SourceConfig(tmp_path / "site"),))
    told = [one.problem for one in check(config).transcripts]
    found = [p for p in told if p.file.endswith("zoelindqvistmarsh.md")]
    assert len(found) == 1
    assert found[0].severity == "error"
