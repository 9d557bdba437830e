"""`python -m throughline.statistics.reference > docs/reference/figures.md`: what is counted, as the code has it."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping

from throughline.statistics.budget import EPSILON, MOST
from throughline.statistics.coding import CODED_FROM
from throughline.statistics.publishing import LEAST_OF_ALL, LEAST_OF_ONE, MEASURES, STEP
from throughline.statistics.tables import CELLS, MOST_CELLS, TABLES, Table

_COLUMNS = (
    ("quarter", "2026-Q3: July to September 2026"), ("table", "the title of a list, `everybody`, or `measure`"),
    ("answer", "its words, or the code of a measure"), ("about", f"how many people, in steps of {STEP}; empty where it is not shown"),
    ("give_or_take", "how far that may be off, 19 times in 20"), ("in_100", "how many of 100 people counted"),
    ("in_100_give_or_take", "how far that may be off"), ("made_up", "`yes` for an example"),
)  # fmt: skip


def figures_page() -> str:
    """The page, in Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# Figures: what is counted"
    yield ""
    yield "<!-- Made by python -m throughline.statistics.reference; do not edit. -->"
    yield ""
    yield "How they are made, and why so, is in [the explanation](../explanation/figures.md)."
    yield ""
    yield (
        f"{len(CELLS)} counts a quarter: everybody, and each answer below. One diary counts in at most {MOST_CELLS} of them. Epsilon is {EPSILON:g} for"
        f" each set of figures, {MOST:g} for all together. Nothing is shown below {LEAST_OF_ALL:g} margins of people, and no number below"
        f" {LEAST_OF_ONE:g} of its own margin."
    )
    for table in TABLES:
        yield from ("", f"## {table.title}", "", f"Code: `{table.code}`. {_how_many(table)}", "")
        yield from _answers(table, CODED_FROM.get(table.code, {}))
    yield from ("", "## Measures", "", "| code | made of |", "|---|---|")
    for code, parts in MEASURES.items():
        told = " ".join(f"{'+' if sign > 0 else '−'} `{name}.{answer}`" for (name, answer), sign in parts.items())
        yield f"| `{code}` | {told} |"
    yield from ("", "## The CSV", "", "UTF-8, one row a number, each quarter for itself.", "", "| column | what it is |", "|---|---|")  # fmt: skip
    yield from (f"| `{name}` | {words} |" for name, words in _COLUMNS)


def _how_many(table: Table) -> str:
    return "One answer each." if table.is_one_of else "Any number of answers each."


def _answers(table: Table, coded_from: Mapping[str, str]) -> Iterator[str]:
    if not coded_from:
        yield from ("| code | words |", "|---|---|")
        yield from (f"| `{code}` | {words} |" for code, words in table.answers.items())
        return
    yield from ("| code | words | from, in the case file |", "|---|---|---|")
    for code, words in table.answers.items():
        sources = ", ".join(f"`{it}`" for it, to in coded_from.items() if to == code)
        yield f"| `{code}` | {words} | {sources} |"


if __name__ == "__main__":
    sys.stdout.write(figures_page())
