"""What is kept for who asks next: found again, never without bound, also when threads ask."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from searchqa.kept import Kept


def test_a_value_is_made_once_and_found_again() -> None:
    kept: Kept[str, list[str]] = Kept()
    made = kept.get("tides", lambda key: [key])
    assert kept.find("tides") is made
    assert kept.get("tides", lambda key: [key, key]) is made
    assert kept.find("sand") is None


def test_many_keys_take_no_more_room_than_some_thousand() -> None:
    kept: Kept[int, int] = Kept()
    for key in range(100_000):
        assert kept.keep(key, key) == key
    alive = sum(kept.find(key) is not None for key in range(100_000))
    assert 0 < alive <= 5_000


def test_threads_get_their_own_keys_values() -> None:
    kept: Kept[int, int] = Kept()

    def asked(first: int) -> bool:
        return all(kept.get(key, lambda k: -k) == -key for key in range(first, first + 6_000))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(asked, (1, 2_000, 4_000, 6_000)))
