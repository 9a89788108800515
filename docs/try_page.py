"""Open the page as a reader would, once the server answers.

In: its address. Out: exit code 0 when a search shows an answer by an author.
Never: waits longer than a minute.
"""

from __future__ import annotations

import sys
import time
from urllib.error import URLError
from urllib.request import urlopen

PATIENCE = 60


def fetch(address: str) -> str:
    """Return a page, waiting for the server to begin.

    Raises:
        SystemExit: It doesn't answer.
    """
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        page = _asked(address)
        if page is not None:
            return page
        time.sleep(0.3)
    sys.exit(f"{address} doesn't answer")


def _asked(address: str) -> str | None:
    try:
        with urlopen(address, timeout=5) as answer:  # noqa: S310 (an address of loopback)
            return str(answer.read().decode("utf-8"))
    except (URLError, ConnectionError):
        return None


def main(base: str) -> None:
    """Open the start page, search, and open the first thread."""
    if 'role="search"' not in fetch(f"{base}/"):
        sys.exit("the start page has no search field")
    found = fetch(f"{base}/search?q=data+versioning")
    if (
        '<span class="badge">author</span>' not in found
        or "<mark>data versioning</mark>" not in found
    ):
        sys.exit("the search shows no author's answer")
    thread = found.partition('class="question" href="')[2].partition('"')[0]
    if "<mark>" not in fetch(base + thread):
        sys.exit("the thread shows no marked words")
    print(f"{base}{thread} has the answer")


if __name__ == "__main__":
    main(sys.argv[1])
