"""Accessibility by axe: every kind of page, light and dark, wide and narrow, without a fault.

The pages' policy lets no foreign script in; axe comes in by the debugger, past it.
"""

from __future__ import annotations

import re
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

import pytest
from playwright.sync_api import expect

from tests.support.browser import Gate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Browser, Page

AXE: Final = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
TAGS: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What else axe looks at doesn't change with the light.
COLOURS: Final = ("color-contrast", "link-in-text-block")
PAGES: Final = {
    "start": "/",
    "results": "/search?q=data+versioning",
    "chosen": "/search?q=data&year=2021&role=author&find=zzz&all=book&page=2",
    "messages": "/search?group=none&sort=oldest",
    "nothing": "/search?q=%22data+versioning%22&year=2024",
    "slip": "/search?q=versoning",
    "notice": "/search?q=author%3Anobody+data",
    "thread": "/threads/20210412-the-ledger-of-data/1cb4fa20fb?q=data+versioning#m1",
    "code": "/search?q=has%3Acode",
    "book": "/books/20210412-the-ledger-of-data",
    "empty book": "/books/20240909-the-patient-deployer",
    "books": "/books",
    "author": "/authors/Ilse%20Marchbanks",
    "participant": "/participants/Kwame%20Lindholt",
    "help": "/help",
    "failed": "/threads/not/there",
}


def faults(page: Page, rules: Sequence[str] = ()) -> list[str]:
    """Return what axe finds on a page as it is now, by some rules or by all of ours."""
    page.evaluate(AXE)
    run = """async (only) => (await axe.run({
        runOnly: only, resultTypes: ["violations"] })).violations"""
    only = {"type": "rule", "values": list(rules)} if rules else {"type": "tag", "values": TAGS}
    found: list[dict[str, Any]] = page.evaluate(run, only)
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


def opened_help(page: Page) -> None:
    page.goto("/search?q=data")
    page.locator(".help").click()
    expect(page.locator("dialog[open]")).to_be_visible()


def opened_sheet(page: Page) -> None:
    page.goto("/search?q=data&year=2021")
    page.locator("#filters").click()
    expect(page.locator("dialog[open]")).to_be_visible()


def thread_with_code(page: Page) -> None:
    page.goto("/search?q=has%3Acode")
    page.locator(".hit .question").first.click()
    expect(page).to_have_url(re.compile("/threads/"))


def failed_search(page: Page) -> None:
    page.goto("/search?q=data")
    gate = Gate(page, "q=model")
    page.fill("#q", "model")
    gate.wait()
    gate.fail()
    expect(page.locator("#status")).to_contain_text("What is shown is from before.")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_no_page_has_a_fault(browser: Browser, site: str, width: int, scheme: str) -> None:
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 844},
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
    )
    page = context.new_page()
    rules = COLOURS if scheme == "dark" else ()
    found = {}
    for name, path in PAGES.items():
        page.goto(path)
        found[name] = faults(page, rules)
    steps = [opened_help, thread_with_code, failed_search]
    for step in [*steps, opened_sheet] if width < 800 else steps:
        step(page)
        found[step.__name__] = faults(page, rules)
    context.close()
    wrong = [f"{name}: {fault}" for name, seen in found.items() for fault in seen]
    assert not wrong, "\n".join(wrong)


def test_axe_sees_a_fault(page: Page) -> None:
    page.goto("/search?q=data")
    page.evaluate("document.querySelector('#q').removeAttribute('aria-label')")
    page.evaluate("document.querySelector('#q').removeAttribute('placeholder')")
    assert any(line.startswith("label:") for line in faults(page))
