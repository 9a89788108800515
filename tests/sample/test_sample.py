"""The sample shows a newcomer everything searchqa knows, and reads without a complaint."""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from searchqa.text.slack import clean

if TYPE_CHECKING:
    from tests.sample.conftest import Sample

EXAMPLE_HOST = re.compile(r"https?://([a-z0-9-]+\.)*example\.(org|com|net)(?![a-z0-9.-]*[a-z0-9])")


def test_is_a_dozen_books_of_four_years_and_the_promised_size(sample: Sample) -> None:
    books = [one.book for one in sample.flattened.values()]
    assert len(books) == 12
    assert {book.start.year for book in books} == {2021, 2022, 2023, 2024}
    assert 110 <= sum(book.threads for book in books) <= 130
    assert 330 <= sum(book.messages for book in books) <= 420


def test_reads_without_any_warning(sample: Sample) -> None:
    assert [str(p) for p in sample.problems if p.severity != "notice"] == []


def test_holds_nothing_but_books_talks_and_people(sample: Sample) -> None:
    files = [path for path in sample.folder.rglob("*") if path.is_file()]
    assert {path.parent.name for path in files} == {"_books", "_people", "_podcast"}
    assert {path.suffix for path in files} == {".md"}


def test_each_person_on_file_wrote_a_book(sample: Sample) -> None:
    slugs = {slug for one in sample.transcripts.values() for slug in one.author_slugs}
    assert {path.stem for path in (sample.folder / "_people").iterdir()} <= slugs


def test_several_books_have_two_or_three_authors(sample: Sample) -> None:
    counts = [len(one.book.authors) for one in sample.flattened.values()]
    assert counts.count(2) >= 3
    assert counts.count(3) == 1


def test_every_author_of_a_book_with_an_archive_is_found_in_it(sample: Sample) -> None:
    """Short forms, case, accents, parentheses, a part of the name: each is somebody here."""
    for one in sample.flattened.values():
        wrote = {d.participant for d in one.documents if d.role == "author"}
        if one.documents:
            assert len(wrote) == len(one.book.authors), one.book.id


def test_authors_write_under_other_forms_of_their_names(sample: Sample) -> None:
    names = {d.participant for d in sample.documents if d.role == "author"}
    expected = {
        "Kate Odunlami-Fisk",  # a nickname
        "wilhelmina trossard",  # another case
        "Hana Dvorakova-Pell",  # without her accents
        "Rosalind",  # a part of the name
        "Nick Ferreday",  # a nickname and a part
        "Kofi Brandsma",  # without a people file
    }
    assert expected <= names
    assert any(name.startswith("Sam Achterberg-Nwosu") for name in names)  # and "(he/him)"


def test_one_author_has_no_people_file(sample: Sample) -> None:
    slugs = {slug for one in sample.transcripts.values() for slug in one.author_slugs}
    assert slugs - {path.stem for path in (sample.folder / "_people").iterdir()} == {"kofibrandsma"}


def test_one_book_has_no_archive(sample: Sample) -> None:
    empty = [one.book for one in sample.flattened.values() if not one.documents]
    assert [book.id for book in empty] == ["20240909-the-patient-deployer"]
    assert empty[0].authors[0].name == "Feodora Lundqvist-Ray"


def test_one_thread_stands_in_two_neighbouring_books(sample: Sample) -> None:
    books = defaultdict(list)
    for thread in sample.threads():
        book, _, letters = thread.partition("/")
        books[letters].append(book)
    twice = [found for found in books.values() if len(found) > 1]
    assert twice == [["20210927-features-in-season", "20211004-the-ranked-list"]]


def test_questions_are_split_by_their_askers(sample: Sample) -> None:
    heads = {d.thread: d for d in sample.documents if d.position == 0}
    split = [head for head in heads.values() if len(head.question) > len(head.text)]
    assert len(split) >= 4
    assert all(head.question.startswith(head.text) for head in split)


def test_one_person_asks_twice_in_a_row(sample: Sample) -> None:
    runs = 0
    for one in sample.transcripts.values():
        names = [thread.head.name for thread in one.threads]
        runs += sum(a == b for a, b in itertools.pairwise(names))
    assert runs >= 3


def test_some_threads_have_no_reply_and_some_none_by_the_author(sample: Sample) -> None:
    threads = sample.threads().values()
    assert sum(len(messages) == 1 for messages in threads) >= 4
    others = [m for m in threads if len(m) > 1 and all(d.role != "author" for d in m)]
    assert len(others) >= 5
    assert all(not d.answered for messages in others for d in messages)


def test_some_threads_have_several_answers(sample: Sample) -> None:
    answers = [[d for d in m if d.kind == "answer"] for m in sample.threads().values()]
    assert sum(len(one) >= 2 for one in answers) >= 15
    assert any(len({d.participant for d in one}) >= 2 for one in answers)


def test_shows_code_in_fences_glued_fences_and_lines(sample: Sample) -> None:
    raw = [message.text for message in sample.raw]
    assert sum(re.search(r"^```$", text, re.MULTILINE) is not None for text in raw) >= 5
    assert sum(re.search(r"```\w|\w;?```|[^\s`]```", text) is not None for text in raw) >= 3
    assert sum(re.search(r"(?<!`)`[^`\n]+`(?!`)", text) is not None for text in raw) >= 20
    assert sum(any(s.kind == "code" for s in d.spans) for d in sample.documents) >= 25


def test_links_lead_to_example_domains_only(sample: Sample) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sample.folder.rglob("*.md"))
    addresses = re.findall(r"https?://[^\s)>|\]]+", text)
    assert len(addresses) > 20
    assert [one for one in addresses if not EXAMPLE_HOST.match(one)] == []


def test_shows_each_way_to_write_a_link(sample: Sample) -> None:
    raw = "\n".join(message.text for message in sample.raw)
    for way in (
        r"<https://[^|>]+\|[^>]+>",
        r"\[[a-z ]+\]\(https://",
        r"\[(https://[^\]]+)\]\(\1\)",
    ):
        assert re.search(way, raw), way
    assert {d.links for d in sample.documents if "talks.example.org" in " ".join(d.links)} == {
        ("https://talks.example.org/boats-2022", "https://talks.example.org/boats-2022/slides")
    }


def test_marks_entities_and_shortcodes_become_plain(sample: Sample) -> None:
    raw = "\n".join(message.text for message in sample.raw)
    for mark in (
        "<!channel>",
        "<@U",
        "&amp; ",
        "&amp;amp;",
        "&lt;",
        ":tada:",
        ":+1:",
        "\N{SEEDLING}",
    ):
        assert mark in raw, mark
    plain = "\n".join(d.text for d in sample.documents)
    for mark in ("<!channel>", "<@U", "&amp;", "&lt;", ":tada:"):
        assert mark not in plain, mark
    assert "@channel" in plain
    assert "\N{PARTY POPPER}" in plain


def test_messages_of_one_sign_are_kept(sample: Sample) -> None:
    texts = {message.text for message in sample.raw}
    assert {"+1", "\N{THUMBS UP SIGN}", ":tada:", ":heart:"} <= texts
    for text in ("+1", "\N{THUMBS UP SIGN}"):
        assert any(d.text == text for d in sample.documents)


def test_one_word_names_of_two_books_are_two_people(sample: Sample) -> None:
    keys = defaultdict(set)
    for d in sample.documents:
        if d.participant and " " not in d.participant:
            keys[d.participant].add(d.participant_key)
    assert len(keys["Marlow"]) == 4
    assert len(keys["Juno"]) == 4


def test_names_have_accents(sample: Sample) -> None:
    names = {d.participant for d in sample.documents}
    assert {"Zoë Lindqvist-Marsh", "José Ibarra Quintanar", "Inés Valcárcel-Toth"} <= names


def test_words_of_the_trade_survive_cleaning(sample: Sample) -> None:
    plain = "\n".join(d.text for d in sample.documents)
    for word in ("c++", "node.js", "k8s", "snake_case", ".net", "c#", "std::vector<float>"):
        assert word in plain, word
    assert "data versioning" in plain


def test_each_message_says_something(sample: Sample) -> None:
    assert [d.id for d in sample.documents if not d.text] == []
    assert [m.line for m in sample.raw if not m.name] == []


def test_every_book_says_what_it_is_about(sample: Sample) -> None:
    for one in sample.transcripts.values():
        assert one.title in one.description
        assert len(clean(one.body).text) > 150
        assert one.links
        assert one.start.weekday() == 0
        assert (one.end - one.start).days == 4
