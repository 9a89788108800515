"""Where a talk can be heard, and the address of a second of it.

In: the links and ids of a talk. Out: addresses. Never: asks the network.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

from searchqa.readers.yaml_events import Table
from searchqa.text.markup import WEB_ADDRESS

if TYPE_CHECKING:
    from searchqa.readers.yaml_events import Value

_WATCH: Final = "https://www.youtube.com/watch?v="
_VIDEO: Final = re.compile(
    r"https?://(?:(?:www|m|music)\.)?"
    r"(?:youtube\.com/(?:watch\?(?:[^\s#]{0,500}&)?v=|live/|embed/|shorts/)|youtu\.be/)"
    r"(?P<id>[\w-]{6,20})(?![\w-])\S*",
    re.IGNORECASE | re.ASCII,
)
_ID: Final = re.compile(r"[\w-]{6,20}", re.ASCII)
_PREFERRED: Final = ("youtube", "anchor", "spotify", "apple")


class Recording(NamedTuple):
    """An address, "" when there is none, and whether ``&t=`` leads into it."""

    address: str
    seekable: bool

    def at(self, second: int | None) -> str:
        """Return the address of a second, or of the whole where that can't be given."""
        if not self.seekable or second is None:
            return self.address
        return f"{self.address}&t={second}s"


def recording_of(table: Table) -> Recording:
    """Return the best recording: a video, else whatever a link leads to.

    The video's id is taken from ``links: youtube:``, else from ``ids: youtube:``;
    https://developers.google.com/youtube/player_parameters has the ids.
    """
    links = _addresses(table.get("links"))
    ids = table.get("ids")
    given = ids.get("youtube") if isinstance(ids, Table) else None
    video = _VIDEO.fullmatch(links.get("youtube", ""))
    if video is not None:
        return Recording(_WATCH + video["id"], seekable=True)
    if isinstance(given, str) and _ID.fullmatch(given.strip()):
        return Recording(_WATCH + given.strip(), seekable=True)
    names = (*(name for name in _PREFERRED if name in links), *links)
    return Recording(links[names[0]] if names else "", seekable=False)


def _addresses(links: Value) -> dict[str, str]:
    if not isinstance(links, Table):
        return {}
    texts = {name: url.strip() for name, url in links.items() if isinstance(url, str)}
    return {name: url for name, url in texts.items() if WEB_ADDRESS.fullmatch(url)}
