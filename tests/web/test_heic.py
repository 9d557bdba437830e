"""HEIC pictures: seen as a copy that holds its points alone, made by a process that holds no key."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from throughline.packs.metadata import has_position
from throughline.web.exhibits.heic import MOST_BYTES, NoCopy, as_jpeg

PICTURE = (Path(__file__).parent / "samples" / "two_halves.heic").read_bytes()
"""64 by 48 points, orange on the left and teal on the right, with a place and a camera."""


def send(someone, content: bytes = PICTURE) -> None:
    someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("IMG_1.HEIC", content)]})


def test_the_page_shows_a_copy_and_says_so(someone):
    send(someone)
    page = someone.browser.get("/files/AB-1/").content.decode()
    assert 'src="/files/AB-1/view"' in page
    assert "The original is untouched" in page
    assert "This file says where it was taken" in page
    answer = someone.browser.get("/files/AB-1/view")
    assert (answer["Content-Type"], answer["Content-Security-Policy"]) == ("image/jpeg", "sandbox")
    assert answer["Content-Disposition"].startswith("inline")


def test_the_copy_has_the_points_and_nothing_else(someone):
    assert has_position(io.BytesIO(PICTURE))
    send(someone)
    copy = someone.browser.get("/files/AB-1/clean").content
    with Image.open(io.BytesIO(copy)) as picture:
        assert picture.size == (64, 48)
        red, _, blue = picture.getpixel((8, 24))
        assert red > 200 > 60 > blue
        assert not picture.getexif()
    assert not has_position(io.BytesIO(copy))
    assert b"".join(someone.browser.get("/files/AB-1/copy").streaming_content) == PICTURE


@pytest.mark.parametrize(
    "content", [PICTURE[:300], PICTURE[:12] + bytes(5000), b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"]
)
def test_a_damaged_one_is_one_sentence(someone, content):
    send(someone, content)
    assert someone.browser.get("/files/AB-1/").status_code == 200
    answer = someone.browser.get("/files/AB-1/view")
    assert answer.status_code == 422
    assert "damaged" in answer.content.decode()


def test_too_large_a_one_is_not_tried():
    with pytest.raises(NoCopy) as refused:
        as_jpeg(bytes(MOST_BYTES + 1))
    assert refused.value.is_too_large
