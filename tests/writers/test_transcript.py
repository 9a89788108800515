"""What was written reads as what it was: by our reader, by PyYAML, letter for letter."""

from __future__ import annotations

import difflib
import re
from dataclasses import replace
from datetime import date, datetime, timezone
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from searchqa.errors import WriteError
from searchqa.flatten import flatten
from searchqa.model import Link, RawMessage, RawThread, Transcript
from searchqa.readers.transcript import read_transcript
from searchqa.sources.folder import FolderSource
from searchqa.writers.scalars import flow_scalar, quoted, text_scalar
from searchqa.writers.transcript import write_transcript
from tests.support.documents import SAMPLE, corpus

LOADERS: list[Any] = [
    yaml.SafeLoader,
    *([yaml.CSafeLoader] if hasattr(yaml, "CSafeLoader") else []),
]
ODD = (
    "---",
    "...",
    "- a",
    ": ",
    " #",
    "a: b",
    "a #b",
    "#a",
    "a:",
    "42",
    "0x1F",
    "1e3",
    "1_000",
    "12:30:45",
    "yes",
    "No",
    "off",
    "y",
    "null",
    "~",
    "2021-09-27",
    "2021-09-27T10:00:00Z",
    ".inf",
    "=",
    "<<",
    "!x",
    "&a",
    "*a",
    "%TAG",
    "@a",
    "`a`",
    "{a}",
    "[a]",
    "'",
    '"',
    "\\",
    "\\n",
    "? a",
    "|-",
    ">",
    "\x00",
    "\x07",
    "\x1b[0m",
    "\x7f",
    "\x85",
    "\xa0",
    "\u2028",
    "\u2029",
    "\ufeff",
    "\ufffe",
    "\ufffd",
    "\U0001fffe",
    "\U0010ffff",
    "🙂",
    "é",
    "e\u0301",
    "\t",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r",
    "\r\n",
    "\n ",
    " \n",
    "\n\t",
    "word",
    "name",
)
TEXTS = st.one_of(
    st.lists(st.one_of(st.sampled_from(ODD), st.text(max_size=3)), max_size=8).map("".join),
    st.text(max_size=40),
).filter(lambda text: not re.search("[\ud800-\udfff]", text))


@pytest.mark.parametrize("loader", LOADERS)
@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_each_reader_of_yaml_takes_a_scalar_for_its_text(loader: Any, text: str) -> None:
    lines = (f"a:\n- k: {text_scalar(text, 2)}", f"b: {quoted(text)}", f"c: [{flow_scalar(text)}]")
    found = yaml.load("\n".join((*lines, "d: e", "")), loader)  # noqa: S506 (a safe loader)
    assert found == {"a": [{"k": text}], "b": text, "c": [text], "d": "e"}


@pytest.mark.parametrize("text", ODD)
def test_an_odd_text_alone(text: str) -> None:
    for loader in LOADERS:
        found = yaml.load(f"- k: {text_scalar(text, 2)}\n", loader)  # noqa: S506 (a safe loader)
        assert found == [{"k": text}]


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("Why not?", "Why not?"),
        ("see https://x.example/a#b", "see https://x.example/a#b"),
        ("y", '"y"'),
        ("On", '"On"'),
        ("2021", '"2021"'),
        ("so: no", '"so: no"'),
        ('say "so: no"', "'say \"so: no\"'"),
        ("a\ufeffb", '"a\\ufeffb"'),
        ("a\x85b", '"a\\x85b"'),
        ("a\nb", "|-\n  a\n  b"),
        ("if:\n\tgo\n", "|+\n  if:\n  \tgo"),
        ("\tgo\n\nb", "|2-\n  \tgo\n\n  b"),
        ("  a\nb\n\n", "|2+\n    a\n  b\n"),
        ("\n\n", '"\\n\\n"'),
        ("", '""'),
    ],
)
def test_the_form_of_a_scalar(text: str, written: str) -> None:
    assert text_scalar(text, 0) == written


MESSAGES = st.builds(
    RawMessage,
    TEXTS.map(lambda name: " ".join(name.split())),
    TEXTS,
    st.just(0),
    st.none()
    | st.datetimes(timezones=st.just(timezone.utc)).map(lambda d: d.replace(microsecond=0)),
    st.sampled_from(("", "https://chat.example.org/p1?a=b#c", "http://x.example/ü")),
    st.integers(0, 999_999),
)
LINES = TEXTS.map(lambda text: " ".join(text.split()))
DAYS = st.dates(date(1, 1, 1), date(9000, 1, 1))
TRANSCRIPTS = st.builds(
    Transcript,
    st.just("20210927-engines"),
    st.just("weeks/engines.json"),
    LINES.filter(bool),
    LINES,
    LINES,
    st.just(date(2021, 9, 27)) | DAYS,
    st.dates(date(9000, 1, 1)),
    st.lists(
        st.sampled_from(("annloom", "Ann, Loom", "42", "null", "a: b", "yes", "[x]", "Åse")),
        unique=True,
    ).map(tuple),
    st.lists(
        st.builds(Link, TEXTS.map(str.strip), st.just("https://books.example.org/1")), max_size=2
    ).map(tuple),
    st.lists(
        st.builds(RawThread, MESSAGES, st.lists(MESSAGES, max_size=3).map(tuple)), max_size=3
    ).map(tuple),
    st.sampled_from(("", "A week.", "---\nnot the end\n---", "archive: [", "two\n\nparts")),
)


@settings(max_examples=150, deadline=None)
@given(TRANSCRIPTS)
def test_what_is_written_reads_as_the_same_transcript(transcript: Transcript) -> None:
    data = write_transcript(transcript)
    again, _ = read_transcript(data, "weeks/20210927-engines.md")
    assert bare(again) == bare(transcript)
    assert write_transcript(again) == data
    assert data.endswith(b"\n")
    assert not data.endswith(b"\n\n")
    assert flatten(again, lambda _: None).documents == flatten(transcript, lambda _: None).documents


def bare(transcript: Transcript) -> Transcript:
    threads = tuple(
        RawThread(replace(t.head, line=0), tuple(replace(r, line=0) for r in t.replies))
        for t in transcript.threads
    )
    return replace(transcript, file="", authors_line=None, threads=threads)


@pytest.mark.parametrize("folder", [SAMPLE, corpus()], ids=["sample", "corpus"])
def test_real_transcripts_come_back_message_for_message(folder: Path | None) -> None:
    if folder is None:
        pytest.skip("the large corpus isn't on this machine")
    source = FolderSource(folder)
    entries = source.transcripts()
    for entry in entries:
        before, _ = read_transcript(source.read(entry.path), entry.path)
        data = write_transcript(before)
        after, _ = read_transcript(data, entry.path)
        assert bare(after) == bare(before)
        one, two = (flatten(t, lambda _: None).documents for t in (before, after))
        assert one == two
        front = yaml.safe_load(data.split(b"\n---\n")[0])
        archive = front.get("archive") or []
        assert [(m["name"], m["text"]) for m in archive] == [
            (t.head.name, t.head.text) for t in before.threads
        ]
    assert len(entries) > 10


def made(*threads: RawThread) -> Transcript:
    day = date(2021, 9, 27)
    path = "20210927-engines.md"
    return Transcript(
        PurePosixPath(path).stem,
        path,
        "Engines",
        "",
        "",
        day,
        day,
        ("annloom",),
        (),
        threads,
        "A week.",
    )


def test_the_form_of_a_file() -> None:
    sent = datetime(2021, 9, 27, 10, 12, 33, tzinfo=timezone.utc)
    reply = RawMessage(
        "Ann Loom", "Yes: mostly.\n\nIn `code`.\n", 9, sent, "https://chat.example.org/p1", 2
    )
    thread = RawThread(RawMessage("Ida Brook", "Does it turn?", 7), (reply,))
    assert write_transcript(made(thread)).decode() == (
        '---\ntitle: "Engines"\ndescription: ""\ncover: ""\n'
        "start: 2021-09-27\nend: 2021-09-27\nauthors: [annloom]\n\n"
        "archive:\n- name: Ida Brook\n  text: Does it turn?\n  replies:\n"
        "  - name: Ann Loom\n    text: |+\n      Yes: mostly.\n\n      In `code`.\n"
        "    sent: 2021-09-27T10:12:33Z\n    url: https://chat.example.org/p1\n    reactions: 2\n"
        "---\n\nA week.\n"
    )


@settings(max_examples=150, deadline=None)
@given(TRANSCRIPTS.filter(lambda t: len(t.threads) > 0), MESSAGES)
def test_a_new_reply_changes_only_its_own_lines(transcript: Transcript, reply: RawMessage) -> None:
    first, *rest = transcript.threads
    longer = replace(transcript, threads=(RawThread(first.head, (*first.replies, reply)), *rest))
    before, after = (write_transcript(t).split(b"\n") for t in (transcript, longer))
    found = difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    assert {kind for kind, *_ in found} <= {"equal", "insert"}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"text": "half \ud83d a smile"}, "half a letter"),
        ({"name": "Ida  Brook", "text": ""}, "the name of a message"),
        ({"reactions": 1_000_000}, "the reactions of a message"),
        ({"url": "not an address"}, "the url of a message"),
        ({"sent": datetime(2021, 9, 27, 10, 12, 33, 500, tzinfo=timezone.utc)}, "the sent of a"),
    ],
)
def test_what_a_file_cannot_carry_is_said_with_its_line(
    changed: dict[str, object], words: str
) -> None:
    message = replace(RawMessage("Ida Brook", "Why?", 17), **changed)  # type: ignore[arg-type]
    with pytest.raises(WriteError, match=words) as caught:
        write_transcript(made(RawThread(message, ())))
    assert (caught.value.file, caught.value.line) == ("20210927-engines.md", 17)


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"title": "two  spaces"}, "title"),
        ({"body": " a space in front"}, "body"),
        ({"body": "a\rb"}, "body"),
        ({"author_slugs": ("@ann",)}, "author_slugs"),
        ({"links": (Link("x", "ftp://x"),)}, "links"),
        ({"description": "\udc00"}, "half a letter"),
    ],
)
def test_what_the_front_cannot_carry_is_said(changed: dict[str, object], words: str) -> None:
    transcript = replace(made(), **changed)  # type: ignore[arg-type]
    with pytest.raises(WriteError, match=words):
        write_transcript(transcript)
