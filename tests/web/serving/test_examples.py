"""The files in docs/serving/ are understood by what they are for, and serve."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from tests.support.waiting import SECONDS, until
from tests.web.serving.conftest import Server

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[3] / "docs" / "serving"
SOCKET = "/run/searchqa/searchqa.sock"


def installed(program: str) -> str:
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not found:
        pytest.skip(f"{program} isn't installed here, and it alone knows its files")
    return found


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
        return port


def done(*args: str, home: Path) -> str:
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home)}
    ran = subprocess.run(
        args, capture_output=True, encoding="utf-8", env=environment, check=False, timeout=60
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return ran.stdout + ran.stderr


def nginx_conf(folder: Path, place: str, listen: str) -> Path:
    """Put the example into a whole configuration, as Debian does."""
    site = (DOCS / "nginx.conf").read_text(encoding="utf-8")
    site = site.replace(SOCKET, place).replace("listen 80;", f"listen {listen};")
    # nginx begins as whoever runs the test; its workers must be able to reach the socket.
    user = "user root;" if os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temps = "".join(f"{kind}_temp_path {folder};" for kind in kinds)
    conf = folder / "nginx.conf"
    conf.write_text(
        f"{user} daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log;\n"
        f"events {{}} http {{ access_log off; {temps}\n{site}\n}}\n"
    )
    return conf


def caddyfile(folder: Path, place: str, site: str) -> Path:
    text = (DOCS / "Caddyfile").read_text(encoding="utf-8")
    text = text.replace(SOCKET, place).replace("www.example.org {", f"{site} {{")
    file = folder / "Caddyfile"
    file.write_text("{\n\tadmin off\n}\n" + text, encoding="utf-8")
    return file


@contextmanager
def running(*args: str, home: Path, port: int) -> Iterator[httpx.Client]:
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home)}
    with (home / "proxy.log").open("wb") as log:
        process = subprocess.Popen(args, stdout=log, stderr=log, env=environment)
        try:
            with httpx.Client(
                base_url=f"http://127.0.0.1:{port}", timeout=SECONDS, trust_env=False
            ) as client:
                until(lambda: answers(client))
                yield client
        finally:
            process.terminate()
            process.wait(SECONDS)


def answers(client: httpx.Client) -> bool:
    try:
        return client.get("/qa/healthz").status_code == 200
    except httpx.TransportError:
        return False


def behind(client: httpx.Client, port: int, server: Server) -> None:
    """Ask through a proxy whatever may go wrong there."""
    public = f"http://127.0.0.1:{port}/qa"
    assert client.get("/qa/readyz").json()["status"] == "ready"
    assert client.get("/qa/api/search?q=data+versioning&author=zo%C3%AB").json()["total"] > 0
    forged = {"x-forwarded-for": "203.0.113.9", "x-forwarded-proto": "https"}
    text = client.get("/qa/sitemap.xml", headers=forged).text
    assert f"{public}/" in text
    assert server.said("GET /qa/sitemap.xml").endswith(" ms 127.0.0.1")
    moved = client.get("/qa")
    assert (moved.status_code, moved.headers["location"]) in (
        (308, "/qa/"),
        (308, f"{public}/"),
    )
    assert client.get("/qa/metrics").status_code == 404
    # A webhook's body is let through, and refused for want of a secret, not for its size.
    assert client.post("/qa/hooks/reindex", content=b"x" * 500_000).status_code == 404


@pytest.fixture
def server(tmp_path: Path, served_index: Path) -> Iterator[Server]:
    (tmp_path / "searchqa.yaml").write_text(
        "server: {socket: searchqa.sock, root_path: /qa, proxies: unix}\n"
    )
    served = Server(tmp_path, "--index", str(served_index))
    try:
        yield served
    finally:
        served.end()


def test_systemd_finds_no_fault_with_the_unit(tmp_path: Path) -> None:
    program = installed("systemd-analyze")
    unit = tmp_path / "searchqa.service"
    text = (DOCS / "searchqa.service").read_text(encoding="utf-8")
    # It looks whether the program is there.
    unit.write_text(text.replace("/opt/searchqa/bin/searchqa", sys.executable), encoding="utf-8")
    told = done(program, "verify", "--man=no", str(unit), home=tmp_path)
    assert [line for line in told.splitlines() if "searchqa" in line] == []


def test_nginx_finds_no_fault_with_its_file(tmp_path: Path) -> None:
    program = installed("nginx")
    conf = nginx_conf(tmp_path, SOCKET, f"127.0.0.1:{free_port()}")
    assert "test is successful" in done(program, "-t", "-c", str(conf), home=tmp_path)


def test_caddy_finds_no_fault_with_its_file(tmp_path: Path) -> None:
    program = installed("caddy")
    file = caddyfile(tmp_path, SOCKET, "www.example.org")
    args = (program, "validate", "--adapter", "caddyfile", "--config", str(file))
    assert "Valid configuration" in done(*args, home=tmp_path)


@pytest.mark.slow
def test_it_serves_behind_nginx(tmp_path: Path, server: Server) -> None:
    program, port = installed("nginx"), free_port()
    conf = nginx_conf(tmp_path, str(tmp_path / "searchqa.sock"), f"127.0.0.1:{port}")
    with running(program, "-c", str(conf), home=tmp_path, port=port) as client:
        behind(client, port, server)
        asked = [client.get("/qa/api/search?q=data").status_code for _ in range(60)]
        assert asked[0] == 200
        assert 429 in asked


@pytest.mark.slow
def test_it_serves_behind_caddy(tmp_path: Path, server: Server) -> None:
    program, port = installed("caddy"), free_port()
    site = f"http://127.0.0.1:{port}"
    file = caddyfile(tmp_path, str(tmp_path / "searchqa.sock"), site)
    args = (program, "run", "--adapter", "caddyfile", "--config", str(file))
    with running(*args, home=tmp_path, port=port) as client:
        behind(client, port, server)


def test_the_files_agree_on_the_socket() -> None:
    for name in ("nginx.conf", "Caddyfile"):
        assert re.search(rf"(unix:|unix/){SOCKET}\b", (DOCS / name).read_text(encoding="utf-8"))
