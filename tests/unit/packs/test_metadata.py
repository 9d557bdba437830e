"""Whether a picture or film says where it was taken: every place a phone writes it, and nothing else."""

from __future__ import annotations

import io
import struct

import pytest

from throughline.packs.metadata import has_position


def tiff(order: str = "<", *, gps: bool = True, count: int = 2) -> bytes:
    """A TIFF directory of one entry that points at a GPS directory (or at something else)."""
    mark = b"II*\x00" if order == "<" else b"MM\x00*"
    tag = 0x8825 if gps else 0x0110
    return mark + struct.pack(order + "IH HHII I H", 8, 1, tag, 4, 1, 26, 0, count)


def box(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I4s", 8 + len(content), kind) + content


JPEG = b"\xff\xd8\xff\xe1\x00\x40Exif\x00\x00"
SAYS = {
    "jpeg": JPEG + tiff(), "jpeg, other byte order": JPEG + tiff(">"), "tiff": tiff(), "png": b"\x89PNG\r\n\x1a\n" + b"\x00" * 40 + b"eXIf" + tiff(),
    "webp": b"RIFF\x00\x00\x00\x00WEBP" + b"\x00" * 5000 + b"EXIF\x1e\x00\x00\x00" + tiff(),
    "heic": box(b"ftyp", b"heic\x00\x00\x00\x00") + box(b"mdat", b"\x00" * 300_000 + b"\x00\x00\x00\x06Exif\x00\x00" + tiff(">")),
    "xmp": b"\xff\xd8\xff\xe1http\x00<x exif:GPSLatitude='51,30N'/>",
    "film": box(b"ftyp", b"mp42") + box(b"mdat", b"\x00" * 4_000_000) + box(b"moov", box(b"udta", b"\x00\x00\x00\x20\xa9xyz+51.5-000.1/")),
    "film with a long box": box(b"ftyp", b"qt  ") + struct.pack(">I4sQ", 1, b"mdat", 16 + 99) + b"\x00" * 99 + box(b"moov", b"com.apple.quicktime.location.ISO6709"),
}  # fmt: skip
SAYS_NOT = {
    "nothing": b"", "short": b"\xff\xd8", "text": b"Exif\x00\x00" + tiff(), "jpeg without": JPEG + tiff(gps=False), "empty directory": JPEG + tiff(count=0),
    "cut short": JPEG + tiff()[:20], "points far out": JPEG + b"II*\x00\xff\xff\xff\xff", "film without": box(b"ftyp", b"mp42") + box(b"moov", b"\x00" * 50),
    "film of no size": box(b"ftyp", b"mp42") + b"\x00\x00\x00\x00mdat" + b"\xa9xyz" * 9, "film that goes back": box(b"ftyp", b"mp42") + b"\x00\x00\x00\x02free" + b"\x00" * 99,
}  # fmt: skip


class Forwards(io.RawIOBase):
    """A stream that cannot step back, as those out of a zip."""

    def __init__(self, content: bytes) -> None:
        self._stream = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._stream.readinto(buffer)


@pytest.mark.parametrize("name", SAYS)
def test_a_place_is_found_wherever_it_is_written(name: str) -> None:
    assert has_position(io.BytesIO(SAYS[name]))
    assert has_position(io.BufferedReader(Forwards(SAYS[name])))


@pytest.mark.parametrize("name", SAYS_NOT)
def test_nothing_else_is_taken_for_one(name: str) -> None:
    assert not has_position(io.BytesIO(SAYS_NOT[name]))
