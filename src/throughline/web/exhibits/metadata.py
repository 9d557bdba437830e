"""What a picture says of itself, and a copy of it that says nothing beside the picture."""

from __future__ import annotations

import io
import struct
from dataclasses import dataclass
from datetime import datetime

from PIL import Image, ImageOps

from throughline.domain.errors import InputError
from throughline.packs.metadata import has_position
from throughline.vault.files import SealedFile
from throughline.web.cases.storage import plain_stream
from throughline.web.exhibits.heic import MOST_BYTES, NoCopy, as_jpeg

MOST_POINTS = 90_000_000
"""Points of the largest picture that is opened: about 270 MB once unpacked, so that a small file cannot fill the memory."""
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/gif": "GIF", "image/webp": "WEBP"}
HEIC = "image/heic"
CLEANABLE = frozenset({*FORMATS, HEIC})
"""The types of which a copy without hidden details can be made."""
_EXIF, _TAKEN, _TAKEN_BY_FILE, _MAKE, _MODEL = 0x8769, 0x9003, 0x0132, 0x010F, 0x0110  # tags of Exif 2.32
_FAULTS = (OSError, ValueError, SyntaxError, KeyError, struct.error, OverflowError, Image.DecompressionBombError)
_LONGEST_WORD = 80


@dataclass(frozen=True, slots=True)
class Facts:
    """What a file says of itself. What it does not say is None; `has_place` is whether it was seen to say where."""

    has_place: bool
    width: int | None = None
    height: int | None = None
    taken: str | None = None
    camera: str | None = None


def told_by(sealed: SealedFile, media_type: str) -> Facts:
    """What an original says of itself; of a damaged one, whatever can be read."""
    has_place = has_position(plain_stream(sealed))
    if media_type not in FORMATS:
        return Facts(has_place)
    try:
        with Image.open(plain_stream(sealed), formats=[FORMATS[media_type]]) as picture:
            exif = picture.getexif()
            taken = exif.get_ifd(_EXIF).get(_TAKEN) or exif.get(_TAKEN_BY_FILE)
            maker = " ".join(filter(None, (_word(exif.get(_MAKE)), _word(exif.get(_MODEL)))))
            return Facts(has_place, *picture.size, taken=_day_told(_word(taken)) or None, camera=maker or None)
    except _FAULTS:
        return Facts(has_place)


def _day_told(text: str) -> str:
    """A moment as EXIF writes it (2026:03:01 19:40:00, in whatever zone the camera was set to), as people say it; else as it is."""
    try:
        taken = datetime.strptime(text, "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 (it names no zone)
    except ValueError:
        return text
    return f"{taken.day} {taken:%B %Y, %H:%M:%S}"


def _word(value: object) -> str:
    text = value if isinstance(value, str) else ""
    return "".join(letter for letter in text if letter.isprintable()).strip()[:_LONGEST_WORD]


def cleaned_copy(sealed: SealedFile, media_type: str) -> tuple[bytes, str]:
    """A picture again, its points alone: no place, no time, no camera. Gives its bytes and its media type: JPEG for JPEG,
    PNG for all else, the first picture where it moves. Raises InputError where there is no picture, or too large a one."""
    if media_type == HEIC:
        return _of_heic(sealed), "image/jpeg"
    if media_type not in FORMATS:
        raise InputError("Only a JPEG, PNG, GIF, WebP or HEIC picture can be copied without its hidden details.")
    try:
        with Image.open(plain_stream(sealed), formats=[FORMATS[media_type]]) as picture:
            if picture.width * picture.height > MOST_POINTS:
                raise _too_large()
            ImageOps.exif_transpose(picture, in_place=True)
            return _again(picture, is_jpeg=media_type == "image/jpeg")
    except Image.DecompressionBombError:
        raise _too_large() from None
    except _FAULTS:
        raise _damaged() from None


def _of_heic(sealed: SealedFile) -> bytes:
    try:
        return as_jpeg(sealed.read_at(0, MOST_BYTES + 1))
    except NoCopy as none:
        if none.is_too_large:
            raise InputError("This picture is too large to copy here; the original is kept as it is.") from None
        raise _damaged() from None


def _damaged() -> InputError:
    return InputError("This picture is damaged and cannot be copied; the original is kept as it is.")


def _too_large() -> InputError:
    return InputError(
        f"This picture has more than {MOST_POINTS:,} points, too many to copy here; the original is kept as it is."
    )


def _again(picture: Image.Image, *, is_jpeg: bool) -> tuple[bytes, str]:
    """Paint the points on an empty picture: what is written can hold nothing else."""
    has_alpha = not is_jpeg and picture.has_transparency_data
    mode = "RGBA" if has_alpha else "RGB"
    empty = Image.new(mode, picture.size)
    empty.paste(picture if picture.mode == mode else picture.convert(mode))
    copy = io.BytesIO()
    if is_jpeg:
        empty.save(copy, "JPEG", quality=92, optimize=True)
        return copy.getvalue(), "image/jpeg"
    empty.save(copy, "PNG")
    return copy.getvalue(), "image/png"
