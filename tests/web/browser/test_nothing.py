"""Nothing found is no dead end; whatever was understood otherwise is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from tests.support.browser import begin, total

if TYPE_CHECKING:
    from playwright.sync_api import Page

NARROW = (
    [("q", '"data versioning"'), ("year", "2024")],
    [("q", "model +zzzqqq")],
    [("q", "data"), ("author", "Ilse Marchbanks"), ("year", "2023")],
)


@pytest.mark.parametrize("asked", NARROW, ids=lambda asked: str(asked[0][1]))
def test_looser_ways_find_as_many_as_they_say(page: Page, asked: list[tuple[str, str]]) -> None:
    address = f"/search?{urlencode(asked)}"
    page.goto(address)
    expect(page.locator(".nothing h2")).to_have_text("Nothing found")
    expect(page.locator(".nothing")).to_contain_text("Searched for")
    ways = page.locator(".nothing li").count()
    assert ways
    for number in range(ways):
        page.goto(address)
        way = page.locator(".nothing li").nth(number)
        said = int(re.sub(r"\D", "", way.locator(".n").inner_text()))
        assert said > 0
        way.locator("a").click()
        expect(page.locator(".hit").first).to_be_visible()
        assert total(page) == said


def test_a_slip_is_put_right_by_a_click(page: Page) -> None:
    page.goto("/search?q=versoning")
    page.get_by_role("link", name="versioning").click()
    expect(page).to_have_url(re.compile("q=versioning$"))
    expect(page.locator("#q")).to_have_value("versioning")
    assert total(page) > 0


def test_a_name_that_nobody_has_is_told_of(page: Page) -> None:
    page.goto("/search?q=author%3Anobody+data")
    expect(page.locator(".notice")).to_contain_text('"nobody" is nobody here')
    assert total(page) == 31


def test_a_page_past_the_last_one_leads_back(page: Page) -> None:
    page.goto("/search?q=data&page=99")
    expect(page.locator(".nothing h2")).to_have_text("This page is past the last one")
    page.get_by_role("link", name="Go to the first page").click()
    expect(page.locator(".hit")).to_have_count(10)


def test_nothing_is_said_aloud_too(page: Page) -> None:
    begin(page)
    page.fill("#q", "zzzqqq")
    expect(page.locator("#status")).to_have_text("0 threads: nothing found")


@pytest.mark.parametrize("path", ["/threads/not/there", "/books/none", "/authors/x", "/nowhere"])
def test_a_page_that_isnt_there_has_the_field(bare_page: Page, path: str) -> None:
    answer = bare_page.goto(path)
    assert answer is not None
    assert answer.status == 404
    expect(bare_page.locator("h1")).to_have_text(re.compile(r"\w.*\.$"))
    bare_page.fill("#q", "data")
    expect(bare_page).to_have_url(re.compile(r"/search\?q=data$"))
    assert total(bare_page) == 31
