"""Pages of a site that was made of transcripts: as typed, and with links and code made of tags."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from html import escape, unescape

from searchqa.model import RawMessage, Transcript

PAGE = """<!DOCTYPE html>
<html lang="en"><head>
  <meta charset="utf-8">
  <title>{title} · Questions</title>
  <style>b {{ color: teal }}</style>
  <script>var thread = "<div class='book-archive-thread'><b>Nobody</b> nothing</div>";</script>
</head><body>
<!-- <div class="book-archive-thread"><b>Nobody</b> a comment</div> -->
<header><a href="/">All books</a></header>
<h1>{title}</h1>
<p>By {authors}, from <time class="book-start" datetime="{start}">{start}</time>
to <time class="book-end" datetime="{end}">{end}</time>.</p>
{threads}
<footer><script>count("visitors")</script>Thanks for reading.</footer>
</body></html>
"""
THREAD = """<div class="book-archive-thread">
  <b>{name}</b>
  {text}
{replies}
</div>
"""
REPLY = """  <div class="book-archive-reply">
    <b>{name}</b>
    {text}
  </div>
"""

_PIECE = re.compile(
    r"```(?P<fence>.*?)```"
    r"|(?<![\w`])`(?P<code>[^`\n]+)`(?!`)|(?<=\w)`(?P<glued>[^`\n]+)`(?![\w`])"
    r"|<(?P<url>https?://[^\s<>|]+|mailto:[^\s<>|]+)(?:\|(?P<label>[^<>\n\[\]`]+))?>",
    re.DOTALL,
)
_LANGUAGE = re.compile(r"(?:python|sql|yaml|json|bash)[ \t]*\n", re.IGNORECASE)


def as_typed(text: str) -> str:
    """Return a message as a site shows it that keeps what people typed."""
    return f'<div style="white-space: pre-wrap">{escape(text)}</div>'


def as_tags(text: str) -> str:
    """Return a message with its links, code and paragraphs as tags."""
    out = []
    done = 0
    for found in _PIECE.finditer(text):
        out += [_prose(text[done : found.start()]), _tag(found)]
        done = found.end()
    out.append(_prose(text[done:]))
    return f"<p>{''.join(out)}</p>"


def _tag(found: re.Match[str]) -> str:
    if found["fence"] is not None:
        code = _LANGUAGE.sub("", _without_links(found["fence"]), count=1).strip("\n")
        return f"</p><pre><code>{escape(code)}</code></pre><p>" if code.strip() else "</p><p>"
    if found["code"] or found["glued"]:
        return f"<code>{escape(_without_links(found['code'] or found['glued']))}</code>"
    url = _twice(found["url"])
    label = _twice(found["label"] or "") or url.removeprefix("mailto:")
    return f'<a href="{escape(url)}" target="_blank">{escape(label)}</a>'


def _without_links(code: str) -> str:
    """Return code as it was typed: Slack makes links even there."""
    code = re.sub(r"\[(https?://[^\]\s]+)\]\(\1\)", r"\1", code)
    return _twice(re.sub(r"<(https?://[^\s<>|]+)(?:\|([^<>]*))?>", _shown, code))


def _shown(found: re.Match[str]) -> str:
    return found[2] or found[1]


def _twice(text: str) -> str:
    return unescape(unescape(text))


def _prose(text: str) -> str:
    lines = escape(text).replace("\t", "    ").split("\n")
    spaced = [re.sub(r"^ +| {2,}", lambda run: "&nbsp;" * len(run[0]), line) for line in lines]
    return re.sub(r"(?:<br>\n){2,}", "</p>\n<p>", "<br>\n".join(spaced))


def render(
    transcript: Transcript, authors: Sequence[str], text: Callable[[str], str] = as_tags
) -> bytes:
    """Return the page of a transcript.

    Args:
        transcript: As read from its file.
        authors: Their names, as the site's people files have them.
        text: How a message becomes HTML.
    """

    def fill(form: str, message: RawMessage, replies: str = "") -> str:
        return form.format(name=escape(message.name), text=text(message.text), replies=replies)

    threads = [
        fill(THREAD, thread.head, "".join(fill(REPLY, reply) for reply in thread.replies))
        for thread in transcript.threads
    ]
    return PAGE.format(
        title=escape(transcript.title),
        authors=", ".join(f'<span class="book-author">{escape(name)}</span>' for name in authors),
        start=transcript.start.isoformat(),
        end=transcript.end.isoformat(),
        threads="\n".join(threads),
    ).encode("utf-8", "surrogatepass")
