"""Small values that change in place and are no part of the record: sealed drafts, a case's settings, a person's own.

A note is bound to its place and id. What it replaced is not kept, so an older note put back in its place is not noticed.
"""

from __future__ import annotations

import struct

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from throughline.domain.errors import Tampered
from throughline.vault.case_keys import KeyRing
from throughline.vault.identity import PrivateKey, PublicKey
from throughline.vault.primitives import derive, frame, fresh, label, open_once, padded, seal_once, unpadded

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_NOTE_MAGIC = b"TLN1"
_LETTER_MAGIC = b"TLL1"
_HEADER = struct.Struct(">4sI32s")  # magic, epoch (0 for a person's own), salt


def seal_note(holder: KeyRing | PrivateKey, plain: bytes, *, place: str, item: str) -> bytes:
    """A note under a case's current key, or under a person's own: `place` is what kind of note, `item` which one."""
    epoch = holder.current.epoch if isinstance(holder, KeyRing) else 0
    header = _HEADER.pack(_NOTE_MAGIC, epoch, fresh())
    return header + seal_once(_note_key(holder, header, place, item), padded(plain), header)


def open_note(holder: KeyRing | PrivateKey, sealed: bytes, *, place: str, item: str) -> bytes:
    """What `seal_note` sealed. Raises Tampered where it was changed or comes from another place, item, case or person."""
    header = sealed[: _HEADER.size]
    if len(header) < _HEADER.size or not header.startswith(_NOTE_MAGIC):
        raise Tampered("This is not a sealed note.")
    return unpadded(open_once(_note_key(holder, header, place, item), sealed[len(header) :], header))


def seal_letter(public: PublicKey, plain: bytes, *, place: str, item: str) -> bytes:
    """A note to somebody whose key is locked now, such as what was being typed when a session ended.

    It needs the public key alone, so it does not show who wrote it: show it to its reader before it becomes anything else.
    """
    return _LETTER_MAGIC + _SUITE.encrypt(padded(plain), public.loaded(), info=frame(label("letter"), place, item))


def open_letter(private: PrivateKey, sealed: bytes, *, place: str, item: str) -> bytes:
    """What `seal_letter` sealed. Raises Tampered where it was changed or is for another place, item or person."""
    try:
        if not sealed.startswith(_LETTER_MAGIC):
            raise ValueError
        info = frame(label("letter"), place, item)
        return unpadded(_SUITE.decrypt(sealed[len(_LETTER_MAGIC) :], private.loaded(), info=info))
    except (InvalidTag, ValueError):
        raise Tampered("This letter does not open: it was changed, or it is for another place or person.") from None


def _note_key(holder: KeyRing | PrivateKey, header: bytes, place: str, item: str) -> bytes:
    _, epoch, salt = _HEADER.unpack(header)
    if isinstance(holder, KeyRing):
        return holder.at(epoch).derive("note", salt, place, item)
    if epoch:
        raise Tampered("This note is a case's, not a person's own.")
    return derive(holder.raw, "own-note", salt, place, item)
