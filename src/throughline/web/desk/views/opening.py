"""How a page of a case begins: the case is opened for who may open it, and safe contact comes first."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from throughline.casework.state import State
from throughline.domain.errors import MissingKey, NotAllowed, Tampered
from throughline.domain.policies import Allowed, Refused
from throughline.web.desk.columns import called
from throughline.web.desk.forms.call import Knows
from throughline.web.desk.letting_in import note_opened
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import OpenHelplineCase, open_helpline_case
from throughline.web.desk.showing import SafeNow, safe_now
from throughline.web.desk.standing import answer_to, conflict_of, names_for, told
from throughline.web.going_on import wanted_next
from throughline.web.helplines.access import Desk, View, with_desk

log = logging.getLogger(__name__)
P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that is open on a page: whose desk it is, what the case says, and the moment of the page."""

    desk: Desk
    case: OpenHelplineCase
    state: State
    now: datetime

    @property
    def id(self) -> str:
        """The id of the case."""
        return self.case.row.pk

    @property
    def called(self) -> str:
        """What the person wants to be called."""
        return called(self.state)

    @property
    def safe(self) -> SafeNow:
        """Safe contact, with which every page begins. Whoever may see the case and no number, such as a colleague who was asked for
        an opinion, is told so, and is shown nothing of how the person is reached."""
        may = answer_to("see_number", self.desk, self.case, self.now)
        if isinstance(may, Refused) and may.rule == "permission":
            return SafeNow(None, may.reason, (), ())
        return safe_now(self.state, self.now)


CaseView = Callable[Concatenate[HttpRequest, Opened, P], HttpResponseBase]


def case_at(desk: Desk, id: str) -> OpenHelplineCase:
    """A case of this desk's helpline. Raises Http404 where there is none, NotAllowed for whoever holds no key."""
    try:
        return open_helpline_case(desk, id)
    except HelplineCase.DoesNotExist:
        raise Http404 from None
    except MissingKey:
        raise NotAllowed("That is not yours to do.", rule="permission") from None


def with_open_case(view: CaseView[P]) -> View[Concatenate[str, P]]:
    """A page of a case. Whoever has not said whether they know anybody in it is asked, and whoever may take it is told so. That it
    was opened is in its ledger."""

    @wraps(view)
    def guarded(request: HttpRequest, desk: Desk, id: str, *args: P.args, **named: P.kwargs) -> HttpResponseBase:
        now = datetime.now(UTC)
        try:
            case = case_at(desk, id)
        except Tampered as fault:
            log.error("A case was not opened: %s", fault.code)
            return render(request, "problems/not_as_left.html", status=500)
        answer = answer_to("open_case", desk, case, now)
        if isinstance(answer, Refused):
            return _not_open(request, desk, case, answer, now)
        note_opened(by=desk, case=case, now=now)
        return view(request, Opened(desk, case, told(case), now), *args, **named)

    return cast(View[Concatenate[str, P]], with_desk(guarded))


def _not_open(
    request: HttpRequest, desk: Desk, case: OpenHelplineCase, refused: Refused, now: datetime
) -> HttpResponseBase:
    may_take = isinstance(answer_to("take_case", desk, case, now), Allowed)
    if refused.rule == "emergency":
        return redirect("supervision:emergency", case.row.pk)
    is_asked = refused.rule == "conflict_asked" and conflict_of(told(case), desk.staff.id) == "not_asked"
    if not may_take and not is_asked:
        raise NotAllowed(refused.reason, rule=refused.rule)
    context = {
        "id": case.row.pk,
        "form": Knows(),
        "may_take": may_take,
        "names": names_for(desk, case, may_take=may_take),
        "next": wanted_next(request),
    }
    return render(request, "desk/not_open.html", context)
