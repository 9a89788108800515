"""Searching in a real browser: as you type, by Enter, in the order of the typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from playwright.sync_api import expect

if TYPE_CHECKING:
    from playwright.sync_api import Page


def test_typing_shows_results_in_place_and_keeps_the_focus(page: Page) -> None:
    page.goto("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("data versioning", delay=20)
    expect(page.locator(".hit").first).to_contain_text("versioning")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("data versioning")
    assert page.url.endswith("/search?q=data+versioning")
