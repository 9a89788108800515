"""A page keeps nothing of a generation that was replaced, even before the collector comes by."""

from __future__ import annotations

import gc
from functools import partial
from pathlib import Path

import pytest

from tests.web.api.test_follow import publish, total, until
from tests.web.conftest import Serve

MAPS = Path("/proc/self/maps")


@pytest.mark.parametrize(
    "address", ["/", "/search?q=alpha", "/search?year=2024", "/books", "/participants/Bo%20Bee"]
)
def test_a_page_lets_go_of_its_generation(tmp_path: Path, serve: Serve, address: str) -> None:
    if not MAPS.exists():
        pytest.skip("what a process has mapped can't be seen on this system")
    site, index = tmp_path / "site", tmp_path / "index"
    publish(site, index, "alpha")
    client = serve(index)
    gc.collect()
    gc.disable()
    try:
        for day, word in enumerate(("beta", "gamma", "delta"), 2):
            assert client.get(address).status_code in (200, 404)
            publish(site, index, word, day)
            until(partial(total, client, word))
        held = {line.split()[-1] for line in MAPS.read_text().splitlines() if str(index) in line}
    finally:
        gc.enable()
    arrays = {name for name in held if name.endswith("arrays.bin")}
    # A publish in this process maps what it writes; the one that answers is mapped as well.
    assert len(arrays) <= 1, arrays
