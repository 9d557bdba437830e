"""Recovery with a helpline as its person sees it, and as somebody at the desk does."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from throughline.domain.errors import NotAllowed
from throughline.domain.permissions import Deed, may
from throughline.domain.policies import BOUND, POLICIES, Check, Conflict, Refused, State, decide
from throughline.domain.policies import Asked as Question
from throughline.vault.entries import Opened
from throughline.vault.identity import PrivateKey
from throughline.vault.notes import open_note
from throughline.web.accounts.models import Account
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import Ledger, ledger_from, open_ledger, read_ledger
from throughline.web.helplines.queries import actor_of
from throughline.web.recovery.models import Recovery, Waiting

KEPT_AS = "recovery-ledger"
CHECKS: dict[str, Check] = {"code_word": "code_word", "rang_back": "ring_back"}


@dataclass(frozen=True, slots=True)
class Told:
    """One line of a recovery's account: who did what, and when. `by` is `person` or the id of a member of staff."""

    item: str
    action: str
    by: str
    by_name: str
    at: datetime
    said: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Agreed:
    """What the person said at the setting-up."""

    called: str
    code_word: str = field(repr=False)
    ring_back: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request for recovery at the desk of the helpline whose half it needs, and what was done about it so far."""

    row: Waiting
    recovery: Recovery
    safe: Agreed
    lines: tuple[Told, ...]

    @property
    def confirmed_by(self) -> frozenset[str]:
        """Who confirmed it."""
        return frozenset(it.by for it in self._about_it if it.action == "confirmed")

    @property
    def wrong(self) -> int:
        """How many wrong code words were given."""
        return sum(it.action == "wrong_code_word" for it in self._about_it)

    def checks_of(self, desk: Desk) -> frozenset[Check]:
        """What this member of staff made sure of themselves."""
        done = (it for it in self._about_it if it.by == desk.staff.id)
        return frozenset(CHECKS[it.action] for it in done if it.action in CHECKS)

    def conflict_of(self, desk: Desk) -> Conflict:
        """What this member of staff said of whether they know the person. A yes stays a yes, for every request."""
        said = {it.said["knows"] for it in self.lines if it.action == "conflict" and it.by == desk.staff.id}
        return "declared" if "yes" in said else "none" if said else "not_asked"

    def read_again(self, desk: Desk, row: Waiting) -> Asked:
        """The same as it is now."""
        return _asked(desk, row, self.recovery)

    @property
    def _about_it(self) -> tuple[Told, ...]:
        return tuple(it for it in self.lines if it.item == f"asked:{self.row.id}")


def ledger_of(row: Recovery, private: PrivateKey) -> Ledger:
    """The ledger of a recovery, for its person."""
    return ledger_from(row.ledger_id, open_note(private, bytes(row.kept), place=KEPT_AS, item=row.id))


def ledger_for_desk(desk: Desk, row: Recovery) -> Ledger:
    """The same for the helpline. Raises MissingKey."""
    return open_ledger(row.ledger_id, desk.helpline, desk.keys)


def recovery_of(account: Account) -> Recovery | None:
    """What is set up now."""
    return Recovery.objects.select_related("helpline").filter(account=account, ended_at=None).first()


def account_of(account: Account, private: PrivateKey) -> list[tuple[Recovery, list[Told]]]:
    """Everything that was set up, and who did what about it, the newest first."""
    rows = Recovery.objects.select_related("helpline").filter(account=account).order_by("-begun_at")
    return [(row, _lines(ledger_of(row, private))) for row in rows]


def asked_of(account: Account) -> list[Waiting]:
    """When somebody asked to open this account with a helpline, the latest first."""
    return list(Waiting.objects.filter(recovery__account=account).order_by("-asked_at"))


def asked_by(desk: Desk, reference: str, now: datetime) -> Asked | None:
    """The request of that reference, where it waits for this helpline; None else, whatever the reason."""
    plain = "".join(reference.upper().split()).replace("-", "").replace("O", "0").replace("I", "1").replace("L", "1")
    row = (
        Waiting.objects.select_related("recovery")
        .filter(reference=plain, ends_at__gt=now, recovery__helpline=desk.helpline, recovery__ended_at=None)
        .first()
    )
    return None if row is None or row.recovery is None else _asked(desk, row, row.recovery)


def state_of(desk: Desk, asked: Asked) -> State:
    """What `domain.policies` needs of a request, as it is for this member of staff."""
    own = getattr(asked.recovery.account, "staff", None)
    return State(
        helpline=asked.recovery.helpline_id, person=own.pk if own else None, conflict=asked.conflict_of(desk),
        confirmed_by=asked.confirmed_by, checks=asked.checks_of(desk), waits_until=asked.row.ends_at,
    )  # fmt: skip


def require(deed: Deed, desk: Desk, asked: Asked, now: datetime) -> None:
    """Raises NotAllowed, with the reason, where this member of staff may not do this with a request now."""
    answer = decide(deed, actor_of(desk), state_of(desk, asked), now)
    if isinstance(answer, Refused):
        raise NotAllowed(answer.reason, rule=answer.rule)


def check_role(desk: Desk) -> None:
    """Raises NotAllowed for whoever never confirms, such as a manager."""
    if not may(actor_of(desk).role, "helpline", "confirm_recovery"):
        raise NotAllowed("That is not yours to do.", rule="permission")


def check_may_look(desk: Desk, asked: Asked, now: datetime) -> None:
    """Before a code word is heard or a number seen: every rule but that everything was checked already. Raises NotAllowed."""
    question = Question("confirm_recovery", actor_of(desk), state_of(desk, asked), now)
    for name in BOUND["confirm_recovery"]:
        answer = POLICIES[name](question)
        if name != "checked" and isinstance(answer, Refused):
            raise NotAllowed(answer.reason, rule=answer.rule)


def _asked(desk: Desk, row: Waiting, recovery: Recovery) -> Asked:
    lines = _lines(ledger_for_desk(desk, recovery))
    said = next(it.said for it in lines if it.action == "set_up")
    safe = Agreed(said["called"], said["code_word"], said["ring_back"])
    return Asked(row, recovery, safe, tuple(lines))


def _lines(ledger: Ledger) -> list[Told]:
    return [_told(it) for it in read_ledger(ledger) if isinstance(it, Opened)]


def _told(entry: Opened) -> Told:
    content: Any = entry.content
    return Told(entry.item, entry.action, content["by"], content.get("by_name", ""), entry.recorded_at, content)
