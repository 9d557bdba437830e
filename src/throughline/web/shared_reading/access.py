"""Who reads what was shared: every page asks `domain.policies`, opens it with the helpline's key, and says so in the share's account
before anything of it is shown."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse

from throughline.casework.state import State as Told
from throughline.domain.errors import MissingKey, NotAllowed
from throughline.domain.policies import Part, Refused, State, decide
from throughline.web.desk.letting_in import note_opened
from throughline.web.desk.queries import OpenHelplineCase
from throughline.web.desk.showing import SafeNow, safe_now
from throughline.web.desk.standing import conflict_of, state_of, told
from throughline.web.desk.views.opening import case_at
from throughline.web.helplines.access import Desk, with_desk
from throughline.web.helplines.queries import actor_of
from throughline.web.sharing.actions import note_openings
from throughline.web.sharing.models import Share
from throughline.web.sharing.queries import SharedCase, open_shared

P = ParamSpec("P")
TAKEN_BACK = "They took this back, or it has ended. Nobody here can open it any more."


@dataclass(frozen=True, slots=True)
class Visit:
    """An adviser at what somebody shares: their desk, the helpline's case, and what was shared, as it is now. `parts` are those that are
    shared, `safe` is how they may be reached."""

    desk: Desk
    case: OpenHelplineCase
    share: Share
    shared: SharedCase = field(repr=False)
    parts: frozenset[Part]
    safe: SafeNow
    now: datetime


AtDesk = Callable[Concatenate[HttpRequest, Desk, ...], HttpResponseBase]
VisitView = Callable[Concatenate[HttpRequest, Visit, P], HttpResponseBase]


def visit(desk: Desk, case: OpenHelplineCase, now: datetime, *, part: Part | None = None) -> Visit:
    """What was shared in a case, opened for this member of staff. Raises NotAllowed with the reason."""
    state = state_of(desk, case, now)
    answer = decide("see_shared", actor_of(desk), state, now, part=part)
    if isinstance(answer, Refused):
        raise NotAllowed(answer.reason, rule=answer.rule)
    share, terms = case.row.share, state.share
    assert share is not None
    assert terms is not None
    try:
        shared = open_shared(desk, share, now)
    except MissingKey:  # taken back since it was asked
        raise NotAllowed(TAKEN_BACK, rule="share_live") from None
    return Visit(desk, case, share, shared, terms.parts, safe_for(desk, told(case), state, now), now)


def with_shared(*parts: Part) -> Callable[[VisitView[P]], Callable[..., HttpResponseBase]]:
    """A page of those parts of what was shared. Where it shows one part alone, that part has to be shared; of several it
    shows those that are."""

    def decorated(view: VisitView[P]) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, desk: Desk, case: str, *args: P.args, **named: P.kwargs) -> HttpResponseBase:
            opened = case_at(desk, case)
            try:
                here = visit(desk, opened, datetime.now(UTC), part=parts[0] if len(parts) == 1 else None)
                items = [f"part:{it}" for it in parts if it in here.parts]
                note_openings(by=desk, share=here.share, items=items, now=here.now)
            except NotAllowed as refused:
                if is_to_be_asked(desk, opened, refused):
                    return asked_first(request, case)
                raise
            note_opened(by=desk, case=opened, now=here.now)
            return view(request, here, *args, **named)

        return with_desk(cast(AtDesk, guarded))

    return decorated


def asked_first(request: HttpRequest, case: str) -> HttpResponseRedirect:
    """To the case's own page, which asks whether they know anybody in it and leads back here."""
    return HttpResponseRedirect(f"{reverse('desk:case', args=[case])}?{urlencode({'next': request.path})}")


def is_to_be_asked(desk: Desk, case: OpenHelplineCase, refused: NotAllowed) -> bool:
    """Whether it was refused because nobody asked them yet whether they know anybody in the case. The case's own page asks."""
    return refused.rule == "conflict_asked" and conflict_of(told(case), desk.staff.id) == "not_asked"


def safe_for(desk: Desk, said: Told, state: State, now: datetime) -> SafeNow:
    """Safe contact as it stands first on every page of a case; the number only for who may see one now."""
    safe, answer = safe_now(said, now), decide("see_number", actor_of(desk), state, now)
    return replace(
        safe, items=(), number=None if isinstance(answer, Refused) else safe.number,
        why_not=safe.why_not or (answer.reason if isinstance(answer, Refused) else ""),
    )  # fmt: skip
