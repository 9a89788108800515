"""Questions and replies: nothing is lost, and what is odd is said with its line."""

from __future__ import annotations

import textwrap

import pytest

from searchqa.model import Problem, RawThread
from searchqa.readers.transcript import read_transcript

HEAD = "title: Engines\nstart: 2021-09-27\nend: 2021-10-01\nauthors: [idabrandt]\n"


def read(archive: str) -> tuple[tuple[RawThread, ...], list[Problem]]:
    front = HEAD + "archive:\n" + textwrap.dedent(archive).strip("\n") + "\n"
    transcript, problems = read_transcript(f"---\n{front}---\n".encode(), "20210927-engines.md")
    return transcript.threads, list(problems)


def messages(threads: tuple[RawThread, ...]) -> list[tuple[str, str]]:
    return [(m.name, m.text) for t in threads for m in (t.head, *t.replies)]


@pytest.mark.parametrize("text", ["''", "", "' '"])
def test_a_reply_without_words_is_kept_with_a_notice(text: str) -> None:
    threads, problems = read(
        f"""
        - name: Noor
          text: Why?
          replies:
          - name: Ida
            text: {text}
        """
    )
    assert [name for name, _ in messages(threads)] == ["Noor", "Ida"]
    assert [(p.code, p.severity, p.line) for p in problems] == [("empty-text", "notice", 10)]


def test_a_missing_text_or_name_is_kept_and_said() -> None:
    threads, problems = read(
        """
        - name: Noor
          replies:
          - text: Because.
        """
    )
    assert messages(threads) == [("Noor", ""), ("", "Because.")]
    assert [(p.code, p.line) for p in problems] == [("empty-text", 7), ("no-name", 9)]


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("+1", "+1"),
        ("42", "42"),
        ("1.10", "1.10"),
        ("yes", "yes"),
        ("10:30", "10:30"),
        ("'🙂'", "🙂"),
    ],
)
def test_short_messages_are_texts_as_they_are_written(written: str, text: str) -> None:
    threads, problems = read(f"- name: No\n  text: {written}")
    assert (messages(threads), problems) == ([("No", text)], [])


@pytest.mark.parametrize(
    ("written", "text"), [("[one, two]", "one\ntwo"), ("{note: well}", "note: well")]
)
def test_a_text_that_is_no_text_becomes_one_with_a_warning(written: str, text: str) -> None:
    threads, problems = read(f"- name: Noor\n  text: {written}")
    assert messages(threads) == [("Noor", text)]
    assert [(p.code, p.severity, p.line) for p in problems] == [("not-text", "warning", 8)]


@pytest.mark.parametrize("replies", ["replies:", "replies: []", "replies: ''", ""])
def test_a_question_without_replies_is_a_thread(replies: str) -> None:
    threads, problems = read(f"- name: Noor\n  text: Why?\n  {replies}")
    assert (messages(threads), problems) == ([("Noor", "Why?")], [])


def test_replies_that_are_no_list_are_a_warning() -> None:
    threads, problems = read("- name: Noor\n  text: Why?\n  replies: none")
    assert messages(threads) == [("Noor", "Why?")]
    assert [(p.code, p.line) for p in problems] == [("bad-replies", 9)]


def test_bare_texts_are_messages_and_other_things_are_not() -> None:
    threads, problems = read("- Why?\n-\n- []\n- name: Noor\n  text: How?")
    assert messages(threads) == [("", "Why?"), ("Noor", "How?")]
    assert [(p.code, p.line) for p in problems] == [
        ("no-name", 7), ("bad-message", 8), ("bad-message", 9),
    ]  # fmt: skip


def test_replies_to_a_reply_belong_to_the_thread() -> None:
    threads, problems = read(
        """
        - name: Noor
          text: Why?
          replies:
          - name: Ida
            text: Because.
            replies:
            - name: Noor
              text: I see.
          - name: Ida
            text: Good.
        """
    )
    assert [text for _, text in messages(threads)] == ["Why?", "Because.", "I see.", "Good."]
    assert [p.code for p in problems] == ["nested-replies"]


def test_a_slip_in_a_messages_key_is_pointed_out() -> None:
    threads, problems = read("- name: Noor\n  txt: Why?\n  replies:\n  - name: Ida\n    text: So.")
    assert messages(threads) == [("Noor", ""), ("Ida", "So.")]
    assert ("unknown-key", 8) in [(p.code, p.line) for p in problems]


def test_a_key_written_twice_in_a_message_is_a_warning() -> None:
    threads, problems = read("- name: Noor\n  text: Why?\n  text: How?")
    assert messages(threads) == [("Noor", "How?")]
    assert [(p.code, p.line) for p in problems] == [("duplicate-key", 9)]


def test_a_flood_of_problems_is_cut_and_counted() -> None:
    slips = (f"- name: N\n  text: Why?\n  key{at}: 1\n  key{at}: 2" for at in range(250))
    threads, problems = read("\n".join(slips))
    assert len(threads) == 250
    assert len(problems) == 201
    assert problems[-1].message == "50 more problems in this file"


@pytest.mark.parametrize(("entries", "told"), [(5, 5), (6, 6), (7, 6), (26, 6), (250, 6)])
def test_the_same_fault_on_many_lines_is_told_five_times_and_then_counted(
    entries: int, told: int
) -> None:
    _, problems = read("\n".join(["- Why?"] * entries))
    first = problems[0].line or 0
    assert [p.line for p in problems] == list(range(first, first + told))
    assert {p.code for p in problems} == {"no-name"}
    rest = entries - 6
    if rest <= 0:
        assert len({p.message for p in problems}) == 1
        return
    shown = [str(first + at) for at in range(6, min(entries, 26))]
    numbers = ", ".join([*shown, "…"] if rest > 20 else shown)
    lines = "line" if rest == 1 else "lines"
    assert problems[-1].message.endswith(f" (and so on {rest} more {lines}: {numbers})")


def test_faults_that_differ_are_all_told() -> None:
    slips = (f"- name: N\n  text: Why?\n  key{at}: 1\n  key{at}: 2" for at in range(9))
    _, problems = read("\n".join(slips))
    assert [p.code for p in problems] == ["duplicate-key"] * 9


def test_a_texts_letters_are_left_as_they_are() -> None:
    threads, _ = read('- name: Noor\n  text: " *a*  &amp;\\n<b> "')
    assert messages(threads) == [("Noor", " *a*  &amp;\n<b> ")]
