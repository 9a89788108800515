"""``searchqa serve --reindex-every``: one command that serves and keeps itself up to date."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import os
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from searchqa.indexing.lock import is_kept
from tests.indexing.site import Site, threads_of
from tests.support.waiting import SECONDS, until
from tests.upkeep.conftest import A, B
from tests.web.serving.test_doors import refused

if TYPE_CHECKING:
    from tests.web.serving.conftest import Server, Start

SECRET = "a secret that nobody guesses"  # noqa: S105 (of this test alone)
WORD = "teapot"


@pytest.fixture
def site(tmp_path: Path) -> Site:
    made = Site(tmp_path / "site")
    made.write(A, threads_of(2, 1))
    made.write(B, threads_of(1, 2))
    (tmp_path / "searchqa.yaml").write_text("sources: site\nindex: index\n")
    return made


def edit(site: Site) -> None:
    site.write(A, [[("Ida Brook", f"Does a {WORD} count as a store?")]])


def reindexer(server: Server, times: int = 1) -> int:
    """Return the process that reindexes, from the log."""

    def look() -> int:
        told = [line for line in list(server.lines) if "reindexing in process" in line]
        return int(told[times - 1].rpartition(" ")[2]) if len(told) >= times else 0

    return until(look)


def finds(server: Server) -> bool:
    return WORD in server.get(f"search?q={WORD}").text.partition("<main")[2] and (
        server.get(f"api/search?q={WORD}").json().get("total") == 1
    )


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    stat = Path(f"/proc/{pid}/stat")
    # Nobody may have waited for it: it has ended all the same.
    return stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z"


def command_lines() -> list[bytes]:
    """Return how each process was started, as everybody on the machine may see it."""
    found = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with contextlib.suppress(OSError):
            found.append(process.read_bytes())
    return found


@pytest.mark.parametrize("workers", ["1", "2"])
def test_an_edited_file_is_on_the_page_soon(
    start: Start, site: Site, tmp_path: Path, workers: str
) -> None:
    server = start(
        "--index", str(tmp_path / "index"), "--workers", workers, "--reindex-every", "1s"
    )
    until(lambda: server.get("readyz").status_code == 200)
    assert "reindex: 2 added; generation 000001 published" in server.said("2 added")
    edit(site)
    begun = time.monotonic()
    until(lambda: finds(server))
    assert time.monotonic() - begun < 4
    health = server.get("healthz").json()
    assert health["reindex"]["interval"] == 1
    assert health["status"] == "ok"
    pid = reindexer(server)
    assert server.end() == 0
    assert gone(pid)
    assert not any("Traceback" in line or " ERROR " in line for line in server.lines), server.lines


def test_watched_folders_are_indexed_as_they_change(
    start: Start, site: Site, tmp_path: Path
) -> None:
    server = start("--index", str(tmp_path / "index"), "--reindex-watch")
    server.said("2 added")
    time.sleep(0.5)
    edit(site)
    begun = time.monotonic()
    until(lambda: finds(server))
    assert time.monotonic() - begun < 4


def test_the_file_may_say_so_and_an_option_beats_it(
    start: Start, site: Site, tmp_path: Path
) -> None:
    config = tmp_path / "searchqa.yaml"
    config.write_text("sources: site\nindex: index\nserver: {reindex_every: 1h}\n")
    server = start("--index", str(tmp_path / "index"))
    assert "every 1 h" in server.said("reindexing 1 source")
    server.end()
    typed = start("--index", str(tmp_path / "index"), "--reindex-every", "2h")
    assert "every 2 h" in typed.said("reindexing 1 source")


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_killed_server_takes_the_reindexer_along(
    start: Start, site: Site, tmp_path: Path, workers: str
) -> None:
    index = tmp_path / "index"
    server = start("--index", str(index), "--workers", workers, "--reindex-every", "1h")
    server.said("2 added")
    pid = reindexer(server)
    server.process.send_signal(signal.SIGKILL)
    until(lambda: gone(pid), 5)
    assert not is_kept(index)


def test_a_killed_reindexer_is_started_again_and_no_request_fails(
    start: Start, site: Site, tmp_path: Path
) -> None:
    server = start("--index", str(tmp_path / "index"), "--reindex-every", "1h")
    server.said("2 added")
    until(lambda: server.get("readyz").status_code == 200)
    first = reindexer(server)
    edit(site)
    os.kill(first, signal.SIGKILL)
    until(lambda: server.get("readyz").status_code == 200 and finds(server))
    assert f"reindexing (process {first}) ended with -9; started again" in server.said("started ag")
    assert reindexer(server, 2) != first


def test_ctrl_c_in_a_terminal_reaches_both_and_neither_complains(
    start: Start, site: Site, tmp_path: Path
) -> None:
    server = start("--index", str(tmp_path / "index"), "--reindex-every", "1h")
    server.said("2 added")
    if os.getpgid(server.process.pid) != server.process.pid:
        pytest.skip("this Python can't start a process in a group of its own")
    os.killpg(server.process.pid, signal.SIGINT)
    assert server.process.wait(SECONDS) == 0
    assert not any("Traceback" in line or "ERROR" in line for line in server.lines), server.lines
    assert not any("started again" in line for line in server.lines)


def test_it_gives_way_to_who_answers(start: Start, site: Site, tmp_path: Path) -> None:
    server = start("--index", str(tmp_path / "index"), "--reindex-every", "1h")
    server.said("2 added")
    stat = Path(f"/proc/{reindexer(server)}/stat")
    if not stat.exists():
        pytest.skip("a process's priority is looked up in /proc, which isn't here")
    assert int(stat.read_text().rpartition(")")[2].split()[16]) == 10


def test_a_second_server_beside_serves_and_says_that_one_reindexes(
    start: Start, site: Site, tmp_path: Path
) -> None:
    index = str(tmp_path / "index")
    first = start("--index", index, "--reindex-every", "1h")
    first.said("2 added")
    second = start("--index", index, "--reindex-every", "1h")
    assert "ERROR reindex: the index in" in second.said("is kept up to date already by process")
    until(lambda: second.get("readyz").status_code == 200)
    assert second.end() == 0


def test_without_a_source_it_says_so_before_it_serves(tmp_path: Path) -> None:
    assert refused(tmp_path, "--reindex-every", "1m") == [
        "searchqa: there is nothing to reindex: no source of transcripts is configured",
        "  name one in searchqa.yaml (sources:), or in SEARCHQA_SOURCE",
    ]
    assert '"soon" is no length of time' in refused(tmp_path, "--reindex-every", "soon")[0]


@pytest.mark.parametrize(
    ("file", "told"),
    [
        (None, "hook_secret_file {path} can't be read (No such file or directory)"),
        ("", "the secret of hook_secret_file is shorter than 12 characters"),
        ("short\n", "the secret of hook_secret_file is shorter than 12 characters"),
    ],
)
def test_a_secret_that_cannot_be_used_keeps_it_from_serving(
    tmp_path: Path, file: str | None, told: str
) -> None:
    place = tmp_path / "secret"
    if file is not None:
        place.write_text(file)
    (tmp_path / "searchqa.yaml").write_text("server: {hook_secret_file: secret}\n")
    lines = refused(tmp_path, "--port", "0")
    assert told.format(path="secret") in lines[0]
    assert "short\n" not in "".join(lines)


def test_a_webhook_makes_a_run_and_its_secret_is_nowhere_to_be_seen(
    start: Start, site: Site, tmp_path: Path
) -> None:
    (tmp_path / "secret").write_text(SECRET + "\n")
    (tmp_path / "searchqa.yaml").write_text(
        "sources: site\nindex: index\nserver: {hook_secret_file: secret, workers: 2}\n"
    )
    server = start("--index", str(tmp_path / "index"), "--reindex-every", "1h")
    server.said("2 added")
    until(lambda: server.get("readyz").status_code == 200)
    edit(site)
    body = b'{"ref": "refs/heads/main"}'
    signature = "sha256=" + hmac.new(SECRET.encode(), body, hashlib.sha256).hexdigest()
    begun = time.monotonic()
    answer = server.client.post(
        "hooks/reindex", content=body, headers={"x-hub-signature-256": signature}
    )
    assert (answer.status_code, answer.json()["next"]) == (202, "The sources are looked at now.")
    until(lambda: finds(server))
    assert time.monotonic() - begun < 4
    assert server.client.post("hooks/reindex", content=body).status_code == 403
    assert SECRET not in "\n".join(server.lines)
    assert not any(SECRET.encode() in line for line in command_lines())
    assert SECRET not in (tmp_path / "index" / "status.json").read_text()
