"""/hooks/reindex: a signed call asks for a run, and nobody else's does anything."""

from __future__ import annotations

import hashlib
import hmac
import json
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from searchqa.indexing import lock
from searchqa.indexing.status import is_asked, take_request
from searchqa.web.hooks import signed
from searchqa.web.limits import MAX_HOOK_BODY
from tests.web.api.test_problems import problem
from tests.web.conftest import Serve, TestClient, app_of, build, scope_of

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import from_schema
    from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

HOOK = "/hooks/reindex"
# From GitHub's page on validating deliveries, its own test vector.
SECRET = "It's a Secret to Everybody"  # noqa: S105 (GitHub's own example)
BODY = b"Hello, World!"
SIGNATURE = "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17"


def signature(body: bytes, secret: str = SECRET) -> str:
    return "sha256=" + hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()


@pytest.fixture
def index(tmp_path: Path) -> Path:
    build(tmp_path / "index")
    return tmp_path / "index"


@pytest.fixture
def hooked(serve: Serve, index: Path) -> TestClient:
    return serve(index, hook_secret=SECRET)


def call(client: TestClient, body: bytes = BODY, given_: str = SIGNATURE, event: str = "") -> Any:
    headers = {"x-hub-signature-256": given_} if given_ else {}
    headers |= {"x-github-event": event} if event else {}
    return client.post(HOOK, content=body, headers=headers)


def test_a_signature_is_the_one_that_github_gives_as_an_example() -> None:
    assert signed(BODY, SIGNATURE, SECRET)
    assert not signed(BODY + b" ", SIGNATURE, SECRET)
    assert not signed(BODY, SIGNATURE, SECRET + " ")


@given(st.binary(max_size=100), st.text(max_size=80), st.text(min_size=1))
def test_only_the_right_signature_is_right(body: bytes, given_: str, secret: str) -> None:
    secret = secret.encode("utf-8", "replace").decode()
    right = signature(body, secret)
    assert signed(body, right, secret)
    assert signed(body, given_, secret) == (given_ == right)
    assert not signed(body, right.upper(), secret)
    assert not signed(body, right[:-1], secret)


def test_a_signed_call_leaves_a_request_and_says_what_happens(
    hooked: TestClient, index: Path
) -> None:
    answer = call(hooked)
    assert answer.status_code == 202
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json()["status"] == "asked"
    assert "Nobody reindexes at the moment" in answer.json()["next"]
    assert is_asked(index)
    with lock.keeping(index):
        assert call(hooked, event="push").json()["next"] == "The sources are looked at now."
    assert [path.name for path in index.iterdir() if "request" in path.name] == ["reindex.request"]


def test_a_ping_is_answered_and_asks_for_nothing(hooked: TestClient, index: Path) -> None:
    answer = call(hooked, event="ping")
    assert (answer.status_code, answer.text) == (200, "pong")
    assert not is_asked(index)
    assert call(hooked, event="ping", given_="").status_code == 403


@pytest.mark.parametrize(
    "given_",
    ["", "sha256=", SIGNATURE[:-1], SIGNATURE[7:], SIGNATURE.upper(), "sha1=" + "0" * 40, "é" * 9],
)
def test_another_signature_or_none_gets_403_and_asks_for_nothing(
    hooked: TestClient, index: Path, given_: str
) -> None:
    headers = {"x-hub-signature-256": given_.encode()} if given_ else {}
    found = problem(hooked.post(HOOK, content=BODY, headers=headers))
    assert found["status"] == 403
    # The same sentence whatever was wrong.
    assert found["detail"] == "The call isn't signed as it has to be."
    assert not is_asked(index)


def test_a_body_of_a_megabyte_is_taken_and_a_larger_one_refused(
    hooked: TestClient, index: Path
) -> None:
    large = b"x" * MAX_HOOK_BODY
    assert call(hooked, large, signature(large)).status_code == 202
    take_request(index)
    larger = large + b"x"
    assert problem(call(hooked, larger, signature(larger)))["status"] == 413

    def parts() -> Iterator[bytes]:
        # Without a length: in chunks.
        for _ in range(11):
            yield b"x" * 100_000

    headers = {"x-hub-signature-256": signature(b"x" * 1_100_000)}
    assert problem(hooked.post(HOOK, content=parts(), headers=headers))["status"] == 413
    assert not is_asked(index)


def test_no_other_address_takes_such_a_body(hooked: TestClient) -> None:
    assert hooked.request("GET", "/api/search", content=b"x" * 20_000).status_code == 413


def test_without_a_secret_there_is_nothing_at_this_address(serve: Serve, index: Path) -> None:
    bare = serve(index)
    assert problem(call(bare))["status"] == 404
    assert problem(call(bare, given_=signature(BODY, "")))["status"] == 404
    assert not is_asked(index)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "DELETE"])
def test_it_is_only_there_to_be_called(hooked: TestClient, method: str) -> None:
    answer = hooked.request(method, HOOK)
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")
    if method != "HEAD":
        assert problem(answer)["hint"] == "Use POST."


def test_it_is_called_under_a_path_of_a_proxy(serve: Serve, index: Path) -> None:
    under = serve(index, hook_secret=SECRET, root_path="/qa")
    large = b"x" * 20_000
    assert call(under, large, signature(large)).status_code == 202


def test_an_index_that_cannot_be_written_is_said(hooked: TestClient, index: Path) -> None:
    (index / "reindex.request").symlink_to(index / "nowhere" / "else")
    assert problem(call(hooked))["status"] == 503


def test_before_there_is_an_index_it_can_be_asked_for(serve: Serve, tmp_path: Path) -> None:
    place = tmp_path / "later"
    assert call(serve(place, hook_secret=SECRET)).status_code == 202
    assert is_asked(place)


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.binary(max_size=200),
    st.dictionaries(
        st.sampled_from(["x-hub-signature-256", "x-github-event", "content-length", "x"]),
        st.binary(max_size=80),
    ),
    st.sampled_from(["POST", "GET", "HEAD", "OPTIONS", "PUT"]),
)
def test_whatever_is_sent_unsigned_asks_for_nothing(
    hooked: TestClient, index: Path, body: bytes, headers: dict[str, bytes], method: str
) -> None:
    scope = scope_of(HOOK.encode(), method=method)
    scope["headers"] = [(name.encode(), value) for name, value in headers.items()]
    sent: list[Any] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Any) -> None:
        sent.append(message)

    async def run() -> None:
        await app_of(hooked)(scope, receive, send)

    assert hooked.portal is not None
    hooked.portal.call(run)
    assert sent[0]["status"] in (400, 403, 405, 413)
    assert not is_asked(index)


def test_the_openapi_document_says_what_it_answers(hooked: TestClient) -> None:
    config = SchemathesisConfig.from_dict({"seed": 2})
    project = config.projects.default
    project.generation.update(max_examples=50, deterministic=True)
    # Nobody finds a signature by lot: that all are refused is what is to be found.
    project.checks.positive_data_acceptance.expected_statuses = ["403", "413"]
    project.checks.negative_data_rejection.expected_statuses = ["400", "403", "405", "413"]
    found, statuses = [], set()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        schema = schemathesis.openapi.from_asgi(
            "/api/openapi.json", app_of(hooked), config=config
        ).include(path=HOOK)
        for event in from_schema(schema).execute():
            if isinstance(event, NonFatalError | FatalError):
                found.append(repr(event))
            if isinstance(event, ScenarioFinished):
                for one in event.recorder.interactions.values():
                    if one.response is not None:
                        statuses.add(one.response.status_code)
                for checks in event.recorder.checks.values():
                    found += [str(c.failure_info) for c in checks if c.failure_info is not None]
    assert found == []
    assert 403 in statuses
    assert 202 not in statuses


def test_what_it_answers_is_described(hooked: TestClient) -> None:
    document = hooked.get("/api/openapi.json").json()
    described = document["paths"][HOOK]["post"]
    assert set(described["responses"]) == {
        "200",
        "202",
        "400",
        "403",
        "404",
        "408",
        "413",
        "414",
        "503",
    }
    assert json.loads(call(hooked).text).keys() == {"status", "next"}
