"""The key of a case, one for each epoch, and how it is sealed to somebody.

Withdrawing a grant removes it and turns the key: what comes after is sealed under the next epoch's key, which the withdrawn
person was never given. What they could open before, they may have copied.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from throughline.domain.errors import MissingKey, Tampered, VaultError
from throughline.vault.identity import PrivateKey, PublicKey
from throughline.vault.primitives import KEY_BYTES, derive, frame, fresh, label, mac, same

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_GRANT_MAGIC = b"TLG1"
_NO_LINK = bytes(32)


@dataclass(frozen=True, slots=True)
class CaseKey:
    """The key of one epoch of a case, from 1. `link` ties it to the key before: nobody without that one can have made it."""

    case_id: str
    epoch: int
    key: bytes = field(repr=False)
    link: bytes = field(default=_NO_LINK, repr=False)

    def __post_init__(self) -> None:
        if not self.case_id or self.epoch < 1 or len(self.key) != KEY_BYTES or len(self.link) != len(_NO_LINK):
            raise VaultError("A case key needs a case, an epoch from 1, and 32 bytes.")

    def derive(self, name: str, *bound: bytes | str | int) -> bytes:
        """A key for one use within this case and epoch."""
        return derive(self.key, name, self.case_id, self.epoch, *bound)

    def is_next_after(self, before: CaseKey) -> bool:
        """Whether somebody who held `before` made this key to follow it."""
        follows = (self.case_id, self.epoch) == (before.case_id, before.epoch + 1)
        return follows and same(self.link, _link(before, self.key))

    def __reduce__(self) -> NoReturn:
        raise TypeError("A case key is not pickled: grant it to somebody.")


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of one case, in the order of their epochs, without a gap. Raises Tampered where one does not follow the other."""

    keys: tuple[CaseKey, ...]

    def __post_init__(self) -> None:
        if not self.keys:
            raise MissingKey("There is no key to this case.")
        for before, after in zip(self.keys, self.keys[1:], strict=False):
            if not after.is_next_after(before):
                raise Tampered(f"The key of epoch {after.epoch} was not made from the one before it.")

    @property
    def case_id(self) -> str:
        """The case that all the keys are for."""
        return self.keys[0].case_id

    @property
    def current(self) -> CaseKey:
        """The key of the last epoch: what is sealed now is sealed with this."""
        return self.keys[-1]

    def at(self, epoch: int) -> CaseKey:
        """The key of an epoch. Raises MissingKey where this ring has none."""
        place = epoch - self.keys[0].epoch
        if not 0 <= place < len(self.keys):
            raise MissingKey(f"There is no key here to epoch {epoch} of the case.")
        return self.keys[place]

    def turned(self) -> KeyRing:
        """The ring with a new key for what comes after. The record's head must be turned with it (`record.turn_head`)."""
        return KeyRing((*self.keys, next_epoch(self.current)))


def new_case_key(case_id: str) -> CaseKey:
    """The first key of a case."""
    return CaseKey(case_id, 1, fresh())


def next_epoch(case_key: CaseKey) -> CaseKey:
    """A fresh random key for the next epoch, linked to this one."""
    key = fresh()
    return CaseKey(case_key.case_id, case_key.epoch + 1, key, _link(case_key, key))


def grant(case_key: CaseKey, public: PublicKey, *, grantee: str) -> bytes:
    """The case key sealed to a public key by HPKE (RFC 9180, base mode), bound to case, grantee and epoch.

    It says nothing of who granted it: whoever may write grants is for the caller to hold.
    """
    info = _grant_info(case_key.case_id, grantee, case_key.epoch)
    return _GRANT_MAGIC + _SUITE.encrypt(case_key.key + case_key.link, public.loaded(), info=info)


def open_grant(sealed: bytes, private: PrivateKey, *, case_id: str, grantee: str, epoch: int) -> CaseKey:
    """The case key out of a grant. Raises Tampered where it is not this person's grant to this case and epoch."""
    try:
        if not sealed.startswith(_GRANT_MAGIC):
            raise ValueError
        opened = _SUITE.decrypt(
            sealed[len(_GRANT_MAGIC) :], private.loaded(), info=_grant_info(case_id, grantee, epoch)
        )
    except (InvalidTag, ValueError):
        raise Tampered(
            "This grant does not open: it was changed, or it is for another person, case or epoch."
        ) from None
    return CaseKey(case_id, epoch, opened[:KEY_BYTES], opened[KEY_BYTES:])


def _grant_info(case_id: str, grantee: str, epoch: int) -> bytes:
    return frame(label("grant"), case_id, grantee, epoch)


def _link(before: CaseKey, key: bytes) -> bytes:
    return mac(before.derive("link"), key)
