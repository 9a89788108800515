"""Families of payloads made of letters: addresses, entities, encodings, templates, scripts.

In: nothing. Out: shapes with marks for the call. Never: one that does no harm.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from tests.web.hostile.marks import CALL

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def addresses() -> Iterator[str]:
    """Addresses that run, spelt in the ways in which browsers still read them."""
    for scheme in (
        "javascript:",
        "JavaScript:",
        "jAvAsCrIpT:",
        " javascript:",
        "\x01javascript:",
        "java\tscript:",
        "java\nscript:",
        "java\rscript:",
        "javascript\t:",
        "javascript&colon;",
        "&#106;avascript:",
        "&#x6A;avascript&#58;",
        "java&Tab;script:",
        "java&NewLine;script:",
        "javascript:https://books.example/%0a",
        "view-source:javascript:",
        "feed:javascript:",
        "vbscript:",
        "VBScript:",
        "data:text/html,<script>",
        "data:text/html;charset=utf-16,",
        "DATA:image/svg+xml,<svg onload=",
        "https:javascript:",
        "mailto:javascript:",
    ):
        yield f"{scheme}{CALL}"
    for place in ("a href", "form action", "button formaction", "iframe src", "object data"):
        yield f"<{place}=javascript:{CALL}>click"
        yield f'<{place}="java&Tab;script:{CALL}">click'
    yield f"javascript://%0a{CALL}"
    yield f"javascript:/*https://books.example/*/{CALL}"


def braces() -> Iterator[str]:
    """What a template language would take for its own."""
    for begin, end in (
        ("{{", "}}"),
        ("{%", "%}"),
        ("{#", "#}"),
        ("${", "}"),
        ("#{", "}"),
        ("<%=", "%>"),
        ("[[", "]]"),
        ("{{{", "}}}"),
        ("@{", "}"),
        ("{{'<img src=x onerror=", ">'|safe}}"),
    ):
        yield f"{begin}{CALL}{end}"
    yield "{{ 7 * 7 }} {{ config }} {{ self.__init__.__globals__ }} " + CALL
    yield "{% raw %}<script>" + CALL + "</script>{% endraw %}"
    yield "%(x)s {0} {name!r} %s <script>" + CALL + "</script>"


def letters() -> Iterator[str]:
    """Letters that are made into brackets, or hide what stands between."""
    for begin, end in (
        ("\uff1c", "\uff1e"),
        ("\ufe64", "\ufe65"),
        ("\u2039", "\u203a"),
        ("\u226e", "\u226f"),
        ("\xc0\xbc", "\xc0\xbe"),
        ("\u013c", "\u013e"),
        ("\u3008", "\u3009"),
        ("+ADw-", "+AD4-"),
        ("\\u003c", "\\u003e"),
        ("\\x3c", "\\x3e"),
        ("%3C", "%3E"),
        ("%253C", "%253E"),
    ):
        yield f"{begin}script{end}{CALL}{begin}/script{end}"
    for odd in ("\u2028", "\u2029", "\x00", "\u200b", "\ufeff", "\u202e", "\u2066", "\x0b", "\x85"):
        yield f"<{odd}script>{CALL}</script>"
        yield f"<scr{odd}ipt>{CALL}</scr{odd}ipt>"
        yield f"<img{odd} src=x one{odd}rror={CALL}>"
    yield f"<ſcript>{CALL}</ſcript><ımg src=x onerror={CALL}>"
    yield f"\u202e>tpircs/<{CALL}>tpircs<\u202c"


def entities() -> Iterator[str]:
    """Encoded once and twice, as exports do, by name, by number, half."""
    for run in (f"<script>{CALL}</script>", f'"><img src=x onerror={CALL}>'):
        once = html.escape(run)
        yield once
        yield html.escape(once)
        yield html.escape(html.escape(once))
        yield "".join(f"&#{ord(char)};" if char in '<>"' else char for char in run)
        yield "".join(f"&#x{ord(char):06X};" if char in '<>"' else char for char in run)
        yield once.replace(";", "")
        yield run.replace("<", "&LT;").replace(">", "&GT;")
        yield run.replace("<", "&amp;#60;").replace(">", "&amp;#62;")
        yield quote(run, safe=CALL).replace(quote(CALL), CALL)
    yield f"&lt;https://books.example/|&lt;script&gt;{CALL}&lt;/script&gt;&gt;"


def scripts() -> Iterator[str]:
    """What would end a text inside a script, an attribute of one, or JSON."""
    for closer in ("'", '"', "`", "\\'", '\\"', "*/", "\n", "\u2028", "</script>"):
        yield f"{closer};{CALL};//"
        yield f"{closer}-{CALL}-{closer}"
    yield f'{{"x":"</script><script>{CALL}</script>"}}'
    yield f"<script>{CALL}</script"
    yield f"<script\x20type=text/javascript>{CALL};</script >"
    yield f"<script/x>{CALL}</script/y>"
    yield f"<scr<script>ipt>{CALL}</scr</script>ipt>"


def polyglots() -> Iterator[str]:
    """One text for many places."""
    run = f"<svg/onload={CALL}>"
    ends = ("'", '"', "`", "-->", "]]>", "*/", "</title></style></textarea></script>")
    for first in ends:
        rest = "".join(one for one in ends if one != first)
        yield f"{first}{rest}{run}//"
        yield f"javascript:/*{first}{rest}/*{run}*/{CALL}"
    yield f"```\n{run}\n```{run}`{run}`*{run}*_{run}_"
    yield f"[{run}](javascript:{CALL})<javascript:{CALL}|{run}>{run}"


FAMILIES: Final[tuple[Callable[[], Iterator[str]], ...]] = (
    addresses,
    braces,
    letters,
    entities,
    scripts,
    polyglots,
)
