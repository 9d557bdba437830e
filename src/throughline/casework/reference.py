"""The rules and values of a helpline's case as a page: `python -m throughline.casework.reference > docs/reference/casework.md`.

Everything on it is read from the code that it describes, so that who checks the rules need not read Python.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Any

from throughline.casework import coming, planning, risk, safe_contact, state, urgency
from throughline.casework.coding import roles
from throughline.casework.referral import Consent

HEAD = """# A helpline's case, as tables

Made by `python -m throughline.casework.reference`; a test holds it to the code. A practitioner has not looked at it yet.
Nothing here is a score: factors are not added up, and the last rank of the queue says nothing about danger.
"""


def casework_page() -> str:
    """The whole page, as Markdown."""
    parts = (_queue(), _factors(), _dialling(), _leaving(), _days(), _promises(), _values())
    return "\n".join([HEAD, *(line for part in parts for line in part)])


def _queue() -> Iterator[str]:
    yield "## The queue\n"
    yield (
        "The most urgent rule that speaks gives the rank, and every rule that speaks is shown. A rule speaks of something that is there,"
        "\nor of time that has passed with nothing done; none looks for an “absent”. Neither waiting nor anything graver can put a case lower; only an act that deals with a reason can.\n"
    )
    yield from _table(("rank", "name", "when", "what the adviser reads"), (
        (str(rule.rank), urgency.RANKS[rule.rank], rule.when, rule.words)
        for rule in sorted(urgency.RULES.values(), key=lambda it: -it.rank)
    ))  # fmt: skip


def _factors() -> Iterator[str]:
    yield "## Factors, by what they go with\n"
    yield f"Each is {_or(risk.PRESENCES.values())}, with a reason, a day, and a source: {_or(risk.SOURCES.values())}.\n"
    for outcome, words in risk.OUTCOMES.items():
        yield f"### {words}\n"
        yield from _table(("code", "factor"), ((f"`{it.code}`", it.words) for it in risk.factors_of(outcome)))


def _dialling() -> Iterator[str]:
    yield "## When no number is shown\n"
    yield "They are looked at in this order, in every version of safe contact in force. What nobody asked is not safe.\n"
    words = (why.format("the hours they gave") for why in safe_contact.CALL_REFUSALS.values())
    yield from _table(("", "what is said"), ((str(number), why) for number, why in enumerate(words, 1)))


def _leaving() -> Iterator[str]:
    yield "## Before anything leaves\n"
    yield from _table(("way", "they said no", "nobody asked", "read before it goes"), (
        (way, *words) for way, words in safe_contact.SENDING.items()
    ))  # fmt: skip
    yield "A pack:\n"
    yield from (f"- {words}" for words in safe_contact.PACK_WARNINGS)
    yield ""


def _days() -> Iterator[str]:
    yield "## Days that are coming\n"
    shared = {
        kind: [_worded(it) for it, (of, _) in coming.OF_MILESTONES.items() if of == kind] for kind in coming.KINDS
    }
    shared["order_ends"].append("the end of an order that was made")
    yearly = {kind for kind, again in coming.OF_MILESTONES.values() if again}
    yield from _table(("day", "from which shared milestones", "each year"), (
        (words, ", ".join(shared[kind]) or "–", "yes" if kind in yearly else "where the adviser says so")
        for kind, words in coming.KINDS.items()
    ))  # fmt: skip


def _promises() -> Iterator[str]:
    yield "## How a promise stands\n"
    yield from _table(("standing", "when"), ((_worded(it), when) for it, when in planning.STANDINGS.items()))


def _values() -> Iterator[str]:
    yield "## What is written, field by field\n"
    yield "Each is an entry of the case's ledger, which says who wrote it and when. A change is a new entry; the old one stays.\n"
    parts: dict[str, type[Any]] = {"consent, in a referral": Consent, "window, in safe contact": safe_contact.Window}
    for kind, value in {**state.KINDS, **parts}.items():
        yield f"### {_worded(kind)}\n"
        yield from _table(("field", "what it is"), ((f"`{name}`", role) for name, role in roles(value).items()))


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    named = tuple(head)
    yield _row(named)
    yield "|" + "---|" * len(named)
    yield from map(_row, rows)
    yield ""


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"


def _worded(code: str) -> str:
    return code.replace("_", " ")


def _or(words: Iterable[str]) -> str:
    *most, last = words
    return f"{'; '.join(most)}; or {last}"


if __name__ == "__main__":
    sys.stdout.write(casework_page())
