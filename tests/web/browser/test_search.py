"""Searching in a real browser: as you type, by Enter, in the order of the typing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browser import Gate, asked, begin, titles, total

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, Page


def test_typing_shows_results_in_place_and_keeps_the_focus(page: Page) -> None:
    begin(page)
    page.keyboard.type("data versioning", delay=20)
    expect(page.locator(".hit").first).to_contain_text("versioning")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("data versioning")
    assert page.url.endswith("/search?q=data+versioning")
    expect(page).to_have_title(re.compile("^data versioning · "))


@pytest.mark.parametrize("way", ["Enter", "button"])
def test_enter_and_the_button_search(page: Page, way: str) -> None:
    page.goto("/books")
    page.fill("#q", "model")
    if way == "Enter":
        page.keyboard.press("Enter")
    else:
        page.locator("form.search button").first.click()
    expect(page).to_have_url(re.compile(r"/search\?q=model$"))
    assert total(page) == 19


def test_fast_typing_asks_once(page: Page) -> None:
    page.clock.install(time=0)
    begin(page)
    page.clock.pause_at(60_000)
    seen = asked(page)
    for letter in "feature store":
        page.keyboard.type(letter)
        page.clock.run_for(60)
    assert seen == []
    page.clock.run_for(60)
    expect(page).to_have_url(re.compile(r"q=feature\+store$"))
    assert len(seen) == 1, seen


def test_the_caret_stays_where_it_is(page: Page) -> None:
    page.goto("/search?q=data")
    page.locator("#q").focus()
    page.keyboard.press("Home")
    page.keyboard.type("my ", delay=10)
    expect(page).to_have_url(re.compile(r"q=my\+data$"))
    assert page.evaluate("document.querySelector('#q').selectionStart") == 3


def test_an_early_answer_that_comes_late_changes_nothing(page: Page) -> None:
    begin(page)
    gate = Gate(page, "q=model")
    page.keyboard.type("model")
    gate.wait()
    with page.expect_event("requestfailed", lambda given_up: given_up.url.endswith("q=model")):
        page.keyboard.type(" drift")
    gate.wait(2)
    page.fill("#q", "pipeline tests")
    expect(page).to_have_url(re.compile(r"q=pipeline\+tests$"))
    before = titles(page)
    gate.open()
    page.wait_for_timeout(300)
    assert titles(page) == before
    assert page.url.endswith("q=pipeline+tests")


def test_what_was_typed_back_stands_whatever_was_asked_meanwhile(page: Page) -> None:
    page.goto("/search?q=data")
    gate = Gate(page, "q=datax")
    page.locator("#q").focus()
    page.keyboard.press("End")
    page.keyboard.type("x")
    gate.wait()
    page.keyboard.press("Backspace")
    page.wait_for_timeout(150)
    gate.open()
    page.wait_for_timeout(300)
    assert page.url.endswith("q=data")
    assert total(page) == 31


def test_slow_results_dim_the_old_ones_and_never_leave_the_page_empty(page: Page) -> None:
    page.clock.install(time=0)
    page.goto("/search?q=data")
    page.clock.pause_at(60_000)
    gate = Gate(page)
    page.evaluate(
        """() => { window.fewest = 99; new MutationObserver(() => {
        const shown = document.querySelectorAll("#found .hit").length;
        window.fewest = Math.min(window.fewest, shown); })
        .observe(document.body, { childList: true, subtree: true }); }"""
    )
    page.fill("#q", "model")
    page.clock.run_for(100)
    gate.wait()
    page.clock.run_for(120)
    assert not page.locator("#found").get_attribute("class")
    page.clock.run_for(60)
    expect(page.locator("#found")).to_have_class("waiting")
    assert float(page.locator(".hits").evaluate("it => getComputedStyle(it).opacity")) < 0.6
    assert len(titles(page)) == 10
    gate.open()
    expect(page).to_have_url(re.compile("q=model$"))
    expect(page.locator("#found")).not_to_have_class("waiting")
    assert page.evaluate("window.fewest") == 10


def test_the_count_is_announced_once_typing_stops(page: Page) -> None:
    begin(page)
    page.evaluate(
        """() => { window.said = []; new MutationObserver(() => {
        const text = document.querySelector("#status").textContent;
        if (text) window.said.push(text); })
        .observe(document.querySelector("#status"), { childList: true }); }"""
    )
    page.keyboard.type("data model", delay=110)
    expect(page.locator("#status")).to_have_text(re.compile(r"^\d+ threads$"))
    assert page.evaluate("window.said") == [f"{total(page)} threads"]
    assert page.locator("#status").get_attribute("role") == "status"


def test_one_typing_is_one_step_back(page: Page) -> None:
    page.goto("/search?q=data")
    page.locator("#q").focus()
    page.keyboard.press("End")
    page.keyboard.type(" versioning tables", delay=110)
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("tables$"))
    page.go_back()
    expect(page).to_have_url(re.compile("q=data$"))
    expect(page.locator("#q")).to_have_value("data")
    expect(page.locator(".total strong")).to_have_text("31 threads")


def test_one_typing_is_one_step_back_when_answers_are_slow(page: Page) -> None:
    page.goto("/search?q=data")
    gate = Gate(page)
    page.fill("#q", "model")
    gate.wait()
    page.fill("#q", "model d")
    gate.wait(2)
    gate.open()
    expect(page).to_have_url(re.compile(r"q=model\+d$"))
    page.go_back()
    expect(page).to_have_url(re.compile("q=data$"))


def test_an_empty_field_browses_the_newest(page: Page) -> None:
    page.goto("/search?q=data")
    page.fill("#q", "")
    expect(page).to_have_url(re.compile("/search$"))
    assert total(page) == 126
    expect(page.locator(".sorts [aria-current]")).to_have_text("Newest")


def test_typing_leaves_the_scroll_alone(page: Page) -> None:
    page.goto("/search?q=data")
    page.mouse.wheel(0, 500)
    page.wait_for_function("scrollY === 500")
    page.locator("#q").focus()
    page.keyboard.press("End")
    page.keyboard.type(" model", delay=10)
    expect(page).to_have_url(re.compile(r"q=data\+model$"))
    assert page.evaluate("scrollY") == 500


def test_a_server_that_is_gone_leaves_the_results_and_says_so(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/search?q=data")
    before = titles(page)
    context.set_offline(True)
    page.fill("#q", "model")
    expect(page.locator("#status")).to_have_text(
        "The server doesn't answer. What is shown is from before."
    )
    box = page.locator("#status").bounding_box()
    assert box is not None
    assert box["height"] > 20, "only a screen reader is told"
    assert titles(page) == before
    assert page.url.endswith("q=data")
    context.set_offline(False)
    page.fill("#q", "models")
    expect(page).to_have_url(re.compile("q=models$"))
    expect(page.locator("#status")).to_have_text(re.compile(r"^(\d+ threads)?$"))


def test_a_busy_server_leaves_the_results_and_says_why(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto("/search?q=data")
    before = titles(page)
    busy = "<!doctype html><div id=found><h1>Too many searches at once.</h1></div>"
    page.route("**/part/search*", lambda route: route.fulfill(status=503, body=busy))
    page.fill("#q", "model")
    expect(page.locator("#status")).to_have_text(
        "Too many searches at once. What is shown is from before."
    )
    assert titles(page) == before
