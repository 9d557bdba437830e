"""What the words of a WhatsApp line say about it: media, calls, deleted and edited messages, lines nobody wrote.

The words stay as they are; what is read from them stands beside them. Phones write these markers in their own language
(`content_words`). An unknown one is kept as an ordinary message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from throughline.domain.vocabulary import CommunicationKind, State
from throughline.importers.whatsapp import content_words

_MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_SPACES = re.compile("[\u00a0\u202f]")
_NAME = r"[^<>:\n/\\]{1,180}\.[A-Za-z0-9]{2,5}"
_IN_BRACKETS = re.compile(rf"<[^<>:：\n]{{2,25}}[:：]\s?({_NAME})>")
_BEFORE_BRACKET = re.compile(rf"({_NAME}) \((?:{content_words.ATTACHED})\)", re.IGNORECASE)
_PHONE_FILE = re.compile(r"((?:IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d{4,5}\.\w{2,5})(?: \([^()\n]{4,40}\))?")
_OMITTED = re.compile(content_words.OMITTED, re.IGNORECASE)
_OMITTED_DOCUMENT = re.compile(rf"{_NAME} • .{{1,60}} (?:{content_words.OMITTED})", re.IGNORECASE)
_DELETED = re.compile(content_words.DELETED, re.IGNORECASE)
_EDITED = re.compile(rf"<(?:{content_words.EDITED})>\s*$")
_VIEW_ONCE = re.compile(
    r"(?:null|View once (?:voice message|photo|video)(?: omitted)?|<View once[^<>]{0,60}>)", re.IGNORECASE
)
_MISSED = re.compile(rf"(?:{content_words.MISSED})(?P<rest>.{{0,60}})", re.IGNORECASE)
_CALL = re.compile(rf"(?:{content_words.CALL})(?P<rest>(?:[,.·•] .{{0,60}})?)", re.IGNORECASE)
_LENGTH = re.compile(rf"(?P<number>\d+) ?(?P<unit>{content_words.LENGTH_UNITS})(?![^\W\d_])\.?", re.IGNORECASE)
_NO_ANSWER = re.compile(content_words.NO_ANSWER, re.IGNORECASE)
_SERVICE = re.compile(content_words.SERVICE, re.IGNORECASE | re.DOTALL)
WORTH_A_LOOK = (
    "^[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|^\\s|^<|>\\s*$|\\.[A-Za-z0-9]{2,5} \\(|^[A-Z]{3}-\\d{8}-WA|\u200e"
    f"|(?i)^(?:null|view once|{content_words.MISSED}|{content_words.CALL}|{content_words.OMITTED}|{content_words.DELETED})"
    "|• "
)
"""Lines that match none of these (a regular expression the column library knows too) are ordinary words."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of a line beside its words."""

    kind: CommunicationKind = "message"
    state: State | None = None
    attachments: tuple[str, ...] = ()
    duration_seconds: float | None = None


ORDINARY = Content()


def read_content(text: str) -> Content:
    """What the words say about the line. Only markers that fill their line count: words that quote one are words."""
    plain = _SPACES.sub(" ", _MARKS.sub("", text)).strip()
    first = plain.split("\n", 1)[0]
    attachments = _attachments(plain, first)
    if attachments:
        return Content(attachments=attachments, state="edited" if _EDITED.search(plain) else None)
    if _OMITTED.fullmatch(first) or _OMITTED_DOCUMENT.fullmatch(first):
        return Content(state="omitted")
    if _DELETED.fullmatch(plain):
        return Content(state="deleted")
    if _VIEW_ONCE.fullmatch(plain):
        return Content(state="view_once")
    is_marked = bool(_MARKS.match(text))
    call = _call(plain, is_marked=is_marked) if len(plain) < 120 else None
    if call is not None:
        return call
    if is_marked and _SERVICE.match(plain):
        return Content(kind="notice")
    return Content(state="edited") if _EDITED.search(plain) else ORDINARY


def _attachments(plain: str, first: str) -> tuple[str, ...]:
    inside = _IN_BRACKETS.findall(plain)
    if inside:
        return tuple(name.strip() for name in inside)
    named = _BEFORE_BRACKET.fullmatch(first) or _PHONE_FILE.fullmatch(first)
    return () if named is None else (named[1],)


def _call(plain: str, *, is_marked: bool) -> Content | None:
    """A call line: the phone's words for a call, then how long it was or how it ended and nothing else."""
    missed = _MISSED.fullmatch(plain)
    if missed is not None:
        rest = missed["rest"].strip(" ,.·•")
        return Content(kind="missed_call") if not rest or is_marked or _NO_ANSWER.fullmatch(rest) else None
    found = _CALL.fullmatch(plain)
    if found is None:
        return None
    rest = found["rest"].strip(" ,.·•")
    if _NO_ANSWER.fullmatch(rest):
        return Content(kind="missed_call")
    if rest and not _LENGTH.sub("", rest).strip(" ,."):
        return Content(kind="call", duration_seconds=float(sum(map(_seconds, _LENGTH.finditer(rest)))))
    return Content(kind="call") if is_marked or not rest else None


def _seconds(length: re.Match[str]) -> int:
    return int(length["number"]) * content_words.seconds_of(length["unit"])
