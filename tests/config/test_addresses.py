"""Which texts on a command line are repositories and which are folders."""

from __future__ import annotations

from pathlib import Path

import pytest

from searchqa.config import Options, load


@pytest.mark.parametrize(
    ("text", "is_repository"),
    [
        ("https://git.example.org/site.git", True),
        ("HTTPS://git.example.org/site", True),
        ("ssh://git@git.example.org/site", True),
        ("git@git.example.org:team/site.git", True),
        ("file:///srv/site", True),
        ("../site", False),
        ("/srv/site.git", False),
        ("me@home/site", False),
        ("ext::sh -c true", False),
        ("ftp://example.org/site", False),
    ],
)
def test_repositories_and_folders(text: str, is_repository: bool) -> None:
    (typed,) = load(Path(), {}, Options(sources=(text,))).sources
    assert typed.git == (text if is_repository else "")
    (said,) = load(Path(), {"SEARCHQA_SOURCE": text}, Options()).sources[:1]
    assert bool(said.git) == is_repository
