"""Where a link in a commit leads, without a disk to follow it on.

In: what a commit holds, and what its links say. Out: a Target. Never: leaves the repository.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from searchqa.records import dataclass
from searchqa.sources.git.state import OUTSIDE

if TYPE_CHECKING:
    from collections.abc import Mapping

    from searchqa.sources.git.nodes import Node

NOWHERE: Final = "can't be read: the link leads nowhere"
# As Linux has it, see path_resolution(7).
_HOPS: Final = 40


@dataclass(frozen=True, slots=True)
class Target:
    """What a link leads to; ``kind`` is blob, tree, OUTSIDE or NOWHERE."""

    kind: str
    oid: str = ""


def follow(path: str, base: str, nodes: Mapping[str, Node], links: Mapping[str, str]) -> Target:
    """Follow a link.

    Args:
        path: The link's.
        base: The folder that it mustn't leave, "" for the repository.
        nodes: All of the commit, by path.
        links: What each link says, by path; one that says too much is absent.
    """
    try:
        end = _end_of(path, nodes, links)
    except _AwayError as away:
        return Target(away.kind)
    if base and end != base and not end.startswith(f"{base}/"):
        return Target(OUTSIDE)
    node = nodes.get(end)
    return Target("blob", node.oid) if node is not None and node.kind == "blob" else Target("tree")


class _AwayError(Exception):
    """A link leads to nothing of the commit."""

    def __init__(self, kind: str) -> None:
        super().__init__(kind)
        self.kind = kind


def _end_of(path: str, nodes: Mapping[str, Node], links: Mapping[str, str]) -> str:
    """Return the path that isn't a link any more."""
    ahead, at, hops = deque(path.split("/")), list[str](), 0
    while ahead:
        part = ahead.popleft()
        if part == "..":
            if not at:
                raise _AwayError(OUTSIDE)
            at.pop()
        elif part not in ("", "."):
            at.append(part)
            here = "/".join(at)
            node = nodes.get(here)
            if node is None or (node.kind == "blob" and ahead):
                raise _AwayError(NOWHERE)
            if node.kind == "link":
                hops += 1
                said = links.get(here) if hops <= _HOPS else None
                at.pop()
                ahead.extendleft(reversed(_parts(said)))
    return "/".join(at)


def _parts(said: str | None) -> list[str]:
    if said is None:
        raise _AwayError(NOWHERE)
    if said.startswith("/"):
        raise _AwayError(OUTSIDE)
    return said.split("/")
