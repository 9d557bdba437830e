"""Evidence and entries find each other: from the entry, from the file, and both keep their history."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.web.exhibits.sniffing import type_of


def write(someone, account: str) -> None:
    someone.browser.post("/notes/add/", {"account": account, "exact": "now"})


def send(someone, content: bytes = b"Dear me, I know where you are. <script>alert(1)</script>", **more: str):
    return someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("letter.txt", content)], **more})


def of(someone, number: int) -> tuple[str, ...]:
    return someone.case.case.incidents[number].exhibits


def test_a_file_added_from_an_entry_belongs_to_it_at_once(someone):
    write(someone, "A letter came.")
    assert send(someone, to="i1")["Location"] == "/notes/i1/"
    assert of(someone, 0) == ("AB/1",)
    assert "AB/1" in someone.browser.get("/notes/i1/").content.decode()
    assert "A letter came." in someone.browser.get("/files/AB-1/").content.decode()
    assert len(someone.case.state.history["incident", "i1"]) == 2


def test_a_file_added_to_an_entry_that_is_not_there_is_kept_all_the_same(someone):
    assert send(someone, to="i9")["Location"] == "/files/"
    assert [it.ref for it in someone.case.case.exhibits] == ["AB/1"]


def test_entries_are_ticked_from_the_file_and_those_not_shown_keep_what_they_have(someone):
    for account in ("The first.", "The second.", "The third."):
        write(someone, account)
    send(someone, to="i3")
    someone.browser.post("/notes/evidence/AB-1/", {"among": ["i1", "i2"], "entry": ["i2"]})
    assert [of(someone, number) for number in range(3)] == [(), ("AB/1",), ("AB/1",)]
    someone.browser.post("/notes/evidence/AB-1/", {"among": ["i1", "i2", "i3"], "entry": []})
    assert [of(someone, number) for number in range(3)] == [(), (), ()]
    count = someone.case.head.count
    someone.browser.post("/notes/evidence/AB-1/", {"among": ["i1"], "entry": []})
    assert someone.case.head.count == count, "nothing changed, so nothing is recorded"


def test_a_text_is_read_inside_its_page_and_nothing_in_it_acts(someone):
    send(someone)
    page = someone.browser.get("/files/AB-1/").content.decode()
    assert "Dear me, I know where you are. &lt;script&gt;" in page
    assert someone.browser.get("/files/AB-1/content")["Content-Disposition"].startswith("attachment")


def test_only_what_reads_as_text_is_text():
    assert type_of("Grüße, ".encode() * 20) == "text/plain"
    assert type_of("Grüße".encode()[:3]) == "text/plain", "cut off in the middle of a letter"
    assert type_of(b"\xff\xfeG\x00") == "application/octet-stream"
    assert type_of(b"abc\x00def") == "application/octet-stream"


def test_many_files_are_shown_a_page_at_a_time(someone):
    files = [SimpleUploadedFile(f"n{number}.txt", b"note %d" % number) for number in range(31)]
    someone.browser.post("/files/add/", {"file": files})
    first, second = (someone.browser.get(f"/files/?page={page}").content.decode() for page in (1, 2))
    assert "AB/31<" in first
    assert ">AB/1<" not in first
    assert ">AB/1<" in second
