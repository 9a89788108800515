"""Questions that a page describes in the words of schema.org, as JSON-LD or microdata."""

from __future__ import annotations

import json
from datetime import date, datetime, timezone
from typing import Any

import pytest

from searchqa.errors import NoTranscriptError, ReadError
from searchqa.formats import Selectors
from searchqa.model import RawMessage, Transcript
from searchqa.readers.page.page import read_page
from searchqa.text.slack import clean

NAME = "q/why-steam.html"
LINKED = '<script type="application/ld+json">{}</script>'
ANSWER = {
    "@type": "Answer",
    "text": "It was there.",
    "author": {"@type": "Person", "name": "Ida Brandt"},
    "dateCreated": "2022-03-05T23:30:00-02:00",
    "url": "https://site.example/q/1#a2",
    "upvoteCount": 7,
}
QUESTION = {
    "@type": "Question",
    "name": "Why steam?",
    "text": "I mean, why at all?",
    "author": {"@type": "Person", "name": "Noor"},
    "dateCreated": "2022-03-04T10:00+01:00",
    "acceptedAnswer": ANSWER,
    "suggestedAnswer": [{"@type": "Answer", "text": "Why not?", "author": "Abe"}],
}
QAPAGE = {"@context": "https://schema.org", "@type": "QAPage", "mainEntity": QUESTION}


def read(html: str, name: str = NAME) -> tuple[Transcript, list[str]]:
    transcript, problems = read_page(html.encode(), name, Selectors())
    return transcript, [p.code for p in problems]


def linked(*blocks: object, rest: str = "") -> tuple[Transcript, list[str]]:
    return read(rest + "".join(LINKED.format(json.dumps(block)) for block in blocks))


def messages(transcript: Transcript) -> list[RawMessage]:
    return [m for t in transcript.threads for m in (t.head, *t.replies)]


def said(transcript: Transcript) -> list[tuple[str, str]]:
    return [(m.name, clean(m.text).text) for m in messages(transcript)]


EXPECTED = [
    ("Noor", "Why steam?\n\nI mean, why at all?"),
    ("Ida Brandt", "It was there."),
    ("Abe", "Why not?"),
]


def test_a_question_page_is_a_transcript_of_one_thread() -> None:
    transcript, _ = linked(QAPAGE)
    assert said(transcript) == EXPECTED
    head, answer, other = messages(transcript)
    assert head.sent == datetime(2022, 3, 4, 9, 0, tzinfo=timezone.utc)
    assert answer.sent == datetime(2022, 3, 6, 1, 30, tzinfo=timezone.utc)
    assert (answer.url, answer.reactions) == ("https://site.example/q/1#a2", 7)
    assert (other.sent, other.url, other.reactions) == (None, "", 0)
    assert transcript.title == "Why steam?"
    assert (transcript.start, transcript.end) == (date(2022, 3, 4), date(2022, 3, 6))
    assert transcript.author_slugs == ()


@pytest.mark.parametrize(
    "blocks",
    [
        [[QAPAGE]],
        [{"@graph": [{"@type": "WebSite", "name": "S"}, QAPAGE]}],
        [{"@type": "Organization", "name": "S"}, QAPAGE],
        [{**QAPAGE, "@type": ["WebPage", "https://schema.org/QAPage"]}],
        [{**QAPAGE, "mainEntity": {**QUESTION, "@type": "schema:Question"}}],
        [QUESTION],
        [
            {"@type": "QAPage", "mainEntity": {"@id": "#q"}},
            {**QUESTION, "@id": "#q", "acceptedAnswer": {"@id": "#a"}},
            {**ANSWER, "@id": "#a", "author": {"@id": "#ida"}},
            {"@type": "Person", "@id": "#ida", "name": "Ida Brandt"},
        ],
        [QUESTION | {"@id": "#q"}, QUESTION | {"@id": "#q"}],
    ],
)
def test_wherever_the_question_stands_it_is_found_once(blocks: list[Any]) -> None:
    assert said(linked(*blocks)[0]) == EXPECTED


def test_a_discussion_has_comments_and_comments_on_comments() -> None:
    post = {
        "@type": "DiscussionForumPosting",
        "headline": "On steam",
        "text": "Discuss.",
        "author": [{"name": "Noor"}, {"name": "Abe"}],
        "interactionStatistic": [
            {"interactionType": "https://schema.org/CommentAction", "userInteractionCount": 90},
            {"interactionType": {"@type": "LikeAction"}, "userInteractionCount": "12"},
        ],
        "comment": [
            {"text": "Second.", "author": {"name": "Ida"}, "dateCreated": "2022-03-05T08:00:00Z"},
            {
                "text": "First.",
                "author": {"alternateName": "abe"},
                "dateCreated": "2022-03-04T08:00:00Z",
                "comment": {
                    "text": "Between.",
                    "author": {"name": "Cy"},
                    "dateCreated": "2022-03-04T18:00:00Z",
                },
            },
        ],
    }
    transcript, _ = linked({"@type": "WebPage", "name": "Forum", "mainEntity": post})
    assert said(transcript) == [
        ("Noor, Abe", "On steam\n\nDiscuss."),
        ("abe", "First."),
        ("Cy", "Between."),
        ("Ida", "Second."),
    ]
    assert transcript.threads[0].head.reactions == 12
    assert transcript.title == "Forum"


@pytest.mark.parametrize(
    ("page", "title"),
    [
        ({"headline": "Week of engines"}, "Week of engines"),
        ({"about": {"@type": "Book", "name": "Engines"}}, "Engines"),
        ({"isPartOf": {"@type": "WebSite", "name": "Forum"}}, "Forum"),
        ({}, "Why steam?"),
    ],
)
def test_the_title_is_the_pages_own_or_its_books(page: dict[str, Any], title: str) -> None:
    whole = {**QAPAGE, **page, "author": [{"name": "Ida Brandt"}, {"name": "Abe"}]}
    transcript, _ = linked(whole, rest="<title>Other</title>")
    assert transcript.title == title
    assert transcript.author_slugs == ("Ida Brandt", "Abe")


@pytest.mark.parametrize(
    ("written", "sent", "day"),
    [
        ("2022-03-04T10:00:00+00:00", datetime(2022, 3, 4, 10, tzinfo=timezone.utc), 4),
        ("2022-03-04T23:59:59.123-0500", datetime(2022, 3, 5, 4, 59, 59, tzinfo=timezone.utc), 5),
        ("2022-03-04T10:00:00", None, 4),
        ("2022-03-04", None, 4),
        ("2022-03-04T25:00:00Z", None, 4),
        ("4 March 2022", None, None),
        ("0001-01-01T00:00:00+14:00", None, None),
    ],
)
def test_a_moment_needs_a_zone_and_a_day_does_not(
    written: str, sent: datetime | None, day: int | None
) -> None:
    transcript, _ = linked({"@type": "Question", "name": "Why?", "dateCreated": written})
    assert transcript.threads[0].head.sent == sent
    if day is not None:
        assert transcript.start == date(2022, 3, day)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<p>Use <code>a &lt; b</code></p><p>or not</p>", "Use a < b\n\nor not"),
        ("List<String> &amp; <T>", "List<String> & <T>"),
        ("one\ntwo", "one\ntwo"),
        ("<a href='javascript:x'>a</a>", "a"),
        ({"@value": "tagged"}, "tagged"),
    ],
)
def test_a_text_may_be_html_or_plain(text: object, shown: str) -> None:
    transcript, _ = linked({"@type": "Question", "text": text, "author": "N"})
    assert said(transcript) == [("N", shown)]


@pytest.mark.parametrize("count", [-3, "many", True, None, 1e400, [5], "1e9", {"a": 1}])
def test_odd_counts_of_votes_are_bounded(count: object) -> None:
    block = json.dumps({"@type": "Question", "name": "Why?", "upvoteCount": count})
    transcript, _ = read(LINKED.format(block))
    assert 0 <= transcript.threads[0].head.reactions <= 999_999


def test_a_circle_of_references_ends() -> None:
    transcript, _ = linked(
        {
            "@type": "Question",
            "@id": "q",
            "name": {"@id": "q"},
            "text": "Why?",
            "author": {"@id": "q"},
            "comment": [{"@id": "q"}, {"@id": "c"}],
        },
        {"@id": "c", "text": "So.", "author": "I", "comment": [{"@id": "c"}, {"@id": "q"}]},
    )
    assert [text for _, text in said(transcript)][1:] == ["So."]


@pytest.mark.parametrize(
    "odd",
    [
        {"@id": ["x"]},
        {"@type": {"a": 1}},
        {"author": 5, "text": ["a", "b"]},
        {"acceptedAnswer": "yes", "comment": [1, None, []]},
        {"@line": "x", "url": {"@id": "y"}},
        {"dateCreated": {"@value": "2022-03-04"}},
    ],
)
def test_odd_shapes_are_no_trouble(odd: dict[str, Any]) -> None:
    transcript, _ = linked({"@type": "Question", "name": "Why?", "@graph": []} | odd, QUESTION)
    assert any("Why steam?" in text for _, text in said(transcript))


@pytest.mark.parametrize(
    "block",
    [
        '{"@type":"QAPage","mainEntity":{"@type":"Question","name":"Why',
        "[" * 100_000,
        "[" + "{}," * 300_000 + "{}]",
        "NaN-",
    ],
)
def test_json_that_cant_be_read_is_an_error_where_nothing_else_holds_questions(block: str) -> None:
    with pytest.raises(ReadError, match="JSON-LD") as caught:
        read("<p>\n</p>" + LINKED.format(block))
    assert not isinstance(caught.value, NoTranscriptError)
    assert caught.value.line == 2
    transcript, codes = read(LINKED.format(block) + LINKED.format(json.dumps(QAPAGE)))
    assert said(transcript) == EXPECTED
    assert "bad-json" in codes


def test_json_in_comments_and_with_raw_line_ends_is_read() -> None:
    block = '<!--\n{"@type":"Question","name":"Why\nsteam?","author":"N"}\n-->'
    assert said(read(LINKED.format(block))[0]) == [("N", "Why steam?")]


MICRODATA = """
<main itemscope itemtype="https://schema.org/QAPage"><h1>Steam</h1>
<article itemprop="mainEntity" itemscope itemtype="https://schema.org/Question">
 <h2 itemprop="name">Why <i>steam</i>?</h2><meta itemprop="upvoteCount" content="3">
 <div itemprop="text"><p>I mean, <code>why</code> at all?</p>
  <div itemprop="acceptedAnswer" itemscope itemtype="https://schema.org/Answer" id="a2">
   <div itemprop="text">It was <a href="/there">there</a>.</div>
   <span itemprop="author" itemscope itemtype="https://schema.org/Person">by
    <span itemprop="name">Ida Brandt</span></span>
   <a itemprop="url" href="#a2">link</a>
   <time itemprop="dateCreated" datetime="2022-03-05T10:00:00Z">yesterday</time>
  </div>
 </div>
 <span itemprop="author">Noor</span>
</article></main>
"""


def test_microdata_says_the_same() -> None:
    head = '<link rel=canonical href="https://site.example/q/1">'
    transcript, _ = read(head + MICRODATA)
    assert said(transcript) == [
        ("Noor", "Why steam?\n\nI mean, why at all?"),
        ("Ida Brandt", "It was there."),
    ]
    head_message, answer = messages(transcript)
    assert head_message.reactions == 3
    assert head_message.line == 3
    assert answer.url == "https://site.example/q/1#a2"
    assert answer.sent == datetime(2022, 3, 5, 10, tzinfo=timezone.utc)
    assert clean(answer.text).links == ("https://site.example/there",)
    assert transcript.title == "Why steam?"


def test_the_sites_own_marks_win_then_json_then_microdata() -> None:
    own = '<div class="book-archive-thread"><b>N</b> Own?</div>'
    block = LINKED.format(json.dumps({"@type": "Question", "name": "Linked?", "author": "L"}))
    assert said(read(MICRODATA + block + own)[0]) == [("N", "Own?")]
    assert said(read(MICRODATA + block)[0]) == [("L", "Linked?")]


def test_nested_questions_keep_their_own_words_in_little_time() -> None:
    """Each question's text would hold all those inside it, a square of the page's length."""
    html = "".join(
        f'<div itemscope itemtype="https://schema.org/Question"><div itemprop="text">q{number}!'
        for number in range(200)
    )
    transcript, _ = read(html + "<i>x</i>" * 10_000)
    assert [text for _, text in said(transcript)][:3] == ["q0!", "q1!", "q2!"]
