"""Somebody was told without the person's consent: written down in the case, put before a second member of staff, and told to the
person, at once or once a supervisor agrees that it is safe. Nothing is sent, and nothing of what they share is in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from throughline.casework.checks import TIME_ZONE
from throughline.casework.state import Item
from throughline.casework.state import State as Told
from throughline.casework.without_consent import SecondLook, WithoutConsent
from throughline.domain.errors import NotAllowed
from throughline.web.cases.models import new_id
from throughline.web.desk.actions import record_in_case
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import OpenHelplineCase, open_helpline_case
from throughline.web.desk.standing import require, told
from throughline.web.desk.writing import line_of
from throughline.web.helplines.access import Desk
from throughline.web.sharing.actions import note_in_account
from throughline.web.supervision.models import Kind, Visit
from throughline.web.supervision.wording import named_told, named_why


@dataclass(frozen=True, slots=True)
class Telling:
    """One time that somebody was told, as pages show it: by whom, to whom and why in words, each second look with who and when."""

    id: str
    by: str
    by_name: str
    written_at: datetime
    value: WithoutConsent
    to: str
    why: str
    looks: tuple[tuple[str, datetime, SecondLook], ...]

    @property
    def may_know(self) -> bool:
        """Whether the person may know of it: nobody said that it would put them in danger, or a supervisor agreed that it is safe."""
        return self.value.knows != "not_safe" or any(look.may_know for _, _, look in self.looks)


def tellings_of(said: Told) -> list[Telling]:
    """Every time that somebody was told in a case, the latest first."""
    return [_telling(said, it) for it in said.of(WithoutConsent)][::-1]


def telling_at(case: OpenHelplineCase, id: str) -> Telling | None:
    """One of them."""
    return next((it for it in tellings_of(told(case)) if it.id == id), None)


def _telling(said: Told, item: Item[WithoutConsent]) -> Telling:
    version, value = item.in_force[-1], item.values[-1]
    looks = tuple(
        (it.by_name, it.at, it.value) for it in said.versions_of(SecondLook) if it.value is not None and it.value.of == item.id
    )  # fmt: skip
    return Telling(
        item.id, version.by, version.by_name, version.at, value, named_told(value.to), named_why(value.why), looks
    )


def tell(*, by: Desk, case: OpenHelplineCase, value: WithoutConsent, now: datetime) -> str:
    """Write down that somebody was told; gives its id. It stands in the supervisors' week until a second member of staff looked at it."""
    require("tell_without_consent", by, case, now)
    id = new_id()
    with transaction.atomic():
        record_in_case(by=by, case=case, lines=[line_of(value, id)])
        Visit.objects.create(id=id, case=case.row, staff=by.staff, kind=Kind.TOLD, begun_at=now)
        if value.knows != "not_safe":
            _tell_person(by, case, id, value)
    return id


def look_at(*, by: Desk, case: OpenHelplineCase, id: str, words: str, may_know: bool, now: datetime) -> None:
    """A second member of staff looks at it. Where they are the first to agree that the person may know, the person reads it from now on.

    Raises NotAllowed, for whoever told it as well.
    """
    with transaction.atomic():
        HelplineCase.objects.select_for_update().get(pk=case.row.pk)
        case = open_helpline_case(by, case.row.pk)  # two may look at the same moment; the person reads it once
        found = telling_at(case, id)
        if found is None:
            raise NotAllowed("There is nothing here by that address.", rule="permission")
        require("look_at_told", by, case, now, about=found.by)
        agrees = may_know or found.may_know
        record_in_case(by=by, case=case, lines=[line_of(SecondLook(id, words, agrees), new_id())])
        if agrees or case.row.share is None:
            Visit.objects.filter(pk=id, ends_at=None).update(ends_at=now)
        if agrees and not found.may_know:
            _tell_person(by, case, id, found.value)


def _tell_person(by: Desk, case: OpenHelplineCase, id: str, value: WithoutConsent) -> None:
    """Write it into the account that the person reads: to whom, when and why. Before that, nothing of it is there."""
    if case.row.share is None:
        return
    why = f"{named_why(value.why)}. {value.words}"
    content = {
        "named": f"{named_told(value.to)} ({value.named})",
        "words": why,
        "on": f"{value.at.astimezone(TIME_ZONE):%-d %B %Y, %H:%M}",
    }
    note_in_account(by=by, share=case.row.share, item=f"without_consent:{id}", action="told", content=content)
