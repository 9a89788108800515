"""An answer to paste into notes: Markdown.

In: results. Out: a list of hits with the found words in bold.
Never: lets a transcript's letters be read as markup.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from searchqa.presenters.headline import short
from searchqa.presenters.marked import one_line, safe
from searchqa.presenters.nouns import nouns
from searchqa.presenters.own import place
from searchqa.presenters.terminal import Terminal
from searchqa.presenters.wording import count, when

if TYPE_CHECKING:
    from searchqa.results import Hit, Results, Snippet

_PLAIN: Final = Terminal(unicode=True)
_MARKUP: Final = re.compile(r"([\\`*_\[\]<>|~#])|&(?=#?\w+;)")
# Only at a line's beginning: lists, quotes, rules.
_BLOCK: Final = re.compile(r"^(\s*)([-+=]|\d+[.)])(?=\s|$|[-=])")


def render(results: Results) -> str:
    """Return a heading, one list item a hit, and the totals."""
    query = escaped(results.query.text) or "newest"
    unit = "thread" if results.query.group == "thread" else "message"
    blocks = [f"# {query}", f"{count(results.total, unit)}, {count(results.messages, 'message')}"]
    blocks += [f"> {escaped(notice)}" for notice in results.notices]
    if results.suggestion is not None:
        blocks.append(f"> Did you mean: {escaped(results.suggestion)}")
    blocks += [
        _hit(hit, number) for number, hit in enumerate(results.hits, results.query.offset + 1)
    ]
    others = [f"{bucket.count:,} in {escaped(bucket.label)}" for bucket in results.elsewhere]
    if others and results.total:
        blocks[1] += f" (not searched: {', '.join(others)})"
    if not results.hits and not results.total:
        ways = [f"- {escaped(way.what)}: {count(way.total, unit)}" for way in results.loosenings]
        blocks.append("Nothing found." + (" It would find:" if ways else ""))
        blocks += ["\n".join(ways)] if ways else []
    return "\n\n".join(blocks) + "\n"


def _hit(hit: Hit, number: int) -> str:
    title = escaped(short(hit.thread.question, hit.book.collection))
    written = f" · {escaped(', '.join(hit.book.authors))}" if hit.book.authors else ""
    check = "✓ " if hit.role == "author" else ""
    name = f"{check}{escaped(hit.participant) or '(no name)'}"
    lines = [
        f"**{title}**  ",
        f"_{escaped(hit.book.title)}_{written} · {when(hit)}  ",
        f"{name}: {_fragments(hit.snippets)}".removesuffix(": ") + "  ",
    ]
    words = place(hit.url, hit.book.collection)
    if words:
        lines.append(f"[{words}](<{_address(hit.url)}>)  ")
    if hit.more:
        where = nouns(hit.book.collection).thread
        lines.append(f"\\+ {hit.more} more in this {where}  ")
    lines.append(f"`{one_line(hit.thread.id, _PLAIN).replace('`', '')}`")
    begin = f"{number}. "
    indent = " " * len(begin)
    return begin + f"\n{indent}".join(lines)


def _address(url: str) -> str:
    """Return an address as it stands between angle brackets."""
    return one_line(url, _PLAIN).replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")


def _fragments(snippets: tuple[Snippet, ...]) -> str:
    shown = [snippet for snippet in snippets if snippet.field == "text"] or list(snippets)
    if not shown:
        return ""
    ahead = "… " if shown[0].before else ""
    behind = " …" if shown[-1].after else ""
    return ahead + " … ".join(map(_bold, shown)) + behind


def _bold(snippet: Snippet) -> str:
    marked = safe(snippet.text.replace("\n", " "), _PLAIN, snippet.ranges)
    out, at = [], 0
    for start, end in marked.ranges:
        out += [_escape(marked.text[at:start]), "**", _escape(marked.text[start:end]), "**"]
        at = end
    return "".join((*out, _escape(marked.text[at:])))


def escaped(text: str) -> str:
    """Return text on one line in which nothing is markup."""
    return _BLOCK.sub(r"\1\\\2", _escape(one_line(text, _PLAIN)))


def _escape(text: str) -> str:
    return _MARKUP.sub(lambda found: f"\\{found.group()}", text)
