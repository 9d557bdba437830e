"""What changes an account."""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.db import IntegrityError, transaction

from throughline.domain.errors import WrongSecret
from throughline.vault.identity import Cost, PrivateKey, Purpose, lock, new_identity, unlock
from throughline.vault.recovery import new_recovery_code, read_recovery_code
from throughline.web.accounts.models import Account
from throughline.web.accounts.second_steps import remove_second_steps
from throughline.web.accounts.sign_ins import end_sign_ins
from throughline.web.accounts.stretching import place_to_stretch

_NOT_IN_A_NAME = re.compile(r"[^a-z0-9]+")


def cost() -> Cost:
    """How hard it is made to guess a passphrase."""
    return Cost(memory_kib=settings.ARGON2_MEMORY_KIB)


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a new account is made of: its keys, the envelopes they lie in, and the recovery code that opens one of them."""

    private: PrivateKey
    envelopes: Mapping[str, bytes]
    recovery_code: str


@dataclass(frozen=True, slots=True)
class Begun:
    """A new account, its key, and the recovery code, which is shown once and kept nowhere."""

    account: Account
    private: PrivateKey
    recovery_code: str


def draw_keys(passphrase: str) -> Drawn:
    """Draw the keys of a new account and lock them. It takes its time, so no transaction should be open."""
    identity, code = new_identity(), new_recovery_code()
    with place_to_stretch():
        envelopes = {
            "public_key": identity.public.raw,
            "passphrase_envelope": lock(identity.private, passphrase, purpose="passphrase", cost=cost()),
            "recovery_envelope": lock(identity.private, code, purpose="recovery", cost=cost()),
        }
    return Drawn(identity.private, envelopes, code)


def begin_account(*, word: str, drawn: Drawn) -> Begun:
    """Begin an account. The user name is the word with four figures drawn for it."""
    plain = _NOT_IN_A_NAME.sub("-", word.lower()).strip("-")[:40] or "notes"
    return Begun(_with_free_name(plain, drawn.envelopes), drawn.private, drawn.recovery_code)


def _with_free_name(plain: str, envelopes: Mapping[str, bytes]) -> Account:
    for _ in range(50):
        name = f"{plain}-{secrets.randbelow(9000) + 1000}"
        try:
            with transaction.atomic():
                return Account.objects.create(user_name=name, **envelopes)
        except IntegrityError:
            continue
    return _with_free_name(f"{plain}-{secrets.randbelow(90) + 10}", envelopes)


def change_passphrase(*, by: Account, private: PrivateKey, passphrase: str, here: str) -> None:
    """Lock the key with another passphrase, and sign out everywhere but `here`. Nothing else moves: no record is sealed anew."""
    with place_to_stretch():
        envelope = lock(private, passphrase, purpose="passphrase", cost=cost())
    with transaction.atomic():
        _keep(by, passphrase_envelope=envelope)
        end_sign_ins(by=by, but=here)


def renew_recovery_code(*, by: Account, private: PrivateKey) -> str:
    """A new recovery code; the one before opens nothing any more. It is shown once and kept nowhere."""
    code = new_recovery_code()
    with place_to_stretch():
        envelope = lock(private, code, purpose="recovery", cost=cost())
    _keep(by, recovery_envelope=envelope)
    return code


def begin_anew(*, by: Account, private: PrivateKey, passphrase: str) -> str:
    """After the recovery code was used: a new passphrase and a new code, which is given. No sign-in of before lasts, and no
    second step is asked for: whoever lost one thing may have lost all of them."""
    code = new_recovery_code()
    with place_to_stretch():
        envelope = lock(private, passphrase, purpose="passphrase", cost=cost())
        recovery = lock(private, code, purpose="recovery", cost=cost())
    with transaction.atomic():
        _keep(by, passphrase_envelope=envelope, recovery_envelope=recovery)
        remove_second_steps(by=by)
        end_sign_ins(by=by)
    return code


def _keep(account: Account, **envelopes: bytes) -> None:
    for name, envelope in envelopes.items():
        setattr(account, name, envelope)
    account.save(update_fields=list(envelopes))


def unlock_account(user_name: str, passphrase: str) -> tuple[Account, PrivateKey] | None:
    """The account and its key, where the passphrase opens it; None else. An unknown name takes as long as a known one."""
    account = Account.objects.filter(user_name=user_name.strip().lower(), is_active=True).first()
    return _opened(account, passphrase, "passphrase")


def recover_account(user_name: str, code: str) -> tuple[Account, PrivateKey] | None:
    """The same, with the recovery code. Raises MistypedCode where the code has a slip in it."""
    account = Account.objects.filter(user_name=user_name.strip().lower(), is_active=True).first()
    return _opened(account, read_recovery_code(code), "recovery")


def is_passphrase_of(account: Account, passphrase: str) -> bool:
    """Tell whether the passphrase opens the account's key: asked again before what cannot be taken back."""
    return _opened(account, passphrase, "passphrase") is not None


def _opened(account: Account | None, secret: str, purpose: Purpose) -> tuple[Account, PrivateKey] | None:
    with place_to_stretch():
        decoy = _decoy(purpose)  # made for known names too, or the first unknown one would take longer
        envelope = getattr(account, f"{purpose}_envelope") if account else decoy
        try:
            private = unlock(bytes(envelope), secret, purpose=purpose)
        except WrongSecret:
            return None
    return (account, private) if account else None


_DECOYS: dict[Purpose, bytes] = {}


def _decoy(purpose: Purpose) -> bytes:
    """An envelope of nobody's, to spend the same time on a name that does not exist."""
    if purpose not in _DECOYS:
        _DECOYS[purpose] = lock(new_identity().private, new_recovery_code(), purpose=purpose, cost=cost())
    return _DECOYS[purpose]
