"""Writes the vectors of docs/formats/vault.md anew, with fresh keys: only for a new version of the format, or a new vector.

A vector that is committed is a promise that its bytes will open for ever. Run from the root:
python tests/golden/vault/write_vectors.py NAME…, with the names of the files to write.
"""

from __future__ import annotations

import dataclasses
import json
import struct
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[1]))

from throughline.vault import case_keys, entries, files, halves, identity, notes, primitives, record, recovery  # noqa: E402
from vaults import SMALL, START, ring_of  # noqa: E402

Vector = dict[str, Any]


def good(name: str, given: Vector, **opens: Any) -> Vector:
    return {"name": name, "given": given, "opens": opens}


def bad(name: str, given: Vector, reject: str) -> Vector:
    return {"name": name, "given": given, "reject": reject}


def turned_over(text: str, place: int) -> str:
    whole = bytearray.fromhex(text)
    whole[place] ^= 1
    return whole.hex()


def canonical() -> list[Vector]:
    texts = [
        '{"":1,"a":[true,false,null],"é":"\\"\\\\\\b\\t\\n\\f\\r\\u0000\\u001f/","😀":""}',
        '"e\u0301 is kept as it was typed, and so is é"', "[9007199254740991,-9007199254740991,0]",
        "[0.1,1.0,-0.0,1e+16,123456.789,1e-05,0.0001,5e-324]", "{}", '"\u2028\u007f"', "[" * 64 + "]" * 64,
        '{"\ufb00":0,"\U00010000":0}',
    ]  # fmt: skip
    faults = {
        "a blank": b"[1, 2]", "members out of order": b'{"b":1,"a":2}', "a member twice": b'{"a":1,"a":1}',
        "more digits than need be": b"[1.50]", "an exponent where none is due": b"[1e2]", "minus nought": b"[-0]",
        "too large": b"[9007199254740992]", "no number": b"[NaN]", "beyond a double": b"[1e400]",
        "escaped without need": b'["\\u0041"]', "a slash escaped": b'["\\/"]', "upper case in an escape": b'["\\u001F"]',
        "half a pair": b'["\\ud800"]', "not UTF-8": b'["\xff"]', "too deep": b"[" * 65 + b"]" * 65, "a line end": b"[]\n",
        "a mark at the beginning": b"\xef\xbb\xbf[]", "nothing": b"", "two values": b"[][]",
        "members sorted as UTF-16 has them": '{"\U00010000":0,"\ufb00":0}'.encode(),
    }  # fmt: skip
    return [
        *(good(f"value {n}", {"bytes": it.encode().hex()}, value=json.loads(it)) for n, it in enumerate(texts)),
        *(bad(name, {"bytes": it.hex()}, name) for name, it in faults.items()),
    ]


def recovery_codes() -> list[Vector]:
    code = recovery.new_recovery_code()
    other = "0" if code[6] != "0" else "1"
    wide = "".join(chr(ord(it) + 0xFEE0) for it in code)
    looks = code.replace("0", "o").replace("1", "l")
    groups = code.split("-")
    swapped = "-".join([groups[1], groups[0], *groups[2:]])
    return [
        good("as it was given", {"typed": code}, code=code),
        good("lower case, no dashes", {"typed": code.lower().replace("-", "")}, code=code),
        good("blanks, long dashes, a line end", {"typed": code.replace("-", " – ") + "\n"}, code=code),
        good("letters that look like digits", {"typed": looks}, code=code),
        good("wide letters of an East Asian keyboard", {"typed": wide}, code=code),
        bad("one character wrong", {"typed": code[:6] + other + code[7:]}, "group 2"),
        bad("two groups exchanged", {"typed": swapped}, "groups 1 and 2"),
        bad("a character short", {"typed": code[:-1]}, "39 characters"),
        bad("a letter that is not used", {"typed": code[:-1] + "U"}, "group 10"),
    ]


def locked_keys() -> list[Vector]:
    me, code = identity.new_identity(), recovery.new_recovery_code()
    said = {"private": me.private.raw.hex(), "public": me.public.raw.hex()}
    cafe = identity.lock(me.private, "caf\u00e9 at nine", purpose="passphrase", cost=SMALL).hex()
    paper = identity.lock(me.private, code, purpose="recovery", cost=SMALL).hex()
    real = identity.lock(me.private, "the real cost", purpose="passphrase").hex()

    def given(envelope: str, secret: str = "café at nine", purpose: str = "passphrase") -> Vector:
        return {"envelope": envelope, "secret": secret, "purpose": purpose}

    def costing(memory: int, passes: int, lanes: int) -> Vector:
        return given(cafe[:10] + struct.pack(">IBB", memory, passes, lanes).hex() + cafe[22:])

    return [
        good("a passphrase", given(cafe), **said),
        good("the same as another keyboard makes it, with blanks", given(cafe, " cafe\u0301 at nine\n"), **said),
        good("a recovery code", given(paper, code.lower(), "recovery"), **said),
        good("at the cost that the service takes", given(real, "the real cost"), **said),
        bad("another passphrase", given(cafe, "Café at nine"), "the tag"),
        bad("a recovery code's envelope as a passphrase's", given(paper, code), "purpose"),
        bad("its purpose rewritten", given(paper[:8] + "01" + paper[10:], code), "bound in the tag"),
        bad("memory rewritten, within bounds", costing(16, 1, 1), "bound in the tag"),
        bad("four TiB asked for", costing(2**32 - 1, 1, 1), "memory"),
        bad("255 passes asked for", costing(8, 255, 1), "passes"),
        bad("no pass", costing(8, 0, 1), "passes"),
        bad("no lane", costing(8, 1, 0), "lanes"),
        bad("too little memory for its lanes", costing(8, 1, 2), "memory"),
        bad("another version", given("544c4b32" + cafe[8:]), "magic"),
        bad("cut short", given(cafe[:-2]), "length"),
        bad("longer", given(cafe + "00"), "length"),
    ]


def two_halves() -> list[Vector]:
    me, both, others = identity.new_identity(), halves.new_halves(), halves.new_halves()
    envelope = halves.lock_with_halves(me.private, both, cost=SMALL).hex()
    whole = {"envelope": envelope, "code": both.code, "half": both.half.hex()}
    alone = identity.lock(me.private, both.code, purpose="recovery", cost=SMALL).hex()
    joined = identity.lock_by(me.private, both.code.encode() + both.half, means="halves", cost=SMALL).hex()
    return [
        good("both", whole, private=me.private.raw.hex()),
        good("the code as it may be typed", {**whole, "code": both.code.lower().replace("-", " ")}, private=me.private.raw.hex()),
        bad("another person's half", {**whole, "code": others.code}, "the tag"),
        bad("another helpline's half", {**whole, "half": others.half.hex()}, "the tag"),
        bad("no half of the helpline", {**whole, "half": ""}, "length"),
        bad("the helpline's half changed", {**whole, "half": turned_over(both.half.hex(), 31)}, "the tag"),
        bad("a slip in the code", {**whole, "code": both.code[:-1]}, "39 characters"),
        bad("locked by the code alone, as a recovery code", {**whole, "envelope": alone}, "purpose"),
        bad("its purpose rewritten", {**whole, "envelope": alone[:8] + "03" + alone[10:]}, "bound in the tag"),
        bad("locked by the two joined without their lengths", {**whole, "envelope": joined}, "the tag"),
        bad("memory rewritten, within bounds", {**whole, "envelope": envelope[:16] + "10" + envelope[18:]}, "bound in the tag"),
    ]  # fmt: skip


def sessions() -> list[Vector]:
    me = identity.new_identity()
    wrapped, cookie_key = identity.lock_for_session(me.private)
    return [
        good("a session", {"wrapped": wrapped.hex(), "cookie_key": cookie_key.hex()}, private=me.private.raw.hex()),
        bad("another cookie", {"wrapped": wrapped.hex(), "cookie_key": turned_over(cookie_key.hex(), 0)}, "the tag"),
        bad("changed", {"wrapped": turned_over(wrapped.hex(), 9), "cookie_key": cookie_key.hex()}, "the tag"),
        bad("magic changed", {"wrapped": turned_over(wrapped.hex(), 0), "cookie_key": cookie_key.hex()}, "magic"),
    ]


def grants() -> list[Vector]:
    me, other, ring = identity.new_identity(), identity.new_identity(), ring_of(epochs=2)
    vectors = []
    for key in ring.keys:
        sealed = case_keys.grant(key, me.public, grantee="person-1").hex()
        given = {
            "sealed": sealed, "private": me.private.raw.hex(), "case_id": key.case_id, "grantee": "person-1",
            "epoch": key.epoch,
        }  # fmt: skip
        vectors.append(good(f"epoch {key.epoch}", given, key=key.key.hex(), link=key.link.hex()))
    return [
        *vectors,
        bad("another person's key", {**given, "private": other.private.raw.hex()}, "the tag"),
        bad("another case", {**given, "case_id": "case-2"}, "info"),
        bad("another grantee", {**given, "grantee": "person-2"}, "info"),
        bad("another epoch", {**given, "epoch": 1}, "info"),
        bad("changed", {**given, "sealed": turned_over(sealed, 60)}, "the tag"),
        bad(
            "encapsulated key of low order", {**given, "sealed": sealed[:8] + "00" * 32 + sealed[72:]}, "RFC 9180 7.1.4"
        ),
        bad("another version", {**given, "sealed": "544c4732" + sealed[8:]}, "magic"),
        bad("cut short", {**given, "sealed": sealed[:40]}, "length"),
    ]


def ring_given(ring: case_keys.KeyRing) -> Vector:
    keys = [{"epoch": it.epoch, "key": it.key.hex(), "link": it.link.hex()} for it in ring.keys]
    return {"case_id": ring.case_id, "keys": keys}


def entry_given(entry: entries.Entry) -> Vector:
    return {
        "version": entry.version, "case_id": entry.case_id, "number": entry.number,
        "recorded_at": entries.written_time(entry.recorded_at), "epoch": entry.epoch, "commitment": entry.commitment.hex(),
        "previous": entry.previous.hex(), "sealed": entry.sealed.hex() if entry.sealed is not None else None,
    }  # fmt: skip


def head_given(head: record.Head) -> Vector:
    at = entries.written_time(head.recorded_at) if head.recorded_at else None
    return {
        "case_id": head.case_id, "epoch": head.epoch, "count": head.count, "hash": head.hash.hex(), "recorded_at": at,
        "mac": head.mac.hex(),
    }  # fmt: skip


def records() -> list[Vector]:
    ring = ring_of()
    empty = record.begin(ring.current)
    head, kept, heads, said = empty, [], [empty], []

    def add(action: str, content: Any, destroys: tuple[int, ...] = ()) -> None:
        nonlocal head
        at = START + timedelta(minutes=head.count, microseconds=head.count)
        entry, head = record.append(
            ring, head, item="i1", action=action, content=content, recorded_at=at, destroys=destroys
        )
        kept.append(entry)
        heads.append(head)
        said.append({"action": action, "content": content, "destroys": list(destroys), "item": "i1"})

    def given(
        stored: list[entries.Entry], head: record.Head, holding: case_keys.KeyRing | None = None, **more: Any
    ) -> Vector:
        return {
            **ring_given(holding or ring),
            "entries": [entry_given(it) for it in stored],
            "head": head_given(head),
            **more,
        }

    add("recorded", {"words": "They were outside again. “I know”, he wrote.", "at": 51.5})
    add("amended", {"words": "e\u0301"})
    ring = ring.turned()
    head = record.turn_head(ring, head)
    add("recorded", ["x" * 300, 1, None])
    whole, whole_head, whole_said = list(kept), head, list(said)
    add("deleted", None, (1,))
    gone = [kept[0], record.destroy(kept[1]), *kept[2:]]
    hashes = [it.hash.hex() for it in kept]
    witness = {"count": 2, "hash": heads[2].hash.hex()}

    def replaced(number: int, **change: Any) -> list[entries.Entry]:
        return [dataclasses.replace(it, **change) if it.number == number else it for it in whole]

    key, last = ring.current, whole[2]

    def sealed_anew(whole_plain: bytes, **fields: Any) -> Vector:
        """The last entry sealed by somebody who has the key, but not as the document says."""
        commitment = fields.pop("commitment", entries._commitment(whole_plain[4 : 4 + int.from_bytes(whole_plain[:4])]))
        bare = dataclasses.replace(last, commitment=commitment, sealed=None)
        salt = primitives.fresh()
        sealed = salt + primitives.seal_once(entries._entry_key(key, 2, salt), whole_plain, bare.leaf)
        entry = dataclasses.replace(bare, sealed=sealed)
        return given([*whole[:2], entry], record._headed(key, 3, entry.hash, entry.recorded_at))

    def worded(words: str) -> Vector:
        return sealed_anew(primitives.padded(bytes(32) + words.encode()))

    in_order = '{"action":"recorded","content":null,"destroys":[],"item":"i1"}'
    padded = primitives.padded(bytes(32) + in_order.encode())
    other = ring_of("another-case")
    other_entry, other_head = record.append(
        other, record.begin(other.current), item="i1", action="recorded", content="elsewhere", recorded_at=START
    )
    forged = case_keys.KeyRing(ring.keys[:1]).turned()
    unlinked = {**given(whole, whole_head), "keys": [ring_given(ring)["keys"][0], ring_given(forged)["keys"][1]]}
    return [
        good("a record without entries", given([], empty, case_keys.KeyRing(ring.keys[:1])), entries=[], hashes=[]),
        good("three entries over two epochs", given(whole, whole_head), entries=whole_said, hashes=hashes[:3]),
        good("one destroyed", given(gone, head), entries=[said[0], {}, *said[2:]], hashes=hashes),
        good("more than was seen", given(gone, head, witness=witness), entries=[said[0], {}, *said[2:]], hashes=hashes),
        bad("the last dropped", given(whole[:2], whole_head), "count"),
        bad("the last dropped and an older head put back", given(whole[:2], heads[2]), "epoch of the head"),
        bad("shorter than was seen", given([], empty, case_keys.KeyRing(ring.keys[:1]), witness=witness), "witness"),
        bad("another than was seen", given(whole, whole_head, witness={"count": 2, "hash": "00" * 32}), "witness"),
        bad("the first dropped", given(whole[1:], whole_head), "number"),
        bad("two exchanged", given([whole[1], whole[0], whole[2]], whole_head), "number"),
        bad("one twice", given([whole[0], whole[0], whole[2]], whole_head), "number"),
        bad("another case's entry", given([other_entry, *whole[1:]], whole_head), "case"),
        bad("another case's head", given(whole, other_head), "case"),
        bad("sealed parts exchanged", given(replaced(0, sealed=whole[1].sealed), whole_head), "the tag"),
        bad("a time rewritten", given(replaced(1, recorded_at=START), whole_head), "previous of the next"),
        bad("an epoch rewritten", given(replaced(2, epoch=1), whole_head), "hash of the head"),
        bad("the head's code changed", given(whole, dataclasses.replace(whole_head, mac=bytes(32))), "mac"),
        bad("destroyed without a word", given([record.destroy(whole[0]), *whole[1:]], whole_head), "no entry destroys it"),
        bad("destroyed and there again", given(kept, head), "an entry destroys it"),
        bad("a later epoch's key that does not follow", unlinked, "link"),
        bad("not what it committed to", sealed_anew(padded, commitment=bytes(32)), "commitment"),
        bad("filled with something", sealed_anew(padded[:-1] + b"x"), "pad"),
        bad("filled with more", sealed_anew(padded + bytes(256)), "pad"),
        bad("a length beyond the end", sealed_anew(b"\xff" + padded[1:], commitment=bytes(32)), "pad"),
        bad("words not canonical", worded(in_order.replace(":", ": ")), "canonical"),
        bad("a word too many", worded(in_order[:-1] + ',"other":1}'), "members"),
        bad("a word too few", worded('{"action":"recorded","content":null,"item":"i1"}'), "members"),
        bad("destroys itself", worded(in_order.replace("[]", "[2]")), "destroys"),
        bad("destroys out of order", worded(in_order.replace("[]", "[1,0]")), "destroys"),
        bad("destroys what is no number", worded(in_order.replace("[]", "[true]")), "destroys"),
    ]  # fmt: skip


def noted() -> list[Vector]:
    ring, me, other = ring_of(epochs=2), identity.new_identity(), identity.new_identity()
    where = {"place": "draft", "item": "i1"}
    of_case = notes.seal_note(ring, b"what was typed", **where).hex()
    own = notes.seal_note(me.private, b"", **where).hex()
    given = {**ring_given(ring), **where, "sealed": of_case}
    mine = {"private": me.private.raw.hex(), **where, "sealed": own}
    return [
        good("of a case", given, plain=b"what was typed".hex()),
        good("a person's own, empty", mine, plain=""),
        bad("another place", {**given, "place": "settings"}, "key"),
        bad("another item", {**given, "item": "i2"}, "key"),
        bad("another case", {**given, **ring_given(ring_of())}, "key"),
        bad("another person", {**mine, "private": other.private.raw.hex()}, "key"),
        bad("a case's note as a person's own", {**mine, "sealed": of_case}, "epoch"),
        bad("epoch rewritten", {**given, "sealed": of_case[:14] + "01" + of_case[16:]}, "key"),
        bad("salt rewritten", {**given, "sealed": turned_over(of_case, 9)}, "key"),
        bad("cut to its header", {**given, "sealed": of_case[:80]}, "length"),
        bad("cut within its header", {**given, "sealed": of_case[:60]}, "length"),
    ]


def letters() -> list[Vector]:
    me, other = identity.new_identity(), identity.new_identity()
    sealed = notes.seal_letter(me.public, b"half a sentence", place="draft", item="i1").hex()
    given = {"private": me.private.raw.hex(), "place": "draft", "item": "i1", "sealed": sealed}
    return [
        good("a letter", given, plain=b"half a sentence".hex()),
        bad("another person", {**given, "private": other.private.raw.hex()}, "the tag"),
        bad("another place", {**given, "place": "note"}, "info"),
        bad("another item", {**given, "item": "i2"}, "info"),
        bad("changed", {**given, "sealed": turned_over(sealed, -1)}, "the tag"),
        bad("another version", {**given, "sealed": turned_over(sealed, 3)}, "magic"),
    ]


def sealed_files() -> list[Vector]:
    ring = ring_of()
    key = files.file_key(ring.current, "f" * 32)
    sizes = {
        "empty": 0,
        "one byte": 1,
        "a byte short of a chunk": 63,
        "one chunk": 64,
        "a chunk and a byte": 65,
        "three": 192,
    }

    def given(sealed: bytes, **more: Any) -> Vector:
        return {**ring_given(ring), "epoch": 1, "kind": "file", "file_id": key.file_id, "sealed": sealed.hex(), **more}

    def sealed_of(plain: bytes, key: files.FileKey = key) -> bytes:
        return b"".join(files.seal_stream(key, [plain], chunk_bytes=64))

    plain = bytes(range(192))
    whole = sealed_of(plain)
    head, chunks = whole[:40], [whole[at : at + 80] for at in range(40, len(whole), 80)]
    cipher = files._Chunks(key, head)
    table = b"".join(files.seal_stream(files.file_key(ring.current, "t", kind="table"), [b"a"], chunk_bytes=64))
    return [
        *(good(name, given(sealed_of(bytes(range(size)))), plain=bytes(range(size)).hex()) for name, size in sizes.items()),
        good("under a table's key", given(table, kind="table", file_id="t"), plain=b"a".hex()),
        bad("a table's as a file's", given(table, file_id="t"), "key"),
        bad("another file's", given(whole, file_id="e" * 32), "key"),
        bad("the last chunk dropped", given(head + b"".join(chunks[:2])), "mark of the last"),
        bad("the first dropped", given(head + b"".join(chunks[1:])), "number"),
        bad("two exchanged", given(head + chunks[1] + chunks[0] + chunks[2]), "number"),
        bad("one twice", given(head + chunks[0] + chunks[0] + b"".join(chunks[1:])), "number"),
        bad("more after the last", given(whole + bytes(80)), "the tag"),
        bad("a byte more", given(whole + b"x"), "the tag"),
        bad("a byte less", given(whole[:-1]), "the tag"),
        bad("the header alone", given(head), "no chunk"),
        bad("less than the header", given(head[:39]), "length"),
        bad("an empty chunk at the end", given(head + cipher.seal(0, bytes(64), last=False) + cipher.seal(1, b"", last=True)),
            "an empty last chunk"),
        bad("a chunk of another sealing", given(head + sealed_of(plain)[40:120] + b"".join(chunks[1:])), "salt"),
        bad("chunk size rewritten", given(head[:4] + struct.pack(">I", 128) + whole[8:]), "key"),
        bad("chunks too small", given(head[:4] + struct.pack(">I", 63) + whole[8:]), "bounds"),
        bad("chunks too large", given(head[:4] + struct.pack(">I", 2**24 + 1) + whole[8:]), "bounds"),
        bad("another version", given(b"TLF2" + whole[4:]), "magic"),
    ]  # fmt: skip


FILES = {
    "canonical": canonical, "recovery": recovery_codes, "locked_key": locked_keys, "halves": two_halves, "session": sessions, "grant": grants,
    "record": records, "note": noted, "letter": letters, "sealed_file": sealed_files,
}  # fmt: skip

if __name__ == "__main__":
    for name in sys.argv[1:]:
        written = json.dumps(FILES[name](), indent=1, ensure_ascii=True)
        (HERE / f"{name}.json").write_text(written + "\n")
