"""The elements of each legal route: what in the case may help show them, and what could be asked.

The rules are `content/<jurisdiction>/routes.toml`. Nothing here says that an element is made out: that is for a court.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from throughline.domain.finding import Element
from throughline.guidance.load import load_content
from throughline.guidance.record import Record, bounded, build_record, distinct, ids_meeting_any

if TYPE_CHECKING:
    import polars as pl

    from throughline.domain.case import Case
    from throughline.domain.finding import Finding
    from throughline.guidance.conditions import Question
    from throughline.guidance.schema import Content, ElementRule


def elements(
    case: Case, communications: pl.DataFrame, findings: Sequence[Finding], *, content: Content | None = None
) -> tuple[Element, ...]:
    """Every element of every route of the case's jurisdiction, in the order of the content; of all three where it has none.

    Empty for a jurisdiction whose routes are not written yet: the law of another one is never shown in its place.
    `communications` is the table, with or without its times.
    """
    guidance = content or load_content()
    return elements_of(build_record(case, communications, findings, guidance), guidance)


def elements_of(record: Record, content: Content) -> tuple[Element, ...]:
    """The elements for a case already laid out."""
    routes = [route for route in content.routes.values() if route.jurisdiction in record.case.jurisdictions]
    needed = distinct(id for route in routes for id in route.elements)
    told = {id: _element(content.elements[id], record) for id in needed}
    return tuple(Element(route.id, content.elements[id].name, *told[id]) for route in routes for id in route.elements)


def _element(rule: ElementRule, record: Record) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What may help show an element, and the questions that are still open."""
    asks = tuple(question.ask for question in rule.asks if _is_open(question, record))
    return bounded(ids_meeting_any(rule.shows, record)), asks


def _is_open(question: Question, record: Record) -> bool:
    return len(ids_meeting_any(question.unless, record)) < question.at_least
