#!/usr/bin/env python3
"""Check that a Throughline evidence pack is whole and unaltered. One file, Python's standard library, nothing to install.

    python3 data/verify.py              in the unzipped pack: checks the folder it lies in
    python3 verify.py PACK.zip          checks a pack that is still a zip, also every byte between its files
    python3 verify.py PACK.zip --json   the same as one JSON object

Exit code: 0 the pack is intact; 1 it was altered, and the files are named; 2 this is not a pack.

What intact means: every file is, byte for byte, as it was when the pack was made. It does not show that what is written in
a file is true, or who made it. Somebody who can change files could also make a whole new pack: compare the fingerprint
below with the one written down when the pack was made.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import struct
import sys
import zipfile
import zlib
from typing import IO, Any, Callable

BLOCK = 1 << 20
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TAG_FILES = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
TAG_MANIFEST = "tagmanifest-sha256.txt"
MANIFEST = "manifest-sha256.txt"
MARKERS = (b"BagIt-Version", b"data/README.txt", b"Throughline evidence pack")
LINE = re.compile(r"([0-9a-f]{64})  (.+)")
LIMIT32 = 0xFFFFFFFF
LIMIT16 = 0xFFFF
EPOCH = 0x0021  # 1 January 1980, the date of every file in the zip, so that making it again gives the same bytes


Fault = Callable[[str, str], None]


class NotAPack(Exception):
    """The file or folder never was an evidence pack."""


class Damaged(Exception):
    """The zip itself is not as it was written: `name` is the file nearest to the damage."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(why)
        self.name = name
        self.why = why


# -- the zip as it is written: stored files, one date, no comments; these functions give every byte between the files --


def name_flags(name: str) -> tuple[bytes, int]:
    """The bytes of a name and the flags that go with it (bit 11: the name is UTF-8)."""
    return name.encode("utf-8"), 0 if name.isascii() else 0x0800


def local_header(name: str, crc: int, size: int) -> bytes:
    """What stands before a file's bytes."""
    encoded, flags = name_flags(name)
    extra = struct.pack("<HHQQ", 1, 16, size, size) if size >= LIMIT32 else b""
    shown, version = (LIMIT32, 45) if extra else (size, 20)
    fixed = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", version, flags, 0, 0, EPOCH, crc, shown, shown, len(encoded), len(extra)
    )
    return fixed + encoded + extra


def central_header(name: str, crc: int, size: int, offset: int) -> bytes:
    """A file's line in the directory at the end."""
    encoded, flags = name_flags(name)
    long_numbers = [number for number in (size, size) if size >= LIMIT32] + ([offset] if offset >= LIMIT32 else [])
    extra = struct.pack("<HH%dQ" % len(long_numbers), 1, 8 * len(long_numbers), *long_numbers) if long_numbers else b""
    version = 45 if extra else 20
    shown = min(size, LIMIT32)
    fixed = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", (3 << 8) | version, version, flags, 0, 0, EPOCH, crc, shown, shown,
        len(encoded), len(extra), 0, 0, 0, 0o100644 << 16, min(offset, LIMIT32),
    )  # fmt: skip
    return fixed + encoded + extra


def end_records(count: int, size: int, offset: int) -> bytes:
    """What stands after the directory."""
    big = b""
    if count >= LIMIT16 or size >= LIMIT32 or offset >= LIMIT32:
        big = struct.pack("<4sQ2H2I4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, count, count, size, offset)
        big += struct.pack("<4sIQI", b"PK\x06\x07", 0, offset + size, 1)
    counted = min(count, LIMIT16)
    return big + struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, counted, counted, min(size, LIMIT32), min(offset, LIMIT32), 0
    )


# -- reading a pack: every file's hash and size, from a zip or a folder --


class Content:
    """What was found: name to (sha256, size), the small files' bytes, and what is wrong with the outside."""

    def __init__(self) -> None:
        self.hashes: dict[str, tuple[str, int]] = {}
        self.small: dict[str, bytes] = {}
        self.faults: list[tuple[str, str]] = []
        self.note = ""


def read_zip(path: str) -> Content:
    """The content of a pack as a zip, checked byte for byte; of one that somebody packed anew, its files alone."""
    content = Content()
    with open(path, "rb") as stream:
        head = stream.read(65536)
        if not any(marker in head for marker in MARKERS):
            if not head.startswith(b"PK") or not _is_foreign_pack(path):
                raise NotAPack("this is not a Throughline evidence pack")
        if _is_packed_anew(path):
            return _read_foreign(path)
        stream.seek(0)
        try:
            _read_members(stream, os.path.getsize(path), content)
        except Damaged as damaged:
            content.faults.append((damaged.name, damaged.why))
            content.note = "The zip is damaged, so not every file in it could be checked."
    return content


def _read_members(stream: IO[bytes], total: int, content: Content) -> None:
    directory: list[tuple[str, int, int, int]] = []
    name = "bagit.txt"
    while True:
        offset = stream.tell()
        fixed = stream.read(30)
        if fixed[:4] != b"PK\x03\x04":
            break
        if len(fixed) < 30:
            raise Damaged(name, "the zip ends in the middle of its header")
        crc, shown, _, length, extra_length = struct.unpack("<3I2H", fixed[14:30])
        variable = stream.read(length + extra_length)
        try:
            name = variable[:length].decode("utf-8")
        except UnicodeDecodeError:
            raise Damaged(name, "the name of the file after it is damaged") from None
        size = (
            struct.unpack("<Q", variable[length + 4 : length + 12])[0]
            if shown == LIMIT32 and extra_length == 20
            else shown
        )
        if fixed + variable != local_header(name, crc, size) or size > total:
            raise Damaged(name, "its header in the zip is not as it was written")
        found = _read_file(stream, size, name, content)
        if found != crc:
            content.faults.append((name, "its checksum in the zip does not fit its bytes"))
        directory.append((name, crc, size, offset))
    _check_directory(stream, offset, directory, name, content)


def _read_file(stream: IO[bytes], size: int, name: str, content: Content) -> int:
    digest, crc, left, kept = hashlib.sha256(), 0, size, b""
    while left:
        block = stream.read(min(BLOCK, left))
        if not block:
            raise Damaged(name, "the zip ends in the middle of this file")
        digest.update(block)
        crc = zlib.crc32(block, crc)
        left -= len(block)
        if not name.startswith("data/"):
            kept += block
    if name in content.hashes:
        content.faults.append((name, "stands in the zip twice"))
    content.hashes[name] = (digest.hexdigest(), size)
    if not name.startswith("data/"):
        content.small[name] = kept
    return crc


def _check_directory(
    stream: IO[bytes], offset: int, directory: list[tuple[str, int, int, int]], name: str, content: Content
) -> None:
    wanted = [central_header(*entry) for entry in directory]
    size = sum(map(len, wanted))
    stream.seek(offset)
    for entry, expected in zip(directory, wanted):  # noqa: B905
        if stream.read(len(expected)) != expected:
            content.faults.append((entry[0], "its line in the zip's directory is not as it was written"))
            return
    expected = end_records(len(directory), size, offset)
    if stream.read(len(expected) + 1) != expected:
        content.faults.append((name, "the end of the zip, after the last file, is not as it was written"))


def _is_packed_anew(path: str) -> bool:
    """True for a zip none of whose files is stored as we store them: somebody unpacked it and packed it again."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return False
    return bool(members) and not any(_is_ours(member) for member in members)


def _is_ours(member: zipfile.ZipInfo) -> bool:
    return member.compress_type == 0 and member.date_time == (1980, 1, 1, 0, 0, 0) and member.create_version in (20, 45)


def _is_foreign_pack(path: str) -> bool:
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return False
    return any(name.split("/")[-1] == "bagit.txt" for name in names)


def _read_foreign(path: str) -> Content:
    content = Content()
    content.note = (
        "The zip was packed anew by another program; the files in it were checked, the zip around them cannot be."
    )
    with zipfile.ZipFile(path) as archive:
        names = [name for name in archive.namelist() if not name.endswith("/")]
        prefix = os.path.commonprefix([name.split("/")[0] + "/" for name in names]) if "bagit.txt" not in names else ""
        for name in names:
            inside = name[len(prefix) :]
            if inside in content.hashes:
                content.faults.append((inside, "stands in the zip twice"))
            try:
                with archive.open(name) as stream:
                    _take(content, inside, stream)
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
                content.faults.append((inside, "cannot be unpacked"))
    return content


def read_folder(folder: str) -> Content:
    """The content of an unzipped pack."""
    content = Content()
    if not os.path.isfile(os.path.join(folder, "bagit.txt")) and not os.path.isfile(os.path.join(folder, MANIFEST)):
        raise NotAPack("this folder is not an unzipped evidence pack")
    for parent, folders, files in os.walk(folder):
        folders.sort()
        for file in sorted(files):
            path = os.path.join(parent, file)
            name = os.path.relpath(path, folder).replace(os.sep, "/")
            if os.path.islink(path):
                content.faults.append((name, "is a link and not a file"))
            else:
                with open(path, "rb") as stream:
                    _take(content, name, stream)
    return content


def _take(content: Content, name: str, stream: IO[bytes]) -> None:
    digest, size, kept = hashlib.sha256(), 0, b""
    while True:
        block = stream.read(BLOCK)
        if not block:
            break
        digest.update(block)
        size += len(block)
        if not name.startswith("data/"):
            kept += block
    content.hashes[name] = (digest.hexdigest(), size)
    if not name.startswith("data/"):
        content.small[name] = kept


# -- judging it --


def check(content: Content) -> list[tuple[str, str]]:
    """Every (file, what is wrong with it), each once, in order."""
    faults = list(content.faults)
    named = {name for name, _ in faults}

    def fault(name: str, why: str) -> None:
        if (name, why) not in faults:
            faults.append((name, why))
        named.add(name)

    if content.small.get("bagit.txt") != BAGIT:
        fault("bagit.txt", "is not what it should be" if "bagit.txt" in content.small else "is missing")
    tags = _manifest(content, TAG_MANIFEST, fault)
    payload = _manifest(content, MANIFEST, fault)
    for name in TAG_FILES:
        if tags is not None and name not in tags:
            fault(TAG_MANIFEST, "does not name " + name)
    listed = dict(payload or {})
    listed.update(tags or {})
    for name, digest in sorted(listed.items()):
        if name not in content.hashes:
            fault(name, "is missing")
        elif content.hashes[name][0] != digest:
            fault(name, "was changed")
    for name in sorted(content.hashes):
        if name not in listed and name != TAG_MANIFEST and (payload is not None or not name.startswith("data/")):
            fault(name, "was added")
    _check_oxum(content, fault)
    return faults


def _manifest(content: Content, name: str, fault: Fault) -> dict[str, str] | None:
    """What a manifest lists, or None where it cannot be read; it must be written in the one way that we write it."""
    raw = content.small.get(name)
    if raw is None:
        fault(name, "is missing")
        return None
    listed: dict[str, str] = {}
    for line in raw.decode("utf-8", "replace").split("\n")[:-1]:
        found = LINE.fullmatch(line)
        if found is None:
            fault(name, "has a line that is not as it was written")
            return None
        listed[unescape(found.group(2))] = found.group(1)
    if manifest_bytes(listed) != raw:
        fault(name, "is not as it was written")
    return listed


def manifest_bytes(listed: dict[str, str]) -> bytes:
    """A manifest for name to sha256: one line each, sorted by name (RFC 8493)."""
    return "".join("%s  %s\n" % (listed[name], escape(name)) for name in sorted(listed)).encode("utf-8")


def escape(name: str) -> str:
    """A name as a manifest writes it: line ends and percent signs as %0D, %0A, %25."""
    return name.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def unescape(name: str) -> str:
    """A name as a manifest means it."""
    return name.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%")


def _check_oxum(content: Content, fault: Fault) -> None:
    found = re.search(rb"^Payload-Oxum: (\d+)\.(\d+)$", content.small.get("bag-info.txt", b""), re.MULTILINE)
    payload = [size for name, (_, size) in content.hashes.items() if name.startswith("data/")]
    if found is None:
        fault("bag-info.txt", "does not say how much the pack holds")
    elif (int(found.group(1)), int(found.group(2))) != (sum(payload), len(payload)):
        fault("bag-info.txt", "says that the pack holds another number of files or bytes")


def fingerprint(content: Content) -> str:
    """The SHA-256 of the file that names all others: the one number that stands for the whole pack."""
    return content.hashes.get(TAG_MANIFEST, ("", 0))[0]


def verify(path: str) -> dict[str, Any]:
    """The verdict on a pack as a plain dict: verdict, fingerprint, files, altered, note."""
    content = read_folder(path) if os.path.isdir(path) else read_zip(path)
    faults = check(content)
    return {
        "verdict": "altered" if faults else "intact",
        "fingerprint": fingerprint(content),
        "files": sum(name.startswith("data/") for name in content.hashes),
        "altered": [{"file": name, "why": why} for name, why in faults],
        "note": content.note,
    }


def main(arguments: list[str] | None = None) -> int:
    """Verify what the command line names, or the pack this file lies in. Gives the exit code."""
    arguments = list(sys.argv[1:] if arguments is None else arguments)
    as_json = "--json" in arguments
    paths = [argument for argument in arguments if argument != "--json"]
    here = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    path = paths[0] if paths else here
    try:
        verdict = verify(path)
    except (NotAPack, OSError) as refused:
        why = refused.strerror or "cannot be read" if isinstance(refused, OSError) else str(refused)
        if as_json:
            print(json.dumps({"verdict": "not_a_pack", "why": why}))
        print("Not a pack: %s." % why, file=sys.stderr)
        return 2
    if as_json:
        print(json.dumps(verdict, ensure_ascii=True))
    else:
        _say(verdict)
    return 0 if verdict["verdict"] == "intact" else 1


def _say(verdict: dict[str, Any]) -> None:
    out = io.StringIO()
    if verdict["verdict"] == "intact":
        print("Intact: all %d files are as they were when the pack was made." % verdict["files"], file=out)
    else:
        print("ALTERED:", file=out)
        for fault in verdict["altered"]:
            print("  %s %s" % (fault["file"], fault["why"]), file=out)
    if verdict["note"]:
        print(verdict["note"], file=out)
    print("Fingerprint: %s" % (verdict["fingerprint"] or "none"), file=out)
    sys.stdout.write(out.getvalue().encode("ascii", "backslashreplace").decode())


if __name__ == "__main__":
    sys.exit(main())
