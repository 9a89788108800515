"""What may be asked, parameter by parameter, and within which bounds.

In: a query string. Out: models that FastAPI fills, checks and documents.
Never: refuses an odd value that the search itself would only mention.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from searchqa.schema import FACETS, MAX_FRAGMENTS, MAX_LIMIT, FacetName, Grouping, Sort

_FILTERS = (*FACETS, "before", "after", "during")
_MAX_VALUES = 50
_MAX_CHARS = 300
# As far as anybody counts; a larger one is a mistake rather than a page.
_MAX_OFFSET = 1_000_000_000

_Value = Annotated[str, Field(max_length=_MAX_CHARS)]
_Values = Annotated[list[_Value], Field(max_length=_MAX_VALUES)]


class Strict(BaseModel):
    """Parameters; an unknown one is refused, since it would be ignored in silence."""

    model_config = ConfigDict(extra="forbid")


class Nothing(Strict):
    """An endpoint without parameters."""


class Asked(Strict):
    """A query and its filters, as the terminal and Python take them."""

    q: str = Field(
        "",
        examples=["data versioning"],
        description="What people type (docs/query-language.md); empty browses.",
    )
    author: _Values = Field(
        [],
        examples=[["Zoë Lindqvist-Marsh"]],
        description="Books by these authors: names, or some words of them.",
    )
    book: _Values = Field(
        [],
        examples=[["The Ledger of Data"]],
        description="These books: titles, some words of them, or ids.",
    )
    participant: _Values = Field(
        [], examples=[["Marlow"]], description="Messages these people wrote."
    )
    role: _Values = Field(
        [], examples=[["author"]], description="author (of the book), asker, other."
    )
    kind: _Values = Field(
        [], examples=[["answer"]], description="question, answer (by an author of the book), reply."
    )
    year: _Values = Field([], examples=[["2021"]], description="Years the book's week began in.")
    collection: _Values = Field(
        [],
        examples=[["books"]],
        description="What the index keeps apart, such as books and talks; all is every one."
        " Unless told, the index's own setting.",
    )
    before: _Value = Field(
        "", examples=["2021-09"], description="Weeks that began before a year, month or day."
    )
    after: _Value = Field(
        "", examples=["2021"], description="Weeks that began after a year, month or day."
    )
    during: _Values = Field(
        [],
        examples=[["2021-04-12"]],
        description="Weeks that began in a year or month, or hold a day.",
    )
    group: Grouping = Field("thread", description="One hit a conversation, or each message.")

    def chosen(self) -> dict[str, Any]:
        """Return what ``Index.search`` takes besides the text."""
        # Most often there are none of them, and then nothing has to look at each.
        given = {name: getattr(self, name) for name in _FILTERS}
        return {name: value for name, value in given.items() if value} | {"group": self.group}


class Sorted(Asked):
    """A query whose hits are in an order."""

    sort: Sort = Field("relevance", description="Without words, relevance means newest.")

    def chosen(self) -> dict[str, Any]:
        """Return what ``Index.search`` takes besides the text."""
        return {**super().chosen(), "sort": self.sort}


class SearchParams(Sorted):
    """/api/search."""

    offset: int = Field(0, ge=0, le=_MAX_OFFSET, description="How many hits to pass over.")
    limit: int = Field(10, ge=0, le=MAX_LIMIT, description="How many hits at most.")
    facets: list[Literal[FacetName, "none"]] = Field(
        [], max_length=_MAX_VALUES, description="Which facets to count; all unless told."
    )
    fragments: int = Field(
        3, ge=0, le=MAX_FRAGMENTS, description="How many pieces of a message are shown at most."
    )

    def chosen(self) -> dict[str, Any]:
        """Return what ``Index.search`` takes besides the text."""
        return {
            **super().chosen(),
            "offset": self.offset,
            "limit": self.limit,
            "fragments": self.fragments,
            "facets": [name for name in self.facets if name != "none"] if self.facets else None,
        }


class FacetParams(Asked):
    """/api/facets/{field}."""

    match: _Value = Field("", description="Only values with this in them, whatever case, accents.")
    limit: int = Field(100, ge=0, le=MAX_LIMIT, description="How many values at most.")


class SuggestParams(Strict):
    """/api/suggest."""

    q: str = Field(
        "", examples=["data ver"], description="What was typed so far; its last word is completed."
    )
    limit: int = Field(8, ge=0, le=50, description="How many at most.")
    format: Literal["json", "opensearch"] = Field(
        "json", description="opensearch: the array that browsers ask for."
    )


class ExportParams(Sorted):
    """/api/export."""

    format: Literal["jsonl", "csv"] = Field("jsonl", description="Lines of JSON, or a table.")
