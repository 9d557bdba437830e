"""A helpline's staff as they are now, and what one of them may do with the helpline itself."""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime
from typing import cast

from throughline.domain import permissions, policies
from throughline.domain.errors import NotAllowed
from throughline.web.helplines.access import Desk
from throughline.web.helplines.models import Role, Staff, Standing


def actor_of(desk: Desk) -> policies.Actor:
    """Somebody at the desk, as `domain.policies` takes them."""
    role, standing = cast(permissions.Role, desk.staff.role), cast(policies.Standing, desk.staff.standing)
    return policies.Actor(desk.staff.id, role, desk.helpline.id, standing)


def staff_of(desk: Desk) -> list[Staff]:
    """Everybody who works or worked here: who waits first, then who works here, then who left."""
    order = [Standing.WAITING, Standing.ACTIVE, Standing.LEFT]
    return sorted(desk.helpline.staff.all(), key=lambda it: (order.index(Standing(it.standing)), it.known_as.lower()))


def supervisors_of(desk: Desk) -> frozenset[str]:
    """The supervisors who work here now."""
    working = desk.helpline.staff.filter(role=Role.SUPERVISOR, standing=Standing.ACTIVE)
    return frozenset(working.values_list("pk", flat=True))


def answer_to(deed: permissions.Deed, desk: Desk, about: Staff | None = None) -> policies.Answer:
    """Whether somebody may do this with their helpline, or with the member of staff it is about."""
    state = policies.State(helpline=desk.helpline.id, supervisors=supervisors_of(desk))
    now = datetime.now(UTC)
    return policies.decide(deed, actor_of(desk), state, now, about=about.pk if about else None)


def require(deed: permissions.Deed, desk: Desk, about: Staff | None = None) -> None:
    """The same, before it is done. Raises NotAllowed with the reason."""
    answer = answer_to(deed, desk, about)
    if isinstance(answer, policies.Refused):
        raise NotAllowed(answer.reason, rule=answer.rule)


def allowed(desk: Desk, deeds: Collection[permissions.Deed], about: Staff | None = None) -> frozenset[permissions.Deed]:
    """Which of these they may do now: what a page offers."""
    return frozenset(deed for deed in deeds if isinstance(answer_to(deed, desk, about), policies.Allowed))
