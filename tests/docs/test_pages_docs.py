"""What docs/sources.md says of pages and talks is so."""

from __future__ import annotations

import re
import textwrap
from dataclasses import fields
from datetime import date
from pathlib import Path

import pytest

from searchqa.config import load
from searchqa.formats import Selectors
from searchqa.model import TALKS
from searchqa.readers.talk import read_talk

PAGE = (Path(__file__).parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


def blocks(begin: str) -> list[str]:
    """Return the examples of YAML that begin with a line."""
    found = re.findall(r"^( *)```yaml\n(.*?)^\1```", PAGE, re.DOTALL | re.MULTILINE)
    examples = [textwrap.dedent(text) for _, text in found]
    return [text for text in examples if text.startswith(begin)]


def of(section: str) -> str:
    return PAGE.partition(f"\n## {section}\n")[2].partition("\n## ")[0]


def test_the_table_of_selectors_has_each_with_its_default() -> None:
    table = of("Web pages").partition("| `selectors:` |")[2]
    rows = re.findall(r"^ *\| `(\w+)` \| (?:`([^`]+)` )?\|", table, re.MULTILINE)
    assert dict(rows) == {one.name: one.default for one in fields(Selectors)}


def test_the_examples_of_settings_are_settings(tmp_path: Path) -> None:
    examples = [text for text in blocks("sources:") if "html" in text or "talks" in text]
    assert len(examples) >= 3
    forms = []
    for text in examples:
        (tmp_path / "searchqa.yaml").write_text(text, encoding="utf-8")
        forms += [source.form for source in load(tmp_path, {}).sources]
    assert {form.name for form in forms} >= {"html", "talks"}
    assert {form.collection for form in forms if form.name == "talks"} == {TALKS}
    assert any(form.selectors.title == "h2" for form in forms)


def test_the_example_of_a_talk_is_read_without_a_word() -> None:
    (example,) = [text for text in blocks("---\ntitle:") if "transcript:" in text]
    talk, problems = read_talk(example.encode(), "null-is-not-a-number.md")
    assert problems == ()
    assert talk.start == date(2022, 10, 3)
    (chapter,) = talk.threads
    assert chapter.head.text.startswith("Three-valued logic\n\nWhat is it")
    assert chapter.replies[0].url.endswith("&t=108s")


@pytest.mark.parametrize(
    ("said", "module", "name"),
    [
        ("50,000 tags", "page.markup", "MAX_TAGS"),
        ("1,000 attributes", "page.markup", "MAX_ATTRIBUTES"),
        ("500 levels", "page.tree", "MAX_DEPTH"),
        ("More than 60 letters", "chapters", "MAX_NAME"),
    ],
)
def test_bounds_are_those_of_the_readers(said: str, module: str, name: str) -> None:
    from importlib import import_module

    number = re.sub(r"\D", "", said)
    assert said in PAGE
    assert int(number) == getattr(import_module(f"searchqa.readers.{module}"), name)
