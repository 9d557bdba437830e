"""`throughline COMMAND`: find the command, run it, and turn every outcome into one sentence and an exit code."""

from __future__ import annotations

import argparse
import os
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType, ModuleType
from typing import NoReturn

from throughline import __version__
from throughline.cli import (
    check_command,
    guidance_command,
    import_command,
    new_command,
    pack_command,
    patterns_command,
    read_command,
    serve_command,
    verify_command,
    work_command,
)
from throughline.cli.terminal import one_line, warn
from throughline.domain.errors import ThroughlineError

COMMANDS: dict[str, ModuleType] = {
    "read": read_command,
    "new": new_command,
    "import": import_command,
    "patterns": patterns_command,
    "pack": pack_command,
    "verify": verify_command,
    "check": check_command,
    "guidance": guidance_command,
    "serve": serve_command,
    "work": work_command,
}
INTERRUPTED = 130
_WITH = {
    "Q_DATE_ORDER": "--date-order day-first or --date-order month-first",
    "Q_THEM": "--them NAME-OR-NUMBER",
    "E_AMBIGUOUS_FORMAT": "--as FORMAT",
}
"""How what an error asks for is said on a command line. The errors themselves name no option: pages show them too."""


class _Parser(argparse.ArgumentParser):
    """A parser that says what is wrong in one sentence."""

    def error(self, message: str) -> NoReturn:
        command = self.prog.split()[-1] if " " in self.prog else ""
        print(
            f"{message[:1].upper()}{message[1:]}; see {' '.join(filter(None, ['throughline', command, '--help']))}.",
            file=sys.stderr,
        )
        raise SystemExit(2)


def build_parser() -> argparse.ArgumentParser:
    """The parser of every command; also what the reference page is made from."""
    description = "Put together what is done to somebody who is not left alone. In danger now: call 999."
    parser = _Parser(prog="throughline", description=description)
    parser.add_argument("--version", action="version", version=f"throughline {__version__}")
    commands = parser.add_subparsers(title="commands", dest="command", metavar="COMMAND", required=True)
    for name, module in COMMANDS.items():
        command = commands.add_parser(name, help=module.SUMMARY, description=module.SUMMARY)
        module.add_arguments(command)
        command.set_defaults(run=module.run)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code (contract cli.md: 0 done, 1 no, 2 wrong input, 130 interrupted)."""
    _stand_in_for_closed_streams()
    for ending in (signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
        if signal.getsignal(ending) is not signal.SIG_IGN:  # under nohup the end of the terminal is to be ignored
            signal.signal(ending, _interrupt)
    try:
        parsed = build_parser().parse_args(arguments)
        code = int(parsed.run(parsed))
        sys.stdout.flush()
    except ThroughlineError as error:
        warn(one_line(_told(error)))
        return error.exit_code
    except KeyboardInterrupt:
        print("Interrupted; nothing was left half done.", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output went away, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"“{Path(os.fsdecode(error.filename)).name}”" if isinstance(error.filename, str | bytes) else "this"
        why = error.strerror or type(error).__name__
        warn(
            f"The file system refused {one_line(where)} ({why}); see who may read and write there, and the space left."
        )
        return 2
    return code


def _told(error: ThroughlineError) -> str:
    option = _WITH.get(error.code)
    return error.message if option is None else f"{error.message.removesuffix('.')} ({option})."


def _stand_in_for_closed_streams() -> None:
    """Somewhere for output to go where the caller closed it, opened first so that no file of a case gets its number."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 (open until we end)


def _interrupt(_signal: int, _frame: FrameType | None) -> None:
    """End the command; but one that is being ended clears up undisturbed. A single Ctrl-C can come twice: once raised by
    the column library, which catches it too, and once by Python."""
    if not isinstance(sys.exception(), KeyboardInterrupt):
        raise KeyboardInterrupt
