"""A second reader of docs/formats/vault.md, written from that page and sharing nothing with ours: even HPKE is spelled out.

Each function takes what a vector gives and tells what it opens to, or raises Rejected. It is here to be read beside the page.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import struct
import unicodedata
from collections.abc import Callable
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

Given = dict[str, Any]


class Rejected(Exception):
    """The document says that a reader must reject this."""


def require(holds: bool, why: str) -> None:
    if not holds:
        raise Rejected(why)


# --- conventions


def label(name: str) -> bytes:
    return b"throughline/vault/1/" + name.encode()


def frame(*parts: bytes | str | int) -> bytes:
    framed = b""
    for part in parts:
        part = struct.pack(">Q", part) if isinstance(part, int) else part.encode() if isinstance(part, str) else part
        framed += struct.pack(">I", len(part)) + part
    return framed


def hmac_sha256(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()


def expand(pseudorandom: bytes, info: bytes, length: int) -> bytes:
    out, block, counter = b"", b"", 1
    while len(out) < length:
        block = hmac_sha256(pseudorandom, block + info + bytes([counter]))
        out, counter = out + block, counter + 1
    return out[:length]


def derive(key: bytes, name: str, *bound: bytes | str | int) -> bytes:
    return expand(hmac_sha256(bytes(32), key), frame(label(name), *bound), 32)


def unseal(key: bytes, sealed: bytes, bound: bytes | None, nonce: bytes = bytes(12)) -> bytes:
    require(len(sealed) >= 16, "shorter than its tag")
    try:
        return AESGCM(key).decrypt(nonce, sealed, bound)
    except InvalidTag:
        raise Rejected("the tag is wrong") from None


def unpad(whole: bytes) -> bytes:
    require(len(whole) >= 256 and len(whole) % 256 == 0, "not a multiple of 256")
    length = struct.unpack(">I", whole[:4])[0]
    require(0 <= len(whole) - 4 - length < 256, "more or less filling than there should be")
    require(not any(whole[4 + length :]), "filled with something")
    return whole[4 : 4 + length]


def hpke_open(sealed: bytes, private: bytes, info: bytes) -> bytes:
    """RFC 9180: DHKEM(X25519, HKDF-SHA256) = 0x0020, HKDF-SHA256 = 0x0001, AES-256-GCM = 0x0002, base mode, one message."""
    encapsulated, ciphertext = sealed[:32], sealed[32:]
    require(len(encapsulated) == 32, "no encapsulated key")
    mine = X25519PrivateKey.from_private_bytes(private)
    try:
        shared = mine.exchange(X25519PublicKey.from_public_bytes(encapsulated))
    except ValueError:
        raise Rejected("the encapsulated key is of low order") from None

    def extract(salt: bytes, suite: bytes, name: bytes, key: bytes) -> bytes:
        return hmac_sha256(salt or bytes(32), b"HPKE-v1" + suite + name + key)

    def expanded(key: bytes, suite: bytes, name: bytes, more: bytes, length: int) -> bytes:
        return expand(key, struct.pack(">H", length) + b"HPKE-v1" + suite + name + more, length)

    kem, suite = b"KEM\x00\x20", b"HPKE\x00\x20\x00\x01\x00\x02"
    context = encapsulated + mine.public_key().public_bytes_raw()
    secret = expanded(extract(b"", kem, b"eae_prk", shared), kem, b"shared_secret", context, 32)
    schedule = b"\x00" + extract(b"", suite, b"psk_id_hash", b"") + extract(b"", suite, b"info_hash", info)
    secret = extract(secret, suite, b"secret", b"")
    key = expanded(secret, suite, b"key", schedule, 32)
    nonce = expanded(secret, suite, b"base_nonce", schedule, 12)
    return unseal(key, ciphertext, b"", nonce)


def read_canonical(written: bytes) -> Any:
    """Checks the rules one by one on the text, where ours writes the value again and compares."""

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        require(
            names == sorted(set(names), key=lambda name: [ord(it) for it in name]), "members not in order, or twice"
        )
        return dict(pairs)

    def whole(digits: str) -> int:
        require(digits != "-0" and abs(int(digits)) < 2**53, "a whole number that not every reader holds")
        return int(digits)

    def other(digits: str) -> float:
        require(
            digits == repr(float(digits)) and digits.lower() not in ("inf", "-inf", "nan"), "not the shortest digits"
        )
        return float(digits)

    def constant(name: str) -> Any:
        raise Rejected(f"{name} is not JSON")

    def depth(value: Any) -> int:
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
        return 1 + max(map(depth, inside), default=0) if isinstance(value, dict | list) else 0

    try:
        text = written.decode("utf-8")
        value = json.loads(text, object_pairs_hook=members, parse_int=whole, parse_float=other, parse_constant=constant)
    except (ValueError, RecursionError) as error:
        raise Rejected("not JSON in UTF-8") from error
    outside = re.sub(r'"(?:[^"\\]|\\.)*"', "", text)
    require(not re.search(r"\s", outside), "a blank between tokens")
    for escape in re.findall(r"\\(?:u.{4}|.)", text):
        short = escape in ('\\"', "\\\\", "\\b", "\\t", "\\n", "\\f", "\\r")
        long = re.fullmatch(r"\\u00[01][0-9a-f]", escape) and int(escape[2:], 16) not in (8, 9, 10, 12, 13)
        require(bool(short or long), "escaped what need not be, or in another way")
    require(depth(value) <= 64, "nested too deep")
    return value


# --- one function a piece


def canonical(given: Given) -> Given:
    return {"value": read_canonical(bytes.fromhex(given["bytes"]))}


def recovery(given: Given) -> Given:
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    typed = unicodedata.normalize("NFKC", given["typed"]).upper()
    typed = re.sub(r"[\s\-_.\u2010-\u2015\u2212]", "", typed).replace("O", "0").replace("I", "1").replace("L", "1")
    require(len(typed) == 40, "not forty characters")
    for place in range(10):
        group = typed[4 * place : 4 * place + 4]
        require(set(group) <= set(alphabet), "not of the alphabet")
        total = place + 1
        for it in group[:3] + "0":  # the last doubling, with nothing added
            total = total * 2 if total < 16 else (total * 2) ^ 0b100101
            total ^= alphabet.index(it)
        require(alphabet[total] == group[3], f"group {place + 1} does not check")
    return {"code": "-".join(typed[at : at + 4] for at in range(0, 40, 4))}


def unlocked(envelope: bytes, purpose: int, secret: bytes) -> bytes:
    require(len(envelope) == 27 + 48 and envelope[:4] == b"TLK1", "not a locked key")
    found, memory, passes, lanes = struct.unpack(">BIBB", envelope[4:11])
    require(found == purpose, "another purpose")
    require(1 <= passes <= 16 and 1 <= lanes <= 8 and 8 * lanes <= memory <= 524288, "a cost out of bounds")
    stretch = Argon2id(salt=envelope[11:27], length=32, iterations=passes, lanes=lanes, memory_cost=memory)
    return unseal(stretch.derive(secret), envelope[27:], frame(label("lock"), envelope[:27]))


def locked_key(given: Given) -> Given:
    purpose = {"passphrase": 1, "recovery": 2}[given["purpose"]]
    secret = unicodedata.normalize("NFKC", given["secret"]).strip()
    if purpose == 2:
        secret = recovery({"typed": given["secret"]})["code"]
    private = unlocked(bytes.fromhex(given["envelope"]), purpose, secret.encode())
    public = X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()
    return {"private": private.hex(), "public": public.hex()}


def halves(given: Given) -> Given:
    code, half = recovery({"typed": given["code"]})["code"], bytes.fromhex(given["half"])
    require(len(half) == 32, "not a helpline's half")
    return {"private": unlocked(bytes.fromhex(given["envelope"]), 3, frame(label("halves"), code, half)).hex()}


def session(given: Given) -> Given:
    wrapped = bytes.fromhex(given["wrapped"])
    require(wrapped[:4] == b"TLS1", "not a session's key")
    return {"private": unseal(derive(bytes.fromhex(given["cookie_key"]), "session"), wrapped[4:], b"TLS1").hex()}


def grant(given: Given) -> Given:
    sealed = bytes.fromhex(given["sealed"])
    require(sealed[:4] == b"TLG1", "not a grant")
    info = frame(label("grant"), given["case_id"], given["grantee"], given["epoch"])
    opened = hpke_open(sealed[4:], bytes.fromhex(given["private"]), info)
    require(len(opened) == 64, "not a key and a link")
    return {"key": opened[:32].hex(), "link": opened[32:].hex()}


def keys_of(given: Given) -> Callable[..., bytes]:
    """`case-derive`, once the keys were seen to follow one another."""
    keys = {it["epoch"]: bytes.fromhex(it["key"]) for it in given["keys"]}

    def case_derive(epoch: int, name: str, *bound: bytes | str | int) -> bytes:
        require(epoch in keys, "no key of that epoch")
        return derive(keys[epoch], name, given["case_id"], epoch, *bound)

    epochs = [it["epoch"] for it in given["keys"]]
    require(epochs == list(range(epochs[0], epochs[0] + len(epochs))), "a gap between epochs")
    for it in given["keys"][1:]:
        link = hmac_sha256(case_derive(it["epoch"] - 1, "link"), keys[it["epoch"]])
        require(link.hex() == it["link"], "a key that was not made from the one before")
    return case_derive


def written(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def record(given: Given) -> Given:
    case_derive, current, head = keys_of(given), given["keys"][-1]["epoch"], given["head"]
    require((head["case_id"], head["epoch"]) == (given["case_id"], current), "a head of another case or epoch")
    said = {key: head[key] for key in ("count", "epoch", "hash", "recorded_at")}
    code = hmac_sha256(case_derive(current, "head"), written({**said, "case": head["case_id"], "version": 1}))
    require(code.hex() == head["mac"], "the head was changed")
    require(head["count"] == len(given["entries"]), "more or fewer entries than the head says")
    last, at, epoch, seen = hashlib.sha256(frame(label("begin"), given["case_id"])).hexdigest(), None, 1, []
    opened: list[Given] = []
    for number, entry in enumerate(given["entries"]):
        require((entry["version"], entry["case_id"]) == (1, given["case_id"]), "of another version or case")
        require(entry["number"] == number and entry["previous"] == last, "not in its place")
        require(
            entry["epoch"] >= epoch and (at is None or entry["recorded_at"] >= at), "an epoch or time that goes back"
        )
        plain_fields = ("commitment", "epoch", "number", "previous", "recorded_at", "version")
        leaf = written({**{key: entry[key] for key in plain_fields}, "case": entry["case_id"]})
        opened.append(_words(case_derive, entry, leaf))
        last, at, epoch = hashlib.sha256(b"\x00" + leaf).hexdigest(), entry["recorded_at"], entry["epoch"]
        seen.append(last)
    require((last, at) == (head["hash"], head["recorded_at"]), "ends where the head does not say")
    gone = {number for words in opened for number in words.get("destroys", ())}
    for number, words in enumerate(opened):
        require(("action" not in words) == (number in gone), "destroyed without a word, or there again")
    if witness := given.get("witness"):
        require(len(seen) >= witness["count"] > 0, "shorter than it was")
        require(seen[witness["count"] - 1] == witness["hash"], "another than it was")
    return {"entries": opened, "hashes": seen}


def _words(case_derive: Callable[..., bytes], entry: Given, leaf: bytes) -> Given:
    if entry["sealed"] is None:
        return {}
    sealed = bytes.fromhex(entry["sealed"])
    key = case_derive(entry["epoch"], "entry", entry["number"], sealed[:32])
    plain = unpad(unseal(key, sealed[32:], leaf))
    commitment = hashlib.sha256(label("commitment") + plain).hexdigest()
    require(commitment == entry["commitment"], "not what it committed to")
    words = read_canonical(plain[32:])
    require(
        isinstance(words, dict) and set(words) == {"action", "content", "destroys", "item"}, "not written as an entry"
    )
    require(isinstance(words["action"], str) and isinstance(words["item"], str), "not written as an entry")
    numbers = words["destroys"]
    require(isinstance(numbers, list) and all(type(it) is int for it in numbers), "not written as an entry")
    require(numbers == sorted(set(numbers)), "numbers that do not rise")
    require(all(0 <= it < entry["number"] for it in numbers), "destroys what did not come before")
    return dict(words)


def note(given: Given) -> Given:
    sealed = bytes.fromhex(given["sealed"])
    require(len(sealed) >= 40 and sealed[:4] == b"TLN1", "not a note")
    header, epoch, salt = sealed[:40], struct.unpack(">I", sealed[4:8])[0], sealed[8:40]
    if "private" in given:
        require(epoch == 0, "a person's own note is of epoch 0")
        key = derive(bytes.fromhex(given["private"]), "own-note", salt, given["place"], given["item"])
    else:
        key = keys_of(given)(epoch, "note", salt, given["place"], given["item"])
    return {"plain": unpad(unseal(key, sealed[40:], header)).hex()}


def letter(given: Given) -> Given:
    sealed = bytes.fromhex(given["sealed"])
    require(sealed[:4] == b"TLL1", "not a letter")
    info = frame(label("letter"), given["place"], given["item"])
    return {"plain": unpad(hpke_open(sealed[4:], bytes.fromhex(given["private"]), info)).hex()}


def sealed_file(given: Given) -> Given:
    sealed = bytes.fromhex(given["sealed"])
    require(len(sealed) >= 40 and sealed[:4] == b"TLF1", "not a sealed file")
    size = struct.unpack(">I", sealed[4:8])[0]
    require(64 <= size <= 16777216, "a chunk size out of bounds")
    key = derive(keys_of(given)(given["epoch"], given["kind"], given["file_id"]), "chunks", sealed[:40])
    body, plain = sealed[40:], []
    pieces = [body[at : at + size + 16] for at in range(0, len(body), size + 16)] or [b""]
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        plain.append(unseal(key, piece, None, number.to_bytes(11, "big") + bytes([last])))
    require(len(pieces) == 1 or plain[-1] != b"", "an empty chunk at the end")
    return {"plain": b"".join(plain).hex()}


PIECES: dict[str, Callable[[Given], Given]] = {
    "canonical": canonical,
    "recovery": recovery,
    "locked_key": locked_key,
    "halves": halves,
    "session": session,
    "grant": grant,
    "record": record,
    "note": note,
    "letter": letter,
    "sealed_file": sealed_file,
}
