"""The short way through a message as nearly every program writes it: fields in ASCII, parameters in their usual form,
every boundary in its place.

Gives exactly what `parts.parse` gives, or None where anything is out of the ordinary (a property test compares the two).
"""

from __future__ import annotations

import re
from functools import lru_cache

from throughline.importers.mail.parts import MOST_PARTS, SHOWN_KINDS, Headers, Parsed, Part

_FIELDS = re.compile(r"([!-9;-~]+):([^\n]*(?:\n[ \t][^\n]*)*)\n")
_TYPE = re.compile(r"[A-Za-z]+/[A-Za-z0-9.+-]+")
_PARAMETER = re.compile(r';\s*([A-Za-z-]+)=("[^"\\\n]*"|[^\s"\';\\<>]+)\s*')
_DEEPEST = 20


def parse(content: bytes) -> Parsed | None:
    """A message, its lines ending in LF, or None where only the careful way will do."""
    if b"\r" in content:
        return None
    split = _split_head(content)
    if split is None:
        return None
    headers, body = split
    parts: list[Part] = []
    if not _add_parts(parts, headers, body, 0, None) or len(parts) > MOST_PARTS:
        return None
    return Parsed(headers, tuple(parts))


def _split_head(content: bytes) -> tuple[Headers, bytes] | None:
    end = content.find(b"\n\n") + 1
    if not end:
        return None
    try:
        head = content[:end].decode("ascii")
    except UnicodeDecodeError:
        return None
    headers: Headers = {}
    length = 0
    for name, value in _FIELDS.findall(head):
        length += len(name) + len(value) + 2
        headers.setdefault(name.lower(), []).append(value.lstrip(" \t").rstrip("\n"))
    return (headers, content[end + 1 :]) if length == len(head) else None


def _add_parts(parts: list[Part], headers: Headers, body: bytes, depth: int, alternative: int | None) -> bool:
    """Add the parts that hold something; False where the careful way must be taken."""
    described = _described(headers.get("content-type", ["text/plain"])[0])
    disposed = _described(headers.get("content-disposition", ["inline"])[0])
    if described is None or disposed is None or depth > _DEEPEST:
        return False
    kind, parameters = described
    if kind.startswith("multipart/"):
        if alternative is None and kind == "multipart/alternative":
            alternative = len(parts)
        return kind != "multipart/digest" and _add_pieces(
            parts, parameters.get("boundary", ""), body, depth, alternative
        )
    disposition, more = disposed
    name = more.get("filename", parameters.get("name"))
    is_attached = disposition == "attachment"
    is_shown = name is None and not is_attached and kind in SHOWN_KINDS
    charset = parameters.get("charset") or "utf-8"
    encoding = headers.get("content-transfer-encoding", [""])[0]
    name = None if name is None else name.strip()
    parts.append(Part(kind, name, is_attached, charset, encoding, body if is_shown else b"", alternative))
    return True


def _add_pieces(parts: list[Part], boundary: str, body: bytes, depth: int, alternative: int | None) -> bool:
    if not boundary or boundary != boundary.strip():
        return False
    pieces = (b"\n" + body).split(b"\n--" + boundary.encode("ascii"))[1:]
    for number, piece in enumerate(pieces):
        if piece.startswith(b"--"):
            return number > 0 and not piece[2:].partition(b"\n")[0].strip(b" \t")
        rest, newline, content = piece.partition(b"\n")
        if rest or not newline:
            return False
        split = ({}, content[1:]) if content.startswith(b"\n") else _split_head(content)
        if split is None or not _add_parts(parts, *split, depth + 1, alternative):
            return False
    return False


@lru_cache(maxsize=4096)
def _described(value: str) -> tuple[str, dict[str, str]] | None:
    """The first word of a field in lower case, and its parameters; None where it is not in its usual form."""
    word, _, _ = value.partition(";")
    end = len(word)
    parameters: dict[str, str] = {}
    while match := _PARAMETER.match(value, end):
        parameters.setdefault(match[1].lower(), match[2].strip('"'))
        end = match.end()
    word = word.strip().lower()
    is_usual = value[end:].strip() in ("", ";") and (word in ("inline", "attachment") or _TYPE.fullmatch(word))
    return (word, parameters) if is_usual else None
