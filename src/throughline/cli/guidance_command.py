"""`throughline guidance check`: what in the guidance must be looked at again, for those who look after it."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from throughline.cli.terminal import counted, one_line, say, say_json

if TYPE_CHECKING:
    from throughline.guidance.review import Due

SUMMARY = "Say what in the guidance is past its review day, overtaken by the law, or not sure."
_HEADINGS = {
    "past_review": "Past its review day",
    "law_changed": "The law changed after it was checked",
    "conflicting": "Sources disagree",
    "flagged": "Likely to have changed",
    "unverified": "Not checked against a source",
    "secondary": "Read at second hand only",
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("action", metavar="check", choices=["check"], help="what to do; there is one thing: check")
    parser.add_argument("--today", metavar="DAY", type=_day, help="the day to check for, such as 2026-11-23 (today)")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a line: concern, place, words, why, sources"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the list. Gives 1 where something is past its day or overtaken by the law. What is not sure is listed too,
    but is no fault: it is shown with its doubt."""
    from throughline.guidance.load import load_content
    from throughline.guidance.review import TO_MEND, due

    found = due(load_content(), arguments.today or datetime.now(UTC).date())
    if arguments.json:
        for it in found:
            say_json(_as_json(it))
    else:
        _say(found, sum(it.concern in TO_MEND for it in found))
    return 1 if any(it.concern in TO_MEND for it in found) else 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is not a day such as 2026-11-23") from None


def _say(found: Sequence[Due], to_mend: int) -> None:
    for concern, heading in _HEADINGS.items():
        listed = [it for it in found if it.concern == concern]
        if listed:
            say(f"{heading}: {counted(len(listed), 'place')}")
        for it in listed:
            look = ", ".join(dict.fromkeys(cited.source.address for cited in it.sources))
            detail = it.why if concern in ("past_review", "law_changed") else it.words
            say(one_line(f"  {it.place}: {detail} Look at: {look}"))
    say(f"{counted(to_mend, 'thing')} to mend." if to_mend else "Nothing is past its day or overtaken by the law.")


def _as_json(it: Due) -> dict[str, object]:
    sources = [
        {"title": cited.source.title, "address": cited.source.address, "section": cited.section} for cited in it.sources
    ]
    return {"concern": it.concern, "place": it.place, "words": it.words, "why": it.why, "sources": sources}
