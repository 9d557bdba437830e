"""Log lines without words: what failed and where in the code, never an address, a name or anything somebody wrote."""

from __future__ import annotations

import logging
import traceback


class WithoutWords(logging.Formatter):
    """A line has the time, the level, the logger and, for an exception, its type and the places it passed through.

    The message is left out but for our own loggers', whose messages are written without content: Django's name addresses,
    and an exception's text can hold what was typed.
    """

    def format(self, record: logging.LogRecord) -> str:
        """One line for a record."""
        said = [self.formatTime(record), record.levelname, record.name]
        if record.name.startswith("throughline."):
            said.append(record.getMessage())
        elif (status := getattr(record, "status_code", None)) is not None:
            said.append(f"answered {status}")
        if record.exc_info and record.exc_info[0] is not None:
            said += [record.exc_info[0].__name__, *_places(record.exc_info[2])]
        return " ".join(said)


def _places(trace: object) -> list[str]:
    frames = traceback.extract_tb(trace)  # type: ignore[arg-type]
    return [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in frames[-8:]]
