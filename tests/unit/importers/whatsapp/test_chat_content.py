"""What the words of a line say about it: media, calls, deleted and edited messages. Only what fills its line counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from whatsapp_chats import read_chat

OMITTED = (
    "<Media omitted>", "\u200eimage omitted", "A PDF.pdf • \u200e1 page \u200edocument omitted",
    "изображение отсутствует", "obrázek vynechán", "GIF weggelassen", "Sticker weggelassen", "Dokument weggelassen",
    "Kontaktkarte ausgelassen", "لم يتم إدراج الصورة", "audio omis", "sticker omis",
)  # fmt: skip
DELETED = (
    "This message was deleted", "\u200eYou deleted this message.", "You deleted this message",
    "This message was deleted by admin Kim", "Це повідомлення було видалено.", "Tato zpráva byla smazána.",
    "Esta mensagem foi apagada.", "Вы удалили данное сообщение.", "U hebt dit bericht verwijderd",
)  # fmt: skip
EDITED = ("hello <This message was edited>", "hello \u200e<This message was edited>")
VIEW_ONCE = ("null", "<View once voice message omitted>")
ATTACHED = {
    "IMG-20250115-WA0003.jpg (file attached)": "IMG-20250115-WA0003.jpg",
    "\u200e<attached: 00000042-PHOTO-2025-01-15-22-41-20.jpg>": "00000042-PHOTO-2025-01-15-22-41-20.jpg",
    "A PDF.pdf • \u200e1 page \u200e<attached: 00000043-A PDF.pdf>": "00000043-A PDF.pdf",
    "abcdefgh.jpg (Datei angehängt)\ncaption": "abcdefgh.jpg",
    "<angehängt: a b.jpg>": "a b.jpg",
    "\u200e<附件：a.jpg>": "a.jpg",
    "\u200eIMG-1.jpg (archivo adjunto)": "IMG-1.jpg",
    "report.final.pdf (fichier joint)": "report.final.pdf",
    "Kim.vcf (file attached)": "Kim.vcf",
}
MISSED = (
    "\u200eMissed voice call", "\u200eMissed voice call, \u200eTap to call back", "\u200eVoice call, \u200eNo answer",
    "\u200eVerpasster Sprachanruf", "\u200eChamada de voz perdida", "\u200eПропущенный аудиозвонок",
    "\u200eمكالمة صوتية فائتة", "\u200eCevapsız sesli arama", "\u200eChiamata vocale persa", "\u200eZmeškaný hovor",
)  # fmt: skip
CALLS = {
    "\u200eVideo call, \u200e5 min": 300.0,
    "\u200eVoice call, \u200e1 hr 2 min": 3720.0,
    "\u200eVoice call. \u200e39 sec": 39.0,
    "\u200eSprachanruf, \u200e5 Min.": 300.0,
    "\u200eVoice call, \u200eAnswered on other device": None,
}
ORDINARY = (
    "I saw example.org (it was really nice)", "see notes.txt (the one from May)", "video call tonight?",
    "Missed voice calls make me sad, you know", "missed video call from you, sorry!", "Voice call me in 5 min",
    "Voice call, 5 min?", "Missed voice call\nwhy did you not answer", "why did it say This message was deleted",
)  # fmt: skip
NOTICES = (
    "\u200eSam changed the subject from “A: b” to “C”", "\u200eSam turned on admin approval to join this group",
    "\u200eYou were added", "\u200eSam reset this group's invite link",
)  # fmt: skip
EXPECTED = {
    **dict.fromkeys(NOTICES, ("notice", None, (), None)),
    **dict.fromkeys(OMITTED, ("message", "omitted", (), None)),
    **dict.fromkeys(DELETED, ("message", "deleted", (), None)),
    **dict.fromkeys(EDITED, ("message", "edited", (), None)),
    **dict.fromkeys(VIEW_ONCE, ("message", "view_once", (), None)),
    **{words: ("message", None, (name,), None) for words, name in ATTACHED.items()},
    **dict.fromkeys(MISSED, ("missed_call", None, (), None)),
    **{words: ("call", None, (), seconds) for words, seconds in CALLS.items()},
    **dict.fromkeys(ORDINARY, ("message", None, (), None)),
}


@pytest.mark.parametrize(
    "head", ["15/01/2025, 10:00 - Sam: ", "[15/01/2025, 10:00:00] Sam: "], ids=["android", "iphone"]
)
@pytest.mark.parametrize("words", EXPECTED)
def test_the_words_of_a_line_are_read_for_what_they_are(tmp_path: Path, head: str, words: str) -> None:
    (item,) = read_chat(tmp_path, f"{head}{words}\n")
    assert (item.kind, item.state, item.attachments, item.duration_seconds) == EXPECTED[words]
    assert item.text == words
