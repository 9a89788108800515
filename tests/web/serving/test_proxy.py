"""Behind a proxy: whose headers are believed, and the path it takes away."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import httpx
import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.web.serving.conftest import Start

FORWARDED = {"x_forwarded_proto": "https", "x_forwarded_for": "203.0.113.9"}


def configured(folder: Path, text: str) -> None:
    (folder / "searchqa.yaml").write_text(f"server: {{{text}}}\n")


@pytest.mark.parametrize(
    ("proxies", "scheme", "client"),
    [
        ("", "http", "127.0.0.1"),
        ("proxies: 192.0.2.7", "http", "127.0.0.1"),
        ("proxies: unix", "http", "127.0.0.1"),
        ("proxies: 127.0.0.1", "https", "203.0.113.9"),
        ("proxies: [192.0.2.7, 127.0.0.0/8]", "https", "203.0.113.9"),
        ('proxies: "*"', "https", "203.0.113.9"),
    ],
)
def test_forwarded_headers_count_from_known_addresses_alone(
    start: Start, tmp_path: Path, proxies: str, scheme: str, client: str
) -> None:
    configured(tmp_path, proxies)
    server = start()
    text = server.get("sitemap.xml", host="search.example.org", **FORWARDED).text
    assert f"{scheme}://search.example.org/" in text
    assert server.said("GET /sitemap.xml").endswith(f" ms {client}")


@pytest.mark.parametrize(("proxies", "scheme"), [("", "http"), ("proxies: unix", "https")])
def test_over_a_unix_socket_they_count_when_the_file_says_unix(
    start: Start, tmp_path: Path, proxies: str, scheme: str
) -> None:
    configured(tmp_path, proxies)
    server = start("--socket", "searchqa.sock")
    text = server.get("/sitemap.xml", host="search.example.org", **FORWARDED).text
    assert f"{scheme}://search.example.org/" in text


def test_a_forwarded_host_never_counts(start: Start, tmp_path: Path) -> None:
    configured(tmp_path, "proxies: 127.0.0.1")
    server = start()
    text = server.get("sitemap.xml", host="a.example", x_forwarded_host="b.example").text
    assert "http://a.example/" in text
    assert "b.example" not in text


def test_the_configured_address_beats_whatever_is_sent(start: Start, tmp_path: Path) -> None:
    configured(tmp_path, "url: 'https://search.example.org/qa', proxies: 127.0.0.1")
    text = start().get("sitemap.xml", host="a.example", **FORWARDED).text
    assert "https://search.example.org/qa/" in text
    assert "a.example" not in text


@pytest.mark.parametrize("asked", ["/qa/sitemap.xml", "/sitemap.xml"])
@pytest.mark.parametrize("root", ["/qa", "/qa/"])
def test_links_begin_with_the_path_whether_the_proxy_takes_it_away_or_not(
    start: Start, asked: str, root: str
) -> None:
    server = start("--root-path", root)
    text = httpx.get(f"http://127.0.0.1:{server.port}{asked}").text
    assert f"http://127.0.0.1:{server.port}/qa/" in text
    assert f":{server.port}/search" not in text
    assert "/qa/qa" not in text


def test_a_path_named_as_one_of_ours_is_one_that_the_proxy_takes_away(start: Start) -> None:
    port = start("--root-path", "/healthz").port
    assert httpx.get(f"http://127.0.0.1:{port}/healthz").json()["status"] == "ok"


def test_a_path_that_only_begins_alike_is_another(start: Start) -> None:
    port = start("--root-path", "/qa").port
    assert httpx.get(f"http://127.0.0.1:{port}/qanda").status_code == 404
    assert httpx.get(f"http://127.0.0.1:{port}/qa/qa/healthz").status_code == 404


@pytest.mark.parametrize("asked", ["/qa/api/nothing", "/api/nothing"])
def test_a_problem_under_the_path_is_still_for_programs(start: Start, asked: str) -> None:
    answer = httpx.get(f"http://127.0.0.1:{start('--root-path', '/qa').port}{asked}")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.slow
@pytest.mark.parametrize(("proxies", "kept"), [("", False), ("proxies: 127.0.0.1", True)])
def test_a_proxy_s_connection_is_kept_until_the_proxy_closes_it(
    start: Start, tmp_path: Path, proxies: str, *, kept: bool
) -> None:
    configured(tmp_path, proxies)
    with socket.create_connection(("127.0.0.1", start().port), 10) as raw:
        assert answered(raw)
        time.sleep(8)
        assert answered(raw) is kept


def answered(connection: socket.socket) -> bool:
    """Ask once more on a connection, and read the answer to its end."""
    got = b""
    try:
        connection.sendall(b"GET /healthz HTTP/1.1\r\nhost: a\r\n\r\n")
        while not got.endswith(b"}"):
            more = connection.recv(10_000)
            if not more:
                break
            got += more
    except OSError:
        return False
    return got.startswith(b"HTTP/1.1 200")
