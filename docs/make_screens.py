"""Make the pictures of the page in docs/screens from the sample.

In: nothing. Out: PNG files. Needs the extra `dev` and the system's Chromium.
Never: shows anything but the sample.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import NamedTuple

from searchqa.app import reindex, sample_config
from searchqa.config import Config
from searchqa.web import Settings
from tests.support.browser import browser, served

FOLDER = Path(__file__).parent / "screens"
WIDE = {"width": 1280, "height": 800}
NARROW = {"width": 390, "height": 800}


class Screen(NamedTuple):
    """One picture: its name, an address, a window, dark or light."""

    name: str
    address: str
    narrow: bool
    dark: bool


SCREENS = (
    Screen("results", "/search?q=data+versioning", narrow=False, dark=False),
    Screen("thread", "/threads/20210412-the-ledger-of-data/1cb4fa20fb?q=data+versioning", narrow=False, dark=True),
    Screen("start", "/", narrow=False, dark=False),
    Screen("phone", "/search?q=data+versioning&year=2021", narrow=True, dark=False),
)  # fmt: skip


def main() -> None:
    """Index the sample, serve it, and take the pictures."""
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "index"
        reindex(sample_config(Config(index=index)))
        with served(Settings(index)) as address, browser() as opened:
            for screen in SCREENS:
                page = opened.new_page(
                    viewport=NARROW if screen.narrow else WIDE,  # type: ignore[arg-type]
                    color_scheme="dark" if screen.dark else "light",
                )
                page.goto(address + screen.address)
                page.screenshot(path=FOLDER / f"{screen.name}.png")
                page.close()


if __name__ == "__main__":
    main()
