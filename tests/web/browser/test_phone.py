"""A phone: nothing beside the screen, and a sheet of filters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browser import Gate, chips, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

PATHS = (
    "/",
    "/search?q=data&year=2021&author=Ilse+Marchbanks&role=author",
    "/search?q=kubernetes",
    "/threads/20210412-the-ledger-of-data/1cb4fa20fb?q=data",
    "/books",
    "/books/20210412-the-ledger-of-data",
    "/authors/Ilse%20Marchbanks",
    "/participants/Kwame%20Lindholt",
    "/help",
    "/threads/not/there",
)


@pytest.fixture
def phone(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a phone."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": 390, "height": 844},
        has_touch=True,
        is_mobile=True,
        device_scale_factor=2,
    )
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()


def open_sheet(phone: Page, path: str = "/search?q=data") -> None:
    phone.goto(path)
    phone.locator("#filters").tap()
    expect(phone.get_by_role("dialog", name="Filter")).to_be_visible()


def closed(phone: Page) -> None:
    expect(phone.locator("dialog.sheet")).to_be_hidden()
    expect(phone.locator("#filters")).to_be_focused()


def test_nothing_lies_beside_the_screen(phone: Page) -> None:
    wide = "document.scrollingElement.scrollWidth - document.documentElement.clientWidth"
    seen = {}
    for path in PATHS:
        phone.goto(path)
        seen[path] = phone.evaluate(wide), phone.evaluate("innerWidth")
    assert seen == dict.fromkeys(PATHS, (0, 390))


def test_the_field_is_on_top_and_stays_there(phone: Page) -> None:
    phone.goto("/search?q=data")
    phone.evaluate("scrollTo(0, 900)")
    phone.wait_for_function("scrollY === 900")
    box = phone.locator("#q").bounding_box()
    assert box is not None
    assert 0 <= box["y"] < 140
    assert box["width"] > 250


def test_the_sheet_keeps_what_is_chosen_in_it(phone: Page) -> None:
    open_sheet(phone)
    sheet = phone.locator("dialog.sheet")
    assert phone.evaluate("document.activeElement.closest('dialog') !== null")
    value = sheet.locator("[data-facet=author] .choice").first
    said = int(value.locator(".n").inner_text())
    value.tap()
    expect(sheet.locator("[data-facet=author] .chosen")).to_have_count(1)
    expect(sheet).to_be_visible()
    sheet.locator("[data-facet=role] .choice").first.tap()
    expect(sheet.locator(".chosen")).to_have_count(2)
    sheet.locator("[data-facet=role] .chosen").tap()
    expect(sheet.locator(".chosen")).to_have_count(1)
    sheet.get_by_role("button", name="Done").tap()
    closed(phone)
    expect(phone).to_have_url(re.compile("q=data&author="))
    expect(phone.locator("#filters")).to_have_text("Filter (1)")
    assert total(phone) == said
    phone.go_back()
    expect(phone).to_have_url(re.compile("q=data$"))
    expect(phone.locator("#filters")).to_have_text("Filter")


@pytest.mark.parametrize("way", ["Done", "Escape", "Back", "outside"])
def test_the_sheet_closes_and_keeps_the_choice(phone: Page, way: str) -> None:
    open_sheet(phone)
    phone.locator("dialog.sheet [data-facet=role] .choice").first.tap()
    expect(phone.locator("dialog.sheet .chosen")).to_have_count(1)
    if way == "Done":
        phone.get_by_role("button", name="Done").tap()
    elif way == "Escape":
        phone.keyboard.press("Escape")
    elif way == "Back":
        phone.evaluate("history.back()")
    else:
        phone.touchscreen.tap(200, 20)
    closed(phone)
    expect(phone).to_have_url(re.compile(r"q=data&role=\w+$"))
    assert len(chips(phone)) == 1
    open_sheet(phone, phone.url)
    expect(phone.locator("dialog.sheet .chosen")).to_have_count(1)


def test_back_twice_from_an_open_sheet(phone: Page) -> None:
    phone.goto("/books")
    open_sheet(phone)
    phone.evaluate("history.back()")
    closed(phone)
    assert phone.url.endswith("q=data")
    phone.go_back()
    expect(phone).to_have_url(re.compile("/books$"))


def test_a_screen_that_is_turned_has_the_filters_beside_the_results(phone: Page) -> None:
    open_sheet(phone)
    phone.locator("dialog.sheet [data-facet=role] .choice").first.tap()
    expect(phone.locator("dialog.sheet .chosen")).to_have_count(1)
    phone.get_by_role("button", name="Done").tap()
    closed(phone)
    phone.set_viewport_size({"width": 1280, "height": 844})
    expect(phone.locator(".columns [data-facet=role] .chosen")).to_be_visible()


def test_a_second_sheet_forgets_the_first(phone: Page) -> None:
    open_sheet(phone)
    phone.locator("dialog.sheet [data-facet=role] .choice").first.tap()
    expect(phone.locator("dialog.sheet .chosen")).to_have_count(1)
    phone.get_by_role("button", name="Done").tap()
    closed(phone)
    phone.get_by_role("link", name="clear all filters").tap()
    expect(phone).to_have_url(re.compile("q=data$"))
    phone.locator("#filters").tap()
    phone.evaluate("history.back()")
    closed(phone)
    phone.wait_for_timeout(200)
    assert phone.url.endswith("q=data")
    assert total(phone) == 31


def test_back_while_a_choice_in_the_sheet_is_on_its_way(phone: Page) -> None:
    open_sheet(phone)
    gate = Gate(phone)
    phone.locator("dialog.sheet [data-facet=role] .choice").first.tap()
    gate.wait()
    phone.evaluate("history.back()")
    closed(phone)
    gate.open()
    expect(phone).to_have_url(re.compile(r"q=data&role=\w+$"))
    expect(phone.locator("#filters")).to_have_text("Filter (1)")
    phone.go_back()
    expect(phone).to_have_url(re.compile("q=data$"))


def test_escape_again_and_again_closes_only_the_sheet(phone: Page) -> None:
    phone.goto("/books")
    open_sheet(phone)
    for _ in range(3):
        phone.keyboard.press("Escape")
    closed(phone)
    phone.wait_for_timeout(200)
    assert phone.url.endswith("q=data")
    phone.locator("#filters").tap()
    expect(phone.get_by_role("dialog", name="Filter")).to_be_visible()


def test_the_sheet_keeps_its_place_and_the_keyboard(phone: Page) -> None:
    open_sheet(phone)
    phone.locator("dialog.sheet [data-facet=participant] .choice").nth(3).tap()
    expect(phone.locator("dialog.sheet .chosen")).to_have_count(1)
    assert phone.evaluate("document.querySelector('dialog.sheet').scrollTop") > 0
    expect(phone.locator("dialog.sheet [data-facet=participant]")).to_be_in_viewport()
    for _ in range(60):
        phone.keyboard.press("Tab")
        inside = "document.activeElement.closest('dialog') || document.activeElement.tagName"
        assert phone.evaluate(f"({inside}) !== 'A'"), "the focus left the sheet"


def test_a_name_is_found_in_the_sheet(phone: Page) -> None:
    open_sheet(phone)
    box = phone.locator("dialog.sheet").get_by_label("Find a participant")
    box.tap()
    phone.keyboard.type("kwame")
    names = phone.locator("dialog.sheet [data-facet=participant] .choice")
    expect(names).to_have_count(1)
    expect(box).to_be_focused()
    expect(box).to_have_value("kwame")
    names.tap()
    expect(names).to_have_class(re.compile("chosen"))


def small(phone: Page, targets: str) -> list[str]:
    """Return the words of targets that are less than 24 px high."""
    boxes = [(it.inner_text(), it.bounding_box()) for it in phone.locator(targets).all()]
    return [words for words, box in boxes if box and box["height"] < 24]


def test_what_is_tapped_is_large_enough(phone: Page) -> None:
    open_sheet(phone, "/search?q=data&year=2021")
    assert small(phone, "dialog.sheet :is(.choice, .years a, button, input)") == []
    phone.get_by_role("button", name="Done").tap()
    closed(phone)
    assert small(phone, "#filters, .sorts a, .top a, .top button, .chips a, .pages a") == []


def test_more_values_are_large_enough_to_tap(phone: Page) -> None:
    open_sheet(phone)
    assert small(phone, "dialog.sheet .more a") == []
