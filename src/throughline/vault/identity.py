"""A person's key pair, and how it is locked: by a passphrase, by a recovery code, or for the length of a session.

Changing the passphrase locks the same private key anew; nothing else moves.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, NoReturn

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from throughline.domain.errors import Tampered, VaultError, WrongSecret
from throughline.vault.primitives import KEY_BYTES, TAG_BYTES, derive, frame, fresh, label, open_once, seal_once
from throughline.vault.recovery import MistypedCode, new_recovery_code, read_recovery_code

__all__ = [
    "DEFAULT_COST", "Cost", "Identity", "Means", "MistypedCode", "PrivateKey", "PublicKey", "Purpose", "lock", "lock_by", "lock_for_session",
    "new_identity", "new_recovery_code", "read_recovery_code", "unlock", "unlock_by", "unlock_session",
]  # fmt: skip

Purpose = Literal["passphrase", "recovery"]
Means = Purpose | Literal["halves"]

_MEANS: dict[Means, int] = {"passphrase": 1, "recovery": 2, "halves": 3}
_NAMES: dict[Means, str] = {"passphrase": "passphrase", "recovery": "recovery code", "halves": "pair of halves"}
_LOCK_MAGIC = b"TLK1"
_LOCK_HEADER = struct.Struct(">4sBIBB16s")  # magic, purpose, KiB, passes, lanes, salt
_SESSION_MAGIC = b"TLS1"


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What others seal to: 32 bytes of X25519 (RFC 7748)."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise VaultError(f"A public key has {KEY_BYTES} bytes; this has {len(self.raw)}.")

    def loaded(self) -> X25519PublicKey:
        """The key as the library takes it."""
        return X25519PublicKey.from_public_bytes(self.raw)


@dataclass(frozen=True, slots=True)
class PrivateKey:
    """What opens a person's grants: 32 bytes of X25519. It is never written anywhere unlocked: it refuses to be pickled."""

    raw: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.raw) != KEY_BYTES:
            raise VaultError(f"A private key has {KEY_BYTES} bytes; this has {len(self.raw)}.")

    @property
    def public(self) -> PublicKey:
        """The public key that belongs to it. Trust this rather than one that was stored beside it."""
        return PublicKey(self.loaded().public_key().public_bytes_raw())

    def loaded(self) -> X25519PrivateKey:
        """The key as the library takes it."""
        return X25519PrivateKey.from_private_bytes(self.raw)

    def __reduce__(self) -> NoReturn:
        raise TypeError("A private key is not pickled: lock it first.")


@dataclass(frozen=True, slots=True)
class Identity:
    """A new person's two keys."""

    private: PrivateKey
    public: PublicKey


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess at a secret costs (Argon2id, RFC 9106): memory in KiB, passes over it, lanes.

    The default is 64 MiB and three passes, RFC 9106's second recommendation with one lane: eight sign-ins at once take 512 MiB.
    """

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 1

    def __post_init__(self) -> None:
        """The bounds hold on opening as well, so that a forged envelope cannot ask for a machine's whole memory or a day."""
        if not (1 <= self.lanes <= 8 and 1 <= self.passes <= 16 and 8 * self.lanes <= self.memory_kib <= 512 * 1024):
            raise Tampered("The cost of unlocking is outside what Throughline ever uses.")


DEFAULT_COST = Cost()


def new_identity() -> Identity:
    """A new key pair."""
    private = PrivateKey(X25519PrivateKey.generate().private_bytes_raw())
    return Identity(private, private.public)


def lock(private: PrivateKey, secret: str, *, purpose: Purpose, cost: Cost = DEFAULT_COST) -> bytes:
    """The private key in an envelope that only `secret` opens. Takes as long as `cost` says.

    Raises VaultError for an empty secret and MistypedCode for a recovery code that is none.
    """
    return lock_by(private, _material(secret, purpose), means=purpose, cost=cost)


def unlock(envelope: bytes, secret: str, *, purpose: Purpose) -> PrivateKey:
    """The private key out of an envelope.

    Raises WrongSecret where the secret is not the one (MistypedCode, which is one, where it cannot be any), and Tampered where
    the envelope is not one of this purpose and version.
    """
    return unlock_by(envelope, _material(secret, purpose), means=purpose)


def lock_by(private: PrivateKey, material: bytes, *, means: Means, cost: Cost = DEFAULT_COST) -> bytes:
    """The private key in an envelope that only these bytes open, by these means. Takes as long as `cost` says."""
    header = _LOCK_HEADER.pack(_LOCK_MAGIC, _MEANS[means], cost.memory_kib, cost.passes, cost.lanes, fresh(16))
    return header + seal_once(_stretched(header, material), private.raw, _bound(header))


def unlock_by(envelope: bytes, material: bytes, *, means: Means) -> PrivateKey:
    """What `lock_by` locked. Raises WrongSecret for other bytes, and Tampered for an envelope of other means or version."""
    header, sealed = envelope[: _LOCK_HEADER.size], envelope[_LOCK_HEADER.size :]
    expected = _LOCK_MAGIC + bytes([_MEANS[means]])
    if len(sealed) != KEY_BYTES + TAG_BYTES or not header.startswith(expected):
        raise Tampered(f"This is not a key locked by a {_NAMES[means]}, or a later version of Throughline locked it.")
    stretched = _stretched(header, material)
    try:
        return PrivateKey(open_once(stretched, sealed, _bound(header)))
    except Tampered:
        raise WrongSecret(f"That is not the {_NAMES[means]}.") from None


def lock_for_session(private: PrivateKey) -> tuple[bytes, bytes]:
    """(wrapped, cookie_key): the private key for the server's session, and what opens it for the browser's cookie alone."""
    cookie_key = fresh()
    return _SESSION_MAGIC + seal_once(derive(cookie_key, "session"), private.raw, _SESSION_MAGIC), cookie_key


def unlock_session(wrapped: bytes, cookie_key: bytes) -> PrivateKey:
    """The private key of a session. Raises WrongSecret where the two do not belong together."""
    try:
        if not wrapped.startswith(_SESSION_MAGIC):
            raise Tampered("This is not a session's key.")
        return PrivateKey(open_once(derive(cookie_key, "session"), wrapped[len(_SESSION_MAGIC) :], _SESSION_MAGIC))
    except Tampered:
        raise WrongSecret("This session does not open any more. Sign in again.") from None


def _bound(header: bytes) -> bytes:
    return frame(label("lock"), header)


def _stretched(header: bytes, material: bytes) -> bytes:
    _, _, memory_kib, passes, lanes, salt = _LOCK_HEADER.unpack(header)
    cost = Cost(memory_kib, passes, lanes)
    stretch = Argon2id(
        salt=salt, length=KEY_BYTES, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return stretch.derive(material)


def _material(secret: str, purpose: Purpose) -> bytes:
    text = read_recovery_code(secret) if purpose == "recovery" else _normalised(secret)
    return text.encode("utf-8", "surrogatepass")


def _normalised(secret: str) -> str:
    """The same characters however a keyboard made them (NFKC), without blanks at the ends."""
    normal = unicodedata.normalize("NFKC", secret).strip()
    if not normal:
        raise VaultError("The passphrase is empty.")
    return normal
