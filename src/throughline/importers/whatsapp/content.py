"""What the words of a WhatsApp line say about it: media, calls, deleted and edited messages, lines nobody wrote.

The words stay as they are; what is read from them stands beside them. Phones write these markers in their own language:
those below were seen in exports or in the projects that read them. An unknown one is kept as an ordinary message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from throughline.domain.vocabulary import CommunicationKind, State

_MARKS = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
_NAME = r"[^<>:\n/\\]{1,180}\.[A-Za-z0-9]{2,5}"
_IN_BRACKETS = re.compile(rf"<[^<>:\n]{{2,25}}:\s?({_NAME})>")
_BEFORE_BRACKET = re.compile(rf"({_NAME}) \([^()\n]{{4,40}}\)")
_PHONE_FILE = re.compile(r"(?:IMG|VID|AUD|PTT|STK|DOC)-\d{8}-WA\d{4,5}\.\w{2,5}")
_OMITTED = re.compile(
    r"<(?:Media omitted|Multimedia omitido|Médias omis|Média omis|Medien ausgeschlossen|Media weggelaten|Media omessi"
    r"|Mídia oculta|Mídia omitida|Ficheiro não revelado|Pominięto multimedia|Без медиафайлов|Medya dahil edilmedi"
    r"|Media tidak disertakan|تم استبعاد الوسائط|تم حذف الوسائط|미디어 파일을 제외한 내용|メディアなし|省略多媒體檔案|省略多媒体文件"
    r"|Mediet udeladt|Media utelatt|Media utelämnade|Media jätettiin pois|Fişiere media omise|File media omise"
    r"|[Mm]edia[^<>]{0,20}omitted)>"
    r"|(?:image|video|audio|sticker|GIF|document|Contact card|video note|voice message)s? omitted"
    r"|(?:imagen omitida|video omitido|audio omitido|sticker omitido|documento omitido|image absente|vidéo absente"
    r"|audio omis|document manquant|Bild weggelassen|Video weggelassen|Audio weggelassen|immagine omessa|video omesso"
    r"|audio omesso|imagem ocultada|vídeo omitido|áudio ocultado|figurinha omitida|afbeelding weggelaten"
    r"|video weggelaten|audio weggelaten)",
    re.IGNORECASE,
)
_DELETED = re.compile(
    r"(?:This message was deleted|You deleted this message|Se eliminó este mensaje|Eliminaste este mensaje|Ce message a été supprimé"
    r"|Vous avez supprimé ce message|Diese Nachricht wurde gelöscht|Du hast diese Nachricht gelöscht|Questo messaggio è stato eliminato"
    r"|Hai eliminato questo messaggio|Mensagem apagada|Essa mensagem foi apagada|Você apagou esta mensagem|Dit bericht is verwijderd"
    r"|Je hebt dit bericht verwijderd|Usunięto tę wiadomość|Usunąłeś tę wiadomość|Данное сообщение удалено|Bu mesaj silindi"
    r"|تم حذف هذه الرسالة|حذفت هذه الرسالة)\.?",
    re.IGNORECASE,
)
_OWN_DELETED = re.compile(r"You deleted this message", re.IGNORECASE)
_EDITED = re.compile(
    r"<(?:This message was edited|Se editó este mensaje\.?|Ce message a été modifié|Diese Nachricht wurde bearbeitet)>\s*$"
)
_VIEW_ONCE = re.compile(
    r"(?:null|View once (?:voice message|photo|video)(?: omitted)?|<View once[^>]*>)", re.IGNORECASE
)
_MISSED = re.compile(
    r"(?:Missed (?:group )?(?:voice|video) call|Silenced (?:voice|video) call|Llamada (?:perdida|de voz perdida)|Videollamada perdida"
    r"|Appel (?:vocal|vidéo) manqué|Verpasster (?:Sprach|Video)anruf)",
    re.IGNORECASE,
)
_CALL = re.compile(r"(?:Group )?(?:Voice|Video) call[,.]? *(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
_LENGTH = re.compile(r"(?P<number>\d+)\s?(?P<unit>hr|hour|h|min|m|sec|s)s?\b", re.IGNORECASE)
_SECONDS = {"h": 3600, "m": 60, "s": 1}
_NO_ANSWER = re.compile(
    r"no answer|tap to call back|unanswered|declined|not answered|click to call back", re.IGNORECASE
)
_SYSTEM = re.compile(
    r"(?:Messages and calls are end-to-end encrypted|Messages you send to this chat|Messages to this (?:chat|group)"
    r"|Los mensajes y las llamadas están cifrados|Les messages et les appels sont chiffrés|Nachrichten und Anrufe sind Ende"
    r"|You blocked this contact|You unblocked this contact|.{0,80}(?:security code|phone number) (?:with .{1,80} )?changed"
    r"|.{1,80} changed (?:to a new|their phone) number|.{0,80}(?:turned (?:on|off) disappearing|updated the message timer)"
    r"|.{1,80} (?:created (?:this )?group|added |removed |left$|joined (?:from|using)|changed (?:the|this) group)"
    r"|This business |.{1,80} is a contact|You're now an admin|Waiting for this message)",
    re.IGNORECASE | re.DOTALL,
)
WORTH_A_LOOK = (
    "^[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]|^\\s|^<|>\\s*$|\\.[A-Za-z0-9]{2,5} \\([^()\n]{4,40}\\)|^[A-Z]{3}-\\d{8}-WA"
    "|(?i)^(?:null|view once|missed|silenced|group|voice|video|llamada|videollamada|appel|verpasster)"
    "|omitted|omitid|omis\\b|omess|ocultad|weggela|absente|manquant|deleted|elimin|supprimé|gelöscht|apagad|apagou|verwijderd"
    "|usunięt|usunął|удалено|silindi|حذف"
)
"""Lines that match none of these (a regular expression the column library knows too) are ordinary words."""


@dataclass(frozen=True, slots=True)
class Content:
    """What is known of a line beside its words."""

    kind: CommunicationKind = "message"
    state: State | None = None
    attachments: tuple[str, ...] = ()
    duration_seconds: float | None = None
    says_owner: bool = False


ORDINARY = Content()


def read_content(text: str) -> Content:
    """What the words say about the line. Only whole-line markers count: words that quote one are words."""
    plain = _MARKS.sub("", text).strip()
    attachments = _attachments(plain)
    if attachments:
        return Content(attachments=attachments, state="edited" if _EDITED.search(plain) else None)
    first = plain.split("\n", 1)[0]
    if _OMITTED.fullmatch(first) or re.fullmatch(rf"{_NAME} • \d+ \w+ (?:document|video|audio) omitted", first):
        return Content(state="omitted")
    if _DELETED.fullmatch(plain):
        return Content(state="deleted", says_owner=bool(_OWN_DELETED.match(plain)))
    if _VIEW_ONCE.fullmatch(plain):
        return Content(state="view_once")
    if _MISSED.match(first) and len(plain) < 120:
        return Content(kind="missed_call")
    call = _call(text, plain)
    if call is not None:
        return call
    if _MARKS.match(text) and _SYSTEM.match(plain):
        return Content(kind="notice")
    return Content(state="edited") if _EDITED.search(plain) else ORDINARY


def _attachments(plain: str) -> tuple[str, ...]:
    inside = _IN_BRACKETS.findall(plain)
    if inside:
        return tuple(name.strip() for name in inside)
    first = plain.split("\n", 1)[0]
    named = _BEFORE_BRACKET.fullmatch(first)
    if named is not None:
        return (named[1],)
    return (first,) if _PHONE_FILE.fullmatch(first) else ()


def _call(text: str, plain: str) -> Content | None:
    """A call line. Without the mark that phones put before their own words, it must also say how long or how it ended."""
    found = _CALL.fullmatch(plain)
    if found is None or len(plain) > 120:
        return None
    if _NO_ANSWER.search(found["rest"]):
        return Content(kind="missed_call")
    lengths = [int(match["number"]) * _SECONDS[match["unit"][0].lower()] for match in _LENGTH.finditer(found["rest"])]
    if lengths:
        return Content(kind="call", duration_seconds=sum(lengths))
    return Content(kind="call") if _MARKS.match(text) or not found["rest"] else None
