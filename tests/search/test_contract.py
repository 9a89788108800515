"""Real answers against docs/results.schema.json, unknown keys refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from searchqa.presenters import jsonl, jsonout
from searchqa.search import Search

SCHEMA = json.loads(
    (Path(__file__).parents[2] / "docs" / "results.schema.json").read_text(encoding="utf-8")
)
VALIDATOR = Draft202012Validator(SCHEMA, format_checker=Draft202012Validator.FORMAT_CHECKER)


def objects(schema: object) -> list[dict[str, object]]:
    """Return each schema of an object, wherever it stands."""
    if isinstance(schema, list):
        return [found for part in schema for found in objects(part)]
    if not isinstance(schema, dict):
        return []
    inner = [found for part in schema.values() for found in objects(part)]
    return [schema, *inner] if schema.get("type") == "object" else inner


def test_the_schema_is_one_and_refuses_unknown_keys_everywhere() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    found = objects(SCHEMA)
    assert len(found) == 9
    assert all(schema["additionalProperties"] is False for schema in found)


@pytest.mark.parametrize(
    "text",
    ["", "data", "data versioning", '"data versioning" -git', "zzz", "databse author:ulle", "\x1b"],
)
@pytest.mark.parametrize("group", ["thread", "none"])
def test_answers_keep_the_contract(search: Search, text: str, group: str) -> None:
    results = search.search(text, year=[2021, 2022], during="2021-09", before="2023", group=group)  # type: ignore[arg-type]
    answer = json.loads(jsonout.render(results))
    VALIDATOR.validate(answer)
    hit = Draft202012Validator({"$ref": "#/$defs/hit", "$defs": SCHEMA["$defs"]})
    for line in jsonl.render(results).splitlines():
        hit.validate(json.loads(line))


def test_an_unknown_key_fails(search: Search) -> None:
    answer = search.search("data").to_dict()
    VALIDATOR.validate(answer)
    for part in (answer, answer["query"], answer["hits"][0], answer["hits"][0]["book"]):
        part["colour"] = "red"
        with pytest.raises(ValidationError, match="colour"):
            VALIDATOR.validate(answer)
        del part["colour"]


def test_ranges_lie_inside_and_mark_whole_words(search: Search) -> None:
    for hit in search.search("data versioning tree forest").hits:
        for snippet in hit.snippets:
            end = 0
            for a, b in snippet.ranges:
                assert end <= a < b <= len(snippet.text)
                assert not snippet.text[a - 1 : a].isalnum()
                assert not snippet.text[b : b + 1].isalnum()
                end = b
