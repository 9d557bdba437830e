"""The rule table of the next steps as a page: `python -m throughline.guidance.diagram > docs/reference/triage.md`.

Everything on it is read from the content files, so that who checks the rules need not read TOML.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from throughline.domain.finding import LEVELS
from throughline.guidance.conditions import (
    Anything,
    Contact,
    ContactAfter,
    FindingsOf,
    IncidentsWith,
    MessagesWith,
    MilestonesOf,
    Occasions,
    SamePerson,
)
from throughline.guidance.load import load_content

if TYPE_CHECKING:
    from throughline.domain.finding import Level
    from throughline.guidance.conditions import Condition
    from throughline.guidance.schema import Content, StepRule, Trigger

HEAD = """# The next steps, as a table

Made from `guidance/content/triage.toml`, `self_check.toml` and `self_check_results.toml` by
`python -m throughline.guidance.diagram`; a test holds it to them. Each row is one rule, for the diary and for the self-check.
The most urgent rule that speaks gives the level, and every rule that speaks is shown as a reason. A yes and a not sure count
the same. No rule looks for a no, or for something that is missing, so nothing that is added can lower the level. Nothing is
added up, and there is no level below “report”. A practitioner has not looked at these rules yet.
"""


def triage_page(content: Content) -> str:
    """The whole page, as Markdown with one Mermaid diagram."""
    parts = [HEAD, *_flow(content)]
    for level in LEVELS:
        parts += _level(level, content)
    parts += _questions(content)
    parts += _triggers(content)
    return "\n".join(parts)


def _flow(content: Content) -> Iterator[str]:
    yield "```mermaid\nflowchart TD"
    yield '    given["A diary, or the answers of a self-check"] --> emergency'
    for level, lower in zip(LEVELS, [*LEVELS[1:], None], strict=True):
        urgency = content.urgencies[level]
        asked = f"Does any of the {len(_rules(level, content))} rules for “{level}” speak?"
        ways = ", then ".join(content.ways[id].title for id in urgency.routes)
        yield f'    {level}{{"{asked}"}} -- yes --> {level}_steps["{urgency.title}: {ways}"]'
        if lower is not None:
            yield f"    {level} -- no --> {lower}"
    last = next(rule for rule in content.steps.values() if rule.is_last_resort)
    yield f'    {LEVELS[-1]} -- no --> {LEVELS[-1]}_last["{last.why}"]\n```\n'


def _rules(level: Level, content: Content) -> list[StepRule]:
    return [rule for rule in content.steps.values() if rule.level == level and not rule.is_last_resort]


def _level(level: Level, content: Content) -> Iterator[str]:
    urgency = content.urgencies[level]
    ways = ", then ".join(content.ways[id].title for id in urgency.routes)
    yield f"## {level}: {urgency.title}\n\n{urgency.body} Ways, in this order: {ways}.\n"
    yield "| rule | in a diary, when there is any of | in the self-check or the answers kept in a diary, when yes or not sure to any of | what is read | how sure |"
    yield "|---|---|---|---|---|"
    for rule in _rules(level, content):
        ways = ", then ".join(content.ways[id].title for id in rule.ways)
        first = f" First of all: {ways}." if ways else ""
        cells = (
            rule.title,
            _listed(map(_told, rule.conditions)),
            _asked(rule, content),
            rule.why + first,
            rule.certainty,
        )
        yield _row(cells)
    yield ""


def _asked(rule: StepRule, content: Content) -> str:
    asked = [content.questions[id].title for id in rule.asked]
    return _listed([*asked, "any question at all, answered not sure"] if rule.when_not_sure else asked)


def _questions(content: Content) -> Iterator[str]:
    yield "## The questions, and what each can raise\n"
    yield "`topic` is the number of the question in the research that it comes from. All can be skipped.\n"
    yield "| part | topic | question | rules | behaviours |\n|---|---|---|---|---|"
    for question in content.questions.values():
        rules = [f"{rule.title} ({rule.level})" for rule in content.steps.values() if question.id in rule.asked]
        topic = "" if question.topic is None else str(question.topic)
        yield _row((question.part, topic, question.title, _listed(rules), ", ".join(question.behaviours)))
    yield ""


def _triggers(content: Content) -> Iterator[str]:
    yield "## When to ask again\n"
    yield "| day | in a diary | in the self-check | what is read |\n|---|---|---|---|"
    for trigger in content.triggers.values():
        asked = _listed(content.questions[id].title for id in trigger.asked)
        yield _row((trigger.title, _listed(_met_by(trigger)), asked, trigger.body))
    yield ""


def _met_by(trigger: Trigger) -> Iterator[str]:
    if trigger.milestones:
        before = f", from {trigger.days_before} days before" if trigger.days_before else ""
        yield f"a milestone: {_named(trigger.milestones)}{before}{', each year' if trigger.is_yearly else ''}"
    if trigger.findings:
        yield f"a finding: {_named(trigger.findings)}"
    if trigger.order_ends:
        yield f"the end of an order, from {trigger.days_before} days before"
    if trigger.is_graver:
        yield "an incident that is the first to meet a rule above “report”"
    if trigger.weeks_after is not None:
        yield f"{trigger.weeks_after} weeks since the last look"


def _told(condition: Condition) -> str:
    match condition:
        case IncidentsWith():
            return "an incident" + "".join(f", {part}" for part in _incident(condition))
        case SamePerson():
            return f"{condition.at_least} or more incidents that may be by one person"
        case MilestonesOf():
            return f"a milestone: {_named(condition.kinds)}"
        case ContactAfter():
            return f"anything that may have come after a milestone: {_named(condition.kinds)}"
        case MessagesWith():
            return f"a message to the person with words of the list: {_named(condition.words)}"
        case Contact():
            return "contact from the people of the case"
        case FindingsOf():
            return f"a finding: {_named((*condition.kinds, *condition.risks))}"
        case Occasions():
            return "two or more occasions"
        case Anything():
            return "anything at all"


def _incident(condition: IncidentsWith) -> Iterator[str]:
    if condition.behaviours:
        yield f"of the kind {_named(condition.behaviours)}"
    if condition.relationship:
        yield f"by a {_named(condition.relationship)}"
    if condition.fear_at_least is not None:
        yield f"with fear of {condition.fear_at_least} or more, of 4"
    if condition.words:
        yield f"with words of the list {_named(condition.words)}"
    if condition.written_within_minutes is not None:
        yield f"begun to be written within {condition.written_within_minutes} minutes"
    if condition.attribution:
        yield f"known by {_named(condition.attribution)}"
    if condition.backed_by:
        yield f"with a {_named(condition.backed_by)} beside it"
    if condition.has_impact:
        yield "with something that changed"


def _named(names: Iterable[str]) -> str:
    """Names as words, each once."""
    return " or ".join(dict.fromkeys(name.replace("_", " ") for name in names))


def _listed(parts: Iterable[str]) -> str:
    return "<br>".join(parts) or "–"


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


if __name__ == "__main__":
    sys.stdout.write(triage_page(load_content()))
