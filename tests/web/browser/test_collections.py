"""Weeks and talks on one page: what is searched is seen, and one click widens it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from searchqa.web import Settings
from tests.support.browser import served, total
from tests.support.talks import TALK, build_mixed
from tests.web.browser.test_axe import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Page


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server on weeks and talks."""
    folder = tmp_path_factory.mktemp("mixed")
    with pytest.MonkeyPatch.context() as patch:
        build_mixed(folder / "index", folder / "talks", patch)
    with served(Settings(folder / "index")) as address:
        yield address


def test_one_click_widens_and_typing_keeps_it_wide(page: Page) -> None:
    page.goto("/search?q=versioning")
    narrow = total(page)
    expect(page.locator("#facets .facet").first).to_have_attribute("data-facet", "collection")
    page.locator("#everywhere").click()
    expect(page.locator("#everywhere")).to_have_count(0)
    assert total(page) == narrow + 2
    page.locator("#q").fill("zebrafish")
    expect(page.locator(".hit")).to_have_count(2)
    assert "collection=all" in page.url


def test_a_second_collection_joins_the_first_and_leaves_again(page: Page) -> None:
    page.goto("/search?q=versioning")
    narrow = total(page)
    page.locator("#f-collection-talks").click()
    expect(page.locator("#f-collection-talks.chosen")).to_be_visible()
    assert total(page) == narrow + 2
    page.locator("#f-collection-talks").click()
    expect(page.locator("#f-collection-talks:not(.chosen)")).to_be_visible()
    assert total(page) == narrow


def test_search_in_a_talk_finds_it(page: Page) -> None:
    page.goto(f"/books/{TALK}")
    field = page.locator(".within input[type=search]")
    field.fill("zebrafish")
    field.press("Enter")
    expect(page.locator(".hit")).to_have_count(1)
    page.locator(".hit .question").click()
    expect(page.locator("time")).to_have_text("9 Mar 2022, 23:12 UTC")


@pytest.mark.parametrize("dark", [False, True])
def test_axe_finds_nothing(page: Page, *, dark: bool) -> None:
    page.emulate_media(color_scheme="dark" if dark else "light")
    for address in ("/", "/books", "/search?q=versioning", "/search?q=zebrafish&collection=all"):
        page.goto(address)
        assert faults(page) == [], address
    page.locator(".hit .question").first.click()
    expect(page.locator("time").first).to_be_visible()
    assert faults(page) == []
