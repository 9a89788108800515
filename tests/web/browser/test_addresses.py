"""The whole state is in the address: copied, gone back to, come back to."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from playwright.sync_api import expect

from tests.support.browser import begin, chips, titles, total

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

THREAD = "20210412-the-ledger-of-data/1cb4fa20fb"


def test_a_copied_address_is_the_same_page(page: Page, browser: Browser) -> None:
    begin(page)
    page.keyboard.type("data")
    page.locator("#f-year-2021").click()
    page.locator("[data-facet=role] .choice").first.click()
    page.locator("#sort-Oldest").click()
    page.locator("#unit-Messages").click()
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("year=2021&sort=oldest&group=none&page=2$"))
    other = browser.new_context()
    copy = other.new_page()
    copy.goto(page.url)
    for seen in (titles, chips, total):
        assert seen(copy) == seen(page)
    for part in ("#q", ".sorts [aria-current]", ".units [aria-current]", "[aria-current=page]"):
        told = "it => it.value ?? it.textContent"
        assert copy.locator(part).evaluate(told) == page.locator(part).evaluate(told)
    assert copy.title() == page.title()
    other.close()


def test_back_and_forward_through_all_of_it(page: Page) -> None:
    begin(page)
    page.keyboard.type("data")
    expect(page).to_have_url(re.compile("q=data$"))
    page.locator("#f-year-2021").click()
    expect(page).to_have_url(re.compile("year=2021$"))
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(re.compile("page=2$"))
    page.locator(".hit .question").first.click()
    expect(page).to_have_url(re.compile("/threads/"))
    page.go_back()
    expect(page.locator("[aria-current=page]")).to_have_text("2")
    page.go_back()
    expect(page.locator("[aria-current=page]")).to_have_text("1")
    assert chips(page) == ["2021"]
    page.go_back()
    expect(page.locator(".chips")).to_have_count(0)
    assert total(page) == 31
    page.go_back()
    expect(page.locator(".hello")).to_be_visible()
    expect(page.locator("#q")).to_have_value("")
    page.go_forward()
    expect(page.locator(".total strong")).to_have_text("31 threads")
    expect(page.locator("#q")).to_have_value("data")
    page.go_forward()
    expect(page.locator(".chips")).to_contain_text("2021")
    page.locator("#f-year-2023").click()
    expect(page).to_have_url(re.compile("q=data&year=2021&year=2023$"))


def test_back_comes_to_the_same_place_of_the_page(page: Page) -> None:
    page.goto("/search?q=data")
    page.evaluate("scrollTo(0, 600)")
    page.locator(".hit .question").nth(5).click()
    expect(page).to_have_url(re.compile("/threads/"))
    page.locator("#back").click()
    expect(page).to_have_url(re.compile("/search"))
    page.wait_for_function("scrollY === 600")


def test_back_from_a_choice_comes_to_the_same_place_of_the_page(page: Page) -> None:
    page.goto("/search?q=data")
    page.evaluate("scrollTo(0, 600)")
    page.get_by_role("link", name="Next").evaluate("it => it.click()")
    expect(page).to_have_url(re.compile("page=2$"))
    assert page.evaluate("scrollY") == 0
    page.go_back()
    expect(page).to_have_url(re.compile("q=data$"))
    page.wait_for_function("scrollY === 600")


def test_back_to_results_is_a_step_back_even_after_permalinks(page: Page) -> None:
    page.goto("/search?q=data&all=book")
    page.locator(".hit .question").first.click()
    page.locator(".permalink").last.click()
    expect(page).to_have_url(re.compile(r"#m\d+$"))
    length = page.evaluate("history.length")
    page.locator("#back").click()
    expect(page).to_have_url(re.compile(r"q=data&all=book$"))
    assert page.evaluate("history.length") == length
    page.go_forward()
    expect(page).to_have_url(re.compile("/threads/"))


def test_back_to_results_in_a_tab_of_its_own(page: Page) -> None:
    page.goto("/search?q=data")
    with page.context.expect_page() as opened:
        page.locator(".hit .question").first.click(modifiers=["ControlOrMeta"])
    tab = opened.value
    tab.locator("#back").click()
    expect(tab).to_have_url(re.compile("/search.q=data$"))


def test_back_to_results_where_nobody_came_from(page: Page) -> None:
    page.goto(f"/threads/{THREAD}?q=data&year=2021")
    page.locator("#back").click()
    expect(page).to_have_url(re.compile(r"/search\?q=data&year=2021$"))
    assert chips(page) == ["2021"]
    page.goto(f"/threads/{THREAD}")
    assert page.locator("#back").count() == 0


def test_a_message_has_an_address_and_is_shown_there(page: Page) -> None:
    page.goto(f"/threads/{THREAD}.1?q=data")
    expect(page).to_have_url(re.compile(rf"/threads/{THREAD}\?q=data#m1$"))
    target = page.locator("#m1")
    expect(target).to_be_in_viewport()
    box, top = target.bounding_box(), page.locator(".top").bounding_box()
    assert box is not None
    assert top is not None
    assert box["y"] >= top["height"], "the header lies over the message"
    colour = "it => getComputedStyle(it).backgroundColor"
    marked = page.locator("#m1 .text").evaluate(colour)
    assert marked != page.locator("#m0 .text").evaluate(colour)
    page.locator("#m0 .permalink").click()
    expect(page).to_have_url(re.compile("#m0$"))
    assert page.locator("#m0 .text").evaluate(colour) == marked


def test_a_hit_leads_to_its_message(page: Page) -> None:
    page.goto("/search?q=data+versioning")
    page.locator(".hit .question").first.click()
    expect(page).to_have_url(re.compile(rf"{THREAD}\?q=data\+versioning#m1$"))
    expect(page.locator("#m1")).to_be_in_viewport()


def test_searched_words_are_marked_in_the_thread(page: Page) -> None:
    page.goto(f"/threads/{THREAD}?q=data+versioning")
    marks = {text.lower() for text in page.locator(".letter mark").all_inner_texts()}
    assert "data" in marks or "data versioning" in marks
    assert all(re.search("data|version", text) for text in marks)
    page.goto(f"/threads/{THREAD}")
    assert page.locator(".letter mark").count() == 0


def test_links_out_tell_nobody_who_reads(page: Page, site: str) -> None:
    page.goto("/threads/20210412-the-ledger-of-data/1cb4fa20fb")
    seen = 0
    for path in ("/books/20210412-the-ledger-of-data", *_threads(page)):
        page.goto(path)
        for link in page.locator("a[href^=http]").all():
            if (link.get_attribute("href") or "").startswith(site):
                continue
            seen += 1
            rel = (link.get_attribute("rel") or "").split()
            assert {"nofollow", "noopener"} <= set(rel), link.get_attribute("href")
    assert seen >= 3


def _threads(page: Page) -> list[str]:
    page.goto("/search?q=has%3Alink&book=20210412-the-ledger-of-data")
    links = page.locator(".hit .question").all()
    return [link.get_attribute("href") or "" for link in links][:4]
