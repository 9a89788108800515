"""A transcript becomes documents: ids that last, kinds, roles, questions, keys."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from searchqa.flatten import Flattened, flatten, thread_ids
from searchqa.model import Document, Person, RawMessage, RawThread, Transcript

PEOPLE = {"idabrandt": Person("idabrandt", "Ida Brandt"), "jonberg": Person("jonberg", "Jon Berg")}
Talk = tuple[tuple[str, str], ...]


def transcript(*talks: Talk, slugs: tuple[str, ...] = ("idabrandt",)) -> Transcript:
    threads = tuple(
        RawThread(
            RawMessage(*talk[0], line=1), tuple(RawMessage(*reply, line=2) for reply in talk[1:])
        )
        for talk in talks
    )
    return Transcript(
        id="20210927-engines",
        file="_books/20210927-engines.md",
        title="Engines of Thought",
        description="d",
        cover="c",
        start=date(2021, 9, 27),
        end=date(2021, 10, 1),
        author_slugs=slugs,
        links=(),
        threads=threads,
        body="",
    )


def flat(*talks: Talk, slugs: tuple[str, ...] = ("idabrandt",)) -> Flattened:
    return flatten(transcript(*talks, slugs=slugs), PEOPLE.get)


def pick(attribute: str, *talks: Talk) -> list[object]:
    return [getattr(document, attribute) for document in flat(*talks).documents]


TALK: Talk = (
    ("Noor Haddad", "How do *engines* think?"),
    ("Ida Brandt", "Slowly."),
    ("Noor Haddad", "I see."),
    ("Quill", "Me too."),
)


def test_each_message_is_a_document_with_its_books_facts() -> None:
    flattened = flat(TALK)
    head = hashlib.sha256(b"Noor Haddad\nHow do *engines* think?").hexdigest()[:10]
    thread = f"20210927-engines/{head}"
    assert [d.id for d in flattened.documents] == [f"{thread}.{n}" for n in range(4)]
    assert flattened.documents[1] == Document(
        id=f"{thread}.1",
        thread=thread,
        book="20210927-engines",
        position=1,
        number=1,
        size=4,
        kind="answer",
        role="author",
        participant="Ida Brandt",
        participant_key="Ida Brandt",
        text="Slowly.",
        spans=(),
        links=(),
        question="How do engines think?",
        asker="Noor Haddad",
        title="Engines of Thought",
        authors=("Ida Brandt",),
        start=date(2021, 9, 27),
        end=date(2021, 10, 1),
        answered=True,
    )
    assert flattened.slugs == ("idabrandt",)
    assert flattened.problems == ()
    assert (flattened.book.threads, flattened.book.messages) == (1, 4)
    assert [a.name for a in flattened.book.authors] == ["Ida Brandt"]


def test_kinds_and_roles() -> None:
    assert pick("kind", TALK) == ["question", "answer", "reply", "reply"]
    assert pick("role", TALK) == ["asker", "author", "asker", "other"]


def test_an_authors_own_thread_is_a_question_by_the_author() -> None:
    talk = (("Ida Brandt", "What do you think?"), ("Noor Haddad", "Much."), ("ida brandt", "Ah."))
    assert pick("kind", talk) == ["question", "reply", "answer"]
    assert pick("role", talk) == ["author", "other", "author"]


def test_answered_is_a_property_of_the_thread() -> None:
    other = (("Quill", "And?"), ("Noor Haddad", "Who knows."))
    assert pick("answered", TALK, other) == [True] * 4 + [False] * 2


def test_an_author_is_known_by_each_name_they_wrote_under() -> None:
    talk = (("Noor", "Why?"), ("ida", "So."), ("IDA BRANDT 🚀", "And so."))
    assert pick("role", talk) == ["asker", "other", "author"]
    assert pick("role", talk[:2]) == ["asker", "author"]


def test_an_asker_who_shares_the_authors_first_name_is_no_author() -> None:
    talk = (("Ida", "Why?"), ("Noor Haddad", "Who knows."))
    flattened = flat(talk)
    assert [d.role for d in flattened.documents] == ["asker", "other"]
    assert [p.code for p in flattened.problems] == ["no-answers"]
    assert '"Ida Brandt"' in flattened.problems[0].message


def test_aliases_of_the_config_are_the_author() -> None:
    found = flatten(
        transcript((("Noor", "Why?"), ("Inkwell", "So."))), PEOPLE.get, {"idabrandt": ["Inkwell"]}
    )
    assert [d.kind for d in found.documents] == ["question", "answer"]
    assert found.book.authors[0].aliases == ("Inkwell",)


def test_a_slug_without_a_people_file_is_said() -> None:
    flattened = flat(TALK, slugs=("quillpen",))
    assert flattened.book.authors[0].name == "quillpen"
    assert [p.code for p in flattened.problems] == ["no-person", "no-answers"]
    assert all(p.severity == "notice" for p in flattened.problems)


def test_a_name_needs_no_people_file_and_stays_as_it_is_written() -> None:
    """Pages show names: with their accents, whatever the archive made of them."""
    talk = (("Noor", "Why?"), ("Seve Luk", "Hm."), ("Severine Luk", "So."))
    flattened = flat(talk, slugs=("Séverine Łuk",))
    assert flattened.book.authors[0].name == "Séverine Łuk"
    assert [d.role for d in flattened.documents] == ["asker", "other", "author"]
    assert flattened.problems == ()


def test_a_question_split_over_several_messages_is_joined() -> None:
    talk = (
        ("Noor Haddad", "How do engines think?"),
        ("noor  haddad", "And `why`?"),
        ("Noor Haddad", ""),
        ("Ida Brandt", "Slowly."),
        ("Noor Haddad", "I see."),
    )
    documents = flat(talk).documents
    assert {d.question for d in documents} == {"How do engines think?\n\nAnd why?"}
    assert [d.kind for d in documents] == ["question", "reply", "reply", "answer", "reply"]
    assert documents[0].text == "How do engines think?"
    assert documents[1].spans[0].kind == "code"


def test_threads_one_person_begins_in_a_row_stay_threads() -> None:
    documents = flat((("Noor", "One?"),), (("Noor", "Two?"),)).documents
    assert [(d.number, d.size, d.question) for d in documents] == [(1, 1, "One?"), (2, 1, "Two?")]


def test_names_are_shown_as_written_and_one_word_names_stay_in_their_book() -> None:
    talk = (("\u200bNoor\u00a0 Haddad ", "Why?"), ("Quill", "So."), ("", "Hm."))
    assert pick("participant", talk) == ["Noor Haddad", "Quill", ""]
    assert pick("participant_key", talk) == ["Noor Haddad", "Quill @ 20210927-engines", ""]


def test_nameless_messages_are_nobodys() -> None:
    talk = (("", "Why?"), ("", "Really."), ("Ida Brandt", "So."))
    documents = flat(talk).documents
    assert [d.role for d in documents] == ["asker", "other", "author"]
    assert documents[0].question == "Why?"


@pytest.mark.parametrize("text", ["", "🙂", "+1", ":tada:"])
def test_the_smallest_messages_count(text: str) -> None:
    assert len(flat((("Noor", "Why?"), ("Ida Brandt", text))).documents) == 2


def test_a_second_identical_head_gets_a_number() -> None:
    ids = [
        d.id
        for d in flat(
            (("Noor", "Hi"), ("Quill", "x")), (("Noor", "Hi"),), (("Noor", "Hi"),)
        ).documents
    ]
    digest = hashlib.sha256(b"Noor\nHi").hexdigest()[:10]
    stem = f"20210927-engines/{digest}"
    assert ids == [f"{stem}.0", f"{stem}.1", f"{stem}-2.0", f"{stem}-3.0"]


def test_one_thread_in_two_books_can_be_told_by_its_digest() -> None:
    first = flatten(transcript(TALK), PEOPLE.get).documents[0].thread
    second = flatten(replace(transcript(TALK), id="20211004-other"), PEOPLE.get).documents[0].thread
    assert first != second
    assert first.partition("/")[2] == second.partition("/")[2]


HEADS = st.lists(
    st.tuples(st.sampled_from(["Noor", "Quill"]), st.sampled_from(["a", "b", "c"])), max_size=6
)


def threads_of(heads: list[tuple[str, str]]) -> tuple[RawThread, ...]:
    return tuple(RawThread(RawMessage(name, text, 1), ()) for name, text in heads)


@settings(max_examples=150, deadline=None)
@given(HEADS, HEADS)
def test_ids_are_unique_and_last_when_other_threads_are_added_above(
    old: list[tuple[str, str]], new: list[tuple[str, str]]
) -> None:
    before = thread_ids("b", threads_of(old))
    assert len(set(before)) == len(old)
    fresh = [head for head in new if head not in old]
    after = thread_ids("b", threads_of([*fresh, *old]))
    assert after[len(fresh) :] == before


@pytest.fixture
def many() -> Callable[[int], Flattened]:
    return lambda count: flat(*((("Noor", f"Question {n}?"),) for n in range(count)))


def test_threads_are_numbered_from_one(many: Callable[[int], Flattened]) -> None:
    assert [d.number for d in many(5).documents] == [1, 2, 3, 4, 5]


NAMES = st.sampled_from(["Noor", "Ida Brandt", "ida brandt", "Quill Pen", "", "Ida"])
TALKS = st.lists(
    st.lists(st.tuples(NAMES, st.text("ab *_`<&:\n", max_size=8)), min_size=1, max_size=5),
    max_size=4,
)


@settings(max_examples=150, deadline=None)
@given(TALKS)
def test_no_message_is_lost_and_ids_are_unique(talks: list[list[tuple[str, str]]]) -> None:
    flattened = flat(*(tuple(talk) for talk in talks))
    assert len(flattened.documents) == sum(map(len, talks)) == flattened.book.messages
    assert len({d.id for d in flattened.documents}) == len(flattened.documents)
    for document in flattened.documents:
        assert (document.kind == "question") == (document.position == 0)
        assert (document.kind == "answer") == (document.role == "author" and document.position > 0)
        assert document.answered or document.role != "author"
        assert 0 <= document.position < document.size
