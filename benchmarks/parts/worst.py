"""Part ``worst``: the slowest questions a stranger can type.

In: our index. Out: seconds of each, the worst stated; as the default view shows them, with all
facets. Never: stops at what is likely.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import searchqa
from benchmarks.child import call
from benchmarks.pairs import timed
from benchmarks.parts.base import say
from benchmarks.parts.memory import build_apart
from benchmarks.peers.registry import OURS
from benchmarks.places import index_of, load
from searchqa.analysis import analyze

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from benchmarks.growing.archive import Archive
    from benchmarks.parts.base import Run

_WORD: Final = re.compile(r"[a-z]{3,14}")
RUNS: Final = 3
# Messages that the frequent words are taken from; they are the same in all of an archive.
READ: Final = 5_000


def run(settings: Run, size: int) -> None:
    """Measure each."""
    if size not in settings.sizes:
        return
    archive = settings.archive(size)
    build_apart(archive, OURS)
    runs = 1 if settings.smoke else RUNS
    figures = call("worst", folder=str(archive.folder), runs=runs)
    settings.store.write("worst", size, "all", figures)
    worst = max(figures, key=lambda one: statistics.median(one["seconds"]))
    say(f"  {worst['what']}: {statistics.median(worst['seconds']) * 1000:.1f} ms")


def measure(task: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask each several times, in turn; the first time counts like the others."""
    archive = load(task["folder"])
    typed = questions(frequent(archive))
    with searchqa.open(index_of(archive, OURS)) as index:
        index.search("data")
        found: dict[str, list[float]] = {what: [] for what in typed}
        for _ in range(task["runs"]):
            for what, text in typed.items():
                found[what].append(timed(_asking(index, text)))
        return [
            {"what": what, "seconds": seconds, "total": index.search(typed[what], limit=1).messages}
            for what, seconds in found.items()
        ]


def _asking(index: searchqa.Index, text: str) -> Callable[[], object]:
    return lambda: index.search(text)


def frequent(archive: Archive) -> list[str]:
    """Return words by how many of the first messages hold them, stop words left out."""
    counts: Counter[str] = Counter()
    for document in archive.documents()[:READ]:
        counts.update(set(_WORD.findall(f"{document.question} {document.text}".lower())))
    return [word for word, _ in counts.most_common(400) if not analyze(word).stops[0]]


def questions(words: Sequence[str]) -> dict[str, str]:
    """Return what is typed by what it is; ``words`` are an archive's most frequent ones."""
    alphabet = "abcdefghijklmnopqrstuvwxyz"
    most = words[0]
    return {
        "64 frequent words": " ".join(words[:64]),
        "40 frequent words, each required": " ".join(f"+{word}" for word in words[:40]),
        "64 frequent words joined by OR": " OR ".join(words[:64]),
        "20 frequent words joined by AND": " AND ".join(words[:20]),
        "the most frequent word 64 times": " ".join([most] * 64),
        "everything but the most frequent word": f"-{most}",
        "a*": "a*",
        "e*": "e*",
        "s* c* d*": "s* c* d*",
        "each letter with a star": " ".join(f"{letter}*" for letter in alphabet),
        "each letter with a star, joined by AND": " AND ".join(f"{one}*" for one in alphabet),
        "one word with two slips": f"{words[3]}~2",
        "20 frequent words with two slips": " ".join(f"{word}~2" for word in words[:20]),
        "short frequent words with a slip, up to 64": " ".join(
            f"{word}~" for word in [w for w in words if len(w) <= 5][:64]
        ),
        "a phrase of two frequent words": f'"{words[0]} {words[1]}"',
        "a phrase of 30 frequent words": f'"{" ".join(words[:30])}"',
        "10 phrases of frequent words": " ".join(
            f'"{left} {right}"' for left, right in pairwise(words[:11])
        ),
        "a phrase of one word 30 times": f'"{" ".join([most] * 30)}"',
        "a phrase of stop words": '"what is the best of the"',
        "stop words only": "what is the best way to do it and how to be in the",
        "20 brackets deep": "(" * 20 + f"{most} OR " + f"{words[1]})" * 20,
        "brackets without partners": "(" * 500 + most,
        "brackets of OR in AND": " AND ".join(
            f"({left} OR {right})" for left, right in zip(words[:20], words[20:40], strict=True)
        ),
        "brackets of AND in OR": " OR ".join(
            f"({left} AND {right})" for left, right in zip(words[:20], words[20:40], strict=True)
        ),
        "NOT in NOT": "NOT (" * 10 + most + ")" * 10,
        "1,000 characters of words": " ".join(words)[:1000],
        "1,000 characters without a space": "x" * 1000,
        "1,000 quotation marks": '"' * 1000,
        "a word of 900 letters with two slips": "data" * 225 + "~2",
        "a word that is nowhere": "qqzzxxjj",
        "64 words that are nowhere": " ".join(f"qz{n}xj" for n in range(64)),
        "a name that is nobody's": f"{most} participant:nobodyatall",
        "one letter as participant": f"{most} participant:a",
        "everything": "",
        "everything, of ten years": "year:2012,2013,2014,2015,2016,2017,2018,2019,2020,2021",
        "everything after a day": "after:2012-01-02",
        "a frequent word, with code or a link": f"{most} (has:code OR has:link)",
    }
