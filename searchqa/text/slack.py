"""Slack's Markdown made plain.

In: a message as it stands in a file. Out: plain text with its code and links marked by range.
Never: raises on any text, emits markup or control characters, or takes a mark for one in code.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from searchqa.model import CleanText, Span
from searchqa.text.emoji import emojis
from searchqa.text.emphasis import without_emphasis
from searchqa.text.markup import without_html
from searchqa.text.normal import normalise, unescape

if TYPE_CHECKING:
    from searchqa.model import SpanKind

__all__ = ["clean", "normalise"]

# A code point that no text may hold (a Unicode noncharacter): it stands for a piece set aside.
_ATOM: Final = "\ufdd0"
_PLAIN: Final = re.compile(r"[^`<&*_~\[:\t\n]+(?:\n{1,2}[^`<&*_~\[:\t\n]+)*")
# Looking for each of these is several times faster than one pattern for all of them.
_LOOSE: Final = ("  ", "\t", " \n", "\n ", "\n\n\n")
_PIECES_BEGIN: Final = ("`", "<", "](")

_GOOD: Final = r"(?:https?://|mailto:)"
_OTHER: Final = r"(?:tel|sms|ftp|file|data|slack|javascript|vbscript):"
_TARGET: Final = (
    rf"(?:{_GOOD}|{_OTHER})[^\s()<>]{{0,2000}}(?:\([^\s()<>]{{0,400}}\)[^\s()<>]{{0,1000}}){{0,8}}"
)
# Repetition is bounded, so that no text costs the square of its length.
_PIECE: Final = re.compile(
    r"```(?P<fence>.*?)```"
    r"|(?<![\w`])(?P<ticks>`{1,2})(?P<code>[^`\n]{1,2000})(?P=ticks)(?!`)"
    # After a word a backtick may be an apostrophe (it`s), so the other end has to be free.
    r"|(?<=\w)`(?P<glued>[^`\n]{1,2000})`(?![\w`])"
    rf"|<(?P<url>(?:{_GOOD}|{_OTHER})[^\s<>|]{{1,4000}})(?:\|(?P<label>[^<>\n]{{0,1000}}))?>"
    r"|<(?P<mark>(?-i:!(?:channel|here|everyone|group)|!subteam\^\w+|!date\^[^<>|\n]{1,200}"
    r"|@[UW][A-Z0-9]{4,20}|\#[CG][A-Z0-9]{4,20}))(?:\|(?P<shown>[^<>\n]{0,1000}))?>"
    r"|!?\[(?P<words>[^\[\]\n]{0,1500}(?:\[[^\[\]\n]{0,400}\][^\[\]\n]{0,1000}){0,8})\]"
    rf"\([ \t]*<?(?P<target>{_TARGET})>?[ \t]*\)",
    re.DOTALL | re.IGNORECASE,
)
# Slack's marks whose own brackets were escaped by an export.
_ESCAPED_MARK: Final = re.compile(
    rf"&(?:amp;)?lt;((?:{_GOOD}|!(?:channel|here|everyone)|[@\#][UWCG][A-Z0-9]{{4}})"
    r"[^\s<>|]{0,2000}?(?:\|[^<>\n]{0,500}?)?)&(?:amp;)?gt;"
)
_BARE: Final = re.compile(
    rf"{_ATOM}|<?(?<![\w@/])https?://[^\s<>|`\"{_ATOM}]{{2,4000}}", re.IGNORECASE
)
_HTML: Final = re.compile(r"<[a-zA-Z][a-zA-Z0-9]{0,12}[\s/>]")
_GOOD_START: Final = re.compile(_GOOD, re.IGNORECASE)
_LANGUAGE: Final = re.compile(
    r"(?:bash|c|cpp|csharp|css|diff|dockerfile|go|html|ini|java|javascript|js|json|kotlin|python|py"
    r"|r|ruby|rust|scala|sh|shell|sql|toml|ts|typescript|text|xml|ya?ml)[ \t]*\n",
    re.IGNORECASE,
)
_INNER_SPACE: Final = re.compile(r"(?<=\S)[ \t]{2,}(?=\S)|(?<=\S)\t(?=\S)")
_LINE_END: Final = re.compile(r"[ \t]+$", re.MULTILINE)
_INDENT: Final = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
# One space at the head of a line is a slip; two and more show what hangs under what.
_SLIP: Final = re.compile(r"^ (?! )", re.MULTILINE)
_GAP: Final = re.compile(r"\n{3,}")


class _Atom(NamedTuple):
    """A piece set aside; with ``kind`` None it is text only."""

    text: str
    kind: SpanKind | None
    url: str = ""


def clean(raw: str) -> CleanText:
    """Return a message as plain text with its code and links.

    Links become their words (or their address), code loses its backticks,
    emphasis its marks; entities are resolved twice, known emoji shortcodes
    drawn; lines stay lines, paragraphs are one blank line apart, and a code
    block is a paragraph of its own. Only http, https and mailto make links.
    """
    raw = normalise(raw).strip("\n")
    if _PLAIN.fullmatch(raw) and not _has_any(_LOOSE, raw):
        return CleanText(raw.strip())
    if "<" in raw and _HTML.search(raw):
        raw = without_html(raw)
    if "&" in raw:
        raw = _ESCAPED_MARK.sub(r"<\1>", raw)
    atoms: list[_Atom] = []

    def set_aside(found: re.Match[str]) -> str:
        atom = _atom(found)
        if atom is None:
            return ""
        atoms.append(atom)
        return f"\n\n{_ATOM}\n\n" if found["fence"] is not None else _ATOM

    prose = _PIECE.sub(set_aside, raw) if _has_any(_PIECES_BEGIN, raw) else raw
    prose = unescape(prose)
    if "://" in prose:
        prose, atoms = _bare_links(prose, atoms)
    return _assemble(_tidy(_styled(prose)), atoms)


def _has_any(marks: tuple[str, ...], text: str) -> bool:
    return any(mark in text for mark in marks)


def _styled(prose: str) -> str:
    if prose.count(":") > 1:
        prose = emojis(prose)
    return without_emphasis(prose)


def _atom(found: re.Match[str]) -> _Atom | None:
    if found["fence"] is not None:
        return _code(found["fence"])
    if found["code"] is not None or found["glued"] is not None:
        return _code(found["code"] or found["glued"])
    if found["mark"] is not None:
        return _Atom(_mentioned(found["mark"], found["shown"] or ""), None)
    if found["url"] is not None:
        return _link(found["url"], found["label"] or "")
    return _link(found["target"], found["words"])


def _code(inside: str) -> _Atom | None:
    """Return code as it was typed: Slack makes links even there."""
    plain = unescape(_PIECE.sub(_without_link, inside))
    plain = _LANGUAGE.sub("", plain, count=1) if _LANGUAGE.match(plain) else plain
    plain = _LINE_END.sub("", plain).strip("\n")
    plain = plain if "\n" in plain else plain.strip()
    return _Atom(plain, "code") if plain.strip() else None


def _without_link(found: re.Match[str]) -> str:
    address = found["url"] or found["target"]
    words = found["label"] if found["url"] else found["words"]
    if not address:
        return found[0]
    return found[0] if found["target"] and words != address else words or address


def _mentioned(mark: str, shown: str) -> str:
    shown = unescape(shown).strip()
    if mark.startswith("!date"):
        return shown or mark.rpartition("^")[2]
    if mark.startswith("!subteam"):
        return shown or "@group"
    name = shown.lstrip("@#")
    if mark[0] == "!":
        return f"@{mark[1:]}"
    if mark[0] == "@":
        return f"@{name or 'someone'}"
    return f"#{name or 'channel'}"


def _link(address: str, words: str) -> _Atom:
    url = unescape(address)
    label = _styled(unescape(words.replace("`", ""))).strip()
    label = _INNER_SPACE.sub(" ", label.replace(_ATOM, ""))
    # Slack shortens an address that it shows: the whole one can be searched and copied.
    if not label or ("[…]" in label and _GOOD_START.match(label)):
        label = url.removeprefix("mailto:")
    return _Atom(label, "link", url) if _GOOD_START.match(url) else _Atom(label, None)


def _bare_links(prose: str, atoms: list[_Atom]) -> tuple[str, list[_Atom]]:
    before = iter(atoms)
    after: list[_Atom] = []

    def set_aside(found: re.Match[str]) -> str:
        if found[0] == _ATOM:
            after.append(next(before))
            return _ATOM
        url = _trimmed(found[0].removeprefix("<"))
        rest = found[0].removeprefix("<")[len(url) :]
        after.append(_Atom(url, "link", url))
        return _ATOM + rest

    return _BARE.sub(set_aside, prose), after


def _trimmed(url: str) -> str:
    """Return an address without the punctuation of the sentence around it."""
    while url:
        last = url[-1]
        opening = {")": "(", "]": "[", "}": "{"}.get(last)
        unbalanced = opening is not None and url.count(last) > url.count(opening)
        if not unbalanced and last not in ".,;:!?'*_~’”…":
            break
        url = url[:-1]
    return url


def _tidy(prose: str) -> str:
    if _has_any(_LOOSE, prose):
        prose = _SLIP.sub("", prose)
        prose = _INDENT.sub(lambda found: found[0].expandtabs(4), prose)
        prose = _INNER_SPACE.sub(" ", _LINE_END.sub("", prose))
        prose = _GAP.sub("\n\n", prose)
    return prose.strip("\n").rstrip() if prose[:1] == " " and "\n" in prose else prose.strip()


def _assemble(prose: str, atoms: list[_Atom]) -> CleanText:
    if not atoms:
        return CleanText(prose)
    parts = prose.split(_ATOM)
    out = [parts[0]]
    length = len(parts[0])
    spans: list[Span] = []
    links: dict[str, None] = {}
    for atom, part in zip(atoms, parts[1:], strict=True):
        if atom.kind is not None:
            spans.append(Span(length, length + len(atom.text), atom.kind, atom.url))
        if atom.url:
            links[atom.url] = None
        out += [atom.text, part]
        length += len(atom.text) + len(part)
    return CleanText("".join(out), tuple(spans), tuple(links))
