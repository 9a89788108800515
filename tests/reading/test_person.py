"""People files."""

from __future__ import annotations

import pytest

from searchqa.errors import ReadError
from searchqa.model import Person
from searchqa.readers.person import read_person


def test_the_title_is_the_name_and_the_stem_the_slug() -> None:
    data = '---\nshort: other\ntitle: "\u200bIda\u00a0 Brandt"\npicture: x\n---\n\nIda writes.\n'
    assert read_person(data.encode(), "_people/idabrandt.md") == (
        Person("idabrandt", "Ida Brandt"),
        (),
    )


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ("---\nshort: x\n---\n", None),
        ("---\nshort: x\ntitle: ''\n---\n", 3),
        ("---\n- x\n---\n", 2),
        ("Ida Brandt\n", 1),
        ("---\nshort: {{id}}\n{% if x %}y{% endif %}\n---\n", 2),
    ],
)
def test_a_file_without_a_name_is_refused(data: str, line: int | None) -> None:
    with pytest.raises(ReadError) as caught:
        read_person(data.encode(), "_people/x.md")
    assert caught.value.file == "_people/x.md"
    assert caught.value.line == line
    assert caught.value.hint
