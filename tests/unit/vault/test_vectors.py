"""The vectors of docs/formats/vault.md open, or are rejected, as they say: by our reader, and by one written from the page."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from throughline.domain.errors import VaultError
from throughline.vault.canonical import canonical, read_canonical
from throughline.vault.case_keys import CaseKey, KeyRing, open_grant
from throughline.vault.files import SealedFile, file_key
from throughline.vault.halves import Halves, unlock_with_halves
from throughline.vault.identity import PrivateKey, unlock, unlock_session
from throughline.vault.notes import open_letter, open_note
from throughline.vault.record import Entry, Head, Opened, Witness, read
from throughline.vault.recovery import read_recovery_code
from unit.vault.by_the_document import PIECES, Given, Rejected

FOLDER = Path(__file__).resolve().parents[2] / "golden" / "vault"
VECTORS = [
    pytest.param(path.stem, vector, id=f"{path.stem}: {vector['name']}")
    for path in sorted(FOLDER.glob("*.json"))
    for vector in json.loads(path.read_text("utf-8"))
]


def held(given: Given) -> PrivateKey:
    return PrivateKey(bytes.fromhex(given["private"]))


def ring_given(given: Given) -> KeyRing:
    return KeyRing(
        tuple(
            CaseKey(given["case_id"], it["epoch"], bytes.fromhex(it["key"]), bytes.fromhex(it["link"]))
            for it in given["keys"]
        )
    )


def our_canonical(given: Given) -> Given:
    value = read_canonical(bytes.fromhex(given["bytes"]))
    assert canonical(value).hex() == given["bytes"]
    return {"value": value}


def our_locked_key(given: Given) -> Given:
    private = unlock(bytes.fromhex(given["envelope"]), given["secret"], purpose=given["purpose"])
    return {"private": private.raw.hex(), "public": private.public.raw.hex()}


def our_halves(given: Given) -> Given:
    both = Halves(given["code"], bytes.fromhex(given["half"]))
    return {"private": unlock_with_halves(bytes.fromhex(given["envelope"]), both).raw.hex()}


def our_session(given: Given) -> Given:
    return {"private": unlock_session(bytes.fromhex(given["wrapped"]), bytes.fromhex(given["cookie_key"])).raw.hex()}


def our_grant(given: Given) -> Given:
    bound = {name: given[name] for name in ("case_id", "grantee", "epoch")}
    key = open_grant(bytes.fromhex(given["sealed"]), held(given), **bound)
    return {"key": key.key.hex(), "link": key.link.hex()}


def our_record(given: Given) -> Given:
    def at(text: str | None) -> datetime | None:
        return datetime.fromisoformat(text) if text else None

    def as_bytes(fields: Given, *names: str) -> Given:
        return {**fields, **{name: bytes.fromhex(fields[name]) for name in names if fields[name] is not None}}

    entries = [
        Entry(**{**as_bytes(it, "commitment", "previous", "sealed"), "recorded_at": at(it["recorded_at"])})
        for it in given["entries"]
    ]
    head = Head(**{**as_bytes(given["head"], "hash", "mac"), "recorded_at": at(given["head"]["recorded_at"])})
    seen = given.get("witness")
    witness = Witness(given["case_id"], seen["count"], bytes.fromhex(seen["hash"])) if seen else None
    opened = [
        {"action": it.action, "content": it.content, "destroys": list(it.destroys), "item": it.item}
        if isinstance(it, Opened)
        else {}
        for it in read(ring_given(given), entries, head, witness)
    ]
    return {"entries": opened, "hashes": [it.hash.hex() for it in entries]}


def our_note(given: Given) -> Given:
    holder = held(given) if "private" in given else ring_given(given)
    plain = open_note(holder, bytes.fromhex(given["sealed"]), place=given["place"], item=given["item"])
    return {"plain": plain.hex()}


def our_letter(given: Given) -> Given:
    plain = open_letter(held(given), bytes.fromhex(given["sealed"]), place=given["place"], item=given["item"])
    return {"plain": plain.hex()}


def our_sealed_file(given: Given) -> Given:
    key = file_key(ring_given(given).at(given["epoch"]), given["file_id"], kind=given["kind"])
    return {"plain": b"".join(SealedFile(io.BytesIO(bytes.fromhex(given["sealed"])), key)).hex()}


OURS: dict[str, Callable[[Given], Given]] = {
    "canonical": our_canonical,
    "recovery": lambda given: {"code": read_recovery_code(given["typed"])},
    "locked_key": our_locked_key,
    "halves": our_halves,
    "session": our_session,
    "grant": our_grant,
    "record": our_record,
    "note": our_note,
    "letter": our_letter,
    "sealed_file": our_sealed_file,
}


@pytest.mark.parametrize(("piece", "vector"), VECTORS)
def test_our_reader_opens_what_it_should_and_rejects_the_rest(piece: str, vector: dict[str, Any]) -> None:
    if "reject" in vector:
        with pytest.raises(VaultError):
            OURS[piece](vector["given"])
    else:
        assert OURS[piece](vector["given"]) == vector["opens"]


@pytest.mark.parametrize(("piece", "vector"), VECTORS)
def test_a_reader_written_from_the_document_agrees(piece: str, vector: dict[str, Any]) -> None:
    if "reject" in vector:
        with pytest.raises(Rejected):
            PIECES[piece](vector["given"])
    else:
        assert PIECES[piece](vector["given"]) == vector["opens"]


def test_every_piece_has_vectors_of_both_kinds() -> None:
    kinds = {(param.values[0], "reject" in param.values[1]) for param in VECTORS}  # type: ignore[index]
    assert kinds == {(piece, rejected) for piece in PIECES for rejected in (False, True)}
    assert set(OURS) == set(PIECES)
