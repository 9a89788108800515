"""A message changed a little, so that no two drawings of it are alike.

In: a message's pieces and a generator. Out: its new text.
Never: opens a code block that it doesn't close, or leaves a message empty.

What happens to each message (texts with a code block only get a sentence more):

* a sentence is left out (1 in 20), replaced by one of another message (1 in 7) or changes
  places with its neighbour (1 in 10);
* every fourth message gets a word that is rare or new: a slip of the keyboard, two words
  grown together, a word with a number. Archives keep growing such words, and the cost of
  prefixes and slips (``deploy*``, ``kuberntes~``) grows with them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from benchmarks.growing.draw import below, pick

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

_BREAK: Final = re.compile(r"((?<=[.!?])[ \t]+(?=\S)|\n+)")
_WORD: Final = re.compile(r"[a-z]{5,14}")
FENCE: Final = "```"


@dataclass(frozen=True, slots=True)
class Pieces:
    """A text taken apart: sentences, and what stands between them (one less)."""

    sentences: tuple[str, ...]
    between: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether it may not be taken apart."""
        return any(FENCE in sentence for sentence in self.sentences)


def take_apart(text: str) -> Pieces:
    """Return a text's sentences; a text with a code block is one."""
    if FENCE in text:
        return Pieces((text,), ())
    parts = _BREAK.split(text)
    return Pieces(tuple(parts[::2]), tuple(parts[1::2]))


def fit_to_lend(sentence: str) -> bool:
    """Say whether a sentence may stand in another message."""
    return 20 <= len(sentence) <= 300 and "`" not in sentence and sentence[0].isalpha()


def change(rng: Random, pieces: Pieces, pool: Sequence[str], words: Sequence[str]) -> str:
    """Return the text of ``pieces`` changed a little.

    Args:
        rng: What is drawn with.
        pieces: The message.
        pool: Sentences of other messages.
        words: Words to grow new ones from.
    """
    if pieces.whole:
        return f"{pieces.sentences[0]}\n\n{pick(rng, pool)}"
    sentences = list(pieces.sentences)
    kept = [True] * len(sentences)
    for place in range(len(sentences)):
        drawn = rng.random()
        if drawn < 0.05:
            kept[place] = len(sentences) == 1
        elif drawn < 0.19:
            sentences[place] = pick(rng, pool)
        elif drawn < 0.29 and place:
            sentences[place - 1 : place + 1] = sentences[place], sentences[place - 1]
    if rng.random() < 0.25:
        place = below(rng, len(sentences))
        sentences[place] = with_new_word(rng, sentences[place], words)
    out = [
        sentence + gap
        for sentence, gap, stays in zip(sentences, (*pieces.between, ""), kept, strict=True)
        if stays
    ]
    return "".join(out).strip() or pick(rng, pool)


def with_new_word(rng: Random, sentence: str, words: Sequence[str]) -> str:
    """Return a sentence one of whose words became a rare or new one."""
    found = list(_WORD.finditer(sentence))
    if not found:
        return f"{sentence} {new_word(rng, pick(rng, words), words)}"
    match = pick(rng, found)
    grown = new_word(rng, match[0], words)
    return sentence[: match.start()] + grown + sentence[match.end() :]


def new_word(rng: Random, word: str, words: Sequence[str]) -> str:
    """Return a slip of a word, or a word that grew out of it."""
    kind = rng.random()
    place = 1 + below(rng, len(word) - 2)
    if kind < 0.3:
        return word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    if kind < 0.5:
        return word[:place] + word[place + 1 :]
    if kind < 0.8:
        return word + pick(rng, words)
    return f"{word}{below(rng, 1000)}"
