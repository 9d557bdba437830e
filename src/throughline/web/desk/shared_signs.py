"""What somebody shares moves their case in the queue at once, by times alone: something graver than before, something that may break
an order. It stands until an adviser opens the diary. What it is stays sealed with the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from throughline.casefile.decoding import decode
from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.incident import Incident
from throughline.guidance.load import load_content
from throughline.guidance.record import build_record, ids_meeting_any
from throughline.web.cases.queries import OpenCase
from throughline.web.desk.models import HelplineCase
from throughline.web.sharing.models import Share
from throughline.web.sharing.projection import Said

DIARY = "part:diary"
BREACH = "order_breach"


def notice_shared(*, share: Share, case: OpenCase, said: Sequence[Said], at: datetime, **_: object) -> None:
    """Something of a diary has gone on to a helpline. Called inside the transaction in which it does."""
    new = [it for it in (_incident(one) for one in said) if it is not None]
    ids = {it.id for it in new}
    before = [it for it in case.case.incidents if it.id not in ids]
    rows = HelplineCase.objects.filter(share=share)
    if is_graver(case.case, before, new):
        rows.filter(graver_at=None).update(graver_at=at)
    if any(BREACH in it.behaviours for it in new):
        rows.filter(breach_at=None).update(breach_at=at)


def notice_opened(*, share: Share, items: Iterable[str], **_: object) -> None:
    """An adviser has the diary before them."""
    if DIARY in items:
        HelplineCase.objects.filter(share=share).update(graver_at=None, breach_at=None)


def is_graver(case: Case, before: Sequence[Incident], new: Sequence[Incident]) -> bool:
    """Whether any of the new incidents is the first to meet a rule of the guidance above “report”."""
    if not new:
        return False
    content = load_content()
    records = [build_record(replace(case, incidents=tuple(it)), table.empty(), (), content) for it in (before, new)]
    ids = [{it.id for it in before}, {it.id for it in new}]
    for rule in content.steps.values():
        if rule.level != "report":
            had, has = (
                bool(set(ids_meeting_any(rule.conditions, record)) & own)
                for record, own in zip(records, ids, strict=True)
            )
            if has and not had:
                return True
    return False


def _incident(said: Said) -> Incident | None:
    if said.key[0] != "incident" or said.action == "deleted":
        return None
    return decode(Incident, dict(said.value), "incident", [])
