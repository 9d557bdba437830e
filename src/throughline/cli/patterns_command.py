"""`throughline patterns`: what a case shows once it is put together."""

from __future__ import annotations

import argparse
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from throughline.cli.terminal import counted, one_line, say, say_json

if TYPE_CHECKING:
    from throughline.domain.finding import Finding, Findings, NextSteps
    from throughline.patterns.about import About

SUMMARY = "Put a case together and say what it shows."
_WIDTH = 88
_MOST_RANKED = 12
_LEVELS = {
    "emergency": "If you are in danger now, call 999.",
    "today": "Tell the police today: 101, online or at a station; 999 if it changes.",
    "report": "You can report this. The National Stalking Helpline, 0808 802 0300, can help you first.",
}
_SORTS = {"new": "New", "changed": "Changed", "gone": "No longer told"}
_SAME = "The same findings are told. That says nothing about how safe you are."
_SAME_OTHERWISE = "The other findings are told as before."
_LIMITS = (
    "This is what the entries show. It cannot see what is not written down, and it cannot tell you that you are safe."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the options of contract cli.md."""
    parser.add_argument("cases", metavar="CASE", nargs="+", type=Path, help="a folder, a .zip or a bare case.json")
    parser.add_argument(
        "--json", action="store_true", help="one JSON object a case, on one line each (contract findings.md)"
    )
    parser.add_argument(
        "--length",
        choices=("brief", "plain", "full"),
        default="plain",
        help="how much of each finding: one line; as the person reads it; or with how it was found and what would change it",
    )
    parser.add_argument(
        "--since",
        metavar="EARLIER",
        type=Path,
        help="an earlier copy of the case: say what is told otherwise now, and why",
    )


def run(arguments: argparse.Namespace) -> int:
    """Print the findings of each case, in the order given."""
    earlier = None if arguments.since is None else _findings_of(arguments.since)
    for path in arguments.cases:
        findings = _findings_of(path)
        if earlier is not None:
            _say_changes(earlier, findings, as_json=arguments.json)
            continue
        if arguments.json:
            say_json(findings.to_json())
            continue
        if len(arguments.cases) > 1:
            say(f"\n{one_line(str(path))}\n")
        _say(findings, arguments.length)
    return 0


def _findings_of(path: Path) -> Findings:
    from throughline.casefile.reading import read_case_file
    from throughline.together import put_together

    case_file = read_case_file(path)
    return put_together(case_file.case, case_file.communications, with_reading_list=True)


def _say_changes(earlier: Findings, findings: Findings, *, as_json: bool) -> None:
    from throughline.patterns.changes import changes_between

    changes = changes_between(earlier, findings)
    if as_json:
        say_json(
            {"format": "throughline-changes/1", "engine": findings.engine, "changes": [it.to_json() for it in changes]}
        )
        return
    for change in changes:
        told = change.after or change.before
        if told is not None:
            say(textwrap.fill(f"{_SORTS[change.sort]}: {told.statement}", _WIDTH, subsequent_indent="    "))
        if change.sort == "changed" and change.before is not None:
            say(
                textwrap.fill(
                    f"Before: {change.before.statement}", _WIDTH, initial_indent="    ", subsequent_indent="    "
                )
            )
        say(textwrap.fill(change.why, _WIDTH, initial_indent="    ", subsequent_indent="    ") + "\n")
    say(textwrap.fill(_SAME_OTHERWISE if changes else _SAME, _WIDTH))


def _say(findings: Findings, length: str) -> None:
    from throughline.patterns.about import about_kinds, in_brief
    from throughline.patterns.headings import under_headings

    looked = findings.looked_at
    what = f"{counted(looked.incidents, 'incident')} and {counted(looked.communications, 'communication')}"
    say(f"Looked at {what}" + (f", {looked.first} to {looked.last}" if looked.first else "") + ".\n")
    _say_next(findings.next_steps)
    for heading, shown in under_headings(findings.findings):
        say(f"{heading}\n{'-' * len(heading)}")
        for finding, caveat in shown:
            if length == "brief":
                say(textwrap.fill(f"{finding.id}. {in_brief(finding)}", _WIDTH, subsequent_indent="    "))
            else:
                _say_finding(finding, caveat)
        if length == "brief":
            say("")
        if length == "full":
            _say_about(about_kinds()[shown[0][0].kind], {finding.rule for finding, _ in shown})
    say(textwrap.fill(_LIMITS, _WIDTH))


def _say_about(about: About, rules: set[str]) -> None:
    for what, words in (
        ("This looked at", about.looked), ("What it cannot know", about.cannot), ("How it was found", about.method),
        ("Stronger with", " ".join(about.stronger)), ("Weaker if", " ".join(about.weaker)), ("Rule", ", ".join(sorted(rules))),
    ):  # fmt: skip
        say(textwrap.fill(f"{what}: {words}", _WIDTH, initial_indent="    ", subsequent_indent="      "))
    say("")


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
