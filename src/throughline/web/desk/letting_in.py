"""Before somebody opens a case: whether they know anybody in it, and whose it is."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import transaction

from throughline.casework.let_in import Conflict, Held
from throughline.domain.errors import NotAllowed
from throughline.web.desk.actions import record_in_case
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import OpenHelplineCase
from throughline.web.desk.standing import require, told
from throughline.web.desk.writing import line_of
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import Line


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
        record_in_case(by=by, case=case, lines=[held_line(case, Held(by.staff.id, by.name))])


def held_line(case: OpenHelplineCase, held: Held) -> Line:
    """The entry that says whose a case is from now on, and whether it is open."""
    item = told(case).item(Held, "1")
    return line_of(held, "1", () if item is None else item.made_from)
