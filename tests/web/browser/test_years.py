"""The years as bars: a click, a drag, links without the script, names for all."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.support.browser import chips, total

if TYPE_CHECKING:
    from playwright.sync_api import Page


def drag(page: Page, start: str, end: str) -> None:
    page.locator(".years").scroll_into_view_if_needed()
    for year, act in ((start, page.mouse.down), (end, page.mouse.up)):
        box = page.locator(f"[data-year='{year}']").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2, steps=8)
        act()


def test_a_year_finds_as_many_as_its_bar_says(page: Page) -> None:
    page.goto("/search?q=data")
    bar = page.get_by_role("link", name="2023, 9 threads")
    bar.click()
    expect(page).to_have_url(re.compile("q=data&year=2023$"))
    assert total(page) == 9
    expect(page.locator(".years .chosen .label")).to_have_text("2023")
    page.locator("#f-year-2023").click()
    expect(page).to_have_url(re.compile("q=data$"))


def test_a_drag_chooses_all_years_on_its_way(page: Page) -> None:
    page.goto("/search?q=data")
    drag(page, "2021", "2023")
    expect(page).to_have_url(re.compile(r"q=data&year=2021&year=2022&year=2023$"))
    assert total(page) == 18 + 2 + 9
    assert chips(page) == ["2021", "2022", "2023"]
    drag(page, "2024", "2023")
    expect(page).to_have_url(re.compile(r"q=data&year=2023&year=2024$"))
    assert total(page) == 9 + 2


def test_a_click_after_a_drag_is_a_click(page: Page) -> None:
    page.goto("/search?q=data")
    drag(page, "2021", "2022")
    expect(page).to_have_url(re.compile("year=2022$"))
    page.get_by_role("link", name="Newest").click()
    expect(page).to_have_url(re.compile("sort=newest$"))


def test_a_drag_that_comes_back_is_a_drag_over_one(page: Page) -> None:
    page.goto("/search?q=data")
    page.locator(".years").scroll_into_view_if_needed()
    box = page.locator("#f-year-2021").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + 5, box["y"] + 30)
    page.mouse.down()
    page.mouse.move(box["x"] + 60, box["y"] + 30, steps=5)
    assert page.locator(".years .dragged").count() == 2
    page.mouse.move(box["x"] + 5, box["y"] + 30, steps=5)
    length = page.evaluate("history.length")
    page.mouse.up()
    expect(page).to_have_url(re.compile("q=data&year=2021$"))
    page.wait_for_timeout(300)
    assert page.evaluate("history.length") == length + 1, "the click was one as well"


def test_the_taller_bar_has_more(page: Page) -> None:
    page.goto("/search?q=data")
    heights = {
        bar.get_attribute("data-year"): int(bar.locator("rect").get_attribute("height") or 0)
        for bar in page.locator(".years [data-year]").all()
    }
    assert heights["2021"] == 20
    assert heights["2021"] > heights["2023"] > heights["2022"] == heights["2024"] > 0
