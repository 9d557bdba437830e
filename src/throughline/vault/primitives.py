"""The constructions everything else is made of: framing, labelled derivation, and sealing once under a fresh key.

Every key made here seals one thing, so the nonce is fixed. What makes a key fresh is a random salt, or an ephemeral key.
"""

from __future__ import annotations

import hmac
import secrets
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from throughline.domain.errors import Tampered

KEY_BYTES = 32
SALT_BYTES = 32
TAG_BYTES = 16
PADDED_TO = 256

_ONCE = bytes(12)


def label(name: str) -> bytes:
    """The versioned name of one use of a key or hash. No two uses share one."""
    return f"throughline/vault/1/{name}".encode("ascii")


def frame(*parts: bytes | str | int) -> bytes:
    """The parts, each after its length in 4 bytes, so that no two lists of parts give the same bytes. A number is 8 bytes."""
    framed = bytearray()
    for part in parts:
        whole = part.to_bytes(8, "big") if isinstance(part, int) else part.encode() if isinstance(part, str) else part
        framed += len(whole).to_bytes(4, "big") + whole
    return bytes(framed)


def derive(key: bytes, name: str, *bound: bytes | str | int) -> bytes:
    """A 32-byte key by HKDF-SHA256 (RFC 5869) from `key`, for one use, bound to what it is for."""
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=frame(label(name), *bound)).derive(key)


def seal_once(key: bytes, plain: bytes, bound: bytes) -> bytes:
    """AES-256-GCM under a key that seals nothing else; `bound` is authenticated with it."""
    return AESGCM(key).encrypt(_ONCE, plain, bound)


def open_once(key: bytes, sealed: bytes, bound: bytes) -> bytes:
    """What `seal_once` sealed. Raises Tampered where the key, the bytes or what they are bound to is not the same."""
    try:
        return AESGCM(key).decrypt(_ONCE, sealed, bound)
    except (InvalidTag, ValueError):
        raise Tampered("This does not open: it was changed, or it belongs elsewhere.") from None


def mac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256."""
    return hmac.digest(key, message, sha256)


def same(one: bytes, other: bytes) -> bool:
    """Whether two secrets or codes are equal, in a time that does not tell where they differ."""
    return hmac.compare_digest(one, other)


def fresh(count: int = KEY_BYTES) -> bytes:
    """Random bytes from the operating system."""
    return secrets.token_bytes(count)


def padded(plain: bytes) -> bytes:
    """The bytes after their length, filled with zeros to a multiple of 256: the sealed length tells little of the words."""
    whole = len(plain).to_bytes(4, "big") + plain
    return whole + bytes(-len(whole) % PADDED_TO)


def unpadded(whole: bytes) -> bytes:
    """What `padded` padded. Raises Tampered where it is not as `padded` writes it."""
    plain = whole[4 : 4 + int.from_bytes(whole[:4], "big")]
    if padded(plain) != whole:
        raise Tampered("What was sealed is not padded as it should be.")
    return plain
