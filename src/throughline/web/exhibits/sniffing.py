"""What a file is, by its first bytes: the name it came with and what a browser says of it count for nothing.

Only what is on this list is ever shown inside a page. All else, PDF among it, is only ever a download; HTML and SVG are
texts, and their source is what is shown.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from typing import Literal

HEAD_BYTES = 64
UNKNOWN = "application/octet-stream"
How = Literal["picture", "copied", "film", "sound", "text", "download"]


@dataclass(frozen=True, slots=True)
class Look:
    """How files of one type are shown, and how the name of a copy ends: `copied` is a picture that browsers do not know, shown
    as a JPEG copy."""

    how: How
    suffix: str


LOOKS: dict[str, Look] = {
    "image/jpeg": Look("picture", ".jpg"),
    "image/png": Look("picture", ".png"),
    "image/gif": Look("picture", ".gif"),
    "image/webp": Look("picture", ".webp"),
    "video/mp4": Look("film", ".mp4"),
    "video/webm": Look("film", ".webm"),
    "audio/mpeg": Look("sound", ".mp3"),
    "audio/ogg": Look("sound", ".ogg"),
    "audio/wav": Look("sound", ".wav"),
    "audio/mp4": Look("sound", ".m4a"),
    "audio/amr": Look("sound", ".amr"),
    "image/heic": Look("copied", ".heic"),
    "image/avif": Look("download", ".avif"),
    "text/plain": Look("text", ".txt"),
    "application/pdf": Look("download", ".pdf"),
    "application/zip": Look("download", ".zip"),
    UNKNOWN: Look("download", ".bin"),
}
_STARTS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"ID3", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"#!AMR", "audio/amr"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
)
_HEIC = (b"heic", b"heix", b"hevc", b"hevx", b"mif1", b"msf1")


def type_of(head: bytes) -> str:
    """The media type of a file with these first bytes (64 do; more tell a text more surely); `UNKNOWN` for whatever is not on the list."""
    for start, media_type in _STARTS:
        if head.startswith(start):
            return media_type
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], UNKNOWN)
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head[:HEAD_BYTES]:
        return "video/webm"
    if len(head) > 1 and head[0] == 0xFF and head[1] in (0xFB, 0xF3, 0xF2, 0xFA):
        return "audio/mpeg"
    return "text/plain" if _is_text(head) else UNKNOWN


def _is_text(head: bytes) -> bool:
    """True for the beginning of a text in UTF-8, cut off anywhere: no control character but those that part lines."""
    try:
        letters = codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return False
    return bool(head) and all(letter >= " " or letter in "\t\r\n\f" for letter in letters)


def _of_brand(brand: bytes) -> str:
    """The media type of a file of the MP4 family (ISO 14496-12, section 4.3) by its brand."""
    if brand in _HEIC:
        return "image/heic"
    if brand in (b"avif", b"avis"):
        return "image/avif"
    return "audio/mp4" if brand in (b"M4A ", b"M4B ") else "video/mp4"


def look_of(media_type: str) -> Look:
    """How a file of that type is shown."""
    return LOOKS.get(media_type, LOOKS[UNKNOWN])
