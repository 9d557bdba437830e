"""The benchmark's table as markdown, made from the figures and nothing else, with whether each goal is met."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from figures import Figure

HEADS = ("what", "method", "family", "n", "value (95 %)", "goal", "met")
_ONE_SIDED = re.compile(r"(<=|>=)\s*([\d.]+)")
_BETWEEN = re.compile(r"([\d.]+)\s*(?:to|-|–)\s*([\d.]+)")
_LEAST_SHOWN = 0.001


def limits(goal: str) -> tuple[float, float] | None:
    """Between which numbers a value has to lie: `<= .05`, `>= .32`, `.88 to .92`. None where there is no goal.

    Raises ValueError for a goal that is none of these.
    """
    if not goal:
        return None
    if found := _ONE_SIDED.fullmatch(goal):
        number = float(found[2])
        return (float("-inf"), number) if found[1] == "<=" else (number, float("inf"))
    if found := _BETWEEN.fullmatch(goal):
        return float(found[1]), float(found[2])
    raise ValueError(f"“{goal}” is not a goal; write it like <= .05, >= .32 or .88 to .92")


def is_met(figure: Figure) -> bool | None:
    """Whether the value reaches its goal; None where it has none."""
    goal = limits(figure.goal)
    return None if goal is None else goal[0] <= figure.value <= goal[1]


def met_in_words(figure: Figure) -> str:
    """`yes`, `no`, or that a miss is no larger than what so few cases can show."""
    goal = limits(figure.goal)
    if goal is None:
        return ""
    if is_met(figure):
        return "yes"
    return "no, but its interval holds the goal" if figure.low <= goal[1] and figure.high >= goal[0] else "no"


def number(value: float) -> str:
    """Shares to three places without the nought (`.052`), never rounded up to all or down to none; larger numbers to two."""
    if value != value:
        return "–"
    if 0 < value < 1:
        return "< .001" if value < _LEAST_SHOWN / 2 else f"{min(value, 1 - _LEAST_SHOWN):.3f}".removeprefix("0")
    return {0.0: "0", 1.0: "1"}.get(value, f"{value:,.2f}")


def line(figure: Figure) -> str:
    """One row of the table."""
    interval = "" if figure.low == figure.high == figure.value else f" ({number(figure.low)} to {number(figure.high)})"
    cells = (
        figure.what, figure.method, figure.family, "" if figure.n is None else f"{figure.n:,}",
        number(figure.value) + interval, figure.goal, met_in_words(figure),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


def heads() -> str:
    """The head of the table."""
    return f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}"


def goals_met(figures: Iterable[Figure]) -> tuple[int, int]:
    """How many goals are met, of how many there are."""
    answers = [met for figure in figures if (met := is_met(figure)) is not None]
    return sum(answers), len(answers)


def page(
    topics: Mapping[str, Sequence[Figure]], pictures: Mapping[str, Sequence[str]], command: str, engine: str
) -> str:
    """The table of every topic as a page of the documents, with its pictures (addresses as seen from the page)."""
    met, of = goals_met(figure for figures in topics.values() for figure in figures)
    parts = [
        "# The benchmark's table\n",
        f"Made by `{command}` with {engine}; see [the benchmark](benchmark.md) for what is measured and why. "
        f"{met} of {of} goals are met. Behind each value stands its 95 % interval.\n",
    ]
    for topic, figures in topics.items():
        parts += [f"## {topic.replace('_', ' ').capitalize()}\n", heads(), *map(line, figures), ""]
        parts += [f"![{_named(address)}, by number of contacts]({address})\n" for address in pictures.get(topic, ())]
    return "\n".join(parts)


def _named(address: str) -> str:
    return PurePosixPath(address).stem.replace("-", " ").capitalize()
