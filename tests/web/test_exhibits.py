"""Evidence: kept as it came, shown only as what it is, numbered once, and gone when it is deleted."""

from __future__ import annotations

import hashlib
import io
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from throughline.packs.metadata import has_position
from throughline.web.cases.actions import drop_waiting_files
from throughline.web.cases.models import FileRow
from throughline.web.exhibits.content import _range
from throughline.web.exhibits.sniffing import UNKNOWN, look_of, type_of

GPS, EXIF = 0x8825, 0x8769


def photograph(colour: str = "teal", *, size: tuple[int, int] = (40, 30)) -> bytes:
    """A JPEG that says where, when and with what it was taken."""
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Acme", "Pocket 3"
    exif.get_ifd(EXIF)[0x9003] = "2026:03:01 19:40:00"
    exif.get_ifd(GPS).update({1: "N", 2: (51.0, 30.0, 0.0), 3: "W", 4: (0.0, 7.0, 0.0)})
    kept = io.BytesIO()
    Image.new("RGB", size, colour).save(kept, "JPEG", exif=exif, comment=b"lantern secret")
    return kept.getvalue()


def upload(person, *contents: bytes, name: str = "IMG_1.jpg", description: str = "", **more):
    """Send files as a browser does."""
    files = [SimpleUploadedFile(name, content, content_type="image/jpeg") for content in contents]
    return person.browser.post("/files/add/", {"file": files, "description": description}, **more)


def references(person) -> list[str]:
    """The references of the case's exhibits."""
    return [exhibit.ref for exhibit in person.case.case.exhibits]


def sent(response) -> bytes:
    """The bytes of an answer."""
    return b"".join(response.streaming_content) if response.streaming else response.content


def test_an_upload_becomes_an_exhibit_with_its_hash(someone):
    picture = photograph()
    answer = upload(someone, picture, description="The van at the gate")
    assert answer.status_code == 302
    (exhibit,) = someone.case.case.exhibits
    assert (exhibit.ref, exhibit.file, exhibit.description) == ("AB/1", "exhibits/IMG_1.jpg", "The van at the gate")
    assert exhibit.sha256 == hashlib.sha256(picture).hexdigest()
    page = someone.browser.get("/files/").content.decode()
    assert "AB/1" in page
    assert "The van at the gate" in page
    assert exhibit.sha256 in page


def test_several_files_of_one_name_lie_in_places_of_their_own(someone):
    upload(someone, photograph(), photograph("red"), photograph("blue"))
    files = [exhibit.file for exhibit in someone.case.case.exhibits]
    assert references(someone) == ["AB/1", "AB/2", "AB/3"]
    assert len(set(files)) == 3


def test_a_reference_is_never_given_twice(someone):
    upload(someone, photograph(), photograph("red"))
    someone.browser.post("/files/AB-2/remove/")
    assert references(someone) == ["AB/1"]
    upload(someone, photograph("blue"))
    assert references(someone) == ["AB/1", "AB/3"]


def test_a_case_opened_before_another_upload_does_not_give_its_reference_again(someone):
    from throughline.web.exhibits.actions import describe_exhibit

    upload(someone, photograph())
    stale = someone.case
    upload(someone, photograph("red"))
    describe_exhibit(by=someone.account, case=stale, ref="AB/1", description="Seen first")
    assert [it.description for it in someone.case.case.exhibits] == ["Seen first", ""]


def test_a_deleted_exhibit_leaves_no_file_and_no_link(someone, settings):
    from throughline.web.cases.actions import record
    from throughline.web.cases.state import Change

    upload(someone, photograph())
    incident = {"id": "i1", "occurred": {"from": "2026-03-01"}, "account": "Outside.", "exhibits": ["AB/1"]}
    record(by=someone.account, case=someone.case, changes=[Change("incident", "i1", "recorded", incident)])
    page = someone.browser.get("/files/AB-1/remove/").content.decode()
    assert "destroyed" in page
    assert "What stays" in page
    assert references(someone) == ["AB/1"]
    someone.browser.post("/files/AB-1/remove/")
    assert references(someone) == []
    assert someone.case.case.incidents[0].exhibits == ()
    assert [path for path in Path(settings.FILES).rglob("*") if path.is_file()] == []
    assert someone.browser.get("/files/AB-1/").status_code == 404


def test_a_description_is_amended_and_the_earlier_one_is_shown(someone):
    upload(someone, photograph(), description="A van")
    someone.browser.post("/files/AB-1/words/", {"description": "A white van"})
    page = someone.browser.get("/files/AB-1/").content.decode()
    assert "A white van" in page
    assert "<li>A van</li>" in page


def test_what_a_photograph_says_is_told_and_a_cleaned_copy_says_nothing(someone):
    picture = photograph()
    upload(someone, picture)
    page = someone.browser.get("/files/AB-1/").content.decode()
    for words in ("40 by 30", "1 March 2026, 19:40:00", "Acme Pocket 3", "says where it was taken"):
        assert words in page
    clean = someone.browser.get("/files/AB-1/clean")
    assert clean["Content-Disposition"] == 'attachment; filename="AB-1-clean.jpg"'
    assert has_position(io.BytesIO(picture))
    assert not has_position(io.BytesIO(clean.content))
    with Image.open(io.BytesIO(clean.content)) as copy:
        assert copy.size == (40, 30)
        assert not copy.getexif()
        assert "comment" not in copy.info
    assert b"lantern" not in clean.content
    assert sent(someone.browser.get("/files/AB-1/copy")) == picture


def test_a_picture_that_explodes_is_not_opened_up(someone):
    bomb = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(bomb, "PNG")
    upload(someone, bomb.getvalue(), name="small.png")
    assert someone.browser.get("/files/AB-1/").status_code == 200
    answer = someone.browser.get("/files/AB-1/clean")
    assert answer.status_code == 422
    assert "too many to copy" in answer.content.decode()


@pytest.mark.parametrize(
    "content",
    [
        b"<!doctype html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"%PDF-1.7 /JavaScript",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
    ],
)
def test_what_only_calls_itself_a_picture_is_never_shown(someone, content):
    upload(someone, content, name="holiday.jpg")
    answer = someone.browser.get("/files/AB-1/content")
    assert answer["Content-Type"] == UNKNOWN
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox"
    assert "AB-1/content" not in someone.browser.get("/files/AB-1/").content.decode()


def test_a_picture_is_shown_as_what_it_is(someone):
    upload(someone, photograph(), name="evil.html")
    answer = someone.browser.get("/files/AB-1/content")
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"] == 'inline; filename="AB-1.jpg"'
    assert '<img class="tl-exhibit" src="/files/AB-1/content"' in someone.browser.get("/files/AB-1/").content.decode()


def test_a_film_can_be_wound_on(someone):
    film = b"\x00\x00\x00\x18ftypmp42" + bytes(range(256)) * 10_000
    upload(someone, film, name="door.mp4")
    size = len(film)

    def part(asked: str):
        return someone.browser.get("/files/AB-1/content", headers={"range": asked})

    whole = someone.browser.get("/files/AB-1/content")
    assert (whole.status_code, whole["Content-Length"], whole["Accept-Ranges"]) == (200, str(size), "bytes")
    assert sent(whole) == film
    across = part("bytes=1048570-1048590")
    assert (across.status_code, across["Content-Range"]) == (206, f"bytes 1048570-1048590/{size}")
    assert sent(across) == film[1048570:1048591]
    assert sent(part("bytes=2000000-")) == film[2000000:]
    assert sent(part("bytes=-5")) == film[-5:]
    assert sent(part("bytes=0-1,5-6")) == film
    beyond = part(f"bytes={size}-")
    assert (beyond.status_code, beyond["Content-Range"]) == (416, f"bytes */{size}")
    other = someone.browser.get("/files/AB-1/content", headers={"range": "bytes=0-1", "if-range": '"another"'})
    assert other.status_code == 200
    head = someone.browser.head("/files/AB-1/content", headers={"range": "bytes=0-9"})
    assert (head.status_code, head["Content-Length"], head.content) == (206, "10", b"")


def test_ranges_are_read_as_the_standard_says():
    assert _range("", 10) is None
    assert _range("bytes=-", 10) is None
    assert _range("lines=0-1", 10) is None
    assert _range("bytes=5-2", 10) is None
    assert _range("bytes=0-0", 10) == (0, 1)
    assert _range("bytes=2-900", 10) == (2, 10)
    assert _range("bytes=-900", 10) == (0, 10)
    assert _range("bytes=-0", 10) == (10, 10)


def test_only_known_first_bytes_are_shown():
    assert type_of(b"") == UNKNOWN
    assert type_of(b"RIFF\x00\x00\x00\x00AVI ") == UNKNOWN
    assert look_of("text/html").how == "download"


def test_another_persons_exhibit_is_not_there(someone, another):
    upload(someone, photograph())
    for place in ("", "content", "copy", "clean", "words/", "remove/"):
        assert another.browser.get(f"/files/AB-1/{place}").status_code == 404
        assert someone.browser.get(f"/files/AB-1/{place}").status_code == 200


@pytest.mark.parametrize("contents", [(), (b"",)])
def test_no_file_and_an_empty_one_are_one_sentence_and_what_was_typed_stays(someone, settings, contents):
    answer = upload(someone, *contents, description="The van at the gate")
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The van at the gate" in page
    assert "is empty" in page if contents else "Choose a file" in page
    assert references(someone) == []
    assert [path for path in Path(settings.FILES).rglob("*") if path.is_file()] == []


def test_too_large_a_file_is_refused_and_nothing_of_it_stays(someone, settings):
    settings.LARGEST_FILE_BYTES = 1000
    page = upload(someone, bytes(5000), description="The van").content.decode()
    assert "larger than can be kept" in page
    assert "The van" in page
    assert references(someone) == []
    assert [path for path in Path(settings.FILES).rglob("*") if path.is_file()] == []


def test_no_plain_byte_of_an_upload_is_on_a_disk(someone, settings, tmp_path):
    canary = b"lantern-canary-words-7391"
    before = set(Path(tempfile.gettempdir()).iterdir())
    upload(someone, canary * 200, name="canary.txt", description="canary description 7391")
    assert sent(someone.browser.get("/files/AB-1/copy")) == canary * 200
    new = set(Path(tempfile.gettempdir()).iterdir()) - before
    (tmp_path / "control").write_bytes(canary)
    places = [settings.DATA, tmp_path, *(path for path in new if path.is_dir() and "pytest" not in path.name)]
    files = [*new, *(path for place in places for path in Path(place).rglob("*"))]
    holding = {path.name for path in files if path.is_file() and holds(path, canary, b"canary description")}
    assert holding == {"control"}


def holds(path: Path, *words: bytes) -> bool:
    """True when any of the words stand in a file."""
    content = path.read_bytes()
    return any(word in content for word in words)


def test_an_upload_that_nothing_names_is_dropped_and_one_that_is_an_exhibit_stays(someone):
    upload(someone, photograph())
    someone.browser.post("/me/in/", {"user_name": SimpleUploadedFile("stray.txt", b"stray")})
    assert FileRow.objects.filter(is_kept=False).count() == 1
    assert drop_waiting_files(before=datetime.now(UTC)) == 1
    assert [row.is_kept for row in FileRow.objects.all()] == [True]
    assert someone.browser.get("/files/AB-1/copy").status_code == 200
