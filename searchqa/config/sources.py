"""The settings under ``sources:``: where transcripts come from, and in which form.

In: nodes of the file. Out: source settings. Never: looks whether a place is there.
"""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

from yaml.nodes import MappingNode, Node, SequenceNode

from searchqa.config.addresses import is_address
from searchqa.config.model import SourceConfig
from searchqa.config.nodes import line_of
from searchqa.formats import FORMAT_NAMES, FORMATS, TRANSCRIPTS, Selectors, Week
from searchqa.schema import ALL
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from searchqa.config.nodes import NodeReader
    from searchqa.formats import Format

_KEYS: Final = (
    "path",
    "git",
    "branch",
    "folder",
    "name",
    "format",
    "collection",
    "selectors",
    "weeks",
    "workspace",
)
_SELECTORS: Final = tuple(one.name for one in fields(Selectors))
_WEEK: Final = ("channel", "from", "to", "book", "title", "authors", "description", "cover")
_NEEDED: Final = ("channel", "from", "to", "book", "title", "authors")
# Settings that mean something only of some sources.
_ONLY: Final = {
    "branch": ("git", "a git repository"),
    "folder": ("git", "a git repository"),
    "selectors": ("html", "format: html"),
    "weeks": ("slack", "format: slack"),
    "workspace": ("slack", "format: slack"),
}


def read_sources(nodes: NodeReader, node: Node) -> tuple[SourceConfig, ...]:
    """Return each source of the file.

    Raises:
        ConfigError: A setting isn't one, or two sources have one name.
    """
    items = node.value if isinstance(node, SequenceNode) else [node]
    found: dict[str, SourceConfig] = {}
    out = []
    for item in items:
        one = _source(nodes, item)
        if one.name and one.name in found:
            hint = "give each source a name of its own"
            raise nodes.error(item, f'a source called "{one.name}" is there already', hint)
        found[one.name] = one
        out.append(one)
    return tuple(out)


def _source(nodes: NodeReader, item: Node) -> SourceConfig:
    if not isinstance(item, MappingNode):
        text = nodes.text(item, "sources")
        if is_address(text):
            return SourceConfig(Path(), git=text)
        return SourceConfig(nodes.place(text))
    given = {key: value for key, _, value in nodes.pairs(item, _KEYS, "source setting")}
    name = nodes.text(given["name"], "name") if "name" in given else ""
    if ("path" in given) == ("git" in given):
        message = "a source is a path or a git repository, not both"
        if "path" not in given:
            message = "a source without a path or a git repository"
        raise nodes.error(item, message, "write path: some/folder, or git: https://…")
    form = _form(nodes, given)
    for key, (needs, words) in _ONLY.items():
        if key in given and needs not in (form.name, *given):
            raise nodes.error(given[key], f'"{key}" is a setting of {words}', f"leave out {key}:")
    if "git" in given and form.name == "slack":
        message = "a Slack export is a path: the zip that Slack gives, or its folder"
        raise nodes.error(given["git"], message, "write path: export.zip")
    if "git" not in given:
        return SourceConfig(nodes.place(nodes.text(given["path"], "path")), name, form)
    text = nodes.text(given["git"], "git")
    address = text if is_address(text) else str(nodes.place(text))
    branch = nodes.text(given["branch"], "branch") if "branch" in given else ""
    folder = nodes.text(given["folder"], "folder") if "folder" in given else "."
    return SourceConfig(_inside(nodes, given, folder), name, form, address, branch)


def _inside(nodes: NodeReader, given: dict[str, Node], folder: str) -> Path:
    path = Path(folder)
    if path.is_absolute() or ".." in path.parts:
        message = "folder lies inside the repository"
        raise nodes.error(given["folder"], message, "write folder: docs/site")
    return path


def _form(nodes: NodeReader, given: dict[str, Node]) -> Format:
    form = TRANSCRIPTS
    if "format" in given:
        name = nodes.text(given["format"], "format")
        if name not in FORMATS:
            message = f'there is no format "{name}"'
            raise nodes.error(given["format"], message, f"one of: {', '.join(FORMAT_NAMES)}")
        form = FORMATS[name]
    if "collection" in given:
        collection = nodes.text(given["collection"], "collection")
        if fold(collection) == ALL:
            message = f'a collection can\'t be called "{collection}": it means every one'
            raise nodes.error(given["collection"], message, "write collection: talks")
        form = replace(form, collection=collection)
    if "selectors" in given:
        pairs = nodes.pairs(given["selectors"], _SELECTORS, "selector")
        chosen = {key: nodes.text(value, key) for key, _, value in pairs}
        form = replace(form, selectors=replace(form.selectors, **chosen))
    if "workspace" in given:
        form = replace(form, workspace=nodes.text(given["workspace"], "workspace").rstrip("/"))
    if "weeks" in given:
        node = given["weeks"]
        items = node.value if isinstance(node, SequenceNode) else [node]
        form = replace(form, weeks=tuple(_week(nodes, item) for item in items))
    return form


def _week(nodes: NodeReader, item: Node) -> Week:
    given = {key: value for key, _, value in nodes.pairs(item, _WEEK, "setting of a week")}
    for key in _NEEDED:
        if key not in given:
            message = f"a week without {key}:"
            raise nodes.error(item, message, f"a week has {', '.join(_NEEDED)}")
    texts = {key: nodes.text(given[key], key) for key in given if key != "authors"}
    start, end = (_day(nodes, given[key], key) for key in ("from", "to"))
    if end < start:
        raise nodes.error(given["to"], "the week ends before it starts", "exchange from: and to:")
    if "/" in texts["book"]:
        message = "book: is a name like 20210927-some-book, without a slash"
        raise nodes.error(given["book"], message, "write book: 20210927-some-book")
    return Week(
        channel=texts["channel"].lstrip("#"),
        start=start,
        end=end,
        book=texts["book"],
        title=texts["title"],
        authors=nodes.texts(given["authors"], "authors"),
        description=texts.get("description", ""),
        cover=texts.get("cover", ""),
        line=line_of(item),
    )


def _day(nodes: NodeReader, node: Node, key: str) -> date:
    text = nodes.text(node, key)
    try:
        return date.fromisoformat(text)
    except ValueError:
        message = f'{key} "{text}" isn\'t a date YYYY-MM-DD'
        raise nodes.error(node, message, f"write {key}: 2021-09-27") from None
