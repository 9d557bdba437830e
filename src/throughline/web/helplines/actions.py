"""What changes a helpline: its beginning, who joins, who is let in, who leaves."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.dispatch import Signal
from django.utils.crypto import salted_hmac

from throughline.domain.errors import InputError
from throughline.vault.identity import PrivateKey, PublicKey, new_identity
from throughline.vault.notes import seal_letter
from throughline.vault.recovery import new_recovery_code, read_recovery_code
from throughline.web.accounts.models import Account
from throughline.web.accounts.sign_ins import end_sign_ins
from throughline.web.helplines.access import Desk, letter_item
from throughline.web.helplines.models import Helpline, HelplineKey, Invitation, Role, Staff, StaffKey, Standing
from throughline.web.helplines.proofs import holder_of_helpline, key_of_staff, proof_of
from throughline.web.helplines.queries import require

left = Signal()
"""Sent inside the transaction in which somebody leaves, or has no more to do with cases, with `staff` and `by`, the desk of whoever
ended it: their cases wait for another."""
INVITED_FOR = timedelta(days=7)


def found_helpline(*, name: str, about: str = "") -> tuple[Helpline, str]:
    """Begin a helpline, for whoever runs the service; gives the code with which its first supervisor joins. Its key is made
    then, in their session: whoever runs the service never has it."""
    with transaction.atomic():
        helpline = Helpline.objects.create(name=name, about=about)
        return helpline, _invite(helpline, Role.SUPERVISOR)


def change_helpline(*, by: Desk, about: str, asks_second_step: bool) -> None:
    """Say for whom the helpline is, and whether everybody who works there needs a second step to come in. Raises InputError where
    whoever asks it of the others has none."""
    require("change_helpline", by)
    if asks_second_step and not by.staff.account.second_steps.exists():
        raise InputError("Set up a second step of your own first: it shuts out everybody who has none.")
    Helpline.objects.filter(pk=by.helpline.pk).update(about=about, asks_second_step=asks_second_step)


def invite(*, by: Desk, role: Role) -> str:
    """A code to give somebody by hand; it is shown once, works once, and ends after a week."""
    require("invite_staff", by)
    return _invite(by.helpline, role)


def _invite(helpline: Helpline, role: Role) -> str:
    code = new_recovery_code()
    Invitation.objects.create(code=_hashed(code), helpline=helpline, role=role, ends_at=datetime.now(UTC) + INVITED_FOR)
    return code


def _hashed(code: str) -> str:
    return salted_hmac("throughline.invitation", read_recovery_code(code), algorithm="sha256").hexdigest()


def join(*, by: Account, public: PublicKey, code: str, known_as: str) -> Staff:
    """Join a helpline with a code. The first of all makes its key and is in; everybody after waits to be let in. `public` is
    their public key out of their open private one.

    Raises MistypedCode, and InputError where the code is none, ended, or the account works at a helpline already.
    """
    with transaction.atomic():
        found = Invitation.objects.select_for_update().filter(pk=_hashed(code), ends_at__gt=datetime.now(UTC)).first()
        if found is None or Staff.objects.filter(account=by).exists():
            raise InputError("This code does not let you join. Ask whoever gave it to you for a new one.")
        helpline = Helpline.objects.select_for_update().get(pk=found.helpline_id)
        staff = Staff(helpline=helpline, account=by, role=found.role, known_as=known_as)
        staff.proof = proof_of(f"staff:{staff.id}", public)
        staff.save(force_insert=True)
        found.delete()
        if helpline.epoch == 0:
            Staff.objects.filter(pk=staff.pk).update(standing=Standing.ACTIVE)
            _turn(helpline, [staff])
            staff.refresh_from_db()
        return staff


def let_in(*, by: Desk, staff: Staff) -> None:
    """Let somebody in who waits: the helpline's keys are sealed to theirs. A manager is given none."""
    assert staff.helpline_id == by.helpline.id
    require("approve_staff", by, staff)
    with transaction.atomic():
        waiting = Staff.objects.select_for_update().get(pk=staff.pk, standing=Standing.WAITING)
        if waiting.role != Role.MANAGER:
            _seal_to(waiting, by.keys)
        Staff.objects.filter(pk=waiting.pk).update(standing=Standing.ACTIVE)


def change_role(*, by: Desk, staff: Staff, role: Role) -> None:
    """Somebody becomes something else. Whoever becomes a manager loses the helpline's keys as a leaver does; a manager who becomes an
    adviser or a supervisor waits to be let in."""
    assert staff.helpline_id == by.helpline.id
    require("change_role", by, staff)
    with transaction.atomic():
        row = Staff.objects.select_for_update().get(pk=staff.pk, standing=Standing.ACTIVE)
        was_manager, row.role = row.role == Role.MANAGER, role
        if was_manager and role != Role.MANAGER:
            row.standing = Standing.WAITING
        row.save(update_fields=["role", "standing"])
        if role == Role.MANAGER and not was_manager:
            _shut_out(by, row)


def end_staff(*, by: Desk, staff: Staff) -> None:
    """Somebody leaves, or is not let in. Their copies of the keys and their sign-ins go at once, and the helpline's key is turned:
    what comes after is sealed to one they never had."""
    assert staff.helpline_id == by.helpline.id
    require("end_staff", by, staff)
    with transaction.atomic():
        Staff.objects.filter(pk=staff.pk).update(standing=Standing.LEFT, left_at=datetime.now(UTC))
        end_sign_ins(by=staff.account)
        _shut_out(by, staff)


def _shut_out(by: Desk, staff: Staff) -> None:
    """Their keys are gone, their cases wait for another, and the helpline has a new key that they are not given."""
    helpline = Helpline.objects.select_for_update().get(pk=staff.helpline_id)
    StaffKey.objects.filter(staff=staff).delete()
    left.send(Staff, staff=staff, by=by)
    stay = helpline.staff.filter(standing=Standing.ACTIVE).exclude(role=Role.MANAGER)
    _turn(helpline, list(stay))


def _turn(helpline: Helpline, holders: list[Staff]) -> None:
    """A new key for what comes after, sealed to each of those."""
    identity, epoch = new_identity(), helpline.epoch + 1
    proof = proof_of(holder_of_helpline(helpline, epoch), identity.public)
    HelplineKey.objects.create(helpline=helpline, epoch=epoch, public_key=identity.public.raw, proof=proof)
    Helpline.objects.filter(pk=helpline.pk).update(epoch=epoch)
    for staff in holders:
        _seal_to(staff, {epoch: identity.private})


def _seal_to(staff: Staff, keys: Mapping[int, PrivateKey]) -> None:
    public = key_of_staff(staff)
    for epoch, private in keys.items():
        sealed = seal_letter(public, private.raw, place="helpline-key", item=letter_item(staff.helpline_id, epoch))
        StaffKey.objects.create(staff=staff, epoch=epoch, sealed=sealed)
