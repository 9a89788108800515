"""Grown archives are the same each time, and as whole as real ones."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from benchmarks.growing.archive import Archive, archive, read_back
from benchmarks.growing.books import plan, write
from benchmarks.growing.change import change, new_word, take_apart
from benchmarks.growing.draw import generator, skewed
from benchmarks.growing.names import person, slug
from benchmarks.growing.seed import Seed, read_seed
from tests.support.documents import SAMPLE, documents_by_book


@pytest.fixture(scope="module")
def seed() -> Seed:
    return read_seed(SAMPLE)


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    return archive(SAMPLE, 700, tmp_path_factory.mktemp("grown"), processes=1)


def test_the_same_seed_and_size_give_the_same_files(seed: Seed, tmp_path: Path) -> None:
    first, again = (archive(SAMPLE, 120, tmp_path / name, processes=1) for name in "ab")
    files = [p.relative_to(first.folder) for p in first.site.rglob("*.md")]
    assert len(files) > 3
    for file in files:
        assert (first.folder / file).read_bytes() == (again.folder / file).read_bytes()
    assert first.facts == again.facts
    assert first.documents() == again.documents()


def test_a_written_book_stays_what_it_was(seed: Seed) -> None:
    # Figures of two runs can be compared only if both searched the same messages.
    assert write(seed, plan(seed, 500)[3]) == write(seed, plan(seed, 500)[3])
    assert write(seed, plan(seed, 500)[3]) != write(seed, plan(seed, 500)[4])


def test_an_archive_found_again_is_not_made_again(tmp_path: Path) -> None:
    made = archive(SAMPLE, 60, tmp_path, processes=1)
    before = (made.folder / "facts.json").stat().st_mtime_ns
    assert archive(SAMPLE, 60, tmp_path, processes=1) == made
    assert (made.folder / "facts.json").stat().st_mtime_ns == before


def test_documents_are_read_anew_when_the_code_that_reads_has_changed(tmp_path: Path) -> None:
    made = archive(SAMPLE, 60, tmp_path, processes=1)
    facts = made.folder / "facts.json"
    facts.write_text(json.dumps({**made.facts, "reading": "older"}), encoding="utf-8")
    for shard in (made.folder / "documents").iterdir():
        shard.write_bytes(b"of another class")
    assert len(archive(SAMPLE, 60, tmp_path, processes=1).documents()) == 60


def test_documents_are_whole(grown: Archive) -> None:
    documents = grown.documents()
    assert len(documents) == grown.facts["messages"] == 700
    assert len({d.id for d in documents}) == 700
    assert len({d.book for d in documents}) == grown.facts["books"]
    assert {d.kind for d in documents} == {"question", "answer", "reply"}
    assert all(d.text.strip() and d.question and d.title and d.authors for d in documents)
    assert len({d.start for d in documents}) > 10


def test_documents_are_what_searchqa_reads_in_the_files(grown: Archive) -> None:
    read = documents_by_book(grown.site)
    documents = [d for d in grown.documents() if d.book in list(read)[:4]]
    assert {d.book: read[d.book] for d in documents} == {
        book: tuple(d for d in documents if d.book == book) for book in {d.book for d in documents}
    }


def test_people_are_invented_and_fewer_than_messages(grown: Archive) -> None:
    real = {d.participant for book in documents_by_book(SAMPLE).values() for d in book}
    invented = {d.participant for d in grown.documents()}
    assert not real & invented
    assert 50 < len(invented) < 350


def test_people_grow_slower_than_messages(seed: Seed) -> None:
    people = [plan(seed, size)[0].people for size in (5_000, 500_000)]
    assert 500 < people[0] < 1_500
    assert 15_000 < people[1] < 25_000


def test_a_plan_has_exactly_its_messages(seed: Seed) -> None:
    for size in (1, 999, 20_000):
        assert sum(one.messages for one in plan(seed, size)) == size


def test_no_two_people_have_a_name_or_a_slug_in_common() -> None:
    names = [person(number) for number in range(120_000)]
    assert len(set(names)) == len(names)
    assert len({slug(name) for name in names}) == len(names)
    with pytest.raises(ValueError, match="people only"):
        person(10_000_000)


def test_a_text_taken_apart_goes_together_again() -> None:
    text = "One is first. Two? Yes!\n\n- three\n- four e.g. five"
    pieces = take_apart(text)
    joined = "".join(a + b for a, b in zip(pieces.sentences, (*pieces.between, ""), strict=True))
    assert joined == text
    assert len(pieces.sentences) == 6


def test_a_change_leaves_something_and_keeps_code_whole() -> None:
    rng = generator("test")
    code = "See:\n```\na. b. c\n```"
    for _ in range(300):
        assert change(rng, take_apart("Short."), ["Another sentence."], ["pipeline"]).strip()
        assert change(rng, take_apart(code), ["Another sentence."], ["pipeline"]).startswith(code)


def test_new_words_are_new() -> None:
    rng = generator("words")
    grown = {new_word(rng, "pipeline", ["model"]) for _ in range(300)}
    assert len(grown) > 60
    assert all(word.isalnum() for word in grown)


def test_small_numbers_are_drawn_more_often() -> None:
    rng = generator("skew")
    drawn = [skewed(rng, 100) for _ in range(2_000)]
    assert min(drawn) >= 0
    assert max(drawn) < 100
    assert sum(one < 25 for one in drawn) > 800


def test_a_file_with_problems_is_refused(seed: Seed) -> None:
    one = plan(seed, 50)[0]
    book, text = write(seed, one)
    broken = text.replace("start: ", "begin: ")
    with pytest.raises(ValueError, match="the generator wrote"):
        read_back(broken.encode(), f"_books/{book}.md", lambda _: None)
