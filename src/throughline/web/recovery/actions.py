"""What changes recovery with a helpline: setting it up, taking it back, asking, confirming by two, and opening."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction

from throughline.domain.errors import MissingKey, NotAllowed, Tampered
from throughline.vault.canonical import Json
from throughline.vault.halves import (
    Halves,
    lock_with_halves,
    new_halves,
    release_half,
    seal_half,
    take_half,
    unlock_with_halves,
)
from throughline.vault.identity import PrivateKey, PublicKey, new_identity
from throughline.vault.notes import seal_note
from throughline.vault.recovery import ALPHABET
from throughline.web.accounts.actions import begin_anew, cost
from throughline.web.accounts.models import Account
from throughline.web.accounts.stretching import place_to_stretch
from throughline.web.cases.models import new_id
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import Line, append_to, begin_ledger, destroy_ledger, grant_ledger
from throughline.web.helplines.models import Helpline
from throughline.web.helplines.proofs import key_of_helpline
from throughline.web.recovery.models import Recovery, Waiting
from throughline.web.recovery.queries import KEPT_AS, Asked, check_may_look, ledger_for_desk, ledger_of, require

WAITS_FOR = timedelta(hours=24)
RELEASED_FOR = timedelta(hours=1)
REMEMBERED_FOR = timedelta(days=90)
"""How long the person still sees that somebody asked."""
REFERENCE_LETTERS = 6
GUESSES = 3


@dataclass(frozen=True, slots=True)
class Safe:
    """What the helpline is to go by before it confirms: what to call the person, a code word, and how to ring them back."""

    called: str
    code_word: str = field(repr=False)
    ring_back: str = field(repr=False)


def set_up(*, by: Account, private: PrivateKey, helpline: Helpline, safe: Safe) -> str:
    """Split a recovery between the person and a helpline; gives the person's half, which is shown once and kept nowhere. What
    was set up before opens nothing any more."""
    halves = new_halves()
    with place_to_stretch():
        envelope = lock_with_halves(private, halves, cost=cost())
    with transaction.atomic():
        _end(Recovery.objects.select_for_update().filter(account=by, ended_at=None), private, "replaced")
        ledger, id = begin_ledger(), new_id()
        grant_ledger(ledger, helpline)
        half = seal_half(key_of_helpline(helpline), halves.half, item=id)
        kept = seal_note(private, ledger.key.key, place=KEPT_AS, item=id)
        Recovery.objects.create(
            id=id, account=by, helpline=helpline, epoch=helpline.epoch, envelope=envelope, half=half, ledger_id=ledger.id, kept=kept
        )  # fmt: skip
        said: Mapping[str, Json] = {"called": safe.called, "code_word": safe.code_word, "ring_back": safe.ring_back}
        append_to(ledger, [Line("recovery:1", "set_up", {"by": "person", **said})])
    return halves.code


def take_back(*, by: Account, private: PrivateKey) -> None:
    """From now on the two halves open nothing. Who confirmed what stays for both to read."""
    with transaction.atomic():
        _end(Recovery.objects.select_for_update().filter(account=by, ended_at=None), private, "taken_back")


def _end(rows: Any, private: PrivateKey, action: str) -> None:
    for row in rows:
        append_to(ledger_of(row, private), [Line("recovery:1", action, {"by": "person"})])
        row.waiting.update(ends_at=datetime.now(UTC), released=None)
        Recovery.objects.filter(pk=row.pk).update(envelope=None, half=None, ended_at=datetime.now(UTC))


def ask(*, user_name: str, now: datetime) -> tuple[Waiting, PrivateKey]:
    """Begin to wait for a helpline, with a key of this session's own. For a user name that is none, or has no recovery, the same is
    done: nobody learns which."""
    Waiting.objects.filter(ends_at__lt=now - REMEMBERED_FOR).delete()
    Waiting.objects.filter(ends_at__lt=now, recovery=None).delete()
    name = user_name.strip().lower()
    recovery = Recovery.objects.filter(account__user_name=name, account__is_active=True, ended_at=None).first()
    identity = new_identity()
    for _ in range(50):
        reference = "".join(secrets.choice(ALPHABET) for _ in range(REFERENCE_LETTERS))
        try:
            with transaction.atomic():
                row = Waiting.objects.create(
                    reference=reference, recovery=recovery, public_key=identity.public.raw, ends_at=now + WAITS_FOR
                )
        except IntegrityError:
            continue
        return row, identity.private
    raise MissingKey("No reference is free. Try again.")


def say_conflict(*, by: Desk, asked: Asked, knows: bool) -> None:
    """A member of staff says whether they know this person or anybody around them."""
    _append(by, asked, "conflict", {"knows": "yes" if knows else "no"})


def hear_code_word(*, by: Desk, asked: Asked, heard: str, now: datetime) -> bool:
    """A member of staff types the code word that they were told; they are not shown the right one. After three wrong ones by anybody the
    request is over."""
    with transaction.atomic():
        row = Waiting.objects.select_for_update().get(pk=asked.row.pk)
        asked = asked.read_again(by, row)
        check_may_look(by, asked, now)
        is_right = _plain(heard) == _plain(asked.safe.code_word)
        _append(by, asked, "code_word" if is_right else "wrong_code_word", {})
        if not is_right and asked.wrong + 1 >= GUESSES:
            Waiting.objects.filter(pk=asked.row.pk).update(ends_at=now)
    return is_right


def rang_back(*, by: Desk, asked: Asked, now: datetime) -> None:
    """A member of staff says that they rang back in the agreed way, and that the person was there."""
    check_may_look(by, asked, now)
    if "code_word" not in asked.checks_of(by):
        raise NotAllowed("Ask for the code word first.", rule="checked")
    _append(by, asked, "rang_back", {})


def confirm(*, by: Desk, asked: Asked, now: datetime) -> bool:
    """Confirm that the caller is the person. The second to do so releases the helpline's half to the session that waits, for an
    hour; tells whether this was the second. Raises NotAllowed."""
    with transaction.atomic():
        row = Waiting.objects.select_for_update().get(pk=asked.row.pk)
        asked = asked.read_again(by, row)
        require("confirm_recovery", by, asked, now)
        _append(by, asked, "confirmed", {})
        asked = asked.read_again(by, row)
        if len(asked.confirmed_by) < 2:
            return False
        require("release_half", by, asked, now)
        until = (now + RELEASED_FOR).replace(microsecond=0)
        recovery = asked.recovery
        assert recovery.half is not None
        released = release_half(
            by.keys[recovery.epoch], bytes(recovery.half), PublicKey(bytes(row.public_key)), item=recovery.id, session=row.id,
            until=until,
        )  # fmt: skip
        Waiting.objects.filter(pk=row.pk).update(released=released, released_until=until, ends_at=until)
        _append(by, asked, "released", {"until": until.isoformat()})
    return True


def refuse(*, by: Desk, asked: Asked, now: datetime) -> None:
    """A member of staff ends a request that is not the person's, or may not be."""
    with transaction.atomic():
        Waiting.objects.filter(pk=asked.row.pk).update(ends_at=now, released=None)
        _append(by, asked, "refused", {})


def open_again(*, waiting: PrivateKey, row: Waiting, code: str, passphrase: str, now: datetime) -> tuple[Account, PrivateKey, str]:  # fmt: skip
    """Open the account with both halves and lock it with a new passphrase; gives a new recovery code too. The halves are used up.

    Raises WrongSecret where the code is not the half that belongs to the helpline's, Tampered once the hour is over.
    """
    recovery = row.recovery
    if recovery is None or recovery.envelope is None or row.released is None or row.released_until is None:
        raise Tampered("The time to use this has passed. Ask the helpline again.")
    half = take_half(waiting, bytes(row.released), session=row.id, until=row.released_until, now=now)
    with place_to_stretch():
        private = unlock_with_halves(bytes(recovery.envelope), Halves(code, half))
    account = recovery.account
    new_code = begin_anew(by=account, private=private, passphrase=passphrase)
    with transaction.atomic():
        _end(Recovery.objects.select_for_update().filter(pk=recovery.pk), private, "used")
    return account, private, new_code


def forget_account_of(*, instance: Recovery, **_: object) -> None:
    """The ledger of a recovery goes with its row."""
    destroy_ledger(instance.ledger_id)


def _append(by: Desk, asked: Asked, action: str, content: Mapping[str, Json]) -> None:
    line = Line(f"asked:{asked.row.id}", action, {"by": by.staff.id, "by_name": by.name, **content})
    append_to(ledger_for_desk(by, asked.recovery), [line])


def _plain(words: str) -> str:
    """A code word as it is compared: whatever the capitals and the blanks."""
    return "".join(unicodedata.normalize("NFKC", words).casefold().split())
