"""What beginning and ending a diary change: an account and its case, both or neither."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Model, ProtectedError

from throughline.domain.errors import NotAllowed
from throughline.vault.identity import PublicKey
from throughline.web.accounts.actions import Begun, begin_account, draw_keys
from throughline.web.accounts.models import Account
from throughline.web.accounts.sign_ins import end_sign_ins
from throughline.web.cases.actions import begin_case
from throughline.web.cases.deletion import destroy_cases


def sign_up(*, word: str, passphrase: str) -> Begun:
    """Begin an account and its case."""
    drawn = draw_keys(passphrase)
    with transaction.atomic():
        begun = begin_account(word=word, drawn=drawn)
        begin_case(by=begun.account, public=begun.private.public)
    return begun


def empty_diary(*, by: Account, public: PublicKey) -> None:
    """Destroy the case and begin an empty one. The account stays as it is."""
    with transaction.atomic():
        destroy_cases(by=by)
        begin_case(by=by, public=public)


def delete_account(*, by: Account) -> None:
    """Destroy the case, every sign-in, the keys and the account.

    Raises NotAllowed while the account is on a helpline's staff: a supervisor ends that first, which turns the helpline's key.
    """
    with transaction.atomic():
        staff = getattr(by, "staff", None)
        if staff is not None and staff.standing != "left":
            raise NotAllowed("You work at a helpline. Ask a supervisor to end your access first.", rule="standing")
        if staff is not None:
            _forget_staff(staff)
        destroy_cases(by=by)
        end_sign_ins(by=by)
        by.delete()


def _forget_staff(staff: Model) -> None:
    try:
        staff.delete()
    except ProtectedError:
        raise NotAllowed(
            "A call that you began is not ended. Ask a colleague to end it first.", rule="standing"
        ) from None
