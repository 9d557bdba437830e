"""What beginning and ending a diary change: an account and its case, both or neither."""

from __future__ import annotations

from django.db import transaction

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
    """Destroy the case, every sign-in, the keys and the account."""
    with transaction.atomic():
        destroy_cases(by=by)
        end_sign_ins(by=by)
        by.delete()
