"""Proofs that a public key is the one this service put into the database, made with a key that is not in it.

Without them, whoever can write to the database could have the next thing sealed to a key of their own.
"""

from __future__ import annotations

from hashlib import sha256

from django.utils.crypto import constant_time_compare, salted_hmac

from throughline.domain.errors import Tampered
from throughline.vault.identity import PublicKey
from throughline.web.helplines.models import Helpline, Staff

_GROUPS, _DIGITS = 6, 4


def proof_of(holder: str, public: PublicKey) -> str:
    """The proof for a holder, such as `staff:…`."""
    return salted_hmac("throughline.public-key", f"{holder}:{public.raw.hex()}", algorithm="sha256").hexdigest()


def key_of_helpline(helpline: Helpline) -> PublicKey:
    """A helpline's newest public key. Raises Tampered where it is not the one that was put there."""
    row = helpline.keys.get(epoch=helpline.epoch)
    return _proved(holder_of_helpline(helpline, row.epoch), PublicKey(bytes(row.public_key)), row.proof)


def key_of_staff(staff: Staff) -> PublicKey:
    """The public key of a member of staff, as it was when they joined. Raises Tampered where it is another."""
    return _proved(f"staff:{staff.id}", PublicKey(bytes(staff.account.public_key)), staff.proof)


def holder_of_helpline(helpline: Helpline, epoch: int) -> str:
    """A helpline as the holder of its key of an epoch."""
    return f"helpline:{helpline.id}:{epoch}"


def fingerprint(public: PublicKey) -> str:
    """A public key as it is read out on the telephone: six groups of four digits (80 bits of its SHA-256)."""
    number = int.from_bytes(sha256(b"throughline/fingerprint/1" + public.raw).digest()[:10], "big")
    digits = str(number % 10 ** (_GROUPS * _DIGITS)).zfill(_GROUPS * _DIGITS)
    return " ".join(digits[at : at + _DIGITS] for at in range(0, len(digits), _DIGITS))


def _proved(holder: str, public: PublicKey, proof: str) -> PublicKey:
    if not constant_time_compare(proof, proof_of(holder, public)):
        raise Tampered("A public key is not the one that was put here. Nothing was sealed to it.")
    return public
