"""Our SHA-256 is hashlib's, whoever computes it."""

from __future__ import annotations

import hashlib

import pytest

from searchqa import digest


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 10_000, 499_999, 500_000, 700_001])
def test_it_is_hashlibs(size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    assert digest.sha256(data) == hashlib.sha256(data).hexdigest()


def test_a_python_without_its_own_code_takes_hashlibs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "_own", lambda: None)
    assert digest.sha256(b"data") == hashlib.sha256(b"data").hexdigest()
