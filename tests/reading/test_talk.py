"""Talks with the dirt that is known from the field: chapters, seconds, who said what."""

from __future__ import annotations

import textwrap
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.errors import ReadError
from searchqa.flatten import flatten
from searchqa.model import UNDATED, Link, Person, Transcript
from searchqa.readers.talk import read_talk

NAME = "_podcast/on-engines.md"
HEAD = """
title: On Engines
guests: [idabrandt]
links: {youtube: "https://www.youtube.com/watch?v=abcDEF-_123"}
dateadded: 2022-03-04
"""
TALK = """
- line: Welcome, Ida!
  sec: 71
  time: '1:11'
  who: Noor
- line: Thank you.
  sec: 80
  who: Ida
- header: Steam
- line: Why steam?
  sec: 102
  who: Noor
- line: It was there.
  sec: 110
  who: Ida
- line: And it still is.
  who: Ida
"""


def read(
    lines: str = TALK, head: str = HEAD, name: str = NAME
) -> tuple[Transcript, list[tuple[str, str, int | None]]]:
    written = textwrap.dedent(lines).strip()
    front = head.strip() + (f"\ntranscript:\n{written}" if written else "")
    talk, problems = read_talk(f"---\n{front}\n---\nMore.\n".encode(), name)
    return talk, [(p.code, p.severity, p.line) for p in problems]


def said(talk: Transcript) -> list[list[tuple[str, str, str]]]:
    return [
        [(m.name, m.text, m.url.rpartition("&t=")[2]) for m in (t.head, *t.replies)]
        for t in talk.threads
    ]


def test_a_chapter_is_a_thread_and_a_line_a_message_with_its_second() -> None:
    talk, problems = read()
    assert problems == []
    assert said(talk) == [
        [("Noor", "Welcome, Ida!", "71s"), ("Ida", "Thank you.", "80s")],
        [
            ("Noor", "Steam\n\nWhy steam?", "102s"),
            ("Ida", "It was there.", "110s"),
            ("Ida", "And it still is.", "110s"),
        ],
    ]
    first = talk.threads[0].head
    assert first.url == "https://www.youtube.com/watch?v=abcDEF-_123&t=71s"
    assert first.sent is None
    assert first.line == 7


def test_a_talk_is_a_book_of_one_day() -> None:
    talk, _ = read(head=HEAD + "description: About steam\nimage: images/x.jpg\n")
    assert (talk.id, talk.title) == ("on-engines", "On Engines")
    assert (talk.start, talk.end) == (date(2022, 3, 4), date(2022, 3, 4))
    assert (talk.description, talk.cover, talk.body) == ("About steam", "images/x.jpg", "More.")
    assert talk.author_slugs == ("idabrandt",)
    assert talk.links == (Link("YouTube", "https://www.youtube.com/watch?v=abcDEF-_123"),)


def test_guests_answer_and_hosts_ask() -> None:
    talk, _ = read()
    documents = flatten(talk, lambda slug: Person(slug, "Ida Brandt")).documents
    assert [(d.participant, d.role, d.kind) for d in documents] == [
        ("Noor", "asker", "question"),
        ("Ida", "author", "answer"),
        ("Noor", "asker", "question"),
        ("Ida", "author", "answer"),
        ("Ida", "author", "answer"),
    ]
    assert {d.question for d in documents} == {"Welcome, Ida!", "Steam\n\nWhy steam?"}


@pytest.mark.parametrize(
    ("head", "day", "codes"),
    [
        ("dateadded: 2022-03-04\ndate: 2025-11-07", date(2022, 3, 4), []),
        ("date: 2025-11-07", date(2025, 11, 7), []),
        ("dateadded: soon\ndate: 2025-11-07", date(2025, 11, 7), ["bad-date"]),
        ("season: 1", UNDATED, ["no-date"]),
    ],
)
def test_the_day_is_the_one_it_was_added(head: str, day: date, codes: list[str]) -> None:
    talk, problems = read(head=f"title: T\nguests: [ida]\n{head}")
    assert (talk.start, talk.end) == (day, day)
    assert [code for code, _, _ in problems] == codes


def test_a_day_in_the_name_of_the_file_counts_when_no_other_is_written() -> None:
    talk, problems = read(head="title: T\nguests: [ida]", name="20220304-t.md")
    assert talk.start == date(2022, 3, 4)
    assert problems == []


def test_an_ending_written_twice_is_part_of_the_name() -> None:
    assert read(name="mentoring.md.md")[0].id == "mentoring.md"


@pytest.mark.parametrize("lines", ["", "[]"])
def test_a_talk_that_nobody_wrote_down_is_a_notice(lines: str) -> None:
    front = f"title: T\nguests: [ida]\ndate: 2022-03-04\ntranscript: {lines}"
    talk, problems = read_talk(f"---\n{front}\n---\n".encode(), NAME)
    assert talk.threads == ()
    assert [(p.code, p.severity) for p in problems] == [("no-archive", "notice")]


def test_a_transcript_that_is_no_list_is_refused_with_its_line() -> None:
    with pytest.raises(ReadError, match="no list of lines") as caught:
        read_talk(b"---\ntitle: T\ntranscript: later\n---\n", NAME)
    assert caught.value.line == 3


def test_a_header_without_lines_is_left_out_with_a_notice() -> None:
    talk, problems = read(
        """
        - header: Beginning
        - header: Steam
        - line: Why?
          who: Noor
          sec: 1
        - header: End
        """
    )
    assert said(talk) == [[("Noor", "Steam\n\nWhy?", "1s")]]
    assert problems == [("empty-chapter", "notice", 7), ("empty-chapter", "notice", 12)]


def test_a_line_that_comes_again_with_its_speaker_is_read_once() -> None:
    talk, problems = read(
        """
        - header: Steam
        - line: Why?
        - header: Steam
        - line: Why?
          who: Noor
          sec: 5
        - line: Because.
        - line: Because.
          who: Ida
          sec: 9
        """
    )
    assert said(talk) == [[("Noor", "Steam\n\nWhy?", "5s"), ("Ida", "Because.", "9s")]]
    assert problems == [("repeated-line", "notice", 8)]


def test_what_a_named_speaker_says_twice_is_kept_twice() -> None:
    talk, _ = read("- {line: Yes., who: Ida, sec: 1}\n- {line: Yes., who: Ida, sec: 2}")
    assert said(talk) == [[("Ida", "Yes.", "1s"), ("Ida", "Yes.", "2s")]]


def test_nobody_is_guessed_for_a_line_without_a_name() -> None:
    talk, problems = read(
        "- {line: Why?, who: Noor, sec: 1}\n- {line: Hm., who: ~, sec: 2}\n- {line: So., sec: 3}"
    )
    assert [name for name, _, _ in said(talk)[0]] == ["Noor", "", ""]
    assert [(code, line) for code, _, line in problems] == [("no-name", 8), ("no-name", 9)]


def test_a_paragraph_that_slipped_under_who_is_text_and_is_not_lost() -> None:
    slipped = "Steam was there long before anybody thought of it, and it will be there after us."
    talk, problems = read(
        f"""
        - {{line: Why?, who: Noor, sec: 1}}
        - {{line: That is one thing., who: "{slipped}", sec: 2}}
        - {{line: The other is coal., who: "{slipped}", sec: 2}}
        """
    )
    assert said(talk)[0][1:] == [
        ("", f"{slipped}\n\nThat is one thing.", "2s"),
        ("", "The other is coal.", "2s"),
    ]
    assert [code for code, _, _ in problems] == ["no-name", "no-name"]


@pytest.mark.parametrize(
    ("entry", "second", "codes"),
    [
        ("sec: 71", "71s", []),
        ("sec: 71.8", "71s", []),
        ("time: '1:11'", "71s", []),
        ("time: 1:02:03", "3723s", []),
        ("sec: 5, time: '1:11'", "5s", []),
        ("sec: late, time: '1:11'", "71s", ["bad-second"]),
        ("sec: -5", "", ["bad-second"]),
        ("time: about one", "", ["bad-second"]),
    ],
)
def test_a_second_is_sec_or_else_time(entry: str, second: str, codes: list[str]) -> None:
    talk, problems = read(f"- {{line: Why?, who: Noor, {entry}}}")
    url = talk.threads[0].head.url
    assert url == "https://www.youtube.com/watch?v=abcDEF-_123" + (f"&t={second}" if second else "")
    assert [code for code, _, _ in problems] == codes


def test_seconds_that_go_back_stay_as_they_are() -> None:
    lines = "- {line: Why?, who: Noor, sec: 90}\n- {line: So., who: Ida, sec: 40}"
    assert [second for _, _, second in said(read(lines)[0])[0]] == ["90s", "40s"]


@pytest.mark.parametrize(
    ("head", "url"),
    [
        ("links: {youtube: 'https://youtu.be/abcDEF-_123?si=x'}", "youtube"),
        ("links: {youtube: 'https://www.youtube.com/live/abcDEF-_123'}", "youtube"),
        ("links: {youtube: 'http://m.youtube.com/watch?list=PL1&v=abcDEF-_123'}", "youtube"),
        ("ids: {youtube: abcDEF-_123}", "youtube"),
        ("links: {youtube: TODO}\nids: {youtube: abcDEF-_123}", "youtube"),
        ("links: {apple: 'https://b.example/2', anchor: 'https://a.example/1'}", "a.example/1"),
        ("links: {film: 'https://f.example/?v=3'}", "f.example/?v=3"),
        ("links: {youtube: 'https://video.example/7'}", "video.example/7"),
        ("links: {youtube: 'javascript:alert(1)'}", ""),
        ("links: {youtube: 'https://evil.example/youtube.com/watch?v=abcDEF-_123'}", "evil"),
        ("ids: {youtube: 'abcDEF-_123&x=<b>'}", ""),
        ("season: 1", ""),
    ],
)
def test_a_message_leads_into_the_recording(head: str, url: str) -> None:
    front = f"title: T\nguests: [ida]\ndate: 2022-03-04\n{head}"
    given = read("- {line: Why?, who: Noor, sec: 9}", front)[0].threads[0].head.url
    if url == "youtube":
        assert given == "https://www.youtube.com/watch?v=abcDEF-_123&t=9s"
    else:
        assert given.startswith(f"https://{url}" if url else "")
        assert "t=9s" not in given


def test_a_link_that_leads_nowhere_is_a_notice() -> None:
    head = "title: T\nguests: [ida]\ndate: 2022-03-04\nlinks: {spotify: TODO, apple: }"
    talk, problems = read(head=head)
    assert talk.links == ()
    assert problems == [("bad-link", "notice", 5)]


def test_a_talk_without_guests_or_with_odd_entries_is_kept_with_warnings() -> None:
    talk, problems = read(
        """
        - Somebody laughs.
        - {lime: Why?}
        - [a, b]
        - {line: [Why?, How?], who: Noor}
        - {header: Steam, line: Go on., who: Noor}
        - {line: , who: Ida}
        """,
        head="title: T\ndate: 2022-03-04",
    )
    assert [[text for _, text, _ in one] for one in said(talk)] == [
        ["Somebody laughs.", "Why?\nHow?"],
        ["Steam\n\nGo on.", ""],
    ]
    assert sorted({code for code, _, _ in problems}) == [
        "bad-message",
        "empty-text",
        "no-authors",
        "no-name",
    ]


def test_a_slip_of_a_key_is_said() -> None:
    _, problems = read("- {line: Why?, whom: Noor, sec: 1}")
    assert ("unknown-key", "warning", 7) in problems


@given(st.binary(max_size=300) | st.text(max_size=300).map(lambda t: t.encode("utf-8", "ignore")))
def test_whatever_the_bytes_a_talk_or_one_error_comes_of_them(data: bytes) -> None:
    for whole in (data, b"---\ntitle: T\ntranscript:\n- " + data + b"\n---\n"):
        with suppress(ReadError):
            talk, _ = read_talk(whole, "talk.md")
            flatten(talk, lambda _: None)
