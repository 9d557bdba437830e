"""What a photograph holds beside the picture: whether it says where it was taken. Read only, and only as far as that."""

from __future__ import annotations

import struct

_GPS_TAG = 0x8825
_EXIF = b"Exif\x00\x00"


def has_position(head: bytes) -> bool:
    """True when a JPEG's Exif block has a GPS directory with anything in it. `head` is the beginning of the file.

    Anything else, and anything damaged, gives False: this warns, it does not clear.
    """
    start = head.find(_EXIF, 0, 256 * 1024)
    if not head.startswith(b"\xff\xd8") or start < 0:
        return False
    tiff = head[start + len(_EXIF) :]
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return False
    try:
        (first,) = struct.unpack_from(order + "I", tiff, 4)
        pointer = _pointer(tiff, order, first)
        return pointer is not None and struct.unpack_from(order + "H", tiff, pointer)[0] > 0
    except struct.error:
        return False


def _pointer(tiff: bytes, order: str, directory: int) -> int | None:
    (count,) = struct.unpack_from(order + "H", tiff, directory)
    for index in range(min(count, 512)):
        tag, _, _, value = struct.unpack_from(order + "HHII", tiff, directory + 2 + 12 * index)
        if tag == _GPS_TAG:
            return int(value)
    return None
