"""Put a case together: its findings, the next steps they give reason for, and what may help show each legal element.

The one function behind `throughline patterns`, the pattern page and the pack. It keeps patterns and guidance apart.
"""

from __future__ import annotations

import polars as pl

from throughline import __version__
from throughline.communications.table import with_times
from throughline.domain.case import Case
from throughline.domain.finding import Findings, LookedAt
from throughline.domain.timing import Span
from throughline.guidance.elements import elements_of
from throughline.guidance.load import load_content
from throughline.guidance.record import build_record
from throughline.guidance.triage import next_steps_of
from throughline.patterns.engine import find

ENGINE = f"throughline {__version__}"


def put_together(
    case: Case, communications: pl.DataFrame, *, with_text: bool = True, with_reading_list: bool = False
) -> Findings:
    """Everything the engine says about a case; the same case gives the same findings, byte for byte.

    `communications` has the columns of `communications.table`, with or without its times. `with_text` False leaves out
    the findings that compare words, which take long on a hundred thousand messages. `with_reading_list` adds the order in
    which to read the messages (`grave_words`), which takes longest.
    """
    table = communications if "earliest" in communications.columns else with_times(communications, case.timezone)
    findings = find(case, table, with_text=with_text, with_reading_list=with_reading_list)
    content = load_content()
    record = build_record(case, table, findings, content)
    return Findings(
        engine=ENGINE,
        looked_at=_looked_at(case, table),
        findings=findings,
        next_steps=next_steps_of(record, content),
        elements=elements_of(record, content),
    )


def _looked_at(case: Case, communications: pl.DataFrame) -> LookedAt:
    spans = [span for incident in case.incidents if (span := incident.occurred.span(case.zone)) is not None]
    if not communications["earliest"].drop_nulls().is_empty():
        first, last = communications.select(pl.col("earliest").min(), pl.col("latest").max()).row(0)
        spans.append(Span(first, last))
    if not spans:
        return LookedAt(len(case.incidents), len(communications), None, None)
    first_day = min(span.earliest for span in spans).astimezone(case.zone).date()
    last_day = max(span.latest for span in spans).astimezone(case.zone).date()
    return LookedAt(len(case.incidents), len(communications), first_day.isoformat(), last_day.isoformat())
