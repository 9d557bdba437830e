"""The words of one message: headers decoded, the body as plain text, and the names of what is attached.

Charsets that no decoder knows, bytes above 127 in headers, transfer encodings that do not hold: nothing is guessed in
silence. What had to be read in another charset than the message names says so, and the original keeps the bytes.
"""

from __future__ import annotations

import binascii
import codecs
import re
from dataclasses import dataclass

from throughline.importers.mail.html_words import text_of_html
from throughline.importers.mail.mbox import LEFT_OUT
from throughline.importers.mail.parts import SHOWN_KINDS, Parsed, Part

_CHARSETS = {"ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "x-sjis": "cp932", "shift_jis": "cp932", "gb2312": "gb18030",
             "gbk": "gb18030", "unicode-1-1-utf-7": "utf-7", "iso-8859-8-i": "iso-8859-8", "us-ascii": "utf-8",
             "ascii": "utf-8", "iso-8859-1": "cp1252", "latin1": "cp1252"}  # fmt: skip
_NOT_OF_MAIL = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Codecs of Python that no mail program writes; some take minutes on a hostile text."""
_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?((?:[^?=]|=(?!\?[^=])|\?(?!=))*+)\?=")
_MOST_CHARACTERS = 65536
_FOLD = re.compile(r"[\r\n]+")
_SURROGATE = re.compile("[\udc80-\udcff]")
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s]*={0,2}\s*")
_BASE64_LINE = re.compile(rb"[ \t]*[A-Za-z0-9+/]*={0,2}[ \t\r]*")
_ENCODING = re.compile(r"[\w-]*")


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a message, its attachments by name, and whether all of it was read, in the charset it names."""

    text: str
    attachments: tuple[str, ...]
    is_whole: bool


def header_text(value: str) -> str:
    """A header's words: encoded words decoded, folds undone, raw bytes read as UTF-8 or else Windows-1252."""
    return encoded_words(unfolded(value))


def unfolded(value: str) -> str:
    """A header on one line, as it was written otherwise; raw bytes read. Of a monstrous one, the beginning."""
    if len(value) > _MOST_CHARACTERS:
        value = value[:_MOST_CHARACTERS] + "…"
    if not value.isascii() and _SURROGATE.search(value):
        value, _ = decoded(value.encode("utf-8", "surrogateescape"), "utf-8")
    if "\0" in value:
        value = value.replace(LEFT_OUT.decode(), "…")
    if "\n" in value or "\r" in value:
        value = " ".join(line.strip() for line in _FOLD.split(value))
    return value.strip()


def encoded_words(value: str) -> str:
    """Text with its encoded words (RFC 2047) read. Those of one charset side by side are one text, for programs cut
    inside characters; a word that is not as the standard has it stays as it was written."""
    if "=?" not in value:
        return value
    pieces: list[str | tuple[bytes, str]] = []
    end = 0
    for word in _WORD.finditer(value):
        content = _unescaped_word(word[3], word[2])
        if content is None:
            continue
        gap, charset = value[end : word.start()], word[1].lower()
        end = word.end()
        before = pieces[-1] if pieces else ""
        if gap and (isinstance(before, str) or not gap.isspace()):
            pieces.append(gap)
        elif isinstance(before, tuple) and before[1] == charset:
            pieces[-1] = (before[0] + content, charset)
            continue
        pieces.append((content, charset))
    pieces.append(value[end:])
    text = "".join(piece if isinstance(piece, str) else decoded(*piece)[0] for piece in pieces)
    return _FOLD.sub(" ", text)  # a word can hold a line's end, a header cannot


def _unescaped_word(word: str, encoding: str) -> bytes | None:
    try:
        if encoding in "qQ":
            return binascii.a2b_qp(word.encode("ascii").replace(b" ", b"_"), header=True)
        content, is_right = _from_base64((word + "=" * (-len(word) % 4)).encode("ascii"))
    except (ValueError, UnicodeEncodeError):
        return None
    return content if is_right else None


def read_words(message: Parsed) -> Words:
    """The plain text of a message, or its HTML as text, and what is attached."""
    attachments: list[str] = []
    shown: list[Part] = []
    for part in message.parts:
        if part.kind == "message/rfc822":
            attachments.append(_file_name(part) or "attached message")
        elif part.name is not None or part.is_attached or part.kind not in SHOWN_KINDS:
            attachments.append(_file_name(part) or part.kind)
        else:
            shown.append(part)
    texts, is_right = _read_shown(shown)
    text = "\n".join(texts).replace("\r\n", "\n").rstrip("\n")
    return Words(text, tuple(attachments), is_right and message.is_whole)


def _read_shown(parts: list[Part]) -> tuple[list[str], bool]:
    """The texts in their order; of alternatives the plain one, unless it is empty."""
    read = {number: _read_part(part) for number, part in enumerate(parts) if part.kind == "text/plain"}
    in_plain_text = {parts[number].alternative for number, (text, _) in read.items() if text.strip()}
    for number, part in enumerate(parts):
        if part.kind == "text/html" and (part.alternative is None or part.alternative not in in_plain_text):
            html, is_right = _read_part(part)
            read[number] = text_of_html(html), is_right
    texts = [read[number] for number in sorted(read)]
    said = [text for text, _ in texts if text.strip()] if len(texts) > 1 else [text for text, _ in texts]
    return said, all(is_right for _, is_right in texts)


def _file_name(part: Part) -> str | None:
    if part.name is None:
        return None
    return header_text(part.name).replace("/", "_").replace("\\", "_") or "attachment"


def _read_part(part: Part) -> tuple[str, bool]:
    content, is_encoded_right = _transfer_decoded(part.content, part.encoding)
    text, is_known = decoded(content, part.charset)
    return text, is_encoded_right and is_known


def _transfer_decoded(content: bytes, encoding: str) -> tuple[bytes, bool]:
    """The bytes of a text, and whether they are whole and were encoded as the message says."""
    is_whole = LEFT_OUT not in content
    content = content.replace(LEFT_OUT, b"")
    named = _ENCODING.match(encoding.strip().lower())
    word = named[0] if named else ""
    if word == "quoted-printable":
        return binascii.a2b_qp(content), is_whole
    if word == "base64":
        content, is_right = _from_base64(content)
        return content, is_whole and is_right
    if word in ("x-uuencode", "uuencode", "uue", "x-uue"):
        content, is_right = _from_uuencoded(content)
        return content, is_whole and is_right
    return content, is_whole


def _from_base64(content: bytes) -> tuple[bytes, bool]:
    """Base64 as far as it goes, and what stands behind it as it is; False where something does, or a piece is cut."""
    behind = b""
    if _BASE64.fullmatch(content) is None:
        lines = content.split(b"\n")
        end = next((number for number, line in enumerate(lines) if not _BASE64_LINE.fullmatch(line)), len(lines))
        content, behind = b"\n".join(lines[:end]), b"\n".join(lines[end:])
    written = content.translate(None, b" \t\r\n")
    letters, _, more = written.partition(b"=")
    is_right = not behind.strip() and not more.strip(b"=") and len(written) % 4 == 0
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    found = binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))
    return (found + b"\n" + behind if found and behind else found or behind), is_right


def _from_uuencoded(content: bytes) -> tuple[bytes, bool]:
    lines = content.splitlines()
    starts = [number for number, line in enumerate(lines) if line.startswith(b"begin ")]
    if not starts:
        return content, False
    pieces: list[bytes] = []
    for line in lines[starts[0] + 1 :]:
        if line.strip() == b"end":
            return b"".join(pieces), True
        try:
            pieces.append(binascii.a2b_uu(line))
        except binascii.Error:
            return content, False
    return b"".join(pieces), False


def decoded(content: bytes, charset: str) -> tuple[str, bool]:
    """The text of some bytes, and whether it is known to be right."""
    named = charset.strip("\"' ").lower()
    named = _CHARSETS.get(named, named)
    for candidate in (named, "utf-8") if named == "utf-8" or _is_of_mail(named) else ("utf-8",):
        try:
            return content.decode(candidate), True
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return content.decode("cp1252" if not content.translate(None, _IN_WINDOWS_1252) else "latin-1"), False


_IN_WINDOWS_1252 = bytes(range(256)).translate(None, b"\x81\x8d\x8f\x90\x9d")


def _is_of_mail(charset: str) -> bool:
    try:
        return codecs.lookup(charset).name not in _NOT_OF_MAIL
    except (LookupError, ValueError):
        return False
