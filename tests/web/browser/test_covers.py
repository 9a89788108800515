"""Covers: the picture of the book where there is one, a drawn one otherwise."""

from __future__ import annotations

import struct
import zlib
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from searchqa.app import reindex, sample_config
from searchqa.config import Config
from searchqa.web import Settings
from tests.support.browser import served

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Page

PICTURE = "20210412-the-ledger-of-data"
LIE = "20210614-pipelines-under-test"
NONE = "20210927-features-in-season"


def png(width: int, height: int) -> bytes:
    """Return a picture of one colour."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        check = zlib.crc32(kind + content)
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)

    rows = b"".join(b"\0" + b"\x90\x30\x20" * width for _ in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + parts


@pytest.fixture(scope="module")
def covered(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on the sample beside a folder with covers, one of them no picture."""
    home: Path = tmp_path_factory.mktemp("covers")
    for book, content in ((PICTURE, png(40, 50)), (LIE, b"<script>alert(1)</script>")):
        folder = home / "images" / "books" / book
        folder.mkdir(parents=True)
        (folder / "cover.jpg").write_bytes(content)
    reindex(sample_config(Config(index=home / "index")))
    with served(Settings(home / "index", (home,))) as address:
        yield address


def test_a_cover_is_shown_where_there_is_one(page: Page, covered: str) -> None:
    page.goto(f"{covered}/books/{PICTURE}")
    picture = page.locator(".book img.cover")
    expect(picture).to_be_visible()
    page.wait_for_function("document.querySelector('.book img').naturalWidth === 40")
    assert page.locator(".book .drawn").count() == 0


@pytest.mark.parametrize("book", [LIE, NONE])
def test_a_cover_is_drawn_where_there_is_none(page: Page, covered: str, book: str) -> None:
    page.goto(f"{covered}/books/{book}")
    expect(page.locator(".book .drawn")).to_be_visible()
    title = page.locator("h1").inner_text()
    expect(page.locator(".book .drawn")).to_have_text(title)
    assert page.locator("img").count() == 0


def test_what_is_no_picture_isnt_served(bare_page: Page, covered: str) -> None:
    good = bare_page.request.get(f"{covered}/covers/{PICTURE}")
    assert (good.status, good.headers["content-type"]) == (200, "image/png")
    for book in (LIE, NONE, "nobody"):
        answer = bare_page.request.get(f"{covered}/covers/{book}")
        assert answer.status == 404, book
        assert "alert" not in answer.text()


def test_books_and_hits_show_covers(page: Page, covered: str) -> None:
    page.goto(f"{covered}/books")
    expect(page.locator("img.cover")).to_have_count(1)
    expect(page.locator(".drawn")).to_have_count(11)
    page.goto(f"{covered}/search?q=data&book={PICTURE}")
    expect(page.locator(".hit img.cover").first).to_be_visible()
