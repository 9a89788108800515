"""Whatever is in an export, memory is bounded and errors are ours."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchqa.errors import NoTranscriptError
from searchqa.readers.table import read_as
from searchqa.sources.base import revision_of
from searchqa.sources.slack.source import SlackSource
from tests.support.slack_errors import DAY, MESSAGES, WEEKS
from tests.support.slack_export import (
    ADA,
    CHANNEL,
    TOM,
    said,
    ts,
    write_export,
)


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write_export(tmp_path / "export", {CHANNEL: MESSAGES})


MEMORY = """
import resource, sys
from pathlib import Path
resource.setrlimit(resource.RLIMIT_AS, (400_000_000, 400_000_000))
from searchqa.errors import SearchqaError
from searchqa.sources.slack.source import SlackSource
from tests.support.slack_export import form
source = SlackSource(Path(sys.argv[1]), "s", form())
for entry in source.transcripts():
    try:
        print(len(source.read(entry.path)))
    except SearchqaError as error:
        print(error.message)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="memory is limited by POSIX's setrlimit")
@pytest.mark.parametrize("kind", ["users", "line", "day"])
def test_memory_stays_bounded(export: Path, kind: str) -> None:
    pad = "x" * 1_000
    if kind == "users":
        with (export / "users.json").open("w", encoding="utf-8") as out:
            rows = (json.dumps({"id": f"U{n}", "name": pad[:9], "pad": pad}) for n in range(99_999))
            out.write("[" + ",".join(rows) + "]")
    elif kind == "line":
        (export / DAY).write_bytes(b'[{"ts": "1", "text": "' + b"x" * 300_000_000)
    else:
        with (export / DAY).open("w", encoding="utf-8") as out:
            out.write("[")
            for n in range(99_999):
                out.write(json.dumps(said(TOM, pad, n / 9)) + ",")
            out.write("{}]")
    done = subprocess.run(
        [sys.executable, "-c", MEMORY, str(export)], capture_output=True, text=True, check=False
    )
    assert done.stderr == ""
    said_of = {"users": "", "line": "larger than 2 MB", "day": "the week is larger than 32 MB"}
    assert said_of[kind] in done.stdout


JSON: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)
KEYS = st.sampled_from(
    [
        *("type", "subtype", "user", "username", "text", "thread_ts", "files", "attachments"),
        *("blocks", "reactions", "hidden", "title", "reply_count", "user_profile", "bot_profile"),
        *("permalink", "elements", "style", "url", "name", "count", "users", "fallback", "indent"),
    ]
)
LIKELY = st.sampled_from(
    [
        *("", "message", "tombstone", "channel_join", "bot_message", "rich_text", "text", ADA),
        *("rich_text_section", "rich_text_list", "link", "<@U1|x>", "<#C1>", "\ud800", "1e9"),
        *(ts(0), "12"),
    ]
)
SHAPED: st.SearchStrategy[Any] = st.recursive(
    JSON | LIKELY,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=5),
    max_leaves=15,
)
MESSAGE = st.dictionaries(KEYS, SHAPED, max_size=8).map(lambda m: {"ts": ts(0), **m})


@settings(
    max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(st.lists(MESSAGE | SHAPED, max_size=6))
def test_any_json_is_a_transcript_or_an_error_of_ours(export: Path, messages: list[Any]) -> None:
    (export / DAY).write_text(json.dumps(messages), encoding="utf-8")
    source = SlackSource(export, "s", WEEKS)
    first, second = source.transcripts()
    data = source.read(first.path)
    assert revision_of(data) == first.revision
    assert source.read(second.path)
    try:
        transcript, _ = read_as(WEEKS, data, first.path)
    except NoTranscriptError:
        return
    for thread in transcript.threads:
        for message in (thread.head, *thread.replies):
            assert message.sent is not None
            assert message.url.startswith("https://looms.slack.com/archives/")
            assert 0 <= message.reactions <= 999_999
