"""What a photograph or film holds beside the picture: whether it says where it was taken. Read only, and only as far as that.

It knows Exif in JPEG, HEIC, AVIF, PNG, WebP and TIFF, XMP text in any of them, and the place in an MP4 or QuickTime film.
"""

from __future__ import annotations

import re
import struct
from typing import IO

_GPS_TAG = 0x8825
_TIFF = re.compile(rb"(?:Exif\x00\x00|eXIf|EXIF....(?:Exif\x00\x00)?)(?=II\*\x00|MM\x00\*)", re.DOTALL)
_XMP = b"exif:GPSLatitude"
_FILM_PLACES = (b"\xa9xyz", b"com.apple.quicktime.location.ISO6709", b"loci")
_IMAGES = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF", b"II*\x00", b"MM\x00*")
_MOST_OF_AN_IMAGE_BYTES = 32 * 2**20
_MOST_OF_A_BOX_BYTES = 16 * 2**20
_MOST_BOXES = 10_000


def has_position(stream: IO[bytes]) -> bool:
    """True when a picture or film says where it was taken. The stream stands at its beginning.

    Anything else, and anything damaged, gives False: this warns, it does not clear.
    """
    head = stream.read(12)
    if len(head) < 12:
        return False
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif", b"hevc"):
        return _picture_has_position(head + stream.read(_MOST_OF_AN_IMAGE_BYTES))
    if head[4:8] in (b"ftyp", b"moov", b"mdat", b"wide", b"free"):
        return _film_has_position(stream, head)
    if head.startswith(_IMAGES):
        return _picture_has_position(head + stream.read(_MOST_OF_AN_IMAGE_BYTES))
    return False


def _picture_has_position(picture: bytes) -> bool:
    starts = [found.end() for found in _TIFF.finditer(picture)]
    if picture.startswith((b"II*\x00", b"MM\x00*")):
        starts.append(0)
    return _XMP in picture or any(_has_gps(memoryview(picture)[start:]) for start in starts)


def _has_gps(tiff: memoryview) -> bool:
    order = "<" if tiff[0] == ord("I") else ">"
    try:
        (directory,) = struct.unpack_from(order + "I", tiff, 4)
        (count,) = struct.unpack_from(order + "H", tiff, directory)
        for index in range(min(count, 512)):
            tag, _, _, value = struct.unpack_from(order + "HHII", tiff, directory + 2 + 12 * index)
            if tag == _GPS_TAG:
                return bool(struct.unpack_from(order + "H", tiff, value)[0] > 0)
    except struct.error:
        return False
    return False


def _film_has_position(stream: IO[bytes], head: bytes) -> bool:
    """Walk the boxes of a film (ISO 14496-12, section 4.2): its index says the place; the pictures are stepped over."""
    for _ in range(_MOST_BOXES):
        if len(head) < 8:
            return False
        size, kind = struct.unpack(">I4s", head[:8])
        if size == 1:
            head += stream.read(16 - len(head))
            size = int.from_bytes(head[8:16], "big")
        left = (size or _MOST_OF_A_BOX_BYTES) - len(head)
        if kind in (b"moov", b"meta", b"udta"):
            box = stream.read(min(max(left, 0), _MOST_OF_A_BOX_BYTES))
            if any(place in box for place in _FILM_PLACES):
                return True
            left -= len(box)
        if left < 0 or size == 0:
            return False
        _step_over(stream, left)
        head = stream.read(8)
    return False


def _step_over(stream: IO[bytes], left: int) -> None:
    if stream.seekable():
        stream.seek(left, 1)
        return
    while left > 0:
        block = stream.read(min(left, 2**20))
        if not block:
            return
        left -= len(block)
