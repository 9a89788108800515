"""Without JavaScript: the same by links and forms."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browser import chips, titles, total

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page


@pytest.fixture(scope="module")
def plain(browser: Browser, site: str) -> Iterator[Page]:
    """A page of a browser that runs no script."""
    context = browser.new_context(
        base_url=site, java_script_enabled=False, viewport={"width": 1280, "height": 900}
    )
    context.set_default_timeout(8_000)
    yield context.new_page()
    context.close()


def test_search(plain: Page) -> None:
    plain.goto("/")
    plain.fill("#q", "data")
    plain.keyboard.press("Enter")
    expect(plain).to_have_url(re.compile("q=data$"))
    assert total(plain) == 31
    assert len(titles(plain)) == 10
    plain.locator("form.search button").first.click()
    expect(plain).to_have_url(re.compile("q=data$"))


def test_choices_chips_and_other_words(plain: Page) -> None:
    plain.goto("/search?q=data")
    plain.locator("[data-facet=role] .choice").first.click()
    expect(plain).to_have_url(re.compile("role="))
    plain.get_by_role("link", name=re.compile("^2021, ")).click()
    expect(plain).to_have_url(re.compile("year=2021"))
    assert len(chips(plain)) == 2
    plain.fill("#q", "model")
    plain.keyboard.press("Enter")
    expect(plain).to_have_url(re.compile("q=model&"))
    assert len(chips(plain)) == 2
    plain.locator(".chips a", has_text="2021").click()
    expect(plain).to_have_url(re.compile(r"q=model&role=\w+$"))
    plain.get_by_role("link", name="clear all filters").click()
    expect(plain).to_have_url(re.compile(r"q=model$"))


def test_more_values_and_a_participant_by_name(plain: Page) -> None:
    plain.goto("/search?q=data")
    more = plain.locator("[data-facet=book] .more a")
    more.click()
    expect(more).to_have_text("show fewer")
    assert plain.locator("[data-facet=book] .choice").count() > 6
    box = plain.get_by_label("Find a participant")
    box.fill("kwame")
    box.press("Enter")
    expect(plain).to_have_url(re.compile("find=kwame"))
    names = plain.locator("[data-facet=participant] .choice")
    expect(names).to_have_count(1)
    assert total(plain) == 31
    names.click()
    expect(plain).to_have_url(re.compile("participant=Kwame"))
    assert chips(plain) == ["Kwame Lindholt"]


def test_orders_units_and_pages(plain: Page) -> None:
    plain.goto("/search?q=data")
    plain.get_by_role("link", name="Oldest").click()
    expect(plain).to_have_url(re.compile("sort=oldest"))
    plain.get_by_role("link", name="Messages").click()
    expect(plain.locator(".total strong")).to_have_text("84 messages")
    first = titles(plain)
    plain.get_by_role("link", name="Next").click()
    expect(plain).to_have_url(re.compile("sort=oldest&group=none&page=2$"))
    assert titles(plain) != first


def test_thread_book_people_and_help(plain: Page) -> None:
    plain.goto("/search?q=data")
    plain.locator(".hit .question").first.click()
    expect(plain).to_have_url(re.compile("/threads/"))
    plain.locator(".permalink").last.click()
    expect(plain).to_have_url(re.compile(r"#m\d+$"))
    plain.locator("#back").click()
    expect(plain).to_have_url(re.compile("q=data$"))
    plain.locator(".hit .question").first.click()
    plain.locator(".letter .about a").first.click()
    expect(plain).to_have_url(re.compile("/books/2"))
    plain.get_by_label("Search in this book").fill("data")
    plain.get_by_label("Search in this book").press("Enter")
    expect(plain).to_have_url(re.compile("q=data&book="))
    assert len(chips(plain)) == 1
    plain.go_back()
    plain.locator(".book a[href*='/authors/']").first.click()
    expect(plain.locator(".badge")).to_have_text("author")
    plain.goto("/search?q=data")
    plain.locator(".hit .who a").first.click()
    expect(plain).to_have_url(re.compile("/participants/"))
    plain.locator(".help").click()
    expect(plain.locator("h1")).to_have_text("How to search")


def test_looser_ways_on(plain: Page) -> None:
    plain.goto("/search?q=%22data+versioning%22&year=2024")
    way = plain.locator(".nothing li").first
    said = way.locator(".n").inner_text()
    way.locator("a").click()
    expect(plain.locator(".total strong")).to_have_text(said)


def test_nothing_is_shown_that_needs_the_script(plain: Page) -> None:
    plain.goto("/search?q=data")
    expect(plain.locator(".theme")).to_be_hidden()
    expect(plain.locator(".close")).to_be_hidden()
    plain.set_viewport_size({"width": 390, "height": 844})
    plain.goto("/search?q=data")
    plain.locator("#filters").click()
    expect(plain.locator("[data-facet=author] .choice").first).to_be_in_viewport()
