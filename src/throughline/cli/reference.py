"""Print the reference page of the command line, from the parser itself: `python -m throughline.cli.reference`."""

from __future__ import annotations

import argparse
import sys

from throughline.cli.main import COMMANDS, build_parser

_HEAD = """# The command line

Made by `python -m throughline.cli.reference`; a test holds it current. Exit codes everywhere: 0 done; 1 the answer is
“no” (an altered pack, nothing readable, a faulty case file); 2 the input or the call is wrong, with one sentence that
says what and how to mend it; 130 interrupted, with nothing half-written left behind. Progress and remarks go to standard error.
"""


def command_line_page() -> str:
    """The page as Markdown: each command with what it does, its arguments and options."""
    subparsers = next(action for action in build_parser()._actions if isinstance(action, argparse._SubParsersAction))
    pages = [_HEAD]
    for name in COMMANDS:
        parser = subparsers.choices[name]
        pages.append(f"## {name}\n\n{parser.description}\n")
        pages.append("| argument | what it is |\n|---|---|\n" + "\n".join(map(_row, parser._actions)) + "\n")
    return "\n".join(pages)


def _row(action: argparse.Action) -> str:
    name = ", ".join(action.option_strings) or str(action.metavar)
    if action.option_strings and action.nargs != 0:
        choices = "|".join(map(str, action.choices)) if action.choices else str(action.metavar or action.dest).upper()
        name += f" {choices}"
    if action.nargs == "+":
        name += "…"
    return "| `{}` | {} |".format(name.replace("|", "\\|"), action.help)


if __name__ == "__main__":
    sys.stdout.write(command_line_page())
