"""Commands that carry their examples, and a group that knows near misses.

In: what click parsed. Out: help pages that end with examples.
Never: runs a search or words an answer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from searchqa.records import dataclass
from searchqa.text.distance import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Example:
    """A command line that works on the sample index, and what it does."""

    line: str
    does: str


class Command(click.Command):
    """A command whose help ends with examples."""

    def __init__(self, *args: Any, examples: Sequence[Example] = (), **kwargs: Any) -> None:  # noqa: ANN401 (click's signature)
        super().__init__(*args, **kwargs)
        self.examples = tuple(examples)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples below the options."""
        super().format_epilog(ctx, formatter)
        if self.examples:
            with formatter.section("Examples"):
                # Two lines each: a command line is never wrapped, since it is there to be copied.
                for example in self.examples:
                    formatter.write(f"{'':>{formatter.current_indent}}{example.line}\n")
                    formatter.indent()
                    formatter.indent()
                    formatter.write_text(example.does)
                    formatter.dedent()
                    formatter.dedent()


class Group(click.Group):
    """Commands that are imported when they are called; a misspelt one is answered.

    Args:
        modules: Where each command is, by name, in the order of ``--help``; the
            module holds it under its name.
    """

    def __init__(self, *args: Any, modules: Mapping[str, str], **kwargs: Any) -> None:  # noqa: ANN401 (click's signature)
        super().__init__(*args, **kwargs)
        self.modules = modules

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 (click's signature)
        """Return the names in the order of ``--help``."""
        return list(self.modules)

    def get_command(self, ctx: click.Context, cmd_name: str) -> Command | None:  # noqa: ARG002 (as above)
        """Import a command; a query doesn't wait for the modules of the others."""
        if cmd_name not in self.modules:
            return None
        command: Command = getattr(import_module(self.modules[cmd_name]), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one was meant."""
        if self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            near = nearest(args[0], self.list_commands(ctx))
            meant = f'; did you mean "{near[0]}"?' if near else ""
            raise UnknownCommandError(f'there is no command "{args[0]}"{meant}', ctx)
        return super().resolve_command(ctx, args)


class UnknownCommandError(click.UsageError):
    """The first word is no command."""
