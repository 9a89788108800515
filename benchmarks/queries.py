"""The questions that each engine is asked, by kind, in no engine's language.

In: nothing. Out: queries, and what people would type into searchqa for them.
Never: names anyone of a corpus: an author is asked for as the n-th most frequent one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

KINDS: Final = (
    "one word",
    "two words",
    "several words",
    "and",
    "not",
    "required",
    "phrase",
    "prefix",
    "fuzzy",
    "filter",
    "date range",
    "browse",
)
# Kinds that each engine can say, a mere ranking too.
WORDS: Final = KINDS[:3]
# searchqa leaves these out of what must or may match. The others are asked without them, else
# they would have to find and rank several times as many messages.
IGNORED: Final = frozenset(
    (
        *("a", "after", "and", "before", "don't", "is", "of", "on", "should", "some", "than"),
        *("to", "what", "when", "who", "without"),
    )
)


@dataclass(frozen=True, slots=True)
class Query:
    """One question.

    Attributes:
        kind: One of ``KINDS``.
        words: Any of them; messages with more of them come first.
        every: All of them.
        required: All of them, while ``words`` only rank.
        without: None of them.
        phrase: Words next to each other.
        prefix: How a word begins.
        fuzzy: A word with a slip.
        value: A facet and the rank of one of its values, the most frequent being 0.
        after: First day as ``2015-01-01``; with ``before``, the first day that no longer counts.
        before: See ``after``.
    """

    kind: str
    words: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    required: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    phrase: tuple[str, ...] = ()
    prefix: str = ""
    fuzzy: str = ""
    value: tuple[str, int] | None = None
    after: str = ""
    before: str = ""

    @property
    def content(self) -> tuple[str, ...]:
        """``words`` without those that searchqa ignores."""
        return tuple(word for word in self.words if word not in IGNORED)

    @property
    def slips(self) -> int:
        """How many slips ``fuzzy`` may have: searchqa's rule, given to the others too."""
        return 1 if len(self.fuzzy) <= 5 else 2

    def chosen(self, values: Mapping[str, Sequence[str]]) -> tuple[str, str] | None:
        """Return the facet and the value that narrow it on some archive."""
        if self.value is None:
            return None
        facet, rank = self.value
        return facet, values[facet][rank % len(values[facet])]

    def typed(self, values: Mapping[str, Sequence[str]] | None = None) -> str:
        """Return what is typed into searchqa; without values, for people to read."""
        parts = [*self.words]
        parts += [" AND ".join(self.every)] if self.every else []
        parts += [f"+{word}" for word in self.required]
        parts += [f"-{word}" for word in self.without]
        parts += [f'"{" ".join(self.phrase)}"'] if self.phrase else []
        parts += [f"{self.prefix}*"] if self.prefix else []
        parts += [f"{self.fuzzy}~"] if self.fuzzy else []
        if self.value is not None:
            facet, rank = self.value
            name = f"<{facet} {rank + 1}>" if values is None else (self.chosen(values) or "")[1]
            parts.append(f'{facet}:"{name}"')
        parts += [f"after:{day_before(self.after)}"] if self.after else []
        parts += [f"before:{self.before}"] if self.before else []
        return " ".join(parts)


def day_before(day: str) -> str:
    """Return the day before: searchqa's ``after:`` leaves its day out."""
    from datetime import date, timedelta

    return (date.fromisoformat(day) - timedelta(days=1)).isoformat()


def _words(kind: str, *texts: str) -> list[Query]:
    return [Query(kind, words=tuple(text.split())) for text in texts]


QUERIES: Final[tuple[Query, ...]] = (
    *_words("one word", "data", "model", "version", "pipeline", "question", "table", "interview"),
    *_words("one word", "production", "notebook"),
    *_words("two words", "data versioning", "feature store", "model drift", "unit test"),
    *_words("two words", "team lead", "batch streaming", "small cluster", "search ranking"),
    *_words(
        "several words",
        "start small team without budget",
        "test a data pipeline before release",
        "model gets worse after some months",
        "cheapest way to keep old versions of a table",
        "what should a beginner learn first",
        "explain results to people who don't read code",
        "train and deploy a machine learning model on a small machine",
        "when is a simple rule better than a model",
    ),
    Query("and", every=("data", "test")),
    Query("and", every=("model", "production")),
    Query("and", every=("team", "question")),
    Query("and", every=("feature", "store")),
    Query("and", every=("book", "chapter", "code")),
    Query("and", every=("data", "model", "time")),
    Query("not", words=("data",), without=("pipeline",)),
    Query("not", words=("model",), without=("data", "book")),
    Query("not", words=("test", "code"), without=("question",)),
    Query("not", words=("team",), without=("data",)),
    Query("required", words=("data",), required=("version",)),
    Query("required", words=("model", "production"), required=("time",)),
    Query("required", words=("book", "code"), required=("question",)),
    Query("phrase", phrase=("data", "versioning")),
    Query("phrase", phrase=("feature", "store")),
    Query("phrase", phrase=("of", "the", "model")),
    Query("phrase", phrase=("in", "the", "book")),
    Query("phrase", phrase=("a", "lot", "of")),
    Query("phrase", phrase=("the", "same")),
    Query("prefix", prefix="deploy"),
    Query("prefix", prefix="vers"),
    Query("prefix", prefix="mod"),
    Query("prefix", prefix="pipel"),
    Query("fuzzy", fuzzy="pipelnie"),
    Query("fuzzy", fuzzy="modle"),
    Query("fuzzy", fuzzy="verison"),
    Query("fuzzy", fuzzy="questoin"),
    Query("filter", words=("data",), value=("author", 0)),
    Query("filter", words=("model", "test"), value=("author", 5)),
    Query("filter", words=("data",), value=("book", 0)),
    Query("filter", words=("question",), value=("participant", 0)),
    Query("filter", words=("data", "model"), value=("participant", 10)),
    Query("date range", words=("data",), after="2015-01-01", before="2018-01-01"),
    Query("date range", words=("model", "test"), after="2020-06-01", before="2021-06-01"),
    Query("date range", words=("team", "question"), after="2013-01-01", before="2023-01-01"),
    Query("date range", words=("pipeline",), after="2019-03-01", before="2019-09-01"),
    Query("browse"),
    Query("browse", value=("author", 1)),
    Query("browse", after="2016-01-01", before="2017-01-01"),
)
