"""Light and dark, still and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page

BACKGROUND = "getComputedStyle(document.body).backgroundColor"


def lightness(page: Page) -> int:
    colour = str(page.evaluate(BACKGROUND))
    return sum(int(part) for part in colour.strip("rgb()").split(","))


def test_the_page_follows_the_system(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/search?q=data")
    light = lightness(page)
    page.emulate_media(color_scheme="dark")
    assert light > 600
    assert lightness(page) < 200


def test_the_button_turns_the_light_and_is_remembered(page: Page, context: BrowserContext) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.get_by_role("button", name="Light or dark").click()
    assert lightness(page) < 200
    page.goto("/books")
    assert lightness(page) < 200
    page.get_by_role("button", name="Light or dark").click()
    assert lightness(page) > 600
    page.reload()
    assert lightness(page) > 600
    other = context.new_page()
    other.emulate_media(color_scheme="dark")
    other.goto("/search?q=data")
    assert lightness(other) > 600
    assert context.cookies() == []


def test_nothing_moves_for_who_wants_it_still(page: Page) -> None:
    moving = """() => [...document.querySelectorAll("*")].filter((it) => {
      const style = getComputedStyle(it);
      return parseFloat(style.transitionDuration) > 0 || parseFloat(style.animationDuration) > 0;
    }).length"""
    page.goto("/search?q=data")
    assert page.evaluate(moving) > 0
    page.emulate_media(reduced_motion="reduce")
    assert page.evaluate(moving) == 0


def test_paper_shows_what_is_read_and_nothing_to_click(page: Page) -> None:
    page.goto("/search?q=data")
    page.emulate_media(media="print", color_scheme="dark")
    for part in ("#facets", "#q", ".sorts", ".pages", ".foot"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator(".hit").first).to_be_visible()
    assert lightness(page) == 3 * 255
    page.goto("/threads/20210412-the-ledger-of-data/1cb4fa20fb?q=data")
    for part in ("#q", ".around", ".back", ".permalink >> nth=0"):
        expect(page.locator(part)).to_be_hidden()
    expect(page.locator("#m0 .text")).to_be_visible()
