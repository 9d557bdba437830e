"""The bytes of a backup made fit for an XML parser, a block at a time.

What real backups hold and every parser refuses: emoji written as two character references (`&#55357;&#56833;`), references
to control characters, raw control bytes, and bytes that are no UTF-8. And a video is one attribute of base64 that may be
larger than memory. So: pairs become the character they mean; what is no character becomes U+FFFD, and is counted; a long
`data` attribute of base64 is left out. The original keeps all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from throughline.domain.errors import HostileInput

_TAIL_BYTES = 8192
"""How much is held back at the end of a block, so that nothing looked for is cut in two."""
MOST_TAG_BYTES = 2**26
_TOO_LONG = f"One message in the file is longer than {MOST_TAG_BYTES // 2**20} MB, which no phone writes; it was not read further."
_MEDIA = re.compile(rb"""data=(["'])(?=[A-Za-z0-9+/=\r\n]{4096})""")
_IN_PART = re.compile(rb"""<part(?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s+""")
_HALF = rb"(?:[xX]0*[dD][89a-fA-F][0-9a-fA-F]{2}|0*5[5-7]\d{3});"
_CONTROL_OR_TOO_LARGE = rb"(?:[xX]0*[0-9a-fA-F]{1,2}|0*\d{1,2}|0*6553[45]|[xX]0*[fF]{3}[eEfF]|[xX]0*[1-9a-fA-F][0-9a-fA-F]{5,}|0*[1-9]\d{6,});"
_ODD = re.compile(rb"&#" + _HALF + rb"(?:&#" + _HALF + rb")*|&#" + _CONTROL_OR_TOO_LARGE)
_REFERENCE = re.compile(rb"&#([xX]?)0*([0-9a-fA-F]+);")
_ENDS_IN_FIRST_HALF = re.compile(
    rb"&#(?:[xX]0*[dD][89abAB][0-9a-fA-F]{2}|0*(?:5529\d|55[3-9]\d\d|56[0-2]\d\d|563[01]\d));$"
)
_LONGEST_REFERENCE = 64
_MOST_DIGITS = 8
_CONTROL = bytes(number for number in range(32) if number not in (9, 10, 13))
_MARKED = bytes(0 if number in _CONTROL else number for number in range(256))
_RAW_CONTROL = re.compile(b"[" + re.escape(_CONTROL) + b"]")
_RAW_HALVES = re.compile(rb"(?:\xed[\xa0-\xbf][\x80-\xbf])+")
_REPLACEMENT = b"&#65533;"


@dataclass(slots=True)
class Cleaned:
    """What was changed on the way: characters replaced, and bytes of media left out."""

    replaced: int = 0
    media_bytes: int = 0


def clean_blocks(blocks: Iterable[bytes], told: Cleaned) -> Iterator[bytes]:
    """The blocks of a file as the parser can take them; `told` counts what was changed. Raises HostileInput where one tag
    is longer than can be held, its media left out."""
    held, quote, length = b"", b"", 0
    for block in chain(blocks, (None,)):
        is_last = block is None
        ready, held, quote = _without_media(held + (block or b""), quote, told, is_last=is_last)
        tag = ready.rfind(b"<")
        length = len(ready) - tag if tag >= 0 else length + len(ready)
        if length > MOST_TAG_BYTES:
            raise HostileInput(_TOO_LONG, code="E_LAYOUT")
        if ready:
            yield _without_odd(ready, told)


def _without_media(held: bytes, quote: bytes, told: Cleaned, *, is_last: bool) -> tuple[bytes, bytes, bytes]:
    """What of `held` is ready, what is held back, and the quote that will end the media attribute it stops in."""
    pieces: list[bytes] = []
    start = 0
    while True:
        if quote:
            end = held.find(quote, start)
            told.media_bytes += (len(held) if end < 0 else end) - start
            if end < 0:
                return b"".join(pieces), b"", quote
            start = end
        media = _next_media(held, start)
        if media is None:
            break
        pieces.append(held[start : media.end()])
        start, quote = media.end(), media[1]
    cut = len(held) if is_last else max(start, _safe_cut(held))
    pieces.append(held[start:cut])
    return b"".join(pieces), held[cut:], b""


def _next_media(held: bytes, start: int) -> re.Match[bytes] | None:
    """The next attribute of media: `data` of a `part`, and not the same letters in somebody's words."""
    while (start := held.find(b"data=", start)) >= 0:
        media = _MEDIA.match(held, start)
        if media is not None and _IN_PART.fullmatch(held, max(0, held.rfind(b"<", 0, start)), start):
            return media
        start += 1
    return None


def _safe_cut(held: bytes) -> int:
    """Where to cut so that no tag is in two, or at least no reference, pair of halves or character."""
    cut = max(0, len(held) - _TAIL_BYTES)
    tag = held.rfind(b"<", 0, cut)
    if tag > 0:
        return tag
    reference = held.rfind(b"&", max(0, cut - _LONGEST_REFERENCE), cut)
    if reference >= 0 and b";" not in held[reference:cut]:
        cut = reference
    half = _ENDS_IN_FIRST_HALF.search(held, max(0, cut - _LONGEST_REFERENCE), cut)
    if half is not None:
        return half.start()
    while cut and held[cut] & 0xC0 == 0x80:
        cut -= 1
    return cut


def _without_odd(block: bytes, told: Cleaned) -> bytes:
    if b"&#" in block:
        block = _ODD.sub(lambda found: _characters(found[0], told), block)
    if block.translate(_MARKED) != block:
        block, count = _RAW_CONTROL.subn(_REPLACEMENT, block)
        told.replaced += count
    return _in_utf8(block, told)


def _in_utf8(block: bytes, told: Cleaned) -> bytes:
    try:
        block.decode()
    except UnicodeDecodeError:
        paired = _RAW_HALVES.sub(_paired, block)
        mended = paired.decode("utf-8", "replace")
        told.replaced += mended.count("\ufffd") - block.count("\ufffd".encode())
        return mended.encode()
    return block


def _paired(halves: re.Match[bytes]) -> bytes:
    """Halves of pairs, each in three bytes, as the characters that the pairs mean."""
    units = halves[0].decode("utf-8", "surrogatepass").encode("utf-16-le", "surrogatepass")
    return units.decode("utf-16-le", "replace").encode()


def _characters(references: bytes, told: Cleaned) -> bytes:
    """The characters that a run of references means: pairs of halves as one, the rest as it is or replaced."""
    numbers = [
        int(digits, 16 if is_hex else 10) if len(digits) <= _MOST_DIGITS else 0
        for is_hex, digits in _REFERENCE.findall(references)
    ]
    out, index = b"", 0
    while index < len(numbers):
        number = numbers[index]
        following = numbers[index + 1] if index + 1 < len(numbers) else 0
        index += 1
        if 0xD800 <= number < 0xDC00 <= following < 0xE000:
            number = 0x10000 + ((number - 0xD800) << 10) + following - 0xDC00
            index += 1
        if not _is_character(number):
            out += _REPLACEMENT
            told.replaced += 1
        else:
            out += b"&#%d;" % number
    return out


def _is_character(number: int) -> bool:
    """True for what XML 1.0 calls a character (section 2.2)."""
    return (
        number in (9, 10, 13) or 0x20 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number <= 0x10FFFF
    )
