"""Choosing among results: values, chips, orders, pages."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.support.browser import Gate, begin, chips, titles, total

if TYPE_CHECKING:
    from playwright.sync_api import Page

FACETS = ("author", "book", "participant", "role")


def count(page: Page, choice: str) -> int:
    return int(page.locator(f"{choice} .n").first.inner_text().replace(",", ""))


@pytest.mark.parametrize("facet", FACETS)
def test_a_value_finds_as_many_as_it_says(page: Page, facet: str) -> None:
    page.goto("/search?q=data")
    choice = f"[data-facet={facet}] li:nth-child(2) .choice"
    said = count(page, choice)
    label = page.locator(f"{choice} .label").inner_text()
    page.locator(choice).click()
    expect(page).to_have_url(re.compile(f"q=data&{facet}="))
    expect(page.locator(".chips")).to_contain_text(label)
    assert total(page) == said
    expect(page.locator(f"[data-facet={facet}] .chosen .label")).to_have_text(label)


def test_values_of_one_facet_add_up_and_facets_narrow(page: Page) -> None:
    page.goto("/search?q=data")
    page.locator("[data-facet=book] .choice").first.click()
    book = "[data-facet=book] .choice"
    expect(page.locator(f"{book}.chosen")).to_have_count(1)
    one = total(page)
    other = page.locator("[data-facet=book] .choice:not(.chosen)").first
    more = int(other.locator(".n").inner_text())
    other.click()
    expect(page.locator(f"{book}.chosen")).to_have_count(2)
    assert total(page) == one + more
    assert len(chips(page)) == 2
    page.locator("[data-facet=role] .choice").first.click()
    expect(page.locator("[data-facet=role] .chosen")).to_have_count(1)
    assert total(page) <= one + more


def test_chips_take_choices_away_one_by_one_and_all(page: Page) -> None:
    page.goto("/search?q=data&year=2021&year=2023&role=author")
    assert chips(page) == ["by the author", "2021", "2023"]
    page.locator(".chips a", has_text="2021").click()
    expect(page).to_have_url(re.compile(r"q=data&role=author&year=2023$"))
    assert chips(page) == ["by the author", "2023"]
    page.get_by_role("link", name="clear all filters").click()
    expect(page).to_have_url(re.compile(r"q=data$"))
    assert chips(page) == []
    assert total(page) == 31


def test_the_keyboard_stays_near_when_a_chip_goes(page: Page) -> None:
    page.goto("/search?q=data&year=2021")
    page.locator(".chips a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator(".chips")).to_have_count(0)
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_keyboard_stays_on_a_choice(page: Page) -> None:
    page.goto("/search?q=data")
    page.locator("#f-year-2021").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("year=2021"))
    expect(page.locator("#f-year-2021")).to_be_focused()
    page.locator("#sort-Newest").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("sort=newest"))
    expect(page.locator("#sort-Newest")).to_be_focused()


def test_a_chosen_value_that_counts_nothing_stays_to_be_taken_away(page: Page) -> None:
    page.goto("/search?q=model")
    page.locator("[data-facet=author] .choice").first.click()
    expect(page).to_have_url(re.compile("author="))
    page.fill("#q", "zzzqqq")
    expect(page).to_have_url(re.compile("q=zzzqqq&author="))
    chosen = page.locator("[data-facet=author] .chosen")
    expect(chosen).to_have_count(1)
    expect(chosen.locator(".n")).to_have_text("0")
    chosen.click()
    expect(page).to_have_url(re.compile("q=zzzqqq$"))


def test_more_and_fewer(page: Page) -> None:
    page.goto("/search?q=data")
    values = page.locator("[data-facet=book] .choice")
    expect(values).to_have_count(6)
    more = page.locator("[data-facet=book] .more a")
    hidden = int(re.sub(r"\D", "", more.inner_text()))
    more.click()
    expect(values).to_have_count(6 + hidden)
    expect(more).to_have_text("show fewer")
    expect(more).to_be_focused()
    more.click()
    expect(values).to_have_count(6)


def test_a_participant_is_found_by_typing_a_name(page: Page) -> None:
    page.goto("/search?q=data")
    box = page.get_by_label("Find a participant")
    box.click()
    page.keyboard.type("kwame", delay=20)
    names = page.locator("[data-facet=participant] .choice")
    expect(names).to_have_count(1)
    expect(names).to_contain_text("Kwame Lindholt")
    expect(box).to_be_focused()
    expect(box).to_have_value("kwame")
    assert total(page) == 31
    said = int(names.locator(".n").inner_text())
    names.click()
    expect(page).to_have_url(re.compile("participant=Kwame"))
    assert total(page) == said


def test_the_caret_stays_where_it_is_in_a_name(page: Page) -> None:
    page.goto("/search?q=data")
    gate = Gate(page, "find=kwm")
    box = page.get_by_label("Find a participant")
    box.click()
    page.keyboard.type("kwm")
    gate.wait()
    page.keyboard.press("ArrowLeft")
    gate.open()
    expect(page).to_have_url(re.compile("find=kwm$"))
    page.keyboard.type("a")
    expect(box).to_have_value("kwam")


def test_a_participant_nobody_knows(page: Page) -> None:
    page.goto("/search?q=data")
    page.get_by_label("Find a participant").fill("xyzzy")
    expect(page.locator("[data-facet=participant]")).to_contain_text("Nobody of that name here.")
    page.get_by_label("Find a participant").fill("")
    expect(page.locator("[data-facet=participant] .choice")).to_have_count(6)
    assert "find=" not in page.url


def test_a_filter_that_was_typed_is_a_chip_and_a_click_takes_it_away(page: Page) -> None:
    page.goto("/search?q=author%3Ailse+search")
    assert chips(page) == ["Ilse Marchbanks"]
    narrow = total(page)
    page.locator(".chips a", has_text="Ilse").click()
    expect(page).to_have_url(re.compile("q=search$"))
    expect(page.locator("#q")).to_have_value("search")
    assert chips(page) == []
    assert total(page) >= narrow


def test_orders(page: Page) -> None:
    page.goto("/search?q=data")
    best = titles(page)
    page.get_by_role("link", name="Newest").click()
    expect(page).to_have_url(re.compile("sort=newest"))
    newest = page.locator(".hit .about").first.inner_text()
    page.get_by_role("link", name="Oldest").click()
    expect(page).to_have_url(re.compile("sort=oldest"))
    assert "2021" in page.locator(".hit .about").first.inner_text()
    assert "2024" in newest
    page.get_by_role("link", name="Relevance").click()
    expect(page).to_have_url(re.compile("q=data$"))
    assert titles(page) == best


def test_threads_or_messages(page: Page) -> None:
    page.goto("/search?q=data")
    page.get_by_role("link", name="Messages").click()
    expect(page).to_have_url(re.compile("group=none"))
    expect(page.locator(".total strong")).to_have_text("84 messages")
    page.get_by_role("link", name="Threads").click()
    expect(page.locator(".total strong")).to_have_text("31 threads")


def test_pages_lead_through_all_hits_and_begin_at_the_top(page: Page) -> None:
    page.goto("/search?q=data")
    seen = titles(page)
    for number in (2, 3, 4):
        page.get_by_role("link", name="Next").click()
        expect(page).to_have_url(re.compile(f"page={number}"))
        expect(page.locator("[aria-current=page]")).to_have_text(str(number))
        assert page.evaluate("scrollY") == 0
        seen += titles(page)
    assert len(seen) == 31
    assert page.get_by_role("link", name="Next").count() == 0
    page.get_by_role("link", name="1", exact=True).click()
    expect(page).to_have_url(re.compile("q=data$"))
    assert titles(page) == seen[:10]


def test_a_choice_begins_at_the_first_page(page: Page) -> None:
    page.goto("/search?q=data&page=3")
    page.locator("#f-year-2021").click()
    expect(page).to_have_url(re.compile(r"q=data&year=2021$"))


def test_a_choice_waits_for_what_was_typed_before_it(page: Page) -> None:
    page.goto("/search?q=data")
    gate = Gate(page)
    page.fill("#q", "model")
    page.locator("#f-year-2021").click()
    gate.wait()
    gate.open()
    expect(page).to_have_url(re.compile(r"q=model&year=2021$"))
    expect(page.locator("#q")).to_have_value("model")
    assert chips(page) == ["2021"]
    page.go_back()
    expect(page).to_have_url(re.compile("q=model$"))


def test_two_choices_in_quick_succession_are_both_made(page: Page) -> None:
    page.goto("/search?q=data")
    gate = Gate(page)
    page.locator("#f-year-2021").click()
    gate.wait()
    page.locator("#f-year-2023").click()
    page.locator("#sort-Newest").click()
    gate.open()
    expect(page).to_have_url(re.compile(r"q=data&year=2021&year=2023&sort=newest$"))
    assert sorted(chips(page)) == ["2021", "2023"]


def test_typing_keeps_what_is_chosen(page: Page) -> None:
    page.goto("/search?q=data")
    gate = Gate(page, "year=2021")
    page.locator("#f-year-2021").click()
    gate.wait()
    page.fill("#q", "pipeline")
    gate.wait(2)
    gate.open()
    expect(page).to_have_url(re.compile(r"q=pipeline&year=2021$"))


def test_back_while_an_answer_is_on_its_way(page: Page) -> None:
    page.goto("/search?q=data")
    page.locator("#f-year-2021").click()
    expect(page).to_have_url(re.compile("year=2021"))
    gate = Gate(page, "year=2023")
    page.locator("#f-year-2023").click()
    gate.wait()
    page.go_back()
    expect(page).to_have_url(re.compile("q=data$"))
    gate.open()
    page.wait_for_timeout(300)
    assert page.url.endswith("q=data")
    assert total(page) == 31
    assert chips(page) == []


def test_enter_after_a_click_is_no_step_of_its_own(page: Page) -> None:
    begin(page)
    page.keyboard.type("deploy*")
    expect(page).to_have_url(re.compile(r"q=deploy\*$"))
    page.locator("#sort-Newest").click()
    expect(page).to_have_url(re.compile("sort=newest$"))
    length = page.evaluate("history.length")
    page.locator("#q").focus()
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    assert page.evaluate("history.length") == length
