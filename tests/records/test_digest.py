"""Our SHA-256 is hashlib's, whoever computes it."""

from __future__ import annotations

import hashlib
import tracemalloc
from pathlib import Path

import pytest

from searchqa import digest


@pytest.mark.parametrize("size", [0, 1, 63, 64, 65, 10_000, 499_999, 500_000, 700_001])
def test_it_is_hashlibs(size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    assert digest.sha256(data) == hashlib.sha256(data).hexdigest()


def test_a_python_without_its_own_code_takes_hashlibs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(digest, "_own", lambda: None)
    assert digest.sha256(b"data") == hashlib.sha256(b"data").hexdigest()


@pytest.mark.parametrize("size", [0, 1, 1_048_575, 1_048_576, 1_048_577, 3_145_728])
def test_a_files_is_that_of_its_bytes(tmp_path: Path, size: int) -> None:
    data = bytes(number % 251 for number in range(size))
    (tmp_path / "file").write_bytes(data)
    expected = (size, hashlib.sha256(data).hexdigest())
    assert digest.file_sha256(tmp_path / "file") == expected


def test_a_large_file_is_never_in_memory(tmp_path: Path) -> None:
    with (tmp_path / "file").open("wb") as file:
        file.truncate(64_000_000)
    tracemalloc.start()
    try:
        digest.file_sha256(tmp_path / "file")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8_000_000
