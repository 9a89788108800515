"""Make docs/cli.md from the commands themselves.

In: nothing, or ``--check``. Out: the page, or exit code 1 when it is stale.
Never: says anything that ``--help`` doesn't.
"""

from __future__ import annotations

import inspect
import sys
from pathlib import Path

import click

from searchqa.cli.base import Command
from searchqa.cli.group import COMMANDS, cli

PAGE = Path(__file__).parent / "cli.md"
HEAD = """\
# Commands

<!-- Made by `python docs/make_cli.py` from the commands themselves; don't edit. -->

{commands}

Each command takes `-h` and `--help`; `searchqa --version` tells the version. Options may stand
before or after the words. `python -m searchqa` is the same as `searchqa`.

| Exit code | Means |
| --- | --- |
| 0 | There are hits, or what was asked is done. |
| 1 | Nothing was found. |
| 2 | Something went wrong; two lines on stderr say what, and what to do. |
| 130 | Stopped with Ctrl-C. |

A pipe that closes early (`searchqa query … | head`) is no trouble: the exit code is 0.

| Variable | Means |
| --- | --- |
| `SEARCHQA_INDEX` | Folder of the index, as `--index`. |
| `SEARCHQA_SOURCE` | Sources to index, separated as in `PATH`. |
| `SEARCHQA_CONFIG` | Configuration file, as `--config`. |
| `SEARCHQA_HOOK_SECRET` | What calls of the server's webhook are signed with. |
| `SEARCHQA_DEBUG` | Set to 1, an unforeseen error shows where it was. |
| `NO_COLOR` | Set, there is no colour; found words are underlined. |
| `COLUMNS` | Width to use instead of the terminal's. |
| `PAGER`, `LESS` | What long threads are shown with. |
| `XDG_STATE_HOME` | Where the numbers of the last answer are kept (`~/.local/state` by default). |
"""


def page() -> str:
    """Return the whole page."""
    context = click.Context(cli)
    commands = [
        command for name in COMMANDS if (command := cli.get_command(context, name)) is not None
    ]
    rows = [
        f"| [`searchqa {command.name}`](#searchqa-{command.name}) | {command.short_help} |"
        for command in commands
    ]
    head = HEAD.format(commands="\n".join(("| Command | |", "| --- | --- |", *rows)))
    return "\n".join((head, *(section(command) for command in commands)))


def section(command: Command) -> str:
    """Return one command: usage, help, options, examples."""
    arguments = [_argument(p) for p in command.params if isinstance(p, click.Argument)]
    usage = " ".join(("searchqa", str(command.name), "[OPTIONS]", *arguments))
    options = [p for p in command.params if isinstance(p, click.Option)]
    rows = [f"| {_names(option)} | {_cell(option.help or '')} |" for option in options]
    examples = [f"# {example.does}\n{example.line}" for example in command.examples]
    return "\n".join(
        (
            f"## searchqa {command.name}\n",
            f"```\n{usage}\n```\n",
            f"{inspect.cleandoc(command.help or '')}\n",
            "| Option | |\n| --- | --- |",
            "\n".join(rows) + "\n",
            "```sh\n" + "\n\n".join(examples) + "\n```\n",
        )
    )


def _argument(argument: click.Argument) -> str:
    name = argument.metavar or str(argument.name).upper()
    return name if argument.metavar else f"[{name}]..." if argument.nargs == -1 else name


def _names(option: click.Option) -> str:
    """Return an option as it is typed, with what follows it."""
    names = " ".join(sorted(option.opts, key=len))
    if option.secondary_opts:
        return f"`{names}`, `{' '.join(option.secondary_opts)}`"
    if isinstance(option.type, click.Choice):
        return f"`{names} " + "\\|".join(map(str, option.type.choices)) + "`"
    return f"`{names}`" if option.is_flag else f"`{names} {option.metavar}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(args: list[str]) -> int:
    """Write the page, or compare it."""
    text = page()
    if "--check" not in args:
        PAGE.write_text(text, encoding="utf-8")
        return 0
    if PAGE.is_file() and PAGE.read_text(encoding="utf-8") == text:
        return 0
    sys.stderr.write("docs/cli.md is stale: run python docs/make_cli.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
