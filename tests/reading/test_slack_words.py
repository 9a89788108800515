"""What a message of Slack says: marks, files, attachments, blocks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from searchqa.readers.slack.week import read_slack
from searchqa.sources.slack.source import SlackSource
from searchqa.text.slack import clean
from tests.support.slack_export import (
    ADA,
    CHANNEL,
    CHANNEL_ID,
    GONE,
    TOM,
    USERS,
    Raw,
    form,
    said,
    week_of_messages,
    write_export,
)
from tests.support.slack_read import BOOK, read, text


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return tmp_path / "export"


@pytest.mark.parametrize(
    ("raw", "markdown", "plain"),
    [
        (f"<@{TOM}> and <@{GONE}|otto>", "@Tom Reed and @Otto Left", "@Tom Reed and @Otto Left"),
        ("<@U0NOBODY00|otto>, <@U0NOBODY00>", "@otto, @someone", "@otto, @someone"),
        (f"<#{CHANNEL_ID}>, <#C9|old-name>, <#C9>, <#C9|>",
         f"#{CHANNEL}, #old-name, #channel, #channel",
         f"#{CHANNEL}, #old-name, #channel, #channel"),
        ("<!channel> <!here|here> <!everyone>", "<!channel> <!here|here> <!everyone>",
         "@channel @here @everyone"),
        ("<!subteam^S012ABC34|@weavers>", "<!subteam^S012ABC34|@weavers>", "@weavers"),
        ("<!date^1392734382^{date}|Feb 18>", "<!date^1392734382^{date}|Feb 18>", "Feb 18"),
        ("<https://a.example.org|a>", "<https://a.example.org|a>", "a"),
        ("a &lt; b &amp;&amp; c", "a &lt; b &amp;&amp; c", "a < b && c"),
        ("```a\n  b``` and `c`", "```a\n  b``` and `c`", "a\n  b\n\nand c"),
    ],
)  # fmt: skip
def test_marks(root: Path, raw: str, markdown: str, plain: str) -> None:
    assert text(root, raw) == markdown
    assert clean(text(root, raw)).text == plain


def test_a_name_with_marks_is_words(root: Path) -> None:
    users = [dict(USERS[0], profile={"display_name": "<b>A & Co"})]
    (thread,) = read(root, [said(ADA, f"<@{ADA}>", 0)], users=users)[0].threads
    assert thread.head.name == "<b>A & Co"
    assert clean(thread.head.text).text == "@<b>A & Co"


@pytest.mark.parametrize(
    ("file", "markdown"),
    [
        ({"title": "A|b", "permalink": "https://x.example/f"}, "<https://x.example/f|A|b>"),
        ({"name": "a.pdf", "permalink": "https://x.example/f"}, "<https://x.example/f|a.pdf>"),
        ({"permalink": "https://x.example/f"}, "<https://x.example/f>"),
        ({"title": "A", "permalink": "javascript:alert(1)"}, "A"),
        ({"title": "A", "permalink": "https://x.example/<b>"}, "A"),
        ({"title": "A\n b", "url_private": "https://x.example/?t=xoxe-1"}, "A b"),
    ],
)
def test_a_file_is_a_link_or_its_title(root: Path, file: Raw, markdown: str) -> None:
    assert text(root, "See:", files=[file, {"mode": "tombstone"}]) == f"See:\n\n{markdown}"


@pytest.mark.parametrize(
    ("attachment", "markdown"),
    [
        ({"text": "Own <@U01ADALOOM1>", "fallback": "other"}, "Own @Ada Loom"),
        ({"fallback": "Just this"}, "Just this"),
        ({"pretext": "New:", "title": "Build <7>", "title_link": "https://ci.example.org/7"},
         "New:\n<https://ci.example.org/7|Build 7>"),
        ({"title": "Build", "title_link": "x"}, "Build"),
    ],
)  # fmt: skip
def test_an_attachment_says_what_it_says(root: Path, attachment: Raw, markdown: str) -> None:
    unfurls = [
        {"from_url": "https://a.example", "text": "preview"},
        {"is_share": True, "text": "s"},
    ]
    assert text(root, "", attachments=[*unfurls, attachment]) == markdown


def block(*elements: Raw, kind: str = "rich_text_section", **more: Any) -> Raw:
    return {"type": kind, "elements": list(elements), **more}


def words(said_so: str, **style: bool) -> Raw:
    return {"type": "text", "text": said_so} | ({"style": style} if style else {})


@pytest.mark.parametrize(
    ("inner", "markdown"),
    [
        (block(words("a < b "), words("bold ", bold=True), words("x", code=True)),
         "a &lt; b *bold* `x`"),
        (block({"type": "user", "user_id": ADA}, words(" "), {"type": "emoji", "name": "tada"}),
         "@Ada Loom :tada:"),
        (block({"type": "link", "url": "https://a.example.org", "text": "a"}),
         "<https://a.example.org|a>"),
        (block({"type": "channel", "channel_id": CHANNEL_ID}), f"#{CHANNEL}"),
        (block({"type": "broadcast", "range": "here"}), "<!here>"),
        (block(words("x = 1\ny"), kind="rich_text_preformatted"), "```x = 1\ny```"),
        (block(words("so\nhe said"), kind="rich_text_quote"), "&gt; so\n&gt; he said"),
        (block(block(words("a")), block(words("b")), kind="rich_text_list", style="ordered"),
         "1. a\n2. b"),
        (block(block(words("a")), kind="rich_text_list", style="bullet", indent=1), "    • a"),
    ],
)  # fmt: skip
def test_blocks_speak_when_the_text_is_empty(root: Path, inner: Raw, markdown: str) -> None:
    blocks = [block(inner, kind="rich_text")]
    assert text(root, "", blocks=blocks) == markdown
    assert text(root, "the text", blocks=blocks) == "the text"


def test_an_apps_blocks_speak_too(root: Path) -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "A & B"}},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*bold* &amp;"},
         "fields": [{"type": "mrkdwn", "text": "f"}]},
        {"type": "context", "elements": [{"type": "image", "alt_text": "cat"}, words("c")]},
        {"type": "divider"},
    ]  # fmt: skip
    assert text(root, "", blocks=blocks) == "A &amp; B\n*bold* &amp;\nf\nc"


def test_the_same_bytes_give_the_same_transcript(root: Path) -> None:
    write_export(root, {CHANNEL: week_of_messages()})
    data = SlackSource(root, "s", form()).read(BOOK)
    spelled = json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"))
    assert data == spelled.encode()
    assert read_slack(data, BOOK) == read_slack(data, BOOK)
