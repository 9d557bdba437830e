"""Somebody with a diary, for tests of the service that need one without its pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from throughline.vault.identity import PrivateKey
from throughline.web.accounts.models import Account
from throughline.web.cases.queries import OpenCase, open_case
from throughline.web.signing.actions import sign_up

PASSPHRASE = "four small green words"


@dataclass(frozen=True)
class Someone:
    """A person with an account, a browser that is signed in, and their key."""

    account: Account
    private: PrivateKey
    browser: Client

    @property
    def case(self) -> OpenCase:
        """Their case as it is now."""
        return open_case(Account.objects.get(pk=self.account.pk), self.private)


def new_person(word: str = "maple") -> Someone:
    """Sign somebody up and in."""
    new = sign_up(word=word, passphrase=PASSPHRASE)
    browser = Client(SERVER_NAME="127.0.0.1")
    answer = browser.post("/me/in/", {"user_name": new.account.user_name, "passphrase": PASSPHRASE})
    assert answer.status_code == 302
    return Someone(new.account, new.private, browser)
