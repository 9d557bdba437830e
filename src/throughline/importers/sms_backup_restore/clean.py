"""The bytes of a backup made fit for an XML parser, a mebibyte at a time.

Three things in real backups stop every parser: emoji written as two character references (`&#55357;&#56833;`), references
to control characters, and raw control bytes. And a video is one attribute of base64 that may be larger than memory. So:
pairs become the character they mean; what is no character becomes U+FFFD, and is counted; a long `data` attribute of
base64 is left out. The original keeps all of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

BLOCK_BYTES = 2**20
_HALF = rb"(?:[xX][dD][89a-fA-F][0-9a-fA-F]{2}|5[5-7]\d{3});"
_ODD = re.compile(
    rb"&#" + _HALF + rb"(?:&#" + _HALF + rb")*|&#(?:x0*[0-9a-fA-F]{1,2}|0*\d{1,2}|6553[45]|x[fF]{3}[eEfF]);"
)
_CONTROL = bytes(number for number in range(32) if number not in (9, 10, 13))
_RAW_CONTROL = re.compile(b"[" + re.escape(_CONTROL) + b"]")
_REFERENCE = re.compile(rb"&#([xX]?)([0-9a-fA-F]+);")
_MEDIA = re.compile(rb"""\sdata=(["'])(?=[A-Za-z0-9+/=\s]{4096})""")
_REPLACEMENT = "\ufffd".encode()
_TAIL_BYTES = 8192
"""How much is held back at the end of a block, so that nothing looked for is cut in two."""


@dataclass(slots=True)
class Cleaned:
    """What was changed on the way: characters replaced, and bytes of media left out."""

    replaced: int = 0
    media_bytes: int = 0


def clean_blocks(stream: IO[bytes], told: Cleaned) -> Iterator[bytes]:
    """The bytes of a stream as the parser can take them; `told` counts what was changed."""
    held, quote = b"", b""
    while block := stream.read(BLOCK_BYTES):
        held += block
        ready, before = bytearray(), b""
        while len(held) > _TAIL_BYTES and held != before:
            before = held
            held, quote = _step(held, quote, ready, told)
        yield _without_odd(bytes(ready), told)
    while held:
        ready = bytearray()
        held, quote = _step(held, quote, ready, told, is_last=True)
        yield _without_odd(bytes(ready), told)


def _step(held: bytes, quote: bytes, ready: bytearray, told: Cleaned, *, is_last: bool = False) -> tuple[bytes, bytes]:
    """Move bytes from `held` to `ready`: up to the next media attribute, or through one. Gives what is still held, and the
    quote that ends the attribute it is in."""
    if quote:
        end = held.find(quote)
        told.media_bytes += len(held) if end < 0 else end
        return (b"", quote) if end < 0 else (held[end:], b"")
    media = _MEDIA.search(held)
    if media is not None:
        ready += held[: media.end()]
        return held[media.end() :], media[1]
    cut = len(held) if is_last else _safe_cut(held)
    ready += held[:cut]
    return held[cut:], b""


def _safe_cut(held: bytes) -> int:
    """Where to cut so that no reference, and no beginning of a media attribute, is in two."""
    cut = len(held) - _TAIL_BYTES
    reference = held.rfind(b"&", max(0, cut - 64), cut)
    return reference if reference >= 0 else cut


def _without_odd(block: bytes, told: Cleaned) -> bytes:
    if b"&#" in block:
        block = _ODD.sub(lambda found: _characters(found[0], told), block)
    if len(block.translate(None, _CONTROL)) == len(block):
        return block
    mended, count = _RAW_CONTROL.subn(_REPLACEMENT, block)
    told.replaced += count
    return mended


def _characters(references: bytes, told: Cleaned) -> bytes:
    """The characters that a run of references means: pairs of halves as one, the rest as it is or replaced."""
    numbers = [int(digits, 16 if is_hex else 10) for is_hex, digits in _REFERENCE.findall(references)]
    out, index = b"", 0
    while index < len(numbers):
        number = numbers[index]
        following = numbers[index + 1] if index + 1 < len(numbers) else 0
        index += 1
        if 0xD800 <= number < 0xDC00 <= following < 0xE000:
            out += chr(0x10000 + ((number - 0xD800) << 10) + following - 0xDC00).encode()
            index += 1
        elif (number < 32 and number not in (9, 10, 13)) or 0xD800 <= number < 0xE000 or number in (0xFFFE, 0xFFFF):
            out += _REPLACEMENT
            told.replaced += 1
        else:
            out += b"&#%d;" % number
    return out
