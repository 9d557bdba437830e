"""Taking a call: begun, kept while they talk, an emergency, ended. A call that was begun is never lost: whoever comes on shift finds it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from django.db import transaction

from throughline.casework.contact import Contact
from throughline.casework.let_in import Conflict
from throughline.vault.notes import open_note, seal_note
from throughline.web.desk.actions import begin_helpline_case, record_in_case
from throughline.web.desk.finding_again import set_mark
from throughline.web.desk.models import CallDraft, HelplineCase, Stage
from throughline.web.desk.queries import OpenHelplineCase, open_helpline_case
from throughline.web.desk.standing import require as require_of_case
from throughline.web.desk.standing import told
from throughline.web.desk.writing import DEEDS, line_of
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import open_ledger
from throughline.web.helplines.queries import require

_PLACE = "call"


@dataclass(frozen=True, slots=True)
class Call:
    """A call that is being written down: its draft, the case it is of, and what was typed, as a form sends it."""

    draft: CallDraft
    case: OpenHelplineCase
    typed: str = field(repr=False)


def begin_call(*, by: Desk, row: HelplineCase | None = None) -> CallDraft:
    """A call begins: of a new case of this member of staff, or of one that the caller was found by."""
    require("take_call", by)
    now = datetime.now(UTC)
    with transaction.atomic():
        case = open_helpline_case(by, row.pk) if row else begin_helpline_case(by=by, stage=Stage.CALL)
        there = CallDraft.objects.filter(case=case.row, staff=by.staff).first()
        if there is not None:
            return there
        sealed = seal_note(case.ledger.ring, b"", place=_PLACE, item=case.row.pk)
        return CallDraft.objects.create(case=case.row, staff=by.staff, sealed=sealed, began_at=now, kept_at=now)


def open_call(desk: Desk, case_id: str) -> Call | None:
    """The call of this case that this member of staff is writing down, if they are."""
    draft = CallDraft.objects.filter(case_id=case_id, case__helpline=desk.helpline, staff=desk.staff).first()
    if draft is None:
        return None
    case = open_helpline_case(desk, case_id)
    return Call(draft, case, open_note(case.ledger.ring, bytes(draft.sealed), place=_PLACE, item=case_id).decode())


def keep_call(*, by: Desk, case_id: str, typed: str) -> None:
    """Keep what was typed so far. Where the call was taken over meanwhile, it is kept beside what the other writes."""
    row = HelplineCase.objects.get(pk=case_id, helpline=by.helpline)
    ledger = open_ledger(row.ledger_id, by.helpline, by.keys)
    sealed = seal_note(ledger.ring, typed.encode(), place=_PLACE, item=case_id)
    now = datetime.now(UTC)
    with transaction.atomic():
        changed = CallDraft.objects.filter(case=row, staff=by.staff).update(sealed=sealed, kept_at=now)
        if not changed and CallDraft.objects.filter(case=row).exists():
            CallDraft.objects.create(case=row, staff=by.staff, sealed=sealed, began_at=now, kept_at=now)


def take_over_call(*, by: Desk, draft: CallDraft) -> None:
    """Go on with a call that a colleague began, such as at the end of their shift."""
    assert draft.case.helpline_id == by.helpline.id
    require("take_call", by)
    with transaction.atomic():
        CallDraft.objects.filter(pk=draft.pk).update(staff=by.staff)
        if draft.case.stage == Stage.CALL:
            HelplineCase.objects.filter(pk=draft.case_id).update(adviser=by.staff)


def mark_emergency(*, by: Desk, call: Call, contact: Contact) -> None:
    """The call is an emergency: it stands at the head of the queue from now on, while they talk."""
    require("take_call", by)
    record_in_case(by=by, case=call.case, lines=[line_of(contact, call.draft.contact, _written(call))])


def finish_call(
    *, by: Desk, call: Call, contact: Contact, values: Sequence[tuple[str, Any]], found_by: Any, knows: str
) -> None:
    """The call is over: everything that was written down goes into the case, and the draft goes.

    `values` are items of the case with their ids, `found_by` what the caller is found by again, if anything. Whoever said that
    they know somebody in it hands the case to the queue.
    """
    require("take_call", by)
    if call.case.row.stage != Stage.CALL:
        for _, value in values:
            require_of_case(DEEDS[type(value)], by, call.case, contact.ended or contact.began)
    lines = [line_of(contact, call.draft.contact, _written(call)), *(line_of(value, id) for id, value in values)]
    if told(call.case).item(Conflict, by.staff.id) is None:
        lines.append(line_of(Conflict("yes" if knows == "yes" else "no"), by.staff.id))
    with transaction.atomic():
        HelplineCase.objects.filter(pk=call.case.row.pk, stage=Stage.CALL).update(stage=Stage.OPEN)
        HelplineCase.objects.filter(pk=call.case.row.pk, answered_at=None).update(answered_at=contact.began)
        if knows == "yes":
            HelplineCase.objects.filter(pk=call.case.row.pk, adviser=by.staff).update(adviser=None)
        if found_by is not None:
            lines.append(line_of(found_by, "1"))
            set_mark(by, call.case.row, found_by.reference, found_by.word)
        record_in_case(by=by, case=call.case, lines=lines)
        CallDraft.objects.filter(pk=call.draft.pk).delete()


def _written(call: Call) -> tuple[int, ...]:
    """The entries of this very call that are in the ledger already: it was marked an emergency."""
    item = told(call.case).item(Contact, call.draft.contact)
    return () if item is None else item.made_from
