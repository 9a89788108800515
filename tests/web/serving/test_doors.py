"""What keeps a server from starting, and how it is reached."""

from __future__ import annotations

import os
import shlex
import shutil
import socket
import stat
import subprocess
import sys
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import click
import pytest

from searchqa.cli.group import cli
from tests.support.waiting import until

if TYPE_CHECKING:
    from tests.web.serving.conftest import Start

SAMPLE = Path(str(files("searchqa"))) / "sample"
EXTRA = ["fastapi", "jinja2", "prometheus_client", "starlette", "uvicorn"]
command = cli.get_command(click.Context(cli), "serve")
assert command is not None
EXAMPLES = [example.line for example in command.examples]


def refused(folder: Path, *args: str, before: str = "") -> list[str]:
    """Return the lines of a server that can't start."""
    line = f"import sys; {before}\nfrom searchqa.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", line, "serve", *args],
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        timeout=20,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    return done.stderr.splitlines()


@pytest.mark.parametrize("line", EXAMPLES)
def test_an_example_works(start: Start, tmp_path: Path, line: str) -> None:
    if "--reindex" in line:
        # The sample's index is for all tests, and nobody's to write.
        shutil.copytree(SAMPLE, tmp_path / "site")
        (tmp_path / "searchqa.yaml").write_text("sources: site\n")
        line += " --index built"
    server = start(*shlex.split(line)[2:])
    until(lambda: server.get("/readyz").status_code == 200)


def test_a_port_in_use_is_said(start: Start, tmp_path: Path) -> None:
    port = start().port
    for workers in ("1", "2"):
        assert refused(tmp_path, "--port", str(port), "--workers", workers) == [
            f"searchqa: port {port} of 127.0.0.1 is in use",
            "  choose another with --host and --port; --port 0 takes any free one",
        ]


@pytest.mark.parametrize(
    ("args", "told"),
    [
        (("--host", "nowhere.invalid"), 'there is no host "nowhere.invalid"'),
        (("--host", "a" * 70), f'"{"a" * 70}" is no name of a host'),
        (("--host", "192.0.2.1"), "192.0.2.1 is no address of this machine"),
        (("--socket", "no/such/folder"), "socket no/such/folder can't be made (No such file"),
        (("--socket", "s" * 200), "can't be made (AF_UNIX path too long)"),
        (("--root-path", "qa"), "root_path qa isn't a path like /qa"),
        (("--port", "70000"), "Invalid value for '--port'"),
        (("--config", "none.yaml"), "--config names none.yaml"),
    ],
)
def test_what_cannot_be_listened_on_is_two_lines(
    tmp_path: Path, args: tuple[str, ...], told: str
) -> None:
    lines = refused(tmp_path, *args)
    assert len(lines) == 2
    assert told in lines[0]
    assert lines[1].startswith("  ")


@pytest.mark.parametrize("missing", EXTRA)
def test_without_the_extra_it_says_what_to_install(tmp_path: Path, missing: str) -> None:
    assert refused(tmp_path, before=f"sys.modules['{missing}'] = None") == [
        f"searchqa: the server needs {missing}, which isn't installed",
        "  pip install 'searchqa[web]'",
    ]


def test_a_query_needs_nothing_of_the_extra(tmp_path: Path, served_index: Path) -> None:
    line = f"import sys; sys.modules.update(dict.fromkeys({EXTRA}))\n"
    line += "from searchqa.cli import main; sys.exit(main(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", line, "query", "--index", str(served_index), "data"],
        cwd=tmp_path,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_a_unix_socket_is_for_owner_and_group_and_goes_with_the_server(
    start: Start, tmp_path: Path
) -> None:
    place = tmp_path / "searchqa.sock"
    server = start("--socket", "searchqa.sock")
    assert server.address == "unix:searchqa.sock"
    assert server.get("/readyz").json()["status"] == "ready"
    assert stat.S_IMODE(place.stat().st_mode) == 0o660
    assert server.end() == 0
    assert not place.exists()


def test_a_socket_that_somebody_answers_at_is_left_alone(start: Start, tmp_path: Path) -> None:
    server = start("--socket", "searchqa.sock")
    assert "socket searchqa.sock is in use" in refused(tmp_path, "--socket", "searchqa.sock")[0]
    assert server.get("/readyz").status_code == 200


def test_a_file_in_place_of_the_socket_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("kept")
    told = refused(tmp_path, "--socket", "notes.txt")
    assert "notes.txt is there already and is no socket" in told[0]
    assert (tmp_path / "notes.txt").read_text() == "kept"


def test_a_socket_left_by_a_dead_server_is_taken_over(start: Start, tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as left:
        left.bind(os.path.relpath(tmp_path / "searchqa.sock"))
    server = start("--socket", "searchqa.sock", "--workers", "2")
    assert server.get("/readyz").status_code == 200


def test_options_beat_the_file(start: Start, tmp_path: Path) -> None:
    config = tmp_path / "searchqa.yaml"
    config.write_text("server: {socket: file.sock, root_path: /file, workers: 1}\n")
    assert start("--config", str(config), "--socket", "typed.sock").address == "unix:typed.sock"
    typed = start("--config", str(config), "--host", "127.0.0.1", "--root-path", "/typed")
    assert typed.address == f"http://127.0.0.1:{typed.port}/typed/"
