"""The words of one message: headers decoded, the body as plain text, and the names of what is attached.

Charsets that no decoder knows, bytes above 127 in headers, transfer encodings that do not hold: nothing is guessed in
silence. What had to be read as Latin-1 for want of better says so, and the original keeps the bytes.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.header import decode_header
from email.message import Message
from html import unescape
from html.parser import HTMLParser

_CHARSETS = {"ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "x-sjis": "cp932", "shift_jis": "cp932", "gb2312": "gb18030",
             "unicode-1-1-utf-7": "utf-7", "iso-8859-8-i": "iso-8859-8", "us-ascii": "utf-8", "ascii": "utf-8"}  # fmt: skip
_RAW_NAME = re.compile(r"""name\s*=\s*["']?([^"';\r\n]+)""")
_ESCAPED_FROM = re.compile(r"^>(>*From )", re.MULTILINE)
_BLOCKS = frozenset(
    ["p", "div", "br", "tr", "li", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "hr", "ul", "ol"]
)
_UNSEEN = frozenset({"script", "style", "head", "title"})
_MOST_PARTS = 2_000


@dataclass(frozen=True, slots=True)
class Words:
    """The text of a message, its attachments by name, and whether any of it was in no charset that is known."""

    text: str
    attachments: tuple[str, ...]
    is_whole: bool


def raw_headers(message: Message) -> dict[str, list[str]]:
    """Every header of a message by its name in lower case, as it was written; bytes above 127 as Python's escapes."""
    headers: dict[str, list[str]] = {}
    for name, value in message.raw_items():
        headers.setdefault(name.lower(), []).append(str(value))
    return headers


def header_text(value: str) -> str:
    """A header's words: encoded words decoded, folds undone, raw bytes read as UTF-8 or else Latin-1."""
    if any("\udc80" <= character <= "\udcff" for character in value):
        value, _ = _decoded(value.encode("utf-8", "surrogateescape"), "utf-8")
    return re.sub(r"\s*[\r\n]+\s*", " ", _encoded_words(value)).strip()


def _encoded_words(value: str) -> str:
    if "=?" not in value:
        return value
    try:
        pieces = decode_header(value)
    except (ValueError, LookupError):
        return value
    return "".join(
        piece if isinstance(piece, str) else _decoded(piece, charset or "utf-8")[0] for piece, charset in pieces
    )


def read_words(message: Message) -> Words:
    """The plain text of a message, or its HTML as text, and what is attached."""
    plain: list[str] = []
    html: list[str] = []
    attachments: list[str] = []
    is_whole = True
    for count, part in enumerate(_leaves(message)):
        if count >= _MOST_PARTS:
            is_whole = False
            break
        kind = part.get_content_type()
        name = _file_name(part)
        if kind == "message/rfc822":
            attachments.append(name or "attached message")
        elif name is not None or part.get_content_disposition() == "attachment":
            attachments.append(name or kind)
        elif kind in ("text/plain", "text/html"):
            text, is_known = _body(part)
            is_whole &= is_known
            (plain if kind == "text/plain" else html).append(text)
        elif part.get_content_maintype() != "multipart":
            attachments.append(kind)
    text = "\n".join(plain) if any(it.strip() for it in plain) else "\n".join(map(text_of_html, html))
    return Words(_ESCAPED_FROM.sub(r"\1", text.replace("\r\n", "\n")).rstrip("\n"), tuple(attachments), is_whole)


def _leaves(message: Message) -> list[Message]:
    """The parts that hold something themselves; messages inside messages are not opened."""
    leaves: list[Message] = []
    waiting = [message]
    while waiting and len(leaves) <= _MOST_PARTS:
        part = waiting.pop(0)
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            waiting = [it for it in payload if isinstance(it, Message)] + waiting
        else:
            leaves.append(part)
    return leaves


def _file_name(part: Message) -> str | None:
    try:
        name = part.get_filename()
    except (ValueError, LookupError, TypeError):
        return "attachment"
    if name is None:
        return None
    raw = "".join(raw_headers(part).get("content-disposition", []) + raw_headers(part).get("content-type", []))
    written = _RAW_NAME.search(raw)
    if "\ufffd" in name and written is not None:  # the library replaced bytes that the header has
        name = written[1]
    return header_text(name).replace("/", "_").replace("\\", "_") or "attachment"


def _body(part: Message) -> tuple[str, bool]:
    try:
        payload = part.get_payload(decode=True)
    except (ValueError, LookupError, AssertionError):
        payload = None
    if not isinstance(payload, bytes):
        return str(part.get_payload()), False
    charset = part.get_param("charset") or "utf-8"
    return _decoded(payload, charset if isinstance(charset, str) else charset[2])


def _decoded(content: bytes, charset: str) -> tuple[str, bool]:
    """The text of some bytes, and whether it is known to be right."""
    named = charset.strip("\"' ").lower()
    for candidate in (_CHARSETS.get(named, named), "utf-8"):
        try:
            return content.decode(candidate), True
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    return content.decode("latin-1"), False


class _Text(HTMLParser):
    """HTML as the words a reader would see. Nothing is fetched, nothing is run."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, _attributes: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in _UNSEEN and self._unseen > 0
        if tag in _BLOCKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(re.sub(r"\s+", " ", data))


def text_of_html(html: str) -> str:
    """The words of a page of HTML, a line a block."""
    parser = _Text()
    try:
        parser.feed(html)
        parser.close()
    except (AssertionError, ValueError):
        return unescape(re.sub(r"<[^>]*>", " ", html))
    lines = (line.strip() for line in "".join(parser.words).split("\n"))
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
