"""How a helpline's case stands to somebody at the desk, and so what they may do: every answer is that of `domain.policies`.

What is decided from is in ledgers, which nobody without a key can change: who answered that they know somebody, who opened a
case in an emergency, who was asked for an opinion, what is shared until when.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from throughline.casework import referral
from throughline.casework.contact import Client
from throughline.casework.let_in import Conflict, Emergency, Opinion
from throughline.casework.safe_contact import may_dial
from throughline.casework.state import KINDS, fold
from throughline.casework.state import State as Told
from throughline.domain.errors import NotAllowed
from throughline.domain.permissions import Deed
from throughline.domain.policies import (
    Answer,
    Consent,
    Glass,
    Part,
    Refused,
    ShareTerms,
    State,
    decide,
    glass_is_open,
)
from throughline.domain.policies import Conflict as Said
from throughline.web.desk.models import Stage
from throughline.web.desk.queries import OpenHelplineCase
from throughline.web.helplines.access import Desk
from throughline.web.helplines.queries import actor_of
from throughline.web.sharing.models import Share
from throughline.web.sharing.queries import account_for_desk, words_of


def told(case: OpenHelplineCase) -> Told:
    """What staff wrote in a case."""
    return fold(it for it in case.entries if it.item.partition(":")[0] in KINDS)


def answer_to(
    deed: Deed, desk: Desk, case: OpenHelplineCase, now: datetime, *, part: Part | None = None, recipient: str | None = None,
    about: str | None = None,
) -> Answer:  # fmt: skip
    """Whether this member of staff may do this with a case at this moment."""
    return decide(deed, actor_of(desk), state_of(desk, case, now), now, part=part, recipient=recipient, about=about)


def require(
    deed: Deed, desk: Desk, case: OpenHelplineCase, now: datetime, *, part: Part | None = None, recipient: str | None = None,
    about: str | None = None,
) -> None:  # fmt: skip
    """The same, for whatever is about to show or change something. Raises NotAllowed with the reason."""
    answer = answer_to(deed, desk, case, now, part=part, recipient=recipient, about=about)
    if isinstance(answer, Refused):
        raise NotAllowed(answer.reason, rule=answer.rule)


def state_of(desk: Desk, case: OpenHelplineCase, now: datetime) -> State:
    """What `decide` needs of a case, as it is for this member of staff."""
    said = told(case)
    dial = may_dial(said.agreed, now)
    return State(
        helpline=case.row.helpline_id, case=case.row.id, person=_person(case.row.share), adviser=case.row.adviser_id,
        consulted=frozenset(it.of for it in said.values_of(Opinion) if not it.is_over),
        conflict=conflict_of(said, desk.staff.id), share=terms_of(desk, case.row.share), glass=glass_of(said, desk.staff.id, now),
        is_closed=case.row.stage == Stage.CLOSED, consents=tuple(_consents(said)),
        safe_contact="unknown" if not said.agreed else "not_safe" if dial.number is None else "safe",
    )  # fmt: skip


def names_in(case: OpenHelplineCase) -> tuple[str, ...]:
    """What the person is called, and whoever does it, as they name them: as much as somebody has to see to say whether they know
    them. Nobody can answer for people of whom they are told nothing."""
    clients = told(case).values_of(Client)
    return tuple(dict.fromkeys(name for it in clients for name in (it.name, it.about) if name))


def names_for(desk: Desk, case: OpenHelplineCase, *, may_take: bool) -> tuple[str, ...]:
    """The same for somebody who may then open it; nothing for whoever could not."""
    is_theirs = case.row.adviser_id == desk.staff.id
    return names_in(case) if is_theirs or (may_take and case.row.adviser_id is None) else ()


def conflict_of(said: Told, staff_id: str) -> Said:
    """What somebody said of themselves. Once they said that they know somebody, a no does not take it back."""
    item = said.item(Conflict, staff_id)
    answers = {it.value.knows for it in item.versions if it.value and it.by == staff_id} if item else set()
    return "declared" if "yes" in answers else "none" if answers else "not_asked"


def glass_of(said: Told, staff_id: str, now: datetime) -> Glass | None:
    """This member's emergency access to a case: the one that is open, or else the latest."""
    panes = [
        Glass(staff_id, it.value.reason, it.value.opened_at, it.value.ends_at, it.value.ended_at)
        for it in said.versions_of(Emergency) if it.value is not None and it.by == staff_id
    ]  # fmt: skip
    return max(panes, key=lambda it: (glass_is_open(it, staff_id, now), it.opened_at), default=None)


def terms_of(desk: Desk, share: Share | None) -> ShareTerms | None:
    """What a person gave, as the account of the share has it; its end is the earlier of that and the row's."""
    if share is None:
        return None
    account = account_for_desk(desk, share)
    given: Any = next((words_of(it) for it in account if it.action == "given"), None)
    withdrawn = next((it.recorded_at for it in account if it.action == "withdrawn"), share.withdrawn_at)
    ends = [datetime.fromisoformat(given["ends_at"])] if given and given["ends_at"] else []
    ends += [share.ends_at] if share.ends_at else []
    parts: frozenset[Part] = frozenset(given["parts"]) if given else frozenset()
    return ShareTerms(parts, share.begins_at, min(ends, default=None), withdrawn)


def _person(share: Share | None) -> str | None:
    """Whose diary it is that was shared, as staff are named: the id of their own membership, where they work here as well."""
    if share is None or share.case is None:
        return None
    of = share.case.grants.values_list("account__staff", flat=True).first()
    return None if of is None else str(of)


def _consents(said: Told) -> Iterable[Consent]:
    """What the person agreed to, by the id of the referral: a yes to one is none to another. Where two people wrote at the same
    time, each of both versions has to have it."""
    for item in said.of(referral.Referral):
        agreed = [it.consent for it in item.values if it.consent is not None]
        if len(agreed) == len(item.values):
            taken_back = [it.withdrawn_at for it in agreed if it.withdrawn_at is not None]
            yield Consent(item.id, max(it.at for it in agreed), withdrawn_at=min(taken_back, default=None))
