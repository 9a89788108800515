"""The environment that holds the peers and searchqa, so that one process has both.

In: a folder. Out: its Python. Never: touches the environment that it was started from, or
names a place that packages come from: pip knows.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

from benchmarks.paths import NUMBA, REQUIREMENTS, ROOT

if TYPE_CHECKING:
    from pathlib import Path


def prepare(folder: Path) -> Path:
    """Return the Python of a ready environment, made or renewed if need be."""
    python = folder / ("Scripts" if os.name == "nt" else "bin") / "python"
    stamp = folder / "benchmarks.stamp"
    wanted = _fingerprint()
    if stamp.is_file() and stamp.read_text(encoding="ascii") == wanted:
        return python
    print(f"making the peers' environment in {folder}", file=sys.stderr, flush=True)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    if folder.parent.parent == ROOT:
        (folder.parent / ".gitignore").write_text("*\n", encoding="ascii")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    _install(python, ["--editable", str(ROOT)])
    if not _tried(python, ["--requirement", str(REQUIREMENTS)]):
        # One that can't be had shall not take the others with it.
        for line in _lines(REQUIREMENTS):
            _tried(python, [line])
    _tried(python, ["--requirement", str(NUMBA)])
    stamp.write_text(wanted, encoding="ascii")
    return python


def _install(python: Path, what: list[str]) -> None:
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    # pip writes compiled files when it may; what starts later is measured with them.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([*command, *what], check=True, env=environment, cwd=ROOT)


def _tried(python: Path, what: list[str]) -> bool:
    try:
        _install(python, what)
    except subprocess.CalledProcessError:
        print(f"COULD NOT INSTALL {what[-1]}", file=sys.stderr, flush=True)
        return False
    return True


def _lines(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _fingerprint() -> str:
    digest = hashlib.sha256(f"{sys.version} {ROOT}".encode())
    for path in (REQUIREMENTS, NUMBA, ROOT / "pyproject.toml"):
        digest.update(path.read_bytes())
    return digest.hexdigest()
