"""The second step of a sign-in: an app that makes codes, or passkeys. It opens nothing; the passphrase does.

Each is a note under the person's own key, so the database shows how many there are and nothing else, and nobody who can only
write to it can slip one in. They are read while the key is open: after the passphrase, before the sign-in is done.
"""

from __future__ import annotations

import base64
import json
import time
from dataclasses import asdict, dataclass
from typing import Literal

import pyotp
from django.db import transaction

from throughline.vault.identity import PrivateKey
from throughline.vault.notes import open_note, seal_note
from throughline.web.accounts.models import Account, SecondStep, new_id

PLACE = "second-step"
WINDOW = 1
"""Codes of the half minute before and after count as well: clocks differ."""
NAME_IN_APPS = "Notes"
"""What an app or a device calls it: an ordinary word, for whoever looks over a shoulder."""


@dataclass(frozen=True, slots=True)
class Step:
    """A second step, unsealed. `secret` (base32) and `used`, the half minute of the last code, are an app's; `credential`
    (base64 of WebAuthn's attested credential data) and `host`, the name it works at, a passkey's."""

    kind: Literal["app", "passkey"]
    label: str
    secret: str = ""
    used: int = 0
    credential: str = ""
    host: str = ""
    id: str = ""

    @property
    def credential_bytes(self) -> bytes:
        """WebAuthn's attested credential data."""
        return base64.b64decode(self.credential)


def has_second_step(account: Account) -> bool:
    """Tell whether the passphrase alone does not sign in."""
    return account.second_steps.exists()


def second_steps_of(account: Account, private: PrivateKey) -> list[Step]:
    """All of them, the app first."""
    return sorted(
        (_opened(row, private) for row in account.second_steps.all()), key=lambda step: (step.kind, step.label)
    )


def new_secret() -> str:
    """The secret of a new app: 160 bits in base32."""
    return pyotp.random_base32()


def address_for_app(secret: str) -> str:
    """What the app reads out of the square picture."""
    return pyotp.TOTP(secret, name=NAME_IN_APPS, issuer=NAME_IN_APPS).provisioning_uri()


def add_app(*, by: Account, private: PrivateKey, secret: str, code: str) -> bool:
    """Ask for an app's code from now on. False, and nothing changed, where the code is not the one of the secret."""
    used = _half_minute(secret, code, after=0)
    if used:
        _save(by, private, Step("app", "Codes from an app", secret=secret, used=used, id=new_id()))
    return bool(used)


def add_passkey(*, by: Account, private: PrivateKey, label: str, host: str, credential: bytes) -> None:
    """Ask for this passkey, or another second step, from now on."""
    encoded = base64.b64encode(credential).decode()
    _save(by, private, Step("passkey", label, credential=encoded, host=host, id=new_id()))


def accept_code(*, by: Account, private: PrivateKey, code: str) -> bool:
    """Tell whether the code is the app's. A code, and every older one, is taken once."""
    with transaction.atomic():
        for row in by.second_steps.select_for_update():
            step = _opened(row, private)
            used = _half_minute(step.secret, code, after=step.used) if step.kind == "app" else 0
            if used:
                _save(by, private, Step("app", step.label, secret=step.secret, used=used, id=step.id))
                return True
    return False


def remove_second_step(*, by: Account, id: str) -> None:
    """Do not ask for it any more."""
    by.second_steps.filter(pk=id).delete()


def remove_second_steps(*, by: Account) -> None:
    """Ask for the passphrase alone."""
    by.second_steps.all().delete()


def _save(account: Account, private: PrivateKey, step: Step) -> None:
    sealed = seal_note(private, json.dumps(asdict(step)).encode(), place=PLACE, item=step.id)
    SecondStep.objects.update_or_create(id=step.id, account=account, defaults={"sealed": sealed})


def _opened(row: SecondStep, private: PrivateKey) -> Step:
    return Step(**json.loads(open_note(private, bytes(row.sealed), place=PLACE, item=row.id)))


def _half_minute(secret: str, code: str, *, after: int) -> int:
    """The half minute (counted from 1970) whose code this is, where it is near now and later than `after`; 0 else."""
    try:
        found = pyotp.TOTP(secret).verify_and_get_timecode(
            "".join(code.split()), for_time=time.time(), valid_window=WINDOW
        )
    except (pyotp.OTPVerificationError, ValueError):
        return 0
    return found if found > after else 0
