"""The vault beside bare AES-256-GCM over the same chunks, and beside age where pyrage is installed; entries; Argon2id apart.

    python bench/vault.py [MiB of the file, 256 if not given]

Peer and ours run in turn, in this one process, on the same bytes in memory; the figure is the least CPU time of five rounds.
`pip install pyrage` brings age's Rust implementation to compare with; nothing else here needs it.
"""

from __future__ import annotations

import hashlib
import io
import os
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from throughline.vault.case_keys import KeyRing, grant, new_case_key, open_grant
from throughline.vault.files import CHUNK_BYTES, SealedFile, Sealer, file_key, seal_stream
from throughline.vault.identity import lock, new_identity, unlock
from throughline.vault.record import Entry, append, begin, read

ROUNDS = 5
ENTRIES = 10_000


def least(*works: Callable[[], Any]) -> list[float]:
    """The least CPU seconds of each piece of work, taken in turn so that a slow minute slows all of them."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            started = time.process_time()
            work()
            taken.append(time.process_time() - started)
    return [min(taken) for taken in times]


def row(name: str, seconds: float, base: float, rate: str) -> None:
    print(f"{name:46}{seconds:9.3f}{seconds / base:8.2f}{rate:>18}")


def title(text: str) -> None:
    print(f"\n{text}\n{'':46}{'CPU s':>9}{'ratio':>8}")


def files(mib: int) -> None:
    chunks = [os.urandom(CHUNK_BYTES) for _ in range(mib)]
    cipher = AESGCM(AESGCM.generate_key(256))
    key = file_key(new_case_key("bench"), "f")

    def nonce(number: int) -> bytes:
        return number.to_bytes(12, "big")

    def bare_seal() -> None:
        for number, chunk in enumerate(chunks):
            cipher.encrypt(nonce(number), chunk, None)

    def bare_seal_and_hash() -> None:
        digest = hashlib.sha256()
        for number, chunk in enumerate(chunks):
            digest.update(chunk)
            cipher.encrypt(nonce(number), chunk, None)

    def our_seal(piece: int = CHUNK_BYTES) -> None:
        sealer = Sealer(key)
        for chunk in chunks:
            for start in range(0, CHUNK_BYTES, piece):
                sealer.write(chunk[start : start + piece] if piece < CHUNK_BYTES else chunk)
        sealer.finish()

    bare = [cipher.encrypt(nonce(number), chunk, None) for number, chunk in enumerate(chunks)]
    sealed = b"".join(seal_stream(key, chunks))

    def bare_open() -> None:
        for number, chunk in enumerate(bare):
            cipher.decrypt(nonce(number), chunk, None)

    def our_open() -> None:
        for _ in SealedFile(io.BytesIO(sealed), key):
            pass

    def our_seeks() -> None:
        opened = SealedFile(io.BytesIO(sealed), key)
        for start in range(0, opened.size, 8 * CHUNK_BYTES):
            opened.read_at(start + 12_345, 65_536)

    works: dict[str, Callable[[], Any]] = {
        "seal: bare AES-256-GCM, 1 MiB chunks": bare_seal,
        "seal: bare AES-256-GCM and SHA-256": bare_seal_and_hash,
        "seal: ours (hashes as well)": our_seal,
        "seal: ours, in pieces of 64 KiB": lambda: our_seal(65_536),
        "open: bare AES-256-GCM, 1 MiB chunks": bare_open,
        "open: ours": our_open,
        "open: ours, 64 KiB of every 8th MiB": our_seeks,
        **age(b"".join(chunks)),
    }
    title(f"A file of {mib} MiB")
    taken = dict(zip(works, least(*works.values()), strict=True))
    for name, seconds in taken.items():
        base = taken[f"{name[:4]}: bare AES-256-GCM, 1 MiB chunks"]
        row(name, seconds, base, f"{mib / seconds:,.0f} MiB/s" if "8th" not in name else "")


def age(plain: bytes) -> dict[str, Callable[[], Any]]:
    try:
        import pyrage
    except ImportError:
        print("age: not measured, pyrage is not installed")
        return {}
    identity = pyrage.x25519.Identity.generate()
    sealed = pyrage.encrypt(plain, [identity.to_public()])
    return {
        "seal: age (pyrage)": lambda: pyrage.encrypt(plain, [identity.to_public()]),
        "open: age (pyrage)": lambda: pyrage.decrypt(sealed, [identity]),
    }


def record() -> None:
    ring = KeyRing((new_case_key("bench"),))
    start = datetime(2026, 1, 1, tzinfo=UTC)
    said = {
        "words": "They were outside again when I came home. " * 12,
        "at": "2026-01-01T20:15",
        "behaviours": ["watching"],
    }
    entries: list[Entry] = []
    head = begin(ring.current)

    def appending() -> None:
        nonlocal head
        entries.clear()
        head = begin(ring.current)
        for number in range(ENTRIES):
            at = start + timedelta(minutes=number)
            entry, head = append(ring, head, item="i1", action="recorded", content=said, recorded_at=at)
            entries.append(entry)

    appending()
    title(f"A record of {ENTRIES:,} entries of 500 characters")
    append_seconds, read_seconds = least(appending, lambda: sum(1 for _ in read(ring, entries, head)))
    row("append", append_seconds, append_seconds, f"{ENTRIES / append_seconds:,.0f} entries/s")
    row("read (open, and check everything)", read_seconds, append_seconds, f"{ENTRIES / read_seconds:,.0f} entries/s")


def keys() -> None:
    me = new_identity()
    envelope = lock(me.private, "correct horse", purpose="passphrase")
    case_key = new_case_key("bench")
    sealed = grant(case_key, me.public, grantee="me")
    title("Keys, once a sign-in")
    unlocking, granting, opening = least(
        lambda: unlock(envelope, "correct horse", purpose="passphrase"),
        lambda: [grant(case_key, me.public, grantee="me") for _ in range(100)],
        lambda: [open_grant(sealed, me.private, case_id="bench", grantee="me", epoch=1) for _ in range(100)],
    )
    row("unlock: Argon2id, 64 MiB, 3 passes", unlocking, unlocking, "")
    row("grant, a hundred", granting, unlocking, "")
    row("open a grant, a hundred", opening, unlocking, "")


if __name__ == "__main__":
    files(int(sys.argv[1]) if len(sys.argv) > 1 else 256)
    record()
    keys()
