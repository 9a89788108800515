"""Transcripts with the dirt that is known from the field."""

from __future__ import annotations

from datetime import date

import pytest

from searchqa.errors import ReadError
from searchqa.model import Link, Problem, Transcript
from searchqa.readers.transcript import read_transcript

NAME = "_books/20210927-engines-of-thought.md"
HEAD = """title: "Engines of Thought"
description: "A week on engines"
cover: images/engines.jpg
start: 2021-09-27 00:00:00
end: 2021-10-01 22:59:58
authors: [idabrandt]
links:
  - text: Book's page
    link: https://engines.example/book
"""
ARCHIVE = """archive:
- name: Noor Haddad
  text: 'How do engines think?'
  replies:
  - name: Ida Brandt
    text: Slowly.
"""


def read(front: str, name: str = NAME, body: str = "About.") -> tuple[Transcript, list[Problem]]:
    transcript, problems = read_transcript(f"---\n{front}---\n\n{body}\n".encode(), name)
    return transcript, list(problems)


def codes(front: str, name: str = NAME) -> list[tuple[str, int | None]]:
    return [(p.code, p.line) for p in read(front, name)[1]]


def refusal(front: str, name: str = NAME) -> ReadError:
    with pytest.raises(ReadError) as caught:
        read(front, name)
    return caught.value


def test_a_clean_file_is_read_whole_without_a_word() -> None:
    transcript, problems = read(HEAD + ARCHIVE)
    assert problems == []
    assert transcript.id == "20210927-engines-of-thought"
    assert transcript.file == NAME
    assert transcript.title == "Engines of Thought"
    assert transcript.description == "A week on engines"
    assert transcript.cover == "images/engines.jpg"
    assert (transcript.start, transcript.end) == (date(2021, 9, 27), date(2021, 10, 1))
    assert transcript.author_slugs == ("idabrandt",)
    assert transcript.links == (Link("Book's page", "https://engines.example/book"),)
    assert transcript.body == "About."
    (thread,) = transcript.threads
    assert (thread.head.name, thread.head.text) == ("Noor Haddad", "How do engines think?")
    assert thread.head.line == 12
    assert [(m.name, m.text, m.line) for m in thread.replies] == [("Ida Brandt", "Slowly.", 15)]


def test_start_wins_over_the_date_in_the_name() -> None:
    transcript, problems = read(HEAD + ARCHIVE, "_books/20211004-engines.md")
    assert transcript.start == date(2021, 9, 27)
    (problem,) = problems
    assert (problem.code, problem.severity, problem.line) == ("date-mismatch", "warning", 5)
    assert "2021-10-04" in problem.message
    assert "2021-09-27" in problem.message


@pytest.mark.parametrize("start", ["", "start: soon\n", "start: 2021-02-30\n", "start: [a]\n"])
def test_without_a_usable_start_the_name_gives_it(start: str) -> None:
    front = HEAD.replace("start: 2021-09-27 00:00:00\n", start) + ARCHIVE
    transcript, problems = read(front)
    assert transcript.start == date(2021, 9, 27)
    assert "no-start" in [p.code for p in problems]


def test_without_any_date_the_file_is_refused() -> None:
    error = refusal(HEAD.replace("start: 2021-09-27 00:00:00\n", ""), "_books/engines.md")
    assert "no date" in error.message
    assert "YYYY-MM-DD" in error.hint


def test_a_missing_end_is_the_fifth_day_with_a_notice() -> None:
    transcript, problems = read(HEAD.replace("end: 2021-10-01 22:59:58\n", "") + ARCHIVE)
    assert transcript.end == date(2021, 10, 1)
    assert [(p.code, p.severity) for p in problems] == [("no-end", "notice")]


def test_an_end_before_the_start_is_a_warning() -> None:
    transcript, problems = read(HEAD.replace("2021-10-01 22:59:58", "2021-09-01") + ARCHIVE)
    assert transcript.end >= transcript.start
    assert [(p.code, p.severity, p.line) for p in problems] == [("end-before-start", "warning", 6)]


def test_a_bad_date_says_how_to_write_it() -> None:
    _, problems = read(HEAD.replace("2021-10-01 22:59:58", "1 October") + ARCHIVE)
    assert str(problems[0]) == (
        f'{NAME}:6: end "1 October" isn\'t a date YYYY-MM-DD; write it like 2021-09-27'
    )


def test_a_file_without_title_is_called_by_its_name() -> None:
    transcript, problems = read(HEAD.replace('title: "Engines of Thought"\n', "") + ARCHIVE)
    assert transcript.title == "engines of thought"
    assert [p.code for p in problems] == ["no-title"]


@pytest.mark.parametrize(
    ("authors", "slugs"),
    [
        ("authors: idabrandt", ("idabrandt",)),
        ("authors: idabrandt, jonberg", ("idabrandt", "jonberg")),
        ("authors: [idabrandt, jonberg, idabrandt]", ("idabrandt", "jonberg")),
        ("authors:\n- Ida Brandt\n- 007", ("Ida Brandt", "007")),
    ],
)
def test_authors_in_any_shape(authors: str, slugs: tuple[str, ...]) -> None:
    transcript, problems = read(HEAD.replace("authors: [idabrandt]", authors) + ARCHIVE)
    assert (transcript.author_slugs, problems) == (slugs, [])


@pytest.mark.parametrize("authors", ["", "authors:\n", "authors: []\n"])
def test_no_author_is_a_warning(authors: str) -> None:
    found = codes(HEAD.replace("authors: [idabrandt]\n", authors) + ARCHIVE)
    assert [code for code, _ in found] == ["no-authors"]


def test_a_crowd_of_authors_is_cut_with_a_warning() -> None:
    crowd = ", ".join(f"writer{n}" for n in range(60))
    transcript, problems = read(HEAD.replace("idabrandt", crowd) + ARCHIVE)
    assert len(transcript.author_slugs) == 40
    assert [(p.code, p.line) for p in problems] == [("many-authors", 7)]


def test_an_author_that_is_no_word_is_a_warning() -> None:
    front = HEAD.replace("[idabrandt]", "[idabrandt, {a: b}]")
    assert codes(front + ARCHIVE) == [("bad-author", 7)]


@pytest.mark.parametrize(
    "link",
    ["- text: x\n    link: TODO", "- text: x\n    list: https://a.example", "- {}", "- TODO"],
)
def test_a_link_without_an_address_is_left_out_with_a_warning(link: str) -> None:
    front = HEAD.replace("- text: Book's page\n    link: https://engines.example/book", link)
    transcript, problems = read(front + ARCHIVE)
    assert transcript.links == ()
    assert [(p.code, p.line) for p in problems] == [("bad-link", 9)]


def test_a_bare_address_is_a_link() -> None:
    front = HEAD.replace("- text: Book's page\n    link: ", "- ")
    address = "https://engines.example/book"
    assert read(front + ARCHIVE)[0].links == (Link(address, address),)


@pytest.mark.parametrize("archive", ["", "archive:\n", "archive: []\n", "archive: ''\n"])
def test_an_absent_or_empty_archive_is_a_notice(archive: str) -> None:
    transcript, problems = read(HEAD + archive)
    assert transcript.threads == ()
    assert [(p.code, p.severity) for p in problems] == [("no-archive", "notice")]


@pytest.mark.parametrize("archive", ["archive: soon\n", "archive: {name: a}\n"])
def test_an_archive_that_is_no_list_refuses_the_file(archive: str) -> None:
    error = refusal(HEAD + archive)
    assert "no list" in error.message
    assert error.line == 11


def test_a_slip_in_a_key_is_pointed_out() -> None:
    _, problems = read(HEAD + ARCHIVE.replace("archive:", "archve:"))
    assert [(p.code, p.line) for p in problems if p.severity == "warning"] == [("unknown-key", 11)]
    assert any('"archive"' in p.message for p in problems)


def test_a_template_is_refused_as_no_yaml() -> None:
    error = refusal('title: "{{ title }}"\nstart: {{ start }} 00:00:00\n')
    assert error.message.startswith("not valid YAML")
    assert error.line == 3


@pytest.mark.parametrize("front", ["- a\n- b\n", "just words\n", ""])
def test_front_matter_without_keys_is_refused(front: str) -> None:
    assert "no keys" in refusal(front).message


def test_a_missing_end_mark_is_a_warning_while_the_rest_is_yaml() -> None:
    transcript, problems = read_transcript(f"---\n{HEAD}{ARCHIVE}".encode(), NAME)
    assert len(transcript.threads) == 1
    assert [p.code for p in problems] == ["no-end-mark"]


def test_a_missing_end_mark_is_named_when_the_body_is_no_yaml() -> None:
    with pytest.raises(ReadError) as caught:
        read_transcript(f"---\n{HEAD}{ARCHIVE}\nThe book: what's in it: all\n".encode(), NAME)
    assert "closing ---" in caught.value.message


def test_problems_come_in_the_order_of_the_file() -> None:
    front = HEAD.replace("https://engines.example/book", "TODO").replace("2021-10-01 ", "soon ")
    lines = [p.line for p in read(front + ARCHIVE + "title: again\n")[1]]
    assert len(lines) >= 3
    assert lines == sorted(line or 0 for line in lines)
