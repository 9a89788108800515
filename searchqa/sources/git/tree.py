"""Which files of a commit are transcripts and people, by the rules that hold for a folder.

In: what ``git ls-tree`` says. Out: a Listing without sizes.
Never: asks git by itself, or leaves a file out without a notice.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from searchqa.errors import SourceError
from searchqa.records import dataclass
from searchqa.sources.git.links import NOWHERE, Target
from searchqa.sources.git.nodes import Node, Nodes
from searchqa.sources.git.state import OUTSIDE, File, Listing
from searchqa.sources.rules import PEOPLE, is_person, why_no_folder, why_no_transcript
from searchqa.version import __version__

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from searchqa.formats import Format

_NO_FILE = "is no ordinary file"


@dataclass(frozen=True, slots=True)
class Place:
    """Where things lie, as paths in the repository; "" is its root, None that there is none."""

    root: str
    books: str
    people: str | None
    single: bool


def wanted(folder: PurePosixPath, form: Format) -> str:
    """Return what differs when other files of the same commit would be listed."""
    # Another version may have other rules.
    return "|".join((__version__, _plain(folder), form.folder, *form.endings))


def find(
    look: Callable[[Sequence[str]], Nodes], folder: PurePosixPath, form: Format
) -> tuple[Place, Nodes]:
    """Find the transcripts and the people below a folder of a commit.

    Args:
        look: Lists paths of the commit with all that lies below them; none is everything.
        folder: Inside the repository.
        form: How the files are written.

    Raises:
        SourceError: The commit has no such folder.
    """
    top = _plain(folder)
    root = books = top
    nodes: Nodes = {}
    single = False
    if form.folder and _name(top) != form.folder:
        books = _join(top, form.folder)
        nodes = look([books])
        _check_followed(books, nodes.get(books), only_links=True)
    if not _is(nodes, books, "tree"):
        books = top
        nodes = look([top] if top else [])
        if top:
            _check_followed(top, nodes.get(top))
            single = _is(nodes, top, "blob")
    if single:
        root = _parent(top)
    if form.folder and _name(root) == form.folder:
        root = _parent(root)
    near = list(dict.fromkeys((_join(root, PEOPLE), _join(_parent(root), PEOPLE))))
    nodes = {**nodes, **look(near)}
    people = next((path for path in near if _is(nodes, path, "tree")), None)
    return Place(root, books, people, single), nodes


def has_links(place: Place, nodes: Nodes) -> bool:
    """Say whether a link has to be followed to list a place."""
    inside = tuple(f"{path}/" if path else "" for path in (place.books, place.people or "\0"))
    return any(node.kind == "link" and path.startswith(inside) for path, node in nodes.items())


class Walk:
    """Lists a place by the rules of folders.

    Args:
        place: Where things lie.
        nodes: What lies there, by path.
        form: How the files are written.
        target: Where a link leads: given its path and the folder that it mustn't leave.
    """

    def __init__(
        self, place: Place, nodes: Nodes, form: Format, target: Callable[[str, str], Target]
    ) -> None:
        self._place = place
        self._nodes = nodes
        self._form = form
        self._target = target
        self._inside: Mapping[str, list[str]] = _children(nodes)
        self._notices: list[tuple[str, str]] = []
        self._files: list[File] = []

    def listing(self) -> Listing:
        """Return the files that count, by path."""
        if self._place.single:
            node = self._nodes[self._place.books]
            self._files = [File(self._label(self._place.books), node.oid)]
        else:
            self._walk(self._place.books)
        # Sorted as a folder's are: by the name below it, which begins alike for all.
        files = tuple(sorted(self._files, key=lambda one: one.path))
        return Listing(files, self._people(), tuple(self._notices), self._place.books or ".")

    def _walk(self, top: str) -> None:
        # Not by recursion: how deep a tree is, is up to whoever made it.
        waiting = [top]
        while waiting:
            waiting += self._look(waiting.pop())

    def _look(self, folder: str) -> list[str]:
        """Take what lies in one folder; return the folders to look into."""
        deeper = []
        for path in self._inside[folder]:
            node, name = self._nodes[path], _name(path)
            target = self._target(path, self._place.root) if node.kind == "link" else None
            if target is not None and target.kind == "tree":
                self._notices.append((self._label(path), "a linked folder"))
            elif node.kind == "commit":
                self._notices.append((self._label(path), "a submodule (another repository)"))
            else:
                is_folder = node.kind == "tree"
                why = why_no_folder(name)
                if not is_folder:
                    why = why_no_transcript(name, self._form.endings)
                if why:
                    self._notices.append((self._label(path), why))
                elif why is None and is_folder:
                    deeper.append(path)
                elif why is None:
                    self._file(path, node.oid, target)
        return deeper

    def _file(self, path: str, oid: str, target: Target | None) -> None:
        file = _followed(File(self._label(path), oid), target)
        if file.trouble == OUTSIDE:
            self._notices.append((file.path, OUTSIDE))
        else:
            self._files.append(file)

    def _people(self) -> tuple[File, ...]:
        folder = self._place.people
        if folder is None:
            for path in (_join(self._place.root, PEOPLE), PEOPLE):
                if _is(self._nodes, path, "link"):
                    self._notices.append((PEOPLE, "a linked folder"))
                    break
            return ()
        found = []
        for path in filter(is_person, self._inside[folder]):
            node = self._nodes[path]
            file = File(f"{PEOPLE}/{_name(path)}", node.oid)
            if node.kind == "link":
                file = _followed(file, self._target(path, _parent(folder)))
            elif node.kind != "blob":
                file = File(file.path, "", 0, _NO_FILE)
            found.append(file)
        return tuple(found)

    def _label(self, path: str) -> str:
        root = self._place.root
        return path[len(root) + 1 :] if root else path


def _followed(file: File, target: Target | None) -> File:
    """Return a file as the link that it may be has it."""
    if target is None:
        return file
    if target.kind == "blob":
        return File(file.path, target.oid)
    trouble = OUTSIDE if target.kind == OUTSIDE else _NO_FILE
    return File(file.path, "", 0, NOWHERE if target.kind == NOWHERE else trouble)


def _children(nodes: Nodes) -> Mapping[str, list[str]]:
    inside: dict[str, list[str]] = defaultdict(list)
    for path in nodes:
        inside[_parent(path)].append(path)
    return inside


def _check_followed(path: str, node: Node | None, *, only_links: bool = False) -> None:
    """Refuse what isn't a folder or a file of the commit itself.

    Raises:
        SourceError: It is nothing, a link or a submodule.
    """
    if node is not None and node.kind == "link":
        hint = "name the folder that it leads to with folder:"
        raise SourceError(f"{path} is a link in the repository", hint)
    if only_links:
        return
    if node is None:
        raise SourceError(f"there is no folder {path} in the repository", "check folder:")
    if node.kind == "commit":
        hint = "name the repository that it stands for with git:"
        raise SourceError(f"{path} is a submodule", hint)


def _is(nodes: Nodes, path: str, kind: str) -> bool:
    return path in nodes and nodes[path].kind == kind


def _plain(folder: PurePosixPath) -> str:
    return "" if str(folder) == "." else str(folder)


def _join(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name


def _parent(path: str) -> str:
    return path.rpartition("/")[0]


def _name(path: str) -> str:
    return path.rpartition("/")[2]
