"""What changes figures: a box is made, somebody agrees or takes it back, a quarter is published."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from django.db import transaction

from throughline.domain.errors import InputError, Tampered
from throughline.statistics.budget import EPSILON, Spent, spend
from throughline.statistics.coding import Coded, read_coded, written
from throughline.statistics.publishing import Published, publish
from throughline.statistics.quarters import Quarter, quarter_of, quarters_between, read_quarter
from throughline.vault.identity import PrivateKey, PublicKey
from throughline.vault.notes import open_letter, seal_letter
from throughline.web.accounts.models import Account
from throughline.web.cases.actions import record
from throughline.web.cases.queries import OpenCase, as_it_is_now
from throughline.web.cases.state import Action, Change
from throughline.web.figures.models import BoxRow, PublishedRow, SlipRow, new_id
from throughline.web.figures.queries import KIND, PUBLIC, id_of, is_ours, note_of, notes, numbers_of, proof_of

_PLACE = "figures"
_SLIP_BYTES = 512
"""Every slip is as long as the longest can be, so that its length tells nothing of what is in it."""


class NoBox(InputError):
    """No figures are collected for this set."""

    def __init__(self) -> None:
        super().__init__("No figures are collected here yet: whoever runs this has not made a key for them.")


def make_box(
    *, by: PublicKey, helpline: str = PUBLIC, now: datetime | None = None, is_made_up: bool = False, drops_waiting: bool = False
) -> BoxRow:  # fmt: skip
    """Begin to collect a set of figures for whoever holds the key. A new key takes the place of an old one when nothing waits.
    Raises InputError where slips wait that only the old key opens; with `drops_waiting`, for a key that is lost, they are destroyed,
    and whoever agreed can agree again."""
    with transaction.atomic():
        box = BoxRow.objects.select_for_update().filter(helpline=helpline).first()
        if box is None:
            since = quarter_of((now or datetime.now(UTC)).date()).text
            return BoxRow.objects.create(
                helpline=helpline, public_key=by.raw, proof=proof_of(helpline, by.raw), since=since, is_made_up=is_made_up,
            )  # fmt: skip
        if drops_waiting:
            box.slips.all().delete()
        if box.slips.exists():
            raise InputError(
                "What people agreed to waits in the box, and only the key of before opens it. Publish first."
            )
        box.public_key, box.proof = by.raw, proof_of(helpline, by.raw)
        box.save(update_fields=["public_key", "proof"])
        return box


def count_for(
    *, by: Account, case: OpenCase, coded: Coded, helpline: str = PUBLIC, now: datetime | None = None
) -> None:
    """The person agrees: their codes go into the box of the current quarter, sealed, and their own diary notes it, both or neither.

    Raises NoBox where nobody collects, BudgetExceeded where the diary is counted in this set already or in as many as it may be.
    """
    with transaction.atomic():
        case = as_it_is_now(case)
        box = _locked(helpline)
        quarter = quarter_of((now or datetime.now(UTC)).date())
        spend((it.spent for it in notes(case)), Spent(helpline, quarter.text, EPSILON))
        slip = put_in(box=box, quarter=quarter, coded=coded)
        told = {"helpline": helpline, "quarter": quarter.text, "epsilon": EPSILON, "slip": slip}
        action: Action = "amended" if (KIND, id_of(helpline)) in case.state.kept else "recorded"
        record(by=by, case=case, changes=[Change(KIND, id_of(helpline), action, told)])


def put_in(*, box: BoxRow, quarter: Quarter, coded: Coded) -> str:
    """Put a sealed slip into a box; gives its id. `count_for` is what people go through."""
    id = new_id()
    SlipRow.objects.create(pk=id, box=box, quarter=quarter.text, sealed=_sealed(box, id, coded))
    return id


def take_back(*, by: Account, case: OpenCase, helpline: str = PUBLIC) -> bool:
    """The person takes back what was not counted yet: the slip and the note of it are destroyed. False where the quarter was
    counted: then the note stays, so that they are not counted again."""
    with transaction.atomic():
        case = as_it_is_now(case)
        note = note_of(case, helpline)
        if note is None:
            return False
        _locked(helpline)
        taken, _ = SlipRow.objects.filter(pk=note.slip).delete()
        if taken:
            record(by=by, case=case, changes=[Change(KIND, id_of(helpline), "deleted")])
        return bool(taken)


def take_back_all(*, by: Account, case: OpenCase) -> None:
    """Before a diary is deleted: destroy every slip of its person that still lies in a box."""
    assert by.pk == case.account.pk
    SlipRow.objects.filter(pk__in=[it.slip for it in notes(case)]).delete()


def publish_ended(
    *, by: PrivateKey, helpline: str = PUBLIC, now: datetime | None = None, leaves_out_broken: bool = False
) -> tuple[Quarter, ...]:
    """Publish every quarter that is over and was not published, each in a transaction of its own; gives which. `by` is the key of the
    box. A quarter in which nobody agreed is published like any other: that it is missing would tell something.

    Raises NoBox, InputError where the key is not the box's, and Tampered where a slip is not what was put in, unless such slips are to
    be left out.
    """
    now = now or datetime.now(UTC)
    box = BoxRow.objects.filter(helpline=helpline).first()
    if box is None:
        raise NoBox
    done = []
    for quarter in quarters_between(read_quarter(box.since), quarter_of(now.date())):
        if _publish(by, helpline, quarter, now, leaves_out_broken):
            done.append(quarter)
    return tuple(done)


def _publish(key: PrivateKey, helpline: str, quarter: Quarter, now: datetime, leaves_out_broken: bool) -> bool:
    """Open the slips of a quarter, draw its numbers, keep them and destroy the slips. False where that was done before."""
    with transaction.atomic():
        box = _locked(helpline)
        if bytes(box.public_key) != key.public.raw:
            raise InputError("This is not the key of these figures.")
        if box.published.filter(quarter=quarter.text).exists():
            return False
        slips = box.slips.filter(quarter=quarter.text)
        opened = [_opened(key, slip, leaves_out_broken) for slip in slips]
        _keep(box, publish(quarter, [it for it in opened if it is not None]), now)
        slips.delete()
        return True


def _keep(box: BoxRow, drawn: Published, now: datetime) -> None:
    PublishedRow.objects.create(
        box=box, quarter=drawn.quarter.text, numbers=numbers_of(drawn), epsilon=drawn.epsilon, scale=drawn.scale,
        published_on=now.date(),
    )  # fmt: skip


def _locked(helpline: str) -> BoxRow:
    """The box, so that nothing is put in or taken out while it is counted. Raises NoBox."""
    box = BoxRow.objects.select_for_update().filter(helpline=helpline).first()
    if box is None:
        raise NoBox
    return box


def _sealed(box: BoxRow, slip: str, coded: Coded) -> bytes:
    if not is_ours(box):
        raise Tampered("The key of these figures was not put here by this service.")
    plain = json.dumps(written(coded), separators=(",", ":"), sort_keys=True).encode().ljust(_SLIP_BYTES)
    assert len(plain) == _SLIP_BYTES
    return seal_letter(PublicKey(bytes(box.public_key)), plain, place=_PLACE, item=slip)


def _opened(key: PrivateKey, slip: SlipRow, leaves_out_broken: bool) -> Coded | None:
    try:
        return read_coded(json.loads(open_letter(key, bytes(slip.sealed), place=_PLACE, item=slip.pk)))
    except (Tampered, ValueError, TypeError, AttributeError):
        if leaves_out_broken:
            return None
        raise Tampered("A slip is not as it was put in, or another version made it. Nothing is published.") from None
