"""The referrals of a helpline's case, as their pages show them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from throughline.casework.checks import day_of
from throughline.casework.referral import Referral
from throughline.casework.safe_contact import CALL_REFUSALS, may_dial
from throughline.casework.state import Item
from throughline.packs.withholding import withhold
from throughline.patterns.wording import count
from throughline.web.referrals.access import AtCase
from throughline.web.referrals.leaving import Leaving, confirmations_of, letter_of, pack_of
from throughline.web.referrals.wording import is_late, named_recipient, named_way, standing_told
from throughline.web.sharing.queries import SharedCase


@dataclass(frozen=True, slots=True)
class Shown:
    """A referral as its page shows it: every version that stands, where two people wrote at the same time.
    `made_from` is what its forms carry."""

    id: str
    referral: Referral
    to: str
    how: str
    asked_by: str
    standing: str
    is_late: bool
    versions: tuple[tuple[str, Referral], ...]
    earlier: tuple[tuple[datetime, str, str], ...]
    made_from: str


def shown(here: AtCase, item: Item[Referral]) -> Shown:
    """One referral now."""
    referral = item.values[-1]
    return Shown(
        item.id, referral, named_recipient(referral.to), "" if referral.consent is None else named_way(referral.consent.how),
        item.versions[0].by_name,
        standing_told(referral, here.today), is_late(referral, here.today),
        tuple((it.by_name, it.value) for it in item.in_force if it.value is not None),
        tuple(
            (it.at, it.by_name, standing_told(it.value, day_of(it.at))) for it in item.versions if it.value is not None
        ),
        ",".join(map(str, item.made_from)),
    )  # fmt: skip


def as_shown(item: Item[Referral], made_from: str) -> Item[Referral]:
    """A referral as the form had it that carries these numbers, so that what somebody else wrote since stands beside what the form
    says. Without numbers, as it is now."""
    numbers = {int(it) for it in made_from.split(",") if it.isdecimal()}
    seen = tuple(it for it in item.versions if it.number in numbers and it.value is not None)
    return replace(item, latest=seen) if seen else item


def referrals_of(here: AtCase) -> list[Shown]:
    """Every referral of the case: those whose answer is late first, then the newest."""
    newest_first = [shown(here, it) for it in here.said.of(Referral)][::-1]
    return sorted(newest_first, key=lambda it: not it.is_late)


def safe_contact_told(here: AtCase) -> list[str]:
    """What whoever gets it has to know before they are in touch with the person. Unknown is not safe, and is said so."""
    dial = may_dial(here.said.agreed, here.now)
    never = [CALL_REFUSALS["unasked"]] if not here.said.agreed else []
    return never or list(filter(None, [dial.why_not, *dial.before]))


@dataclass(frozen=True, slots=True)
class Counted:
    """What a pack would hold, in words, and what of the person's would be read by name in it."""

    held: str
    people: tuple[str, ...]
    places: tuple[str, ...]
    withheld: int


def counted(shared: SharedCase, leaving: Leaving) -> Counted:
    """The same for one choice."""
    case, messages = withhold(shared.case, shared.communications, frozenset(leaving.withheld))
    held = [
        count(len(case.incidents), "entry", "entries"), count(len(case.milestones), "thing that changed something", "things that changed something"),
        count(len(case.exhibits), "file"), count(len(messages), "message or call", "messages and calls"),
    ]  # fmt: skip
    numbers = (len(case.incidents), len(case.milestones), len(case.exhibits), len(messages))
    return Counted(
        ", ".join(words for words, number in zip(held, numbers, strict=True) if number) or "nothing",
        tuple(_people(case.people)), tuple(it.label for it in case.places if it.label), len(leaving.withheld),
    )  # fmt: skip


def _people(people: object) -> Iterator[str]:
    for it in people:  # type: ignore[attr-defined]
        yield ", ".join(filter(None, [it.name, *(identifier.value for identifier in it.identifiers)]))


def pack_words(referral: Referral, shared: SharedCase, leaving: Leaving) -> str:
    """What a pack is, in the words of the account and of the note."""
    it = counted(shared, leaving)
    left_out = f" {count(it.withheld, 'entry', 'entries')} left out." if it.withheld else ""
    return f"A pack for {referral.named}: {it.held}.{left_out}"


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Something that waits for the second member of staff, or that two confirmed: by whom, and whether it is still what it was."""

    leaving: Leaving
    names: tuple[str, ...]
    by: frozenset[str]

    @property
    def is_enough(self) -> bool:
        """Whether two confirmed it."""
        return len(self.by) >= 2


def confirmed(here: AtCase, item: Item[Referral], shared: SharedCase | None) -> Confirmed | None:
    """What was confirmed last for a referral, where it is still the same; None where nothing was, or more is shared since."""
    versions = confirmations_of(here.said, item.id)
    if not versions or versions[-1].value is None:
        return None
    last = versions[-1].value
    if last.letter:
        leaving = letter_of(item.id, last.letter)
    elif shared is not None:
        leaving = pack_of(item.id, shared, withheld=frozenset(last.withheld), with_answers=last.with_answers)
    else:
        return None
    if leaving.fingerprint != last.of:
        return None
    same = [it for it in versions if it.value is not None and it.value.of == last.of]
    return Confirmed(leaving, tuple(dict.fromkeys(it.by_name for it in same)), frozenset(it.by for it in same))
