"""Recovery with a helpline: a secret in two halves that open a person's key together, and neither alone.

The person's half is a code on paper, the helpline's is random bytes sealed to the helpline's key. They are no shares of one number: both go whole
into Argon2id, so that either half leaves all of the other to guess (150 bits of the code, 256 of the helpline's). The helpline's half is never shown to
anybody. It is released to one session that waits for it, and the end of that wait is bound to what is sealed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NoReturn

from throughline.domain.errors import Tampered, VaultError
from throughline.vault.identity import DEFAULT_COST, Cost, PrivateKey, PublicKey, lock_by, unlock_by
from throughline.vault.notes import open_letter, seal_letter
from throughline.vault.primitives import KEY_BYTES, frame, fresh, label
from throughline.vault.recovery import new_recovery_code, read_recovery_code

_KEPT, _RELEASED = "helpline-half", "released-half"


@dataclass(frozen=True, slots=True)
class Halves:
    """The person's half as it is written down (however it was typed), and the helpline's, 32 bytes.

    Raises MistypedCode for a code that cannot be one, and VaultError for a half of another length.
    """

    code: str = field(repr=False)
    half: bytes = field(repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "code", read_recovery_code(self.code))
        if len(self.half) != KEY_BYTES:
            raise VaultError(f"A helpline's half has {KEY_BYTES} bytes; this has {len(self.half)}.")

    def __reduce__(self) -> NoReturn:
        raise TypeError("Halves are not pickled: together they open a key.")


def new_halves() -> Halves:
    """Two new halves. The code is shown once to the person; the other is sealed to the helpline (`seal_half`)."""
    return Halves(new_recovery_code(), fresh())


def lock_with_halves(private: PrivateKey, halves: Halves, *, cost: Cost = DEFAULT_COST) -> bytes:
    """The private key in an envelope that only both halves open. Takes as long as `cost` says."""
    return lock_by(private, _together(halves), means="halves", cost=cost)


def unlock_with_halves(envelope: bytes, halves: Halves) -> PrivateKey:
    """The private key out of that envelope. Raises WrongSecret where either half is another, without saying which."""
    return unlock_by(envelope, _together(halves), means="halves")


def seal_half(helpline: PublicKey, half: bytes, *, item: str) -> bytes:
    """The helpline's half, sealed to its key, for the recovery that `item` names."""
    return seal_letter(helpline, half, place=_KEPT, item=item)


def release_half(helpline: PrivateKey, sealed: bytes, waiting: PublicKey, *, item: str, session: str, until: datetime) -> bytes:  # fmt: skip
    """The helpline's half out of `seal_half`, sealed to the one session that waits for it, until an aware moment.

    Raises Tampered where the half is not this helpline's or of another recovery.
    """
    half = open_letter(helpline, sealed, place=_KEPT, item=item)
    return seal_letter(waiting, half, place=_RELEASED, item=_bound_to(session, until))


def take_half(waiting: PrivateKey, released: bytes, *, session: str, until: datetime, now: datetime) -> bytes:
    """The helpline's half, in the session that it was released to. Raises Tampered after its end and for another session or end."""
    if now >= until:
        raise Tampered("The time to use this has passed. Ask the helpline again.")
    return open_letter(waiting, released, place=_RELEASED, item=_bound_to(session, until))


def _together(halves: Halves) -> bytes:
    return frame(label("halves"), halves.code, halves.half)


def _bound_to(session: str, until: datetime) -> str:
    return f"{session} until {int(until.astimezone(UTC).timestamp())}"
