"""Values of a case on their way into its ledger: which deed each is, and the entry that says it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from throughline.casework.coding import encode
from throughline.casework.contact import Client, Contact, FoundBy
from throughline.casework.planning import PlannedAction, Promise, Raised, TriggerDate
from throughline.casework.referral import Referral
from throughline.casework.risk import RiskFactor
from throughline.casework.safe_contact import SafeContact
from throughline.casework.since_seen import came_between
from throughline.casework.state import KIND_OF
from throughline.casework.writing import Advice, Formulation, Note
from throughline.domain.permissions import Deed
from throughline.web.cases.models import new_id
from throughline.web.desk.actions import record_in_case
from throughline.web.desk.finding_again import set_mark
from throughline.web.desk.models import SeenRow
from throughline.web.desk.queries import OpenHelplineCase
from throughline.web.desk.standing import require, told
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import Line

DEEDS: dict[type[Any], Deed] = {
    Client: "write_note", Contact: "write_note", Note: "write_note", Formulation: "write_risk", RiskFactor: "write_risk",
    Raised: "write_risk", SafeContact: "set_safe_contact", FoundBy: "set_safe_contact", PlannedAction: "write_plan",
    Promise: "write_plan", TriggerDate: "write_plan", Referral: "write_plan", Advice: "give_advice",
}  # fmt: skip
"""Which deed of `domain.permissions` it is to write each kind of value."""


def line_of(value: Any, id: str, made_from: Sequence[int] = ()) -> Line:
    """The entry that says a value; `made_from` are the entries that its form showed."""
    action = "amended" if made_from else "recorded"
    return Line(f"{KIND_OF[type(value)]}:{id}", action, {"value": encode(value), "made_from": list(made_from)})


def write_value(
    *, by: Desk, case: OpenHelplineCase, value: Any, id: str = "", made_from: Sequence[int] = ()
) -> tuple[str, bool]:
    """Record a value of a case, or a new version of one; gives its id, and whether somebody else wrote to it since the form was
    made. Then both stand. Raises NotAllowed."""
    now = datetime.now(UTC)
    require(DEEDS[type(value)], by, case, now)
    if isinstance(value, Referral) and value.sent_at is not None:
        require("refer", by, case, now, recipient=id)
    item = id or new_id()
    others = came_between(told(case).item(type(value), item), tuple(made_from))
    record_in_case(by=by, case=case, lines=[line_of(value, item, made_from)])
    if isinstance(value, FoundBy):
        set_mark(by, case.row, value.reference, value.word)
    return item, bool(others)


def withdraw_value(*, by: Desk, case: OpenHelplineCase, kind: type[Any], id: str, made_from: Sequence[int]) -> None:
    """Take back something that was written in error. It stays in the history of the case."""
    require(DEEDS[kind], by, case, datetime.now(UTC))
    content = {"value": None, "made_from": list(made_from)}
    record_in_case(by=by, case=case, lines=[Line(f"{KIND_OF[kind]}:{id}", "withdrawn", content)])


def mark_seen(*, by: Desk, case: OpenHelplineCase, now: datetime) -> int:
    """Somebody looks at a case; gives how many entries they had seen when they last did."""
    row = SeenRow.objects.filter(case=case.row, staff=by.staff).first()
    count = case.entries[-1].number + 1 if case.entries else 0
    SeenRow.objects.update_or_create(case=case.row, staff=by.staff, defaults={"count": count, "at": now})
    return 0 if row is None else row.count
