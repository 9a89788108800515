"""The examples of docs/api.md give what the page says."""

from __future__ import annotations

import re
import shlex
from http import HTTPStatus
from pathlib import Path

import pytest

from tests.support.console import Step, steps
from tests.web.conftest import TestClient

PAGE = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
# Another fence than the guides' whose commands are run in a shell: these need a server.
STEPS = steps(PAGE.replace("```shell-session\n", "```console\n"))
SERVER = "http://127.0.0.1:8000"


def printed(client: TestClient, command: str) -> str:
    """Return what a command of the page prints: curl, with -i for the headers."""
    curl, *options, address = shlex.split(command)
    assert curl == "curl"
    assert set(options) <= {"-i"}
    assert address.startswith(SERVER)
    answer = client.get(address.removeprefix(SERVER))
    if not options:
        return str(answer.text)
    head = [f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}"]
    head += [f"{name}: {value}" for name, value in answer.headers.items()]
    return "\n".join((*head, "", answer.text))


@pytest.mark.parametrize("step", STEPS, ids=lambda step: f"line {step.line}")
def test_an_example_gives_what_the_page_says(client: TestClient, step: Step) -> None:
    pattern = ".*?".join(re.escape(part) for part in step.expected.strip().split("…"))
    said = printed(client, step.command).strip()
    assert re.fullmatch(pattern, said, re.DOTALL), said[:2_000]


def test_the_page_has_an_example_of_each_endpoint(client: TestClient) -> None:
    asked = " ".join(step.command for step in STEPS)
    for path, methods in client.get("/api/openapi.json").json()["paths"].items():
        # What is called and not read has its example in docs/reindexing.md.
        assert "get" not in methods or f"{SERVER}{path.partition('{')[0]}" in asked
