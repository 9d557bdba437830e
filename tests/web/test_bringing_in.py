"""Exports brought in: shown first, kept once, refused in one sentence."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from django.core.files.uploadedfile import SimpleUploadedFile

EXPORTS = Path(__file__).parents[2] / "examples" / "riverside" / "exports"
CHAT = EXPORTS / "WhatsApp Chat with Sam.zip"


def send(person, content: bytes, name: str) -> str:
    """Upload an export; the address of its review."""
    answer = person.browser.post("/bring-in/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_chat_is_shown_then_kept_and_again_adds_nothing(someone, settings):
    review = send(someone, CHAT.read_bytes(), CHAT.name)
    page = someone.browser.get(review).content.decode()
    assert "WhatsApp" in page
    assert "Sam" in page
    assert someone.case.communications.is_empty()
    answer = someone.browser.post(review, {"them": "Sam", "person": "new:"})
    assert answer.status_code == 302
    case = someone.case
    count = len(case.communications)
    assert count > 0
    assert [it.name for it in case.case.people] == ["Sam"]
    assert "incoming" in case.communications["direction"].to_list()
    again = send(someone, CHAT.read_bytes(), CHAT.name)
    assert someone.browser.post(again, {"them": "Sam", "person": "new:"}).status_code == 302
    assert len(someone.case.communications) == count
    assert len(someone.case.case.exhibits) == 1
    someone.browser.post("/files/AB-1/remove/")
    assert someone.case.communications.is_empty()
    assert [path for path in Path(settings.FILES).rglob("*") if path.is_file()] == []


def test_dates_that_can_be_read_two_ways_are_asked_about(someone):
    chat = b"01/02/2026, 10:00 - Sam: one\n02/02/2026, 10:00 - Alex: two\n03/02/2026, 10:00 - Sam: three\n"
    review = send(someone, chat, "WhatsApp Chat with Sam.txt")
    assert "What comes first?" in someone.browser.get(review).content.decode()
    page = someone.browser.post(f"{review}again/", {"order": "day-first"}, follow=True).content.decode()
    assert "15/01 is read as 15 January" in page


def test_a_hostile_zip_is_refused_and_destroyed(someone, settings):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("../_chat.txt", "x")
    review = send(someone, packed.getvalue(), "chat.zip")
    answer = someone.browser.get(review)
    assert answer.status_code == 422
    assert "“chat.zip” holds a file whose name points outside it" in answer.content.decode()
    assert [path for path in Path(settings.FILES).rglob("*") if path.is_file()] == []


def test_another_persons_upload_is_not_there(someone, another):
    review = send(someone, CHAT.read_bytes(), CHAT.name)
    assert another.browser.get(review).status_code == 404
