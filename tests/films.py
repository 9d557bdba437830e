"""A small film, made here: WebM whose every picture is a key frame, with the index that winding on needs.

A WebP picture holds one VP8 key frame, so Pillow is all the encoder there has to be. Element names and ids are those of
RFC 8794 (EBML) and RFC 9559 (Matroska).
"""

from __future__ import annotations

import io
import random
import struct

from PIL import Image

SECONDS_A_PICTURE = 1


def film(*, pictures: int = 160, size: tuple[int, int] = (640, 480)) -> bytes:
    """A film of that many seconds, one picture a second, of noise: it packs badly, so that the film is more than a browser
    takes ahead of what it shows."""
    different = [_frame(number, size) for number in range(3)]
    frames = [different[number % 3] for number in range(pictures)]
    info = _element(
        0x1549A966,
        _number(0x2AD7B1, 1_000_000),
        _element(0x4489, struct.pack(">d", 1000.0 * pictures)),
        _text(0x4D80, "tests"),
        _text(0x5741, "tests"),
    )
    video = _element(0xE0, _number(0xB0, size[0]), _number(0xBA, size[1]))
    track = _element(
        0xAE, _number(0xD7, 1), _number(0x73C5, 1), _number(0x83, 1), _number(0x9C, 0), _text(0x86, "V_VP8"), video
    )
    tracks = _element(0x1654AE6B, track)
    clusters = [_cluster(number, frame) for number, frame in enumerate(frames)]
    length = len(_cues([0] * pictures))
    start, places = len(info) + len(tracks) + length, []
    for cluster in clusters:
        places.append(start)
        start += len(cluster)
    segment = _element(0x18538067, info, tracks, _cues(places), *clusters)
    return (
        _element(0x1A45DFA3, _number(0x4286, 1), _text(0x4282, "webm"), _number(0x4287, 4), _number(0x4285, 2))
        + segment
    )


def _frame(number: int, size: tuple[int, int]) -> bytes:
    noise = random.Random(number).randbytes(size[0] * size[1] * 3)
    kept = io.BytesIO()
    Image.frombytes("RGB", size, noise).save(kept, "WEBP", quality=60, method=0)
    webp = kept.getvalue()
    at = webp.index(b"VP8 ")
    (length,) = struct.unpack_from("<I", webp, at + 4)
    return webp[at + 8 : at + 8 + length]


def _cluster(number: int, frame: bytes) -> bytes:
    block = _element(0xA3, b"\x81\x00\x00\x80" + frame)
    return _element(0x1F43B675, _fixed(0xE7, 1000 * number), block)


def _cues(places: list[int]) -> bytes:
    points = [
        _element(0xBB, _fixed(0xB3, 1000 * at), _element(0xB7, _number(0xF7, 1), _fixed(0xF1, place)))
        for at, place in enumerate(places)
    ]
    return _element(0x1C53BB6B, *points)


def _element(id: int, *parts: bytes) -> bytes:
    content = b"".join(parts)
    return id.to_bytes((id.bit_length() + 7) // 8, "big") + (len(content) | 1 << 56).to_bytes(8, "big") + content


def _number(id: int, value: int) -> bytes:
    return _element(id, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def _fixed(id: int, value: int) -> bytes:
    return _element(id, value.to_bytes(8, "big"))


def _text(id: int, value: str) -> bytes:
    return _element(id, value.encode())
