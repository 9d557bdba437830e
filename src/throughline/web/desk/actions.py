"""What changes a helpline's case: each action appends to its ledger, and keeps what the queue is ordered by in step."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from throughline.casework.coding import encode
from throughline.casework.contact import Client
from throughline.casework.safe_contact import SafeContact
from throughline.casework.state import KIND_OF
from throughline.web.desk.columns import keep_in_step
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import OpenHelplineCase, open_helpline_case
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import Line, append_to, begin_ledger, grant_ledger
from throughline.web.sharing.models import Share


def begin_helpline_case(*, by: Desk, stage: str = "open") -> OpenHelplineCase:
    """An empty case of the helpline's, for a call or a visit."""
    with transaction.atomic():
        ledger = begin_ledger()
        grant_ledger(ledger, by.helpline)
        row = HelplineCase.objects.create(helpline=by.helpline, ledger_id=ledger.id, stage=stage, adviser=by.staff)
        record_in_case(by=by, case=OpenHelplineCase(row, ledger, ()), lines=[Line("case:1", "begun", {"value": {}})])
    return open_helpline_case(by, row.pk)


def receive_share(*, share: Share, called: str, about: str, safe_contact: SafeContact | None, **_: object) -> None:
    """Somebody shares their diary: a case of it waits in the queue. Called inside the transaction in which it is shared."""
    ledger = begin_ledger()
    grant_ledger(ledger, share.helpline)
    row = HelplineCase.objects.create(helpline=share.helpline, ledger_id=ledger.id, share=share)
    said = {"by": "person", "by_name": "the person"}
    values = [Client(name=called, about=about), *([] if safe_contact is None else [safe_contact])]
    told = [Line(f"{KIND_OF[type(it)]}:1", "recorded", {**said, "value": encode(it)}) for it in values]
    append_to(ledger, [Line("case:1", "begun", {**said, "value": {"called": called}}), *told])
    keep_in_step(row, ledger)


def record_in_case(*, by: Desk, case: OpenHelplineCase, lines: Sequence[Line], now: datetime | None = None) -> None:
    """Append to a case's ledger, each line signed with who said it."""
    assert case.row.helpline_id == by.helpline.id
    with transaction.atomic():
        row = HelplineCase.objects.select_for_update().get(pk=case.row.pk)
        append_to(case.ledger, [signed(by, line) for line in lines], now=now)
        keep_in_step(row, case.ledger)


def signed(by: Desk, line: Line) -> Line:
    """An entry with who says it."""
    assert isinstance(line.content, Mapping)
    return Line(line.item, line.action, {"by": by.staff.id, "by_name": by.name, **line.content}, line.destroys)
