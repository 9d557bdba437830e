"""A whole diary taken away comes back in as it was, into an empty one; a faulty or hostile one leaves nothing behind."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import HealthCheck, given, settings
from polars.testing import assert_frame_equal

from generated_cases import taken_away
from people import new_person
from throughline.casefile.container import CASE, COMMUNICATIONS, locate_in
from throughline.casefile.reading import read_with_wrongs
from throughline.casefile.writing import case_bytes
from throughline.web.cases.models import FileRow
from throughline.web.imports import actions, worker, workers
from throughline.web.imports.models import JobRow

RIVERSIDE = Path(__file__).parents[2] / "examples" / "riverside"
LARGE = b"\xff\xd8\xff" + b"x" * (actions.MOST_AT_ONCE_BYTES + 1)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_STORED, before: str = "") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", method) as archive:
        for name, content in files.items():
            archive.writestr(before + name, content)
    return packed.getvalue()


def a_case(**parts) -> bytes:
    return json.dumps({"format": "throughline-case/1", "timezone": "Europe/London", **parts}).encode()


def send(person, content: bytes, name: str = "notes.zip") -> str:
    answer = person.browser.post("/bring-in/whole/", {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def bring_in(person, content: bytes) -> None:
    address = send(person, content)
    assert "Is this your diary?" in person.browser.get(address).content.decode()
    answer = person.browser.post(address)
    assert (answer.status_code, answer["Location"]) == (302, "/notes/")


def take_away(person) -> bytes:
    return b"".join(person.browser.post("/take-away/all/").streaming_content)


def inside(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def read(content: bytes):
    case_file, wrongs = read_with_wrongs(locate_in(io.BytesIO(content), "notes.zip"))
    assert case_file is not None, wrongs
    return case_file


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(taken=taken_away())
def test_a_diary_taken_away_comes_back_as_it_was(transactional_db, taken):
    case, files, lines = taken
    written = {CASE: case_bytes(case), **files}
    if lines:
        written[COMMUNICATIONS] = "".join(json.dumps(line) + "\n" for line in lines).encode()
    one, two = new_person(), new_person()
    bring_in(one, zipped(written))
    first = take_away(one)
    assert read(first).case == case
    assert_frame_equal(read(first).communications, read(zipped(written)).communications)
    assert {name: it for name, it in inside(first).items() if name.startswith("exhibits/")} == files
    bring_in(two, first)
    assert inside(take_away(two)) == inside(first)
    assert two.case.case == one.case.case
    assert not JobRow.objects.exists()
    assert not FileRow.objects.filter(is_kept=False).exists()


def test_a_diary_that_was_written_here_comes_back_with_its_files_imports_and_private_parts(someone, another):
    someone.browser.post("/notes/add/", {"account": "He was outside.", "exact": "now"})
    someone.browser.post("/notes/i1/more/private/", {"private_note": "Mine alone.", "private": "on"})
    someone.browser.post("/files/add/", {"file": SimpleUploadedFile("lamp.jpg", b"\xff\xd8\xff lamp")})
    chat = (RIVERSIDE / "exports" / "WhatsApp Chat with Sam.zip").read_bytes()
    address = someone.browser.post("/bring-in/", {"file": SimpleUploadedFile("chat.zip", chat)})["Location"]
    someone.browser.post(address, {"them": "Sam", "person": "new:"})
    content = take_away(someone)
    bring_in(another, content)
    assert inside(take_away(another)) == inside(content)
    assert another.case.case == someone.case.case
    assert another.case.case.incidents[0].private_note == "Mine alone."
    assert_frame_equal(another.case.communications, someone.case.communications)
    # What was read from an exhibit goes with it, as it did where it came from.
    another.browser.post("/files/AB-2/remove/")
    assert another.case.communications.is_empty()


def test_a_case_file_zipped_by_hand_with_its_folder_comes_in(someone):
    photograph = b"\xff\xd8\xff photograph"
    case = a_case(
        exhibits=[{"ref": "AB/1", "file": "exhibits/a.jpg", "sha256": hashlib.sha256(photograph).hexdigest()}]
    )
    bring_in(someone, zipped({CASE: case, "exhibits/a.jpg": photograph}, zipfile.ZIP_DEFLATED, "my-case/"))
    assert someone.case.state.kept["exhibit", "AB/1"]["type"] == "image/jpeg"
    assert inside(take_away(someone))["exhibits/a.jpg"] == photograph


def test_a_large_diary_is_read_by_the_worker(someone):
    at_work = worker.Work(workers.enrol())
    case = a_case(exhibits=[{"ref": "AB/1", "file": "exhibits/a.jpg"}])
    content = zipped({CASE: case, "exhibits/a.jpg": LARGE})
    address = send(someone, content)
    assert "waits for its turn" in someone.browser.get(address).content.decode()
    assert worker.work_once(at_work)
    page = someone.browser.get(address).content.decode()
    assert "Files: 1" in page
    assert "File 1 (sha256): is missing, so nothing shows that its file is unchanged" in page
    someone.browser.post(address)
    assert inside(take_away(someone))["exhibits/a.jpg"] == LARGE


def test_only_an_empty_diary_takes_one_in(someone, settings):
    content = zipped({CASE: a_case(people=[{"id": "p1", "name": "Sam"}])})
    address = send(someone, content)
    someone.browser.post("/notes/add/", {"account": "He was outside.", "exact": "now"})
    answer = someone.browser.post(address)
    assert answer.status_code == 422
    assert "can only be brought into an empty one" in answer.content.decode()
    answer = someone.browser.post("/bring-in/whole/", {"file": SimpleUploadedFile("notes.zip", content)})
    assert answer.status_code == 422
    assert "can only be brought into an empty one" in answer.content.decode()
    assert someone.case.case.people == ()
    someone.browser.post(f"{address}drop/")
    assert [path for path in Path(settings.FILES).rglob("*") if path.is_file()] == []


def test_its_faults_are_listed_with_their_places_and_nothing_of_it_is_kept(someone, settings):
    incidents = [{"id": "i1", "occurred": {"from": "2026-02-30", "precision": "day"}, "person": "p9"}]
    case = a_case(incidents=incidents, mood="blue")
    answer = someone.browser.get(send(someone, zipped({CASE: case, "exhibits/a.jpg": LARGE[:100]})))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Incident 1 (occurred.from): " in page
    assert "Incident 1 (person): points at no person of this case: p9" in page
    assert "is not a key this format has" in page
    assert someone.case.state.kept == {}
    assert [path for path in Path(settings.FILES).rglob("*") if path.is_file()] == []


def test_a_file_that_was_changed_or_is_missing_is_said_before_it_is_kept(someone):
    exhibits = [
        {"ref": "AB/1", "file": "exhibits/a.jpg", "sha256": "0" * 64},
        {"ref": "AB/2", "file": "exhibits/b.jpg", "sha256": "0" * 64},
    ]
    content = zipped({CASE: a_case(exhibits=exhibits), "exhibits/a.jpg": b"a", "exhibits/c.jpg": b"c"})
    address = send(someone, content)
    page = someone.browser.get(address).content.decode()
    assert "File 1 (sha256): is not that of the file, which has changed since" in page
    assert "File 2 (file): names a file that is not there" in page
    assert "holds a file that no exhibit names: exhibits/c.jpg" in page
    someone.browser.post(address)
    assert inside(take_away(someone)).keys() == {CASE, "exhibits/a.jpg"}
    for page in ("/files/", "/files/AB-2/", "/overview/", "/take-away/pack/"):
        assert someone.browser.get(page).status_code == 200, page


def doubled() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(CASE, a_case())
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr(CASE, a_case())
    return packed.getvalue()


def linked() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr(CASE, a_case())
        link = zipfile.ZipInfo("exhibits/a.jpg")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return packed.getvalue()


HOSTILE = {
    "a path that climbs out": (lambda: zipped({CASE: a_case(), "../a.jpg": b"x"}), "points outside it"),
    "a link": (linked, "points outside it"),
    "two files of one name": (doubled, "two files of one name"),
    "a text that swells": (
        lambda: zipped({CASE: a_case(), COMMUNICATIONS: b" " * 20_000_000}, zipfile.ZIP_DEFLATED),
        "unpacks to far more than it should",
    ),
    "originals that swell": (
        lambda: zipped({CASE: a_case(), "exhibits/a": b"\0" * 5_000_000}, zipfile.ZIP_DEFLATED),
        "unpacks to more than can be kept here",
    ),
    "a zip that is cut off": (lambda: zipped({CASE: a_case()})[:-9], "end missing or damaged"),
    "no zip": (lambda: b"notes", "is not a case file"),
    "a zip of something else": (lambda: zipped({"a.txt": b"x"}), "without a case.json"),
    "an empty case": (lambda: zipped({CASE: b""}), "has faults"),
    "a number that no reader holds": (
        lambda: zipped({
            CASE: a_case(milestones=[{"id": "m1", "at": "2026-03-01", "kind": "order_made", "order": {
                "kind": "bail", "terms": [{"id": "t1", "kind": "zone", "metres": 10**20}]}}]),
        }),
        "cannot be recorded here",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_or_broken_file_is_refused_in_one_sentence_and_destroyed(someone, settings, name):
    settings.LARGEST_FILE_BYTES = 4_000_000 if name == "originals that swell" else settings.LARGEST_FILE_BYTES
    make, why = HOSTILE[name]
    answer = someone.browser.get(send(someone, make()))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert why in page
    assert "/proc" not in page
    assert [path for path in Path(settings.FILES).rglob("*") if path.is_file()] == []
    assert someone.case.state.kept == {}


def test_a_failure_while_it_is_kept_leaves_the_diary_empty(someone, monkeypatch):
    address = send(someone, zipped({CASE: a_case(people=[{"id": "p1", "name": "Sam"}])}))

    def broken(*_, **__):
        raise RuntimeError

    monkeypatch.setattr("throughline.web.cases.actions._keep_files", broken)
    someone.browser.raise_request_exception = False
    assert someone.browser.post(address).status_code == 500
    monkeypatch.undo()
    assert someone.case.state.kept == {}
    assert someone.browser.post(address).status_code == 302
    assert [person.name for person in someone.case.case.people] == ["Sam"]


def test_rows_whose_exhibit_changes_all_the_time_are_brought_together(someone, monkeypatch):
    monkeypatch.setattr("throughline.web.imports.diaries.MOST_RUNS", 2)
    exhibits = [{"ref": "AB/1"}, {"ref": "AB/2"}]
    lines = [
        {"id": f"c{n}", "at": "2026-03-01T10:00:00Z", "source": {"exhibit": f"AB/{1 + n % 2}", "position": f"line {n}"}}
        for n in range(6)
    ]
    written = "".join(json.dumps(line) + "\n" for line in lines).encode()
    bring_in(someone, zipped({CASE: a_case(exhibits=exhibits), COMMUNICATIONS: written}))
    rows = someone.case.communications
    assert rows["id"].to_list() == ["c0", "c2", "c4", "c1", "c3", "c5"]
    someone.browser.post("/files/AB-2/remove/")
    assert someone.case.communications["id"].to_list() == ["c0", "c2", "c4"]
