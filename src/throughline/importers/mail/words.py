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
from throughline.importers.mail.parts import Parsed, Part

_CHARSETS = {"ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "x-sjis": "cp932", "shift_jis": "cp932", "gb2312": "gb18030",
             "gbk": "gb18030", "unicode-1-1-utf-7": "utf-7", "iso-8859-8-i": "iso-8859-8", "us-ascii": "utf-8",
             "ascii": "utf-8", "iso-8859-1": "cp1252", "latin1": "cp1252"}  # fmt: skip
_NOT_OF_MAIL = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape", "undefined"})
"""Codecs of Python that no mail program writes; some take minutes on a hostile text."""
_WORD = re.compile(r"=\?([^?\s*]+)(?:\*[^?\s]*)?\?([bBqQ])\?((?:[^?=]|=(?!\?[^=])|\?(?!=))*+)\?=")
_FOLD = re.compile(r"[\r\n]+")
_SURROGATE = re.compile("[\udc80-\udcff]")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")
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
    """A header on one line, as it was written otherwise; raw bytes read."""
    if not value.isascii() and _SURROGATE.search(value):
        value, _ = decoded(value.encode("utf-8", "surrogateescape"), "utf-8")
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
    return "".join(piece if isinstance(piece, str) else decoded(*piece)[0] for piece in pieces)


def _unescaped_word(word: str, encoding: str) -> bytes | None:
    try:
        if encoding in "qQ":
            return binascii.a2b_qp(word.encode("ascii").replace(b" ", b"_"), header=True)
        content, is_right = _from_base64(word.encode("ascii"))
    except (ValueError, UnicodeEncodeError):
        return None
    return content if is_right else None


def read_words(message: Parsed) -> Words:
    """The plain text of a message, or its HTML as text, and what is attached."""
    attachments: list[str] = []
    shown: dict[str, list[Part]] = {"text/plain": [], "text/html": []}
    for part in message.parts:
        if part.kind == "message/rfc822":
            attachments.append(_file_name(part) or "attached message")
        elif part.name is not None or part.is_attached or part.kind not in shown:
            attachments.append(_file_name(part) or part.kind)
        else:
            shown[part.kind].append(part)
    text, is_right = _read_parts(shown["text/plain"])
    if shown["text/html"] and not text.strip():
        html, is_right = _read_parts(shown["text/html"])
        text = text_of_html(html)
    return Words(text.replace("\r\n", "\n").rstrip("\n"), tuple(attachments), is_right and message.is_whole)


def _file_name(part: Part) -> str | None:
    if part.name is None:
        return None
    return header_text(part.name).replace("/", "_").replace("\\", "_") or "attachment"


def _read_parts(parts: list[Part]) -> tuple[str, bool]:
    texts, is_right = [], True
    for part in parts:
        content, is_encoded_right = _transfer_decoded(part.content, part.encoding)
        text, is_known = decoded(content, part.charset)
        texts.append(text)
        is_right &= is_encoded_right and is_known
    return "\n".join(texts), is_right


def _transfer_decoded(content: bytes, encoding: str) -> tuple[bytes, bool]:
    """The bytes of a text, and whether they are whole and were encoded as the message says."""
    is_whole = LEFT_OUT not in content
    content = content.replace(LEFT_OUT, b"\n") if not is_whole else content
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
    """Base64 as far as it goes: what follows its end, or a last piece that is cut, is told by False."""
    written = content.translate(None, b" \t\r\n")
    body, _, behind = written.partition(b"=")
    letters = _NOT_BASE64.sub(b"", body)
    is_right = letters == body and not behind.strip(b"=") and len(written) % 4 == 0
    if len(letters) % 4 == 1:
        letters, is_right = letters[:-1], False
    return binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)), is_right


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
