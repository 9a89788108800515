"""How long a browser takes until results can be seen.

In: a server, what people type. Out: milliseconds. Never: counts the browser's own start.
"""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote_plus

from tests.support.browser import browser, chromium

if TYPE_CHECKING:
    from collections.abc import Sequence

    from playwright.sync_api import Page

# From asking for the page to the first text on the screen (Paint Timing, W3C).
_FIRST_PAINT: Final = """() => new Promise(told => new PerformanceObserver(list => {
  const paint = list.getEntries().find(entry => entry.name === "first-contentful-paint");
  if (paint) told(paint.startTime);
}).observe({ type: "paint", buffered: true }))"""
# From a letter typed to its results in the page.
_TYPED: Final = """text => new Promise(told => {
  const field = document.getElementById("q");
  const begun = performance.now();
  new MutationObserver((_, watching) => {
    if (document.querySelector("#found .hit mark")) {
      watching.disconnect();
      requestAnimationFrame(() => told(performance.now() - begun));
    }
  }).observe(document.getElementById("main"), { childList: true, subtree: true });
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
})"""


@dataclass(frozen=True)
class Paint:
    """Medians and the slowest, in milliseconds; the script waits 90 ms for the next letter."""

    page: float
    page_worst: float
    typed: float
    typed_worst: float


def browser_there() -> bool:
    """Say whether there is a browser to measure with."""
    try:
        chromium()
    except FileNotFoundError:
        return False
    return True


def paint(port: int, texts: Sequence[str]) -> Paint:
    """Return how long results take, each text in a window without anything kept."""
    base = f"http://127.0.0.1:{port}"
    with browser() as opened:
        first: list[float] = []
        typed: list[float] = []
        for text in texts:
            context = opened.new_context()
            page = context.new_page()
            page.goto(f"{base}/search?q={quote_plus(text)}")
            first.append(page.evaluate(_FIRST_PAINT))
            typed.append(_typed(page, base, text))
            context.close()
    return Paint(statistics.median(first), max(first), statistics.median(typed), max(typed))


def _typed(page: Page, base: str, text: str) -> float:
    page.goto(base)
    taken: float = page.evaluate(_TYPED, text)
    return taken
