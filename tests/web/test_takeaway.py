"""Taking away: a pack that its own verifier accepts, without what was withheld or private; the whole case, losslessly."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from throughline.casefile.reading import read_case_file
from throughline.packs.verify import main as verify

PRIVATE = "Nobody else may read this line."


def write_down(someone, account: str) -> None:
    someone.browser.post("/notes/add/", {"account": account, "exact": "now"})


def downloaded(answer, tmp_path: Path) -> Path:
    path = tmp_path / "download.zip"
    path.write_bytes(b"".join(answer.streaming_content))
    return path


def everything_in(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_a_pack_made_here_is_one_that_its_verifier_accepts(someone, tmp_path):
    write_down(someone, "He was outside again.")
    answer = someone.browser.post("/take-away/pack/", {"recipient": "police", "make": "yes"})
    path = downloaded(answer, tmp_path)
    assert verify([str(path)]) == 0
    assert b"He was outside again." in everything_in(path)


def test_what_is_private_or_withheld_is_nowhere_in_a_pack(someone, tmp_path):
    write_down(someone, "This one goes in.")
    write_down(someone, "This whole entry is private.")
    write_down(someone, "This one is left out.")
    someone.browser.post("/notes/i1/more/private/", {"private_note": PRIVATE})
    someone.browser.post("/notes/i2/more/private/", {"private": "on"})
    choice = {"recipient": "police", "withheld": ["i3"]}
    preview = someone.browser.post("/take-away/pack/", choice).content.decode()
    assert "2 entries stay out" in preview
    path = downloaded(someone.browser.post("/take-away/pack/", {**choice, "make": "yes"}), tmp_path)
    held = everything_in(path)
    assert b"This one goes in." in held
    assert not [it for it in (PRIVATE, "This whole entry is private.", "This one is left out.") if it.encode() in held]


def test_the_whole_case_reads_back_as_it_is(someone, tmp_path):
    write_down(someone, "He was outside again.")
    someone.browser.post("/notes/i1/more/private/", {"private_note": PRIVATE})
    path = downloaded(someone.browser.post("/take-away/all/"), tmp_path)
    assert read_case_file(path).case == someone.case.case


def test_downloads_have_neutral_names(someone):
    write_down(someone, "He was outside again.")
    answer = someone.browser.post("/take-away/all/")
    assert answer["Content-Disposition"] == 'attachment; filename="notes.zip"'
    assert zipfile.is_zipfile(io.BytesIO(b"".join(answer.streaming_content)))


def test_a_caution_leads_to_the_entry_it_speaks_of_and_names_it_by_its_time(someone):
    typed = {"account": "They wrote: I know you live at SW1A 1AA.", "exact": "day", "date": "2026-03-01"}
    someone.browser.post("/notes/add/", typed)
    page = someone.browser.post("/take-away/pack/", {"recipient": "police"}).content.decode()
    assert '<a class="govuk-link" href="/notes/i1/">your entry on 1 March 2026</a>' in page
    assert " i1" not in page
