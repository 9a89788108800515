"""Pages run nothing but their own files, ask nobody else, and keep no cookie."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browser import begin

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext

PATHS = (
    "/",
    "/search?q=data&year=2021",
    "/search?q=kubernetes",
    "/threads/20210412-the-ledger-of-data/1cb4fa20fb?q=data",
    "/books",
    "/books/20210412-the-ledger-of-data",
    "/authors/Ilse%20Marchbanks",
    "/participants/Kwame%20Lindholt",
    "/help",
)
LISTEN = """document.addEventListener("securitypolicyviolation", (event) =>
  console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`));"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_its_policy_or_asks_anybody_else(
    context: BrowserContext, site: str, scheme: str
) -> None:
    context.add_init_script(LISTEN)
    page = context.new_page()
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    wrong: list[str] = []
    foreign: list[str] = []
    page.on("console", lambda told: wrong.append(told.text))
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "request",
        lambda asked: None if asked.url.startswith(site) else foreign.append(asked.url),
    )
    for path in PATHS:
        page.goto(path)
        page.locator(".help").click()
        expect(page.locator("dialog[open]")).to_be_visible()
        page.keyboard.press("Escape")
    begin(page)
    page.keyboard.type("data")
    page.locator("#f-year-2021").click()
    expect(page).to_have_url(re.compile("year=2021"))
    assert wrong == []
    assert foreign == []
    assert context.cookies() == []


def test_a_script_of_somebody_else_would_not_run(context: BrowserContext) -> None:
    context.add_init_script(LISTEN)
    page = context.new_page()
    told: list[str] = []
    page.on("console", lambda line: told.append(line.text))
    page.goto("/search?q=data")
    page.evaluate(
        """() => { const made = document.createElement("script");
        made.textContent = "window.ran = 1"; document.head.append(made); }"""
    )
    page.wait_for_timeout(50)
    assert page.evaluate("window.ran") is None
    assert any(line.startswith("policy: script-src") for line in told), told
