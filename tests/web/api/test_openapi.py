"""What /api/openapi.json says is what the API does, asked within its schemas and past them."""

from __future__ import annotations

import json
import warnings
from collections import Counter
from pathlib import Path
from typing import Any

from searchqa.schema import FACETS
from searchqa.web import Settings, make_app
from tests.web.conftest import TestClient

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import Status, from_schema
    from schemathesis.engine.events import FatalError, NonFatalError, ScenarioFinished

# A long value may make the whole address too long before anybody looks at the value.
REFUSED = ["400", "404", "405", "413", "414", "422"]


def findings(index: Path) -> tuple[Counter[str], list[str]]:
    """Return what schemathesis did, by phase, and what it found: all its checks, all its phases.

    It starts and ends the application by itself, so that it has one of its own.
    """
    # How fast a machine makes requests up, and how many of them it throws away, is no finding.
    busy = ["too_slow", "filter_too_much"]
    config = SchemathesisConfig.from_dict({"seed": 1, "suppress-health-check": busy})
    project = config.projects.default
    project.generation.update(max_examples=60, deterministic=True)
    project.checks.negative_data_rejection.expected_statuses = REFUSED
    project.checks.positive_data_acceptance.expected_statuses = ["2xx", "404", "414"]
    schema = schemathesis.openapi.from_asgi(
        "/api/openapi.json", make_app(Settings(index)), config=config
    ).exclude(path="/hooks/reindex")  # signed calls are fuzzed in test_hooks
    done: Counter[str] = Counter()
    found: list[str] = []
    for event in from_schema(schema).execute():
        if isinstance(event, NonFatalError | FatalError):
            found.append(repr(event))
        if isinstance(event, ScenarioFinished):
            done[event.phase.value] += event.status == Status.SUCCESS
            for one in event.recorder.interactions.values():
                if one.response is not None:
                    done[str(one.response.status_code)] += 1
            for case, checks in event.recorder.checks.items():
                told = event.recorder.cases[case].value
                for check in checks:
                    if check.failure_info is not None:
                        about = f"{event.label} {check.name}: {check.failure_info.failure}"
                        found.append(f"{about}\n{told.as_curl_command()}")
    return done, found


def test_schemathesis_finds_nothing(sample_index: Path) -> None:
    with warnings.catch_warnings():
        # Its own clients and plugins warn about each other.
        warnings.simplefilter("ignore")
        done, found = findings(sample_index)
    assert found == [], "\n\n".join(found)
    assert done["fuzzing"] == done["coverage"] == 7
    assert done["stateful"] > 0
    assert done["200"] > 500
    assert done["422"] > 100
    assert done["503"] == 0


def test_the_document_describes_each_endpoint(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    assert set(document["paths"]) == {
        "/api/search",
        "/api/threads/{id}",
        "/api/books",
        "/api/books/{id}",
        "/api/facets/{field}",
        "/api/suggest",
        "/api/export",
        "/hooks/reindex",
    }
    assert set(document["paths"].pop("/hooks/reindex")) == {"post"}
    for path, methods in document["paths"].items():
        assert set(methods) == {"get"}
        assert methods["get"]["summary"].endswith(".")
        responses = methods["get"]["responses"]
        assert {"200", "304", "400", "414", "422", "500", "503"} <= set(responses)
        assert ("404" in responses) == ("{" in path)
        for parameter in methods["get"].get("parameters", ()):
            assert parameter["description"], (path, parameter["name"])


def test_each_reference_leads_somewhere(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    text = json.dumps(document)
    assert "urn:" not in text
    assert "$defs" not in text
    assert "HTTPValidationError" not in text
    known = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    found = set(references(document))
    assert found == known


def references(value: Any) -> list[str]:
    if isinstance(value, list):
        return [one for part in value for one in references(part)]
    if not isinstance(value, dict):
        return []
    mine = [value["$ref"]] if "$ref" in value else []
    return mine + [one for part in value.values() for one in references(part)]


def test_the_facets_parameter_knows_each_facet(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    parameters = document["paths"]["/api/search"]["get"]["parameters"]
    (facets,) = (one for one in parameters if one["name"] == "facets")
    assert facets["schema"]["items"]["enum"] == [*FACETS, "none"]


def test_the_docs_name_each_endpoint_and_parameter(client: TestClient) -> None:
    page = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    for path, methods in client.get("/api/openapi.json").json()["paths"].items():
        assert f"`{path}`" in page
        for parameter in methods.get("get", {}).get("parameters", ()):
            if parameter["in"] == "query":
                assert f"`{parameter['name']}`" in page, (path, parameter["name"])


def test_each_answer_has_an_example_that_is_true(client: TestClient) -> None:
    document = client.get("/api/openapi.json").json()
    answers = [
        answer
        for methods in document["paths"].values()
        if "get" in methods
        for answer in methods["get"]["responses"]["200"]["content"].values()
        if "$ref" in answer["schema"]
    ]
    assert len(answers) >= 6
    for answer in answers:
        example = answer["examples"]["sample"]
        given = client.get(example["summary"]).json()
        for name, value in example["value"].items():
            if isinstance(value, list):
                # A long list is there with its beginning.
                assert given[name][: len(value)] == value
            elif name != "took_ms":
                assert given[name] == value
