"""Before somebody opens a case: whether they know anybody in it, and whose it is; and that they opened it."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from django.db import transaction

from throughline.casework.let_in import Conflict, Held, Opening
from throughline.casework.state import KIND_OF
from throughline.domain.errors import NotAllowed, VaultError
from throughline.vault.entries import Opened
from throughline.web.desk.actions import record_in_case, signed
from throughline.web.desk.models import HelplineCase, Stage
from throughline.web.desk.queries import OpenHelplineCase, open_helpline_case
from throughline.web.desk.standing import require, told
from throughline.web.desk.writing import line_of
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import append_to
from throughline.web.helplines.models import Staff
from throughline.web.sharing.actions import note_in_account

log = logging.getLogger(__name__)

SAME_OPENING = timedelta(hours=1)
"""Opening the same case again within this time is one opening in its ledger. A case is worked in page by page, so it is longer than
for what a person shares."""


def answer_conflict(*, by: Desk, case: OpenHelplineCase, knows_somebody: bool) -> None:
    """Somebody says whether they know anybody in a case. Where they do, the case is not theirs any more."""
    require("answer_conflict", by, case, datetime.now(UTC))
    item = told(case).item(Conflict, by.staff.id)
    line = line_of(Conflict("yes" if knows_somebody else "no"), by.staff.id, () if item is None else item.made_from)
    with transaction.atomic():
        record_in_case(by=by, case=case, lines=[line])
        if knows_somebody:
            HelplineCase.objects.filter(pk=case.row.pk, adviser=by.staff).update(adviser=None)


def take_case(*, by: Desk, case: OpenHelplineCase) -> None:
    """Take a case that nobody has. Raises NotAllowed where somebody was quicker."""
    require("take_case", by, case, datetime.now(UTC))
    with transaction.atomic():
        if not HelplineCase.objects.filter(pk=case.row.pk, adviser=None).update(adviser=by.staff):
            raise NotAllowed("Somebody else has just taken this case.", rule="permission")
        write_held(by=by, case=case, held=Held(by.staff.id, by.name), now=datetime.now(UTC))


def write_held(*, by: Desk, case: OpenHelplineCase, held: Held, now: datetime) -> None:
    """Write into its ledger whose a case is from now on, and whether it is open."""
    item = told(case).item(Held, "1")
    record_in_case(by=by, case=case, lines=[line_of(held, "1", () if item is None else item.made_from)], now=now)


def tell_whose(*, by: Desk, case: OpenHelplineCase, to: Staff | None) -> None:
    """Write into the account that the person reads whom their case was given to, or that it was put back; where they shared nothing
    there is none."""
    if case.row.share is not None:
        action, content = ("given_back", {}) if to is None else ("given", {"to": to.known_as})
        note_in_account(by=by, share=case.row.share, item="case:adviser", action=action, content=content)


def back_to_queue(*, staff: Staff, by: Desk, **_: object) -> None:
    """The cases of somebody who has left wait for another, and each says so as it does where it is given back. Called inside the
    transaction in which they leave.

    A manager holds no key, so what they end is written in no case: the row of the member says when they left.
    """
    rows = HelplineCase.objects.select_for_update().filter(adviser=staff).order_by("pk")
    for id in list(rows.values_list("pk", flat=True)):
        if by.keys:
            _write_given_back(by, id)
    HelplineCase.objects.filter(adviser=staff).update(adviser=None)


def _write_given_back(by: Desk, id: str) -> None:
    """The entry in one case. A case that does not open keeps nobody in: then the log says that its entry is missing."""
    try:
        with transaction.atomic():
            case = open_helpline_case(by, id)
            write_held(by=by, case=case, held=Held(is_closed=case.row.stage == Stage.CLOSED), now=datetime.now(UTC))
            tell_whose(by=by, case=case, to=None)
    except VaultError as fault:
        log.error("A case went back to the queue and its ledger does not say so: %s", fault.code)


def note_opened(*, by: Desk, case: OpenHelplineCase, now: datetime) -> None:
    """Somebody has a case before them: that is in its ledger, once in an hour, also where it is their own. Nothing of the queue
    follows from it, so nothing but the entry is written."""
    if _is_noted(case.entries, by, now):
        return
    with transaction.atomic():
        HelplineCase.objects.select_for_update().get(pk=case.row.pk)
        case = open_helpline_case(by, case.row.pk)
        if not _is_noted(case.entries, by, now):  # another page of theirs may have been quicker
            item = told(case).item(Opening, by.staff.id)
            line = line_of(Opening(), by.staff.id, () if item is None else item.made_from)
            append_to(case.ledger, [signed(by, line)], now=now)


def _is_noted(entries: Sequence[Opened], by: Desk, now: datetime) -> bool:
    item = f"{KIND_OF[Opening]}:{by.staff.id}"
    for entry in reversed(entries):
        if now - entry.recorded_at >= SAME_OPENING:
            break
        if entry.item == item:
            return True
    return False
