"""What a shell offers when a line is half typed.

In: the half-typed line. Out: values that begin with it, from the index.
Never: prints an error; where something is wrong there is nothing to offer.
"""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Final

import click
from click.shell_completion import CompletionItem, get_completion_class

from searchqa.app import open_index
from searchqa.cli.places import index_path
from searchqa.schema import ALL, FACETS
from searchqa.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

    from searchqa.results import Bucket

_MOST: Final = 200
_PROGRAM: Final = "searchqa"
COMPLETE_VARIABLE: Final = "_SEARCHQA_COMPLETE"
SHELLS: Final = ("bash", "zsh", "fish")

# click's own function for bash leaves spaces unquoted, and names have spaces.
_BASH: Final = r"""_searchqa_complete() {
    local line kind value
    COMPREPLY=()
    while IFS= read -r line; do
        kind=${line%%,*}
        value=${line#*,}
        case $kind in
            dir) compopt -o dirnames ;;
            file) compopt -o default ;;
            plain)
                case ${COMP_WORDS[COMP_CWORD]} in
                    [\"\']*) ;;
                    *) printf -v value '%q' "$value" ;;
                esac
                COMPREPLY+=("$value")
                ;;
        esac
    done < <(COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD=$COMP_CWORD \
        _SEARCHQA_COMPLETE=bash_complete "$1" 2>/dev/null)
}
complete -o nosort -F _searchqa_complete searchqa 2>/dev/null ||
    complete -F _searchqa_complete searchqa
"""
_INSTALL: Final = {
    "bash": "searchqa completion bash > ~/.local/share/bash-completion/completions/searchqa",
    "zsh": "searchqa completion zsh > ~/.zfunc/_searchqa   (with ~/.zfunc in fpath)",
    "fish": "searchqa completion fish > ~/.config/fish/completions/searchqa.fish",
}


def facet_values(
    ctx: click.Context, param: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Return the values of the facet an option is named after, most frequent first."""
    name = next(facet for facet in FACETS if facet == param.name)
    # A shell shows whatever we print amid the half-typed line, so silence is the only answer.
    with contextlib.suppress(Exception):
        path = index_path(ctx.params.get("index"), ctx.params.get("config"))
        with open_index(path, once=True) as opened:
            found = _matching(opened.facet(name), incomplete)
            every = name == "collection" and ALL.startswith(fold(incomplete))
            return [*found, CompletionItem(ALL)] if every else found
    return []


def facet_names(
    ctx: click.Context,  # noqa: ARG001 (click's signature)
    param: click.Parameter,  # noqa: ARG001
    incomplete: str,
) -> list[CompletionItem]:
    """Return the facets that begin with what is typed."""
    return [CompletionItem(name) for name in FACETS if name.startswith(incomplete)]


def _matching(buckets: Sequence[Bucket], incomplete: str) -> list[CompletionItem]:
    """Return the values that begin with what is typed; else those with a word that does."""
    typed = fold(incomplete)
    names = [(fold(bucket.label), bucket) for bucket in buckets]
    found = [bucket for name, bucket in names if name.startswith(typed)]
    found = found or [bucket for name, bucket in names if f" {typed}" in name]
    found = found or [bucket for bucket in buckets if bucket.value.startswith(incomplete)]
    return [
        CompletionItem(bucket.value, help=None if bucket.value == bucket.label else bucket.label)
        for bucket in found[:_MOST]
    ]


def complete(cli: click.Command, instruction: str) -> int:
    """Answer a shell's question; ``instruction`` is e.g. ``bash_complete``."""
    shell, _, what = instruction.partition("_")
    # As above: whatever goes wrong, a half-typed line must not be disturbed.
    with contextlib.suppress(Exception):
        kind = get_completion_class(shell)
        if kind is not None and what == "complete":
            found = kind(cli, {}, _PROGRAM, COMPLETE_VARIABLE).complete()
            click.echo(found, nl=bool(found))
    return 0


def script(shell: str) -> str:
    """Return what a shell has to run once, with a comment on where to keep it.

    Raises:
        KeyError: The shell is none of ``SHELLS``.
    """
    head = f"# searchqa: completion for {shell}. Keep it with:\n#   {_INSTALL[shell]}\n"
    if shell == "bash":
        return head + _BASH
    kind = get_completion_class(shell)
    if kind is None:
        raise KeyError(shell)
    source = kind(click.Group("searchqa"), {}, _PROGRAM, COMPLETE_VARIABLE).source()
    # zsh looks for its mark in the first line.
    first, _, rest = source.lstrip().partition("\n")
    return (
        f"{first}\n{head}{rest.rstrip()}\n"
        if first.startswith("#compdef")
        else f"{head}{source.strip()}\n"
    )
