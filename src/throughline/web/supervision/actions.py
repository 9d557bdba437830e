"""What changes who sees a case, and what a supervisor says of it. Each asks `domain.policies` first, and is in the case's ledger;
what the person is to know of it is also in the account of their share.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from throughline.casework.let_in import Emergency, Held, Opinion
from throughline.casework.state import Item
from throughline.casework.writing import Review
from throughline.domain.errors import InputError, NotAllowed
from throughline.domain.policies import GLASS_LONGEST, REASON_LETTERS
from throughline.vault.canonical import Json
from throughline.web.cases.models import new_id
from throughline.web.desk.actions import record_in_case
from throughline.web.desk.letting_in import tell_whose, write_held
from throughline.web.desk.models import HelplineCase, Stage
from throughline.web.desk.queries import OpenHelplineCase, open_helpline_case
from throughline.web.desk.standing import conflict_of, require, told
from throughline.web.desk.writing import line_of
from throughline.web.helplines.access import Desk
from throughline.web.helplines.models import Role, Staff, Standing
from throughline.web.sharing.actions import note_in_account
from throughline.web.supervision.models import Kind, Visit


def break_glass(*, by: Desk, case: OpenHelplineCase, reason: str, now: datetime) -> None:
    """Open somebody else's case in an emergency, for an hour at most. The person reads the reason, and a supervisor sees it in the list.

    Raises NotAllowed, and InputError for a reason that says nothing.
    """
    require("break_glass", by, case, now)
    if len(reason.strip()) < REASON_LETTERS:
        raise InputError("Say why, in words that the person can read.")
    id, value = new_id(), Emergency(reason.strip(), now, now + GLASS_LONGEST)
    with transaction.atomic():
        _write(by, case, value, id, now=now)
        Visit.objects.create(
            id=id, case=case.row, staff=by.staff, kind=Kind.EMERGENCY, begun_at=now, ends_at=value.ends_at
        )
        _tell(by, case, f"emergency:{id}", "begun", {"words": value.reason, "ends_at": value.ends_at.isoformat()})


def end_glass(*, by: Desk, case: OpenHelplineCase, now: datetime) -> None:
    """Whoever opened a case in an emergency is done: from now on it is closed to them again."""
    for item in told(case).of(Emergency):
        for version in item.in_force:
            glass = version.value
            if version.by != by.staff.id or glass is None or glass.ended_at is not None or now >= glass.ends_at:
                continue
            ended = Emergency(glass.reason, glass.opened_at, glass.ends_at, now)
            with transaction.atomic():
                _write(by, case, ended, item.id, item.made_from, now=now)
                Visit.objects.filter(pk=item.id).update(ends_at=now)
                _tell(by, case, f"emergency:{item.id}", "ended", {})


def ask_opinion(*, by: Desk, case: OpenHelplineCase, of: Staff, question: str, now: datetime) -> None:
    """Ask a colleague for a second opinion: they see the case and what was shared, until they answer or it is taken back."""
    require("ask_opinion", by, case, now)
    _check_colleague(by, case, of)
    id = new_id()
    with transaction.atomic():
        _write(by, case, Opinion(of.pk, question), id, now=now)
        Visit.objects.create(id=id, case=case.row, staff=of, kind=Kind.OPINION, begun_at=now)
        _tell(by, case, f"opinion:{id}", "asked", {"of": of.known_as})


def answer_opinion(*, by: Desk, case: OpenHelplineCase, id: str, answer: str, now: datetime) -> None:
    """The colleague answers, and the case is closed to them again."""
    require("open_case", by, case, now)
    item, asked = _still_asked(case, id)
    if asked.of != by.staff.id:
        raise NotAllowed("This was not asked of you.", rule="permission")
    _end_opinion(by, case, item, Opinion(asked.of, asked.question, answer, True), now)


def take_opinion_back(*, by: Desk, case: OpenHelplineCase, id: str, now: datetime) -> None:
    """Whoever has the case does not need it any more."""
    require("ask_opinion", by, case, now)
    item, asked = _still_asked(case, id)
    _end_opinion(by, case, item, Opinion(asked.of, asked.question, "", True), now)


def _still_asked(case: OpenHelplineCase, id: str) -> tuple[Item[Opinion], Opinion]:
    item = told(case).item(Opinion, id)
    open_still = [it for it in item.values if not it.is_over] if item else []
    if item is None or not open_still:
        raise InputError("This was answered, or taken back.")
    return item, open_still[0]


def _end_opinion(by: Desk, case: OpenHelplineCase, item: Item[Opinion], over: Opinion, now: datetime) -> None:
    with transaction.atomic():
        _write(by, case, over, item.id, item.made_from, now=now)
        Visit.objects.filter(pk=item.id).update(ends_at=now)
        _tell(by, case, f"opinion:{item.id}", "ended", {})


def assign(*, by: Desk, case: OpenHelplineCase, to: Staff | None, now: datetime) -> None:
    """Give a case to somebody, or back to the queue. Whoever said that they know somebody in it is not given it."""
    require("assign", by, case, now)
    if to is not None:
        _check_colleague(by, case, to)
    with transaction.atomic():
        HelplineCase.objects.select_for_update().filter(pk=case.row.pk).update(adviser=to)
        _hold(by, case, to, is_closed=case.row.stage == Stage.CLOSED, now=now)
        tell_whose(by=by, case=case, to=to)


def close(*, by: Desk, case: OpenHelplineCase, now: datetime) -> None:
    """Close a case. Nothing of it goes."""
    require("close_case", by, case, now)
    with transaction.atomic():
        HelplineCase.objects.filter(pk=case.row.pk).update(stage=Stage.CLOSED)
        _hold(by, case, case.row.adviser, is_closed=True, now=now)


def reopen(*, by: Desk, case: OpenHelplineCase, now: datetime) -> None:
    """Open a closed case again."""
    require("reopen_case", by, case, now)
    with transaction.atomic():
        HelplineCase.objects.filter(pk=case.row.pk).update(stage=Stage.OPEN)
        _hold(by, case, case.row.adviser, is_closed=False, now=now)


def _hold(by: Desk, case: OpenHelplineCase, to: Staff | None, *, is_closed: bool, now: datetime) -> None:
    held = Held(is_closed=is_closed) if to is None else Held(to.id, to.known_as, is_closed)
    write_held(by=by, case=case, held=held, now=now)


def write_review(*, by: Desk, case: OpenHelplineCase, review: Review, now: datetime) -> None:
    """What a supervisor says of a case. Whether the person's own words were read for it is said with it."""
    require("review", by, case, now)
    _write(by, case, review, new_id(), now=now)


def _check_colleague(by: Desk, case: OpenHelplineCase, to: Staff) -> None:
    """Raises NotAllowed where somebody cannot be given this case."""
    if to.helpline_id != by.helpline.id or to.standing != Standing.ACTIVE or to.role == Role.MANAGER:
        raise NotAllowed("They do not take cases here.", rule="standing")
    if conflict_of(told(open_helpline_case(by, case.row.pk)), to.pk) == "declared":
        raise NotAllowed(
            "They said that they know somebody in this case, so somebody else takes it.", rule="no_conflict"
        )


def _write(
    by: Desk, case: OpenHelplineCase, value: Emergency | Opinion | Review, id: str, made_from: Sequence[int] = (), *, now: datetime,
) -> None:  # fmt: skip
    record_in_case(by=by, case=case, lines=[line_of(value, id, made_from)], now=now)


def _tell(by: Desk, case: OpenHelplineCase, item: str, action: str, content: Mapping[str, Json]) -> None:
    if case.row.share is not None:
        note_in_account(by=by, share=case.row.share, item=item, action=action, content=content)
