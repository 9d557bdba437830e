"""`throughline patterns`: what a case shows once it is put together."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.cli.terminal import counted, one_line, say, say_json

if TYPE_CHECKING:
    from throughline.domain.finding import Finding, Findings, NextSteps

SUMMARY = "Put a case together and say what it shows."
_WIDTH = 88
_MOST_RANKED = 12
_LEVELS = {
    "emergency": "If you are in danger now, call 999.",
    "today": "Tell the police today: 101, online or at a station; 999 if it changes.",
    "report": "You can report this. The National Stalking Helpline, 0808 802 0300, can help you first.",
}
_LIMITS = (
    "This is what the entries show. It cannot see what is not written down, and it cannot tell you that you are safe."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("cases", metavar="CASE", nargs="+", type=Path, help="a folder, a .zip or a bare case.json")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a case, on one line each (contract findings.md)"
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the findings of each case, in the order given."""
    from throughline.casefile.reading import read_case_file
    from throughline.together import put_together

    for path in arguments.cases:
        case_file = read_case_file(path)
        findings = put_together(case_file.case, case_file.communications, with_reading_list=True)
        if arguments.json:
            say_json(findings.to_json())
            continue
        if len(arguments.cases) > 1:
            say(f"\n{one_line(str(path))}\n")
        _say(findings)
    return 0


def _say(findings: Findings) -> None:
    from throughline.patterns.headings import under_headings

    looked = findings.looked_at
    what = f"{counted(looked.incidents, 'incident')} and {counted(looked.communications, 'communication')}"
    say(f"Looked at {what}" + (f", {looked.first} to {looked.last}" if looked.first else "") + ".\n")
    _say_next(findings.next_steps)
    for heading, shown in under_headings(findings.findings):
        say(f"{heading}\n{'-' * len(heading)}")
        for finding, caveat in shown:
            _say_finding(finding, caveat)
    say(textwrap.fill(_LIMITS, _WIDTH))


def _say_next(steps: NextSteps) -> None:
    say(_LEVELS[steps.level])
    for reason in steps.reasons:
        say(textwrap.fill(f"- {reason.why}", _WIDTH, subsequent_indent="  "))
    say("")


def _say_finding(finding: Finding, caveat: str) -> None:
    say(textwrap.fill(f"{finding.id}. {finding.statement}", _WIDTH, subsequent_indent="    "))
    if caveat:
        say(textwrap.fill(caveat, _WIDTH, initial_indent="    ", subsequent_indent="    "))
    if finding.ranked:
        _say_reading_list(finding)
        return
    # Twelve ids fill a line or two; --json and the pack have them all.
    behind = ", ".join(finding.because[:12]) + (
        f" and {len(finding.because) - 12:,} more" if len(finding.because) > 12 else ""
    )
    say(textwrap.fill(f"Behind it: {behind}.", _WIDTH, initial_indent="    ", subsequent_indent="    ") + "\n")


def _say_reading_list(finding: Finding) -> None:
    """The first messages to read, by id and kind: their words stay where they are."""
    from throughline.patterns.names import CATEGORY_NAMED

    for number, message in enumerate(finding.ranked[:_MOST_RANKED], 1):
        say(f"    {number:2}. {message.id}: {CATEGORY_NAMED[message.category]}")
    looked = finding.measure.of if finding.measure is not None else None
    more = len(finding.ranked) - _MOST_RANKED
    rest = f"{more:,} more are listed with --json. " if more > 0 else ""
    say(textwrap.fill(f"{rest}{looked:,.0f} messages with words came.", _WIDTH, initial_indent="    ") + "\n")
