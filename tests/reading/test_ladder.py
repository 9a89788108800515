"""An author is found among the names of an archive, and nobody else is taken for them."""

from __future__ import annotations

import pytest

from searchqa.model import Person
from searchqa.people.ladder import name_words, resolve_author
from searchqa.people.nicknames import same_first_name

OTHERS = ("Noor Haddad", "Jon Berg", "Quill")


@pytest.mark.parametrize(
    ("known_as", "wrote_as", "how"),
    [
        ("Ida Brandt", "Ida Brandt", "exact"),
        ("Ida Brandt", "ida BRANDT", "folded"),
        ("Séverine Łuk", "Severine Luk", "folded"),
        ("Ida Brandt", "Ida Brandt (she/her)", "stripped"),
        ("Ida Brandt", "🚀 Ida Brandt ✨", "stripped"),
        ("Ida Brandt", "Dr. Ida Brandt, PhD", "stripped"),
        ("Ida Brandt-Moe", "Ida Brandt Moe", "stripped"),
        ("Ida O'Brandt", "Ida OBrandt", "folded"),
        ("Ida Brandt", "Ida", "subset"),
        ("Ida Brandt", "Ida B.", "subset"),
        ("Ida Brandt", "Ida Marie Brandt", "subset"),
        ("Ida M. Brandt", "Ida Brandt", "subset"),
        ("Matthew Brandt", "Matt Brandt", "nickname"),
        ("Bill Brandt", "William Brandt", "nickname"),
        ("Matthew Brandt", "Matt", "nickname"),
        ("Ida Brandt", "idabrandt", "slug"),
        ("Ida Brandt", "ibrandt", "slug"),
        ("Ida Brandt", "brandi", "slug"),
    ],
)
def test_each_rung(known_as: str, wrote_as: str, how: str) -> None:
    person = Person("idabrandt", known_as)
    found = resolve_author("idabrandt", person, (*OTHERS, wrote_as), {})
    assert found.how == how
    assert found.author.name == known_as
    assert found.author.aliases == (() if wrote_as == known_as else (wrote_as,))


@pytest.mark.parametrize(
    ("known_as", "names"),
    [
        ("Ida Brandt", ("Ida", "Ida Moe")),
        ("Ida Brandt", ("Ida Moe", "Brandt Olsen")),
        ("Ida Brandt", ("I. Moe", "Ib Brandt")),
        ("Matthew Brandt", ("Matt Olsen",)),
        ("Matthew Brandt", ("Matt", "Matty Matt", "Mat")),
        ("Ida Brandt", ("I", "B")),
        ("Ida Brandt", ()),
        ("Ida Brandt", ("",)),
    ],
)
def test_nobody_is_taken_on_a_guess(known_as: str, names: tuple[str, ...]) -> None:
    found = resolve_author("idabrandt", Person("idabrandt", known_as), (*OTHERS, *names), {})
    if names == ("Ida", "Ida Moe"):
        assert found.author.aliases == ("Ida",)  # the only one of the two that can be her
    else:
        assert (found.how, found.author.aliases) == ("none", ())


def test_two_spellings_of_one_person_are_both_theirs() -> None:
    names = ("Ida Brandt", "ida brandt", "Ida Brandt 🚀", "Ida")
    found = resolve_author("idabrandt", Person("idabrandt", "Ida Brandt"), names, {})
    assert found.author.aliases == ("ida brandt", "Ida Brandt 🚀")


@pytest.mark.parametrize("key", ["idabrandt", "Ida Brandt", "IDA brandt"])
def test_an_alias_of_the_config_counts_by_slug_or_name(key: str) -> None:
    person = Person("idabrandt", "Ida Brandt")
    found = resolve_author("idabrandt", person, (*OTHERS, "Inkwell"), {key: ["inkwell", "Nobody"]})
    assert (found.how, found.author.aliases) == ("alias", ("Inkwell",))
    found = resolve_author("idabrandt", person, ("Ida Brandt", "Inkwell"), {key: ["Inkwell"]})
    assert (found.how, found.author.aliases) == ("exact", ("Inkwell",))


@pytest.mark.parametrize(
    ("slug", "names", "name", "aliases"),
    [
        ("idabrandt", ("Ida Brandt", "Noor"), "Ida Brandt", ()),
        ("Ida Brandt", ("Noor",), "Ida Brandt", ()),
        ("Ida Marie Brandt", ("Ida Brandt",), "Ida Marie Brandt", ("Ida Brandt",)),
        ("idabrandt", ("Noor",), "idabrandt", ()),
        ("idabrandt", (), "idabrandt", ()),
    ],
)
def test_without_a_people_file(
    slug: str, names: tuple[str, ...], name: str, aliases: tuple[str, ...]
) -> None:
    author = resolve_author(slug, None, names, {}).author
    assert (author.slug, author.name, author.aliases) == (slug, name, aliases)


def test_whoever_comes_near_is_named_when_none_fits() -> None:
    names = ("Noor Haddad", "Ida Brant-Moe", "Ido Brand")
    found = resolve_author("idabrandt", Person("idabrandt", "Ida Brandt"), names, {})
    assert found.how == "none"
    assert found.nearest == ("Ida Brant-Moe", "Ido Brand")


def test_a_names_words() -> None:
    assert name_words("Dr. Zoë (she/her) O'Neil-Łuk 🚀 [books]") == ("zoe", "oneil", "luk")
    assert name_words("Miss") == ("miss",)
    assert name_words("🚀") == ()


def test_short_forms() -> None:
    assert same_first_name("liz", "elizabeth")
    assert same_first_name("sasha", "aleksandr")
    assert not same_first_name("liz", "lisbon")


@pytest.mark.parametrize("names", [(), ("Ann Loom",)])
def test_a_name_instead_of_a_slug_is_shown_on_one_line(names: tuple[str, ...]) -> None:
    """As participants are: a name with a line break in it would have no page of its own."""
    found = resolve_author(" Ann\n\u200b Loom\r\n", None, names, {})
    assert found.author.name == "Ann Loom"
