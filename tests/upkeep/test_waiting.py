"""How long a reindexer waits, and how people write lengths of time."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from searchqa.config.durations import in_words, seconds_of
from searchqa.errors import ConfigError
from searchqa.upkeep.waiting import JITTER, LONGEST_BACKOFF, pause

INTERVALS = st.floats(1, 10 * 86_400)
LOTS = st.floats(0, 1, exclude_max=True)
FAILURES = st.integers(0, 10_000)


@given(INTERVALS, FAILURES, LOTS, st.booleans())
def test_it_is_never_longer_than_it_says(
    interval: float, failures: int, lot: float, locked: bool
) -> None:
    most = max(interval, LONGEST_BACKOFF)
    assert 0 < pause(interval, failures, lot, locked=locked) <= most * (1 + JITTER)


@given(INTERVALS, LOTS)
def test_a_run_that_goes_well_is_followed_by_the_interval_a_tenth_more_or_less(
    interval: float, lot: float
) -> None:
    assert abs(pause(interval, 0, lot) - interval) <= JITTER * interval * 1.000001


@given(INTERVALS, st.integers(1, 100), LOTS, st.booleans())
def test_it_grows_with_each_failure_until_it_is_longest(
    interval: float, failures: int, lot: float, locked: bool
) -> None:
    one = pause(interval, failures, lot, locked=locked)
    next_ = pause(interval, failures + 1, lot, locked=locked)
    longest = pause(max(interval, LONGEST_BACKOFF), 0, lot)
    assert next_ == pytest.approx(min(2 * one, longest))


def test_it_doubles_up_to_a_quarter_of_an_hour() -> None:
    assert [pause(60, n, 0.5) for n in range(7)] == [60, 120, 240, 480, 900, 900, 900]


def test_a_long_interval_is_never_made_shorter_or_longer_by_failures() -> None:
    assert [pause(7_200, n, 0.5) for n in range(3)] == [7_200, 7_200, 7_200]


def test_a_lock_is_tried_again_soon() -> None:
    tried = [pause(900, n, 0.5, locked=True) for n in range(1, 10)]
    assert tried == [5, 10, 20, 40, 80, 160, 320, 640, 900]
    assert pause(2, 1, 0.5, locked=True) == 2


def test_two_who_wait_for_the_same_interval_come_apart() -> None:
    assert pause(900, 0, 0.0) == 810
    assert pause(900, 0, 0.999999) == pytest.approx(990, abs=0.01)


@pytest.mark.parametrize(
    ("text", "seconds"), [("30s", 30), ("15m", 900), ("2h", 7_200), ("1d", 86_400), ("5M", 300)]
)
def test_a_length_of_time(text: str, seconds: int) -> None:
    assert seconds_of(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "m", "15", "15 m", "-1m", "1.5h", "0s", "1w", "١m", "99999d", "9" * 5_000 + "s"]
)
def test_what_is_no_length_of_time_is_said(text: str) -> None:
    with pytest.raises(ConfigError) as caught:
        seconds_of(text)
    assert "15m" in caught.value.hint


@given(st.text(max_size=8))
def test_any_text_is_a_length_of_time_or_an_error(text: str) -> None:
    with contextlib.suppress(ConfigError):
        assert 1 <= seconds_of(text) <= 366 * 86_400


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.2, "0 s"),
        (1, "1 s"),
        (59.7, "1 min"),
        (90, "90 s"),
        (150, "2.5 min"),
        (905, "15 min"),
        (7_200, "2 h"),
        (86_400, "1 d"),
        (7 * 86_400, "7 d"),
    ],
)
def test_a_length_of_time_in_words(seconds: float, words: str) -> None:
    assert in_words(seconds) == words
