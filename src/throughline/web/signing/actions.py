"""What beginning a diary changes: an account, and its empty case, both or neither."""

from __future__ import annotations

from django.db import transaction

from throughline.web.accounts.actions import Begun, begin_account
from throughline.web.cases.actions import begin_case


def sign_up(*, word: str, passphrase: str) -> Begun:
    """Begin an account and its case."""
    with transaction.atomic():
        begun = begin_account(word=word, passphrase=passphrase)
        begin_case(by=begun.account, public=begun.private.public)
    return begun
