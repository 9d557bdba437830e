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
import stat
import struct
import sys
import zipfile
import zlib
from typing import IO, Any, Callable, Tuple

BLOCK = 1 << 20
BAGIT = b"BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
TAG_FILES = ("bag-info.txt", "bagit.txt", "manifest-sha256.txt")
TAG_MANIFEST = "tagmanifest-sha256.txt"
MANIFEST = "manifest-sha256.txt"
KEPT = (*TAG_FILES, TAG_MANIFEST)
MOST_KEPT = 1 << 26  # a manifest larger than this is nobody's: it is not read into memory, and so does not fit its hash
LINE = re.compile(r"([0-9a-f]{64})  ([^\r]+)")
LIMIT32 = 0xFFFFFFFF
LIMIT16 = 0xFFFF
MOST_UNPACKED = (
    1100  # deflate makes no byte of a zip into more than 1,032; bzip2 and lzma are not what packs are zipped with
)
EPOCH = 0x0021  # 1 January 1980, the date of every file in the zip, so that making it again gives the same bytes


Fault = Callable[[str, str], None]
Member = Tuple[str, int, int]  # a file's name, checksum and size


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
        self.is_partial = False


def read_zip(path: str) -> Content:
    """The content of a pack as a zip, checked byte for byte; of one that somebody packed anew, its files alone."""
    content = Content()
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise NotAPack("this is not a file")
    with open(path, "rb") as stream:
        head = stream.read(512)
        if not _begins_like_a_pack(head) and not _is_foreign_pack(path):
            raise NotAPack("this is not a Throughline evidence pack")
        if not head.startswith(local_header("bagit.txt", zlib.crc32(BAGIT), len(BAGIT))) and _is_packed_anew(path):
            return _read_foreign(path)
        stream.seek(0)
        try:
            _read_members(stream, os.path.getsize(path), content)
        except Damaged as damaged:
            content.faults.append((damaged.name, damaged.why))
            content.note = "The zip is damaged there, so what comes after it could not be checked."
            content.is_partial = True
    return content


def _begins_like_a_pack(head: bytes) -> bool:
    """True when two of the four things that every pack begins with are there: no one changed byte hides a pack, and no
    letter that only speaks of packs is taken for one."""
    begins = (
        head.startswith(b"PK\x03\x04"), b"bagit.txt" + BAGIT[:18] in head, BAGIT[19:] + b"PK\x03\x04" in head,
        b"data/README.txt" in head,
    )  # fmt: skip
    return sum(begins) >= 2 and begins != (True, False, False, True)


def _read_members(stream: IO[bytes], total: int, content: Content) -> None:
    told = _told_by_directory(stream)
    stream.seek(0)
    directory: list[tuple[str, int, int, int]] = []
    name = "bagit.txt"
    while True:
        offset = stream.tell()
        fixed = stream.read(30)
        if fixed[:4] != b"PK\x03\x04" and offset not in told:
            break
        entry = _read_header(stream, fixed)
        if entry is None or entry[2] > total or not _ends_at_a_file(entry, offset, told):
            if offset not in told:
                raise Damaged(name, "the header of the file after it in the zip is not as it was written")
            entry = told[offset]
            content.faults.append((entry[0], "its header in the zip is not as it was written"))
            stream.seek(offset + len(local_header(*entry)))
        name, crc, size = entry
        found = _read_file(stream, size, name, content)
        if found != crc:
            content.faults.append((name, "its checksum in the zip does not fit its bytes"))
        directory.append((name, crc, size, offset))
    if not directory:
        raise Damaged(name, "something stands before it in the zip")
    _check_directory(stream, offset, directory, name, content)


def _ends_at_a_file(entry: Member, offset: int, told: dict[int, Member]) -> bool:
    """False where a header and the directory lead to different places, and the header's is not the next file."""
    if offset not in told:
        return True
    ends = [offset + len(local_header(*it)) + it[2] for it in (entry, told[offset])]
    return ends[0] == ends[1] or ends[0] in told


def _read_header(stream: IO[bytes], fixed: bytes) -> Member | None:
    """(name, checksum, size) where the header at that offset is, byte for byte, the one we write; otherwise None."""
    if len(fixed) < 30:
        return None
    crc, shown, _, length, extra_length = struct.unpack("<3I2H", fixed[14:30])
    variable = stream.read(length + extra_length)
    try:
        name = variable[:length].decode("utf-8")
    except UnicodeDecodeError:
        return None
    long_form = shown == LIMIT32 and extra_length == 20 and len(variable) == length + extra_length
    size = struct.unpack("<Q", variable[length + 4 : length + 12])[0] if long_form else shown
    return (name, crc, size) if fixed + variable == local_header(name, crc, size) else None


def _told_by_directory(stream: IO[bytes]) -> dict[int, Member]:
    """Offset to (name, checksum, size) as the directory at the end of the zip has it; nothing where it cannot be read.

    It serves to name a file whose own header is damaged, and to go on behind it. It is never believed: what it says is
    checked against the files, and it against what it should be.
    """
    try:
        stream.seek(0)
        with zipfile.ZipFile(stream) as archive:
            return {
                it.header_offset: (it.orig_filename, it.CRC, it.file_size)
                for it in archive.infolist()
                if it.orig_filename
            }
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error, OverflowError):
        return {}


def _read_file(stream: IO[bytes], size: int, name: str, content: Content) -> int:
    digest, crc, left = hashlib.sha256(), 0, size
    kept: list[bytes] = []
    while left:
        block = stream.read(min(BLOCK, left))
        if not block:
            raise Damaged(name, "the zip ends in the middle of this file")
        digest.update(block)
        crc = zlib.crc32(block, crc)
        left -= len(block)
        if name in KEPT and size <= MOST_KEPT:
            kept.append(block)
    if name in content.hashes:
        content.faults.append((name, "stands in the zip twice"))
    content.hashes[name] = (digest.hexdigest(), size)
    if name in KEPT:
        content.small[name] = b"".join(kept)
    return crc


def _check_directory(
    stream: IO[bytes], offset: int, directory: list[tuple[str, int, int, int]], name: str, content: Content
) -> None:
    wanted = [central_header(*entry) for entry in directory]
    size = sum(map(len, wanted))
    stream.seek(offset)
    for entry, expected in zip(directory, wanted):  # noqa: B905
        found = stream.read(len(expected))
        if found != expected:
            if found[:4] != expected[:4] and TAG_MANIFEST not in content.hashes:
                raise Damaged(name, "what follows it in the zip is damaged")
            content.faults.append((entry[0], "its line in the zip's directory is not as it was written"))
            return
    expected = end_records(len(directory), size, offset)
    if stream.read(len(expected) + 1) != expected:
        content.faults.append((name, "the end of the zip, after the last file, is not as it was written"))


def _is_packed_anew(path: str) -> bool:
    """True for a zip none of whose files is stored as we store them: somebody unpacked it and packed it again."""
    members = _members(path)
    return bool(members) and not any(_is_ours(member) for member in members)


def _is_ours(member: zipfile.ZipInfo) -> bool:
    return member.compress_type == 0 and member.date_time == (1980, 1, 1, 0, 0, 0) and member.create_version in (20, 45)


def _is_foreign_pack(path: str) -> bool:
    names = [member.filename for member in _members(path)]
    return any(name.split("/")[-1] in ("bagit.txt", MANIFEST, TAG_MANIFEST) and name.count("/") < 2 for name in names)


def _members(path: str) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error):
        return []


def _read_foreign(path: str) -> Content:
    content = Content()
    content.note = (
        "The zip was packed anew by another program; the files in it were checked, the zip around them cannot be."
    )
    with zipfile.ZipFile(path) as archive:
        members = [member for member in archive.infolist() if member.file_size or not member.filename.endswith("/")]
        if sum(member.file_size for member in members) > MOST_UNPACKED * os.path.getsize(path):
            raise NotAPack("it says that it holds more than a zip of its size can")
        prefix = _folder_inside([member.filename for member in members])
        for member in members:
            name = member.filename[len(prefix) :] if member.filename.startswith(prefix) else member.filename
            if name in content.hashes:
                content.faults.append((name, "stands in the zip twice"))
            if stat.S_ISLNK(member.external_attr >> 16):
                content.faults.append((name, "is a link or a device and not a file"))
            try:
                with archive.open(member) as stream:
                    _take(content, name, stream)
            except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError):
                content.faults.append((name, "cannot be unpacked"))
    return content


def _folder_inside(names: list[str]) -> str:
    """The folder of a zip that the pack lies in, such as `my pack/`, or nothing where it lies at the top."""
    folders = [name[: name.rfind("/") + 1] for name in names if name.split("/")[-1] in KEPT and name.count("/") < 2]
    return min(folders, key=len) if folders else ""


def read_folder(folder: str) -> Content:
    """The content of an unzipped pack."""
    content = Content()
    if not os.path.isfile(os.path.join(folder, "bagit.txt")) and not os.path.isfile(os.path.join(folder, MANIFEST)):
        raise NotAPack("this folder is not an unzipped evidence pack")
    for parent, folders, files in os.walk(folder):
        folders.sort()
        links = [name for name in folders if os.path.islink(os.path.join(parent, name))]
        for file in sorted(files + links):
            path = os.path.join(parent, file)
            name = os.path.relpath(path, folder).replace(os.sep, "/")
            try:
                if not stat.S_ISREG(os.lstat(path).st_mode):
                    content.faults.append((name, "is a link or a device and not a file"))
                    continue
                with open(path, "rb") as stream:
                    _take(content, name, stream)
            except OSError as refused:
                content.faults.append((name, "cannot be read (%s)" % (refused.strerror or "refused")))
    return content


def _take(content: Content, name: str, stream: IO[bytes]) -> None:
    digest, size = hashlib.sha256(), 0
    kept: list[bytes] = []
    while True:
        block = stream.read(BLOCK)
        if not block:
            break
        digest.update(block)
        size += len(block)
        if name in KEPT and size <= MOST_KEPT:
            kept.append(block)
    content.hashes[name] = (digest.hexdigest(), size)
    if name in KEPT:
        content.small[name] = b"".join(kept)


# -- judging it --


def check(content: Content) -> list[tuple[str, str]]:
    """Every (file, what is wrong with it), each once, in order."""
    faults = dict.fromkeys(content.faults)  # for its order, and to hold each once
    named = {name for name, _ in faults}

    def fault(name: str, why: str) -> None:
        faults[(name, why)] = None
        named.add(name)

    def fault_missing(name: str) -> None:
        if name not in named and not content.is_partial:
            fault(name, "is missing")

    if "bagit.txt" not in content.small:
        fault_missing("bagit.txt")
    elif content.small["bagit.txt"] != BAGIT:
        fault("bagit.txt", "is not what it should be")
    tags = _manifest(content, TAG_MANIFEST, fault, fault_missing)
    payload = _manifest(content, MANIFEST, fault, fault_missing)
    for name in TAG_FILES:
        if tags is not None and name not in tags:
            fault(TAG_MANIFEST, "does not name " + name)
    listed = dict(payload or {})
    listed.update(tags or {})
    for name, digest in sorted(listed.items()):
        if name not in content.hashes:
            fault_missing(name)
        elif content.hashes[name][0] != digest:
            fault(name, "was changed")
            if name in TAG_FILES:
                # Nothing stands above this file but the fingerprint, so its line may as well be what was changed.
                fault(TAG_MANIFEST, "does not fit %s: one of the two was changed" % name)
    for name in sorted(content.hashes):
        unlisted = name not in listed and name not in KEPT and (payload is not None or not name.startswith("data/"))
        if unlisted:
            fault(name, "was added")
    if not content.is_partial:
        _check_oxum(content, fault)
    return list(faults)


def _manifest(content: Content, name: str, fault: Fault, fault_missing: Callable[[str], None]) -> dict[str, str] | None:
    """What a manifest lists, or None where it cannot be read; it must be written in the one way that we write it."""
    raw = content.small.get(name)
    if raw is None:
        fault_missing(name)
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
    if "bag-info.txt" not in content.hashes:
        return
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
            print("  %s %s" % (shown(fault["file"]), fault["why"]), file=out)
    if verdict["note"]:
        print(verdict["note"], file=out)
    print("Fingerprint: %s" % (verdict["fingerprint"] or "none"), file=out)
    sys.stdout.write(out.getvalue())


def shown(name: str) -> str:
    """A name as plain ASCII on one line, so that none can pass for a line of ours, for another name, or steer a terminal."""
    escaped = name.replace("\\", "\\\\").encode("ascii", "backslashreplace").decode()
    return "".join("\\x%02x" % ord(c) if c < " " or c == "\x7f" else c for c in escaped) or "(a file without a name)"


if __name__ == "__main__":
    sys.exit(main())
