"""Files made to do harm: kept as evidence byte for byte, run nowhere, and opened up only as far as there is room."""

from __future__ import annotations

import hashlib
import io
import resource
import struct
import zipfile
import zlib
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

SCRIPT = b"<script>alert(document.cookie)</script>"
MIB = 2**20


def picture_of(kind: str, **more) -> bytes:
    """A small picture."""
    written = io.BytesIO()
    Image.new("RGB", (8, 8), "teal").save(written, kind, **more)
    return written.getvalue()


@cache
def png_that_explodes(side: int = 60_000) -> bytes:
    """A whole picture of 3,600 million points of black, in half a megabyte."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    packing, row = zlib.compressobj(1), bytes(1 + side // 8)
    rows = b"".join(packing.compress(row * 500) for _ in range(side // 500)) + packing.flush()
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def exif_bomb() -> bytes:
    """A JPEG whose details point at themselves, and say that there are 65,535 of them."""
    tiff = b"Exif\0\0II*\0\x08\0\0\0\xff\xff" + b"\x69\x87\x04\0\x01\0\0\0\x08\0\0\0" * 5000
    plain = picture_of("JPEG")
    return plain[:2] + b"\xff\xe1" + struct.pack(">H", len(tiff) + 2) + tiff + plain[2:]


@cache
def zip_bomb() -> bytes:
    """200 MB of nothing in 200 kB."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("_chat.txt", "w") as member:
        for _ in range(200):
            member.write(bytes(MIB))
    return packed.getvalue()


def png_text_bomb() -> bytes:
    """A picture with a compressed comment of 300 MB."""
    plain = picture_of("PNG")
    comment = b"Comment\0\0" + zlib.compress(bytes(300 * MIB), 1)
    chunk = struct.pack(">I", len(comment)) + b"zTXt" + comment + struct.pack(">I", zlib.crc32(b"zTXt" + comment))
    return plain[:33] + chunk + plain[33:]


FILES = {
    "page.html": lambda: b"<!doctype html>" + SCRIPT,
    "page.jpg": lambda: b"<html>" + SCRIPT,
    "drawing.svg": lambda: b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">' + SCRIPT + b"</svg>",
    "letter.pdf": lambda: (
        b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n%%EOF"
    ),
    "gif and script": lambda: b"GIF89a/*" + bytes(20) + b"*/=1;" + SCRIPT,
    "jpeg and page": lambda: picture_of("JPEG", comment=SCRIPT) + b"<!doctype html>" + SCRIPT,
    "png and zip": lambda: picture_of("PNG") + zip_bomb(),
    "pdf in jpeg": lambda: picture_of("JPEG") + b"%PDF-1.4 /JS",
    "cut.png": lambda: picture_of("PNG")[:40],
    "cut.jpg": lambda: picture_of("JPEG")[:100],
    "program.jpg": lambda: b"MZ" + bytes(500),
    "sheet.xlsm": lambda: zip_bomb()[:1000],
    "bomb.zip": zip_bomb,
    "exif.jpg": exif_bomb,
    "text.png": png_text_bomb,
    "explodes.png": png_that_explodes,
    "webm": lambda: b"\x1aE\xdf\xa3" + b"webm" + SCRIPT,
    "mp4": lambda: b"\0\0\0\x18ftypisom" + SCRIPT,
}
SHOWN = ("image/jpeg", "image/png", "image/gif", "image/webp", "video/mp4", "video/webm")


@pytest.mark.filterwarnings("ignore:Corrupt EXIF data:UserWarning")  # the library says so, and reads on
@pytest.mark.parametrize("name", FILES)
def test_a_hostile_file_is_kept_untouched_and_can_do_nothing(someone, name):
    content = FILES[name]()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert someone.browser.post("/files/add/", {"file": SimpleUploadedFile(name, content)}).status_code == 302
    assert someone.case.case.exhibits[0].sha256 == hashlib.sha256(content).hexdigest()
    assert b"".join(someone.browser.get("/files/AB-1/copy").streaming_content) == content
    for address in ("/files/AB-1/content", "/files/AB-1/copy"):
        answer = someone.browser.get(address)
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "sandbox"
        assert answer["Cross-Origin-Resource-Policy"] == "same-origin"
        is_attached = answer["Content-Disposition"].startswith("attachment")
        assert is_attached or answer["Content-Type"] in SHOWN
        b"".join(answer.streaming_content)
    page = someone.browser.get("/files/AB-1/")
    assert page.status_code == 200
    assert SCRIPT not in page.content
    clean = someone.browser.get("/files/AB-1/clean")
    assert clean.status_code in (200, 422)
    if clean.status_code == 200:
        assert clean["Content-Disposition"].startswith("attachment")
        assert SCRIPT not in clean.content
        assert b"<script" not in clean.content
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < 150, f"{name} took {grown:.0f} MiB"


def test_a_picture_that_explodes_is_refused_in_a_sentence(someone):
    someone.browser.post("/files/add/", {"file": SimpleUploadedFile("a.png", png_that_explodes())})
    answer = someone.browser.get("/files/AB-1/clean")
    assert answer.status_code == 422
    assert "too many to copy here; the original is kept as it is." in answer.content.decode()


@pytest.mark.parametrize(
    "content", [zip_bomb(), b"", b"\0" * 1000, b"<!DOCTYPE a [<!ENTITY b 'c'>]><smses>&b;</smses>"]
)
def test_a_hostile_export_is_refused_in_a_sentence(someone, content):
    answer = someone.browser.post("/bring-in/", {"file": SimpleUploadedFile("chat.zip", content)})
    if answer.status_code == 302:
        answer = someone.browser.get(answer["Location"])
        assert answer.status_code == 422
    assert "Exit this page" in answer.content.decode()
    assert someone.case.communications.is_empty()


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\boot.ini", "/etc/shadow", "photo\u202egpj.exe", "a" * 4000 + ".jpg", "\u0301" * 300, ".htaccess", "con",
     "a\x07b.jpg", "<img src=x onerror=alert(1)>.png", '";filename="evil.html', "{{ 7|add:7 }}.txt", "👩\u200d👩.jpg", " ", "…"],
)  # fmt: skip
def test_a_name_does_no_harm_wherever_it_is_shown(someone, name):
    boundary = "b0undary"
    said = name.replace("\\", "\\\\").replace('"', '\\"')
    body = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{said}"\r\n\r\n'.encode()
        + picture_of("PNG")
        + f"\r\n--{boundary}--\r\n".encode()
    )
    answer = someone.browser.post("/files/add/", body, content_type=f"multipart/form-data; boundary={boundary}")
    if answer.status_code != 302:
        assert answer.status_code in (200, 400)
        assert b"Choose a file first." in answer.content or b"Nothing was saved." in answer.content
        return
    exhibit = someone.case.case.exhibits[0]
    place = exhibit.file
    assert place.startswith("exhibits/")
    assert place.count("/") == 1
    assert "\\" not in place
    assert len(place) < 300
    assert not any(ord(it) < 32 for it in place)
    for address in ("/files/", "/files/AB-1/"):
        assert b"onerror=alert(1)>" not in someone.browser.get(address).content
    copy = someone.browser.get("/files/AB-1/copy")
    assert copy["Content-Disposition"] == 'attachment; filename="AB-1.png"'
    copy.close()
    whole = someone.browser.post("/take-away/all/")
    with zipfile.ZipFile(io.BytesIO(b"".join(whole.streaming_content))) as archive:
        assert all(".." not in it and not it.startswith("/") for it in archive.namelist())
        assert archive.testzip() is None
