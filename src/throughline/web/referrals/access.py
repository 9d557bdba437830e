"""Who may refer: every page asks `domain.policies` about the case as it is, and about the person's consent to this recipient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from django.http import Http404, HttpRequest, HttpResponseBase

from throughline.casework.checks import day_of
from throughline.casework.referral import Referral
from throughline.casework.state import Item
from throughline.casework.state import State as Told
from throughline.domain.errors import NotAllowed
from throughline.domain.permissions import Deed
from throughline.domain.policies import Answer, Consent, Part, Refused, State, decide
from throughline.web.desk.letting_in import note_opened
from throughline.web.desk.queries import OpenHelplineCase
from throughline.web.desk.showing import SafeNow
from throughline.web.desk.standing import state_of, told
from throughline.web.desk.views.opening import case_at
from throughline.web.helplines.access import Desk, with_desk
from throughline.web.helplines.queries import actor_of
from throughline.web.shared_reading.access import AtDesk, asked_first, is_to_be_asked, safe_for

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class AtCase:
    """A member of staff at a helpline's case: what staff wrote in it, and how it stands to them now."""

    desk: Desk
    case: OpenHelplineCase
    said: Told
    state: State
    now: datetime

    @property
    def today(self) -> date:
        """The day it is."""
        return day_of(self.now)

    @property
    def safe(self) -> SafeNow:
        """How the person may be reached, with which every page begins."""
        return safe_for(self.desk, self.said, self.state, self.now)

    @property
    def is_sharing(self) -> bool:
        """Whether the person shares something now."""
        return not isinstance(self.answer("export"), Refused)

    def answer(
        self, deed: Deed, *, referral: str | None = None, part: Part | None = None,
        confirmed_by: frozenset[str] = frozenset(),
    ) -> Answer:  # fmt: skip
        """Whether they may do this now; `referral` is the one that it is for."""
        state = replace(self.state, confirmed_by=confirmed_by)
        return decide(deed, actor_of(self.desk), state, self.now, part=part, recipient=referral)

    def require(self, deed: Deed, *, referral: str | None = None, confirmed_by: frozenset[str] = frozenset()) -> None:
        """The same, before it is done. Raises NotAllowed with the reason."""
        answer = self.answer(deed, referral=referral, confirmed_by=confirmed_by)
        if isinstance(answer, Refused):
            raise NotAllowed(answer.reason, rule=answer.rule)

    def require_referring(self) -> None:
        """Whether they may refer at all, whatever the person says when they are asked. Raises NotAllowed."""
        asked = replace(self, state=replace(self.state, consents=(Consent("asked", self.now),)))
        asked.require("refer", referral="asked")

    def referral(self, id: str) -> Item[Referral]:
        """The referral of that id. Raises Http404."""
        item = self.said.item(Referral, id)
        if item is None or not item.values:
            raise Http404
        return item


CaseView = Callable[Concatenate[HttpRequest, AtCase, P], HttpResponseBase]


def at_case(deed: Deed) -> Callable[[CaseView[P]], Callable[..., HttpResponseBase]]:
    """A page of a helpline's case, for who may do that with it."""

    def decorated(view: CaseView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, desk: Desk, case: str, *args: P.args, **named: P.kwargs) -> HttpResponseBase:
            opened, now = case_at(desk, case), datetime.now(UTC)
            here = AtCase(desk, opened, told(opened), state_of(desk, opened, now), now)
            try:
                here.require(deed)
            except NotAllowed as refused:
                if is_to_be_asked(desk, opened, refused):
                    return asked_first(request, case)
                raise
            note_opened(by=desk, case=opened, now=now)
            return view(request, here, *args, **named)

        return with_desk(cast(AtDesk, guarded))

    return decorated
