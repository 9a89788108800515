"""Documents that nobody wrote: whole transcripts made of what trips an analyzer."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone
from typing import get_args

from hypothesis import strategies as st

from searchqa.model import UNDATED, Document, Kind, Role, Span

# Words, names of the trade, apostrophes, accents as marks, odd spaces, signs, half characters.
TRICKY = (
    "data datas node.js .net a.net c++ c+++ C# q&a Q&As snake_case _x_ x__y gpt3.5 2.0.1",
    "it's users' O’Reilly's ’tis ‘so’ ½ ﬁle straße cafe\u0301 naïve 日本語 x\u200by \u0301 ﹙a﹚",
    "running runs ran (run) run. run, *run* `run` https://a.b/c_d?e=f#g a-b a/b a—b … •",
    "train.py #c c# 𝐀b 🙂 a\u00add don't can’t",
)
FRAGMENTS = tuple(word for line in TRICKY for word in line.split(" "))
SPACES = (" ", " ", " ", "\n\n", "\t", "\u00a0", "\u2003", "\u2028", "\x1c", "\x85", "\u3000", "")

anything = st.text(max_size=12)
tricky = st.lists(
    st.tuples(st.sampled_from(FRAGMENTS) | anything, st.sampled_from(SPACES)), max_size=14
).map(lambda pairs: "".join(word + space for word, space in pairs))
names = st.sampled_from(("", "Ada", "Ada L", "Zoë", "Bo\ud800", "bo @ x"))
DAY = date(2021, 2, 27)
# As the day of a book: none.
NO_DAY = 3
MOMENTS = (
    datetime(2021, 2, 28, 23, 59, 59, tzinfo=timezone.utc),
    datetime(1969, 12, 31, 1, 2, 3, 4, tzinfo=timezone.utc),
)


@st.composite
def messages(draw: st.DrawFn, book: str, title: str, name: str, day: int) -> list[Document]:
    """Draw a thread."""
    question = draw(tricky)
    asker = draw(names)
    size = draw(st.integers(1, 12) if draw(st.booleans()) else st.integers(1, 3))
    answered = draw(st.booleans())
    number = draw(st.integers(1, 40))
    return [
        Document(
            id=f"{book}/{name}.{position}",
            thread=f"{book}/{name}",
            book=book,
            position=position,
            number=number,
            size=size,
            kind=draw(st.sampled_from(get_args(Kind))),
            role=draw(st.sampled_from(get_args(Role))),
            participant=(who := draw(names)),
            participant_key=who and f"{who} @ {book}",
            text=draw(tricky),
            spans=draw(st.sampled_from(((), (Span(0, 2, "code"), Span(3, 5, "link", 'u"\u20ac'))))),
            links=draw(st.sampled_from(((), ("https://a/\u00e9", "b")))),
            question=question,
            asker=asker,
            title=title,
            authors=('Ada "A" Löve', "Bo")[: 1 + day % 2],
            start=UNDATED if day == NO_DAY else DAY + timedelta(days=day),
            end=UNDATED if day == NO_DAY else DAY + timedelta(days=day + 4),
            answered=answered,
            collection=("books", "talks", 'ta"lks ö')[len(book) - 1],
            sent=draw(st.sampled_from((None, None, *MOMENTS))),
            url=draw(st.sampled_from(("", "", "https://a/b?t=75", 'javascript:"x"\u2028'))),
            reactions=draw(st.sampled_from((0, 0, 3))),
        )
        for position in range(size)
    ]


@st.composite
def transcripts(draw: st.DrawFn) -> dict[str, tuple[Document, ...]]:
    """Draw some books with the documents of each."""
    out = {}
    for book in draw(st.lists(st.sampled_from(("b", "b2", "b.x", "bé", "a")), unique=True)):
        title = draw(tricky)
        day = draw(st.integers(0, NO_DAY))
        threads = draw(
            st.lists(st.sampled_from(("00ff", "00ff-2", "a0", "b1")), min_size=1, unique=True)
        )
        out[book] = tuple(
            document for name in threads for document in draw(messages(book, title, name, day))
        )
    return out
