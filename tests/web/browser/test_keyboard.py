"""Everything by keyboard alone, and nothing that a key does in a field."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browser import begin, leave_the_field

if TYPE_CHECKING:
    from playwright.sync_api import Page


def active(page: Page, what: str = "id") -> str:
    return str(page.evaluate(f"document.activeElement.{what}"))


def outline(page: Page) -> float:
    """Return how wide the line around what has the focus is, in pixels; 0 for none."""
    drawn = """() => { const style = getComputedStyle(document.activeElement);
        return style.outlineStyle === "none" ? 0 : parseFloat(style.outlineWidth); }"""
    return float(page.evaluate(drawn))


def test_from_the_start_to_a_thread_and_back_without_a_mouse(page: Page) -> None:
    begin(page)
    page.keyboard.type("data versioning")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(r"q=data\+versioning$"))
    page.keyboard.press("Escape")
    assert active(page, "tagName") == "BODY"
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator(".hit .question").nth(1)
    expect(second).to_be_focused()
    assert outline(page) >= 2
    question = second.inner_text()[:80]
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/threads/"))
    expect(page.locator("h1")).to_contain_text(question)
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"/search\?q=data\+versioning$"))


def test_j_and_k_step_through_hits(page: Page) -> None:
    page.goto("/search?q=data")
    leave_the_field(page)
    hits = page.locator(".hit .question")
    for number in range(4):
        page.keyboard.press("j")
        expect(hits.nth(number)).to_be_focused()
        expect(hits.nth(number)).to_be_in_viewport()
    page.keyboard.press("k")
    expect(hits.nth(2)).to_be_focused()
    for _ in range(12):
        page.keyboard.press("j")
    expect(hits.nth(9)).to_be_focused()


def test_j_and_k_step_through_messages(page: Page) -> None:
    page.goto("/threads/20210412-the-ledger-of-data/1cb4fa20fb")
    page.keyboard.press("j")
    assert active(page) == "m0"
    page.keyboard.press("j")
    assert active(page) == "m1"
    page.keyboard.press("k")
    assert active(page) == "m0"


def test_the_message_that_j_came_to_can_be_seen(page: Page) -> None:
    page.goto("/threads/20210412-the-ledger-of-data/1cb4fa20fb")
    page.keyboard.press("j")
    assert active(page) == "m0"
    assert outline(page) >= 2


def test_the_header_doesnt_lie_over_the_hit_that_k_came_to(page: Page) -> None:
    page.goto("/search?q=data")
    leave_the_field(page)
    for key in "jjjjjjjkkkkkkk":
        page.keyboard.press(key)
    page.evaluate("scrollTo(0, 1200)")
    page.locator(".hit .question").nth(6).focus()
    for _ in range(5):
        page.keyboard.press("k")
    box, top = page.locator(":focus").bounding_box(), page.locator(".top").bounding_box()
    assert box is not None
    assert top is not None
    assert box["y"] >= top["height"]


def test_slash_goes_to_the_field_and_selects_what_is_there(page: Page) -> None:
    page.goto("/threads/20210412-the-ledger-of-data/1cb4fa20fb?q=data")
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("model")
    expect(page.locator("#q")).to_have_value("model")


def test_keys_in_a_field_are_letters(page: Page) -> None:
    page.goto("/search?q=data")
    page.fill("#q", "")
    page.locator("#q").focus()
    page.keyboard.type("j/k?")
    expect(page.locator("#q")).to_have_value("j/k?")
    expect(page.locator("#q")).to_be_focused()
    assert page.locator("dialog[open]").count() == 0
    page.goto("/search?q=data")
    find = page.get_by_label("Find a participant")
    find.focus()
    page.keyboard.type("j/?")
    expect(find).to_have_value("j/?")
    expect(find).to_be_focused()


def test_escape_leaves_the_field_and_keeps_what_is_in_it(page: Page) -> None:
    page.goto("/search?q=data")
    page.locator("#q").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#q")).not_to_be_focused()
    expect(page.locator("#q")).to_have_value("data")


def test_the_help_opens_closes_and_gives_the_focus_back(page: Page) -> None:
    page.goto("/search?q=data")
    leave_the_field(page)
    page.keyboard.press("j")
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Help")
    expect(dialog).to_be_visible()
    expect(dialog).to_contain_text("Next and previous hit")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(page.locator(".hit .question").first).to_be_focused()
    page.keyboard.press("?")
    expect(dialog).to_be_visible()
    page.keyboard.press("?")
    expect(dialog).to_be_hidden()
    page.locator(".help").click()
    expect(dialog).to_be_visible()
    assert dialog.locator("h1").count() == 1
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()
    expect(page.locator(".help")).to_be_focused()


@pytest.mark.parametrize("path", ["/", "/search?q=data", "/books", "/threads/x/y"])
def test_the_first_stop_skips_to_the_content(bare_page: Page, path: str) -> None:
    page = bare_page
    page.goto(path)
    page.locator(".brand").focus()
    page.keyboard.press("Shift+Tab")
    assert active(page, "className") == "skip"
    assert outline(page) >= 2
    expect(page.locator(".skip")).to_be_in_viewport()
    page.evaluate("window.same = true")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#main$"))
    page.wait_for_timeout(100)
    assert active(page) == "main"
    assert page.evaluate("window.same"), "the page was loaded again"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('main, footer') !== null")


def test_every_stop_can_be_seen(page: Page) -> None:
    page.goto("/search?q=data&year=2021")
    page.evaluate("document.activeElement.blur()")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        if active(page, "tagName") == "BODY":
            break
        name = active(page, "className") or active(page, "tagName")
        shown = "getComputedStyle(document.activeElement.closest('.search')).boxShadow"
        visible = outline(page) >= 2 or page.evaluate(shown) != "none"
        assert visible, name
        seen.add(name)
    assert {"question", "choice", "theme", "clear"} <= seen, seen
