"""One browser and one server on the sample for all tests of the pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from searchqa.web import Settings
from tests.support.browser import served

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, BrowserContext, Page


@pytest.fixture(scope="session")
def site(sample_index: Path) -> Iterator[str]:
    """The address of a server on the sample."""
    with served(Settings(sample_index)) as address:
        yield address


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A window of 1280 by 900, with nothing in its history."""
    made = browser.new_context(base_url=site, viewport={"width": 1280, "height": 900})
    made.set_default_timeout(8_000)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page; whatever its script or the browser complains about fails the test."""
    opened = context.new_page()
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(f"script: {error}"))
    opened.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    yield opened
    assert wrong == []


@pytest.fixture
def bare_page(context: BrowserContext) -> Page:
    """A page for what fails on purpose: the browser tells of each answer that isn't a 200."""
    return context.new_page()
