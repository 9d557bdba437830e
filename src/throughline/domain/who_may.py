"""The page of who may: `python -m throughline.domain.who_may > docs/reference/who-may.md`.

Everything on it is read from `permissions` and `policies`, so that who answers for a helpline need not read code.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

from throughline.domain.permissions import DEEDS, MAY, RELATIONS, ROLES, Relation, Role
from throughline.domain.policies import BOUND, POLICIES

HEAD = """# Who may, and what the state allows

Made from `domain/permissions.py` and `domain/policies.py` by `python -m throughline.domain.who_may`; a test holds it to them. Something is done
only where the first table allows it and every rule of the second that binds it holds at that moment. What is in neither, nobody
may. Helplines on one installation see nothing of each other. Whoever runs the service is in no row: what is written is sealed to
the people and helplines whose it is.
"""


def who_may_page() -> str:
    """The whole page, as Markdown."""
    return "\n".join([HEAD, *_who(), *_bound(), *_rules()])


def _who() -> Iterator[str]:
    yield "## Who may\n"
    for role, words in ROLES.items():
        relations = [relation for relation in RELATIONS if MAY[role, relation]]
        yield f"### {_sentence(words)}\n"
        yield from _table(
            ["what", *(RELATIONS[it] for it in relations)],
            (
                [DEEDS[deed], *_marks(role, relations, deed)]
                for deed in DEEDS
                if any(deed in MAY[role, it] for it in relations)
            ),
        )


def _marks(role: Role, relations: list[Relation], deed: object) -> list[str]:
    return ["yes" if deed in MAY[role, relation] else "–" for relation in relations]


def _bound() -> Iterator[str]:
    yield "## What must hold besides\n"
    yield from _table(
        ["what", "only while"],
        ([words, ", ".join(BOUND[deed]).replace("_", " ") or "–"] for deed, words in DEEDS.items()),
    )


def _rules() -> Iterator[str]:
    yield "## The rules\n"
    yield from _table(["rule", "what must hold"], ([it.name.replace("_", " "), it.holds] for it in POLICIES.values()))


def _table(head: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    lines = [head, ["---"] * len(head), *rows]
    yield "\n".join(f"| {' | '.join(cells)} |" for cells in lines) + "\n"


def _sentence(words: str) -> str:
    return words[0].upper() + words[1:]


if __name__ == "__main__":
    sys.stdout.write(who_may_page())
