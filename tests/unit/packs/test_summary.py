"""The one page for a reader with ten minutes: who, since when, how often, after which dates, and what to look at first."""

from __future__ import annotations

from pathlib import Path

from packed import SAM, incident, message, needs_fonts, needs_pdftotext, words_of, write_case
from riverside import take_in_riverside
from throughline.casefile.reading import read_case_file
from throughline.packs.summary import dates_of, first_looks, summary_of
from throughline.together import put_together


def summary_parts(folder: Path, **more: object) -> tuple[dict[str, str], list[tuple[str, str]], list[str]]:
    lines = [{**message(n, f"hello {n}"), "at": f"2026-03-{n + 1:02}T10:00:00Z"} for n in range(9)]
    case_file = read_case_file(write_case(folder / "case", lines=lines, **more))
    findings = put_together(case_file.case, case_file.communications)
    case = case_file.case
    return dict(summary_of(case, findings)), dates_of(case, findings), list(first_looks(case, findings))


def test_it_says_who_with_what_they_can_be_found_by_and_no_address(tmp_path: Path) -> None:
    known = [
        *SAM["identifiers"],
        {"kind": "address", "value": "1 Example Street"},
        {"kind": "vehicle", "value": "EX11 MPL"},
    ]
    sam = {**SAM, "relationship": "former_partner", "identifiers": known}
    summary, _, _ = summary_parts(tmp_path, people=[sam, {"id": "p2"}])
    assert summary["Who it concerns"] == "Sam (former partner, +447700900123, EX11 MPL); p2"


def test_each_date_says_how_many_occasions_came_after_it_as_its_finding_does(tmp_path: Path) -> None:
    stop = {"id": "m1", "at": "2026-03-04T12:00", "kind": "told_to_stop", "person": "p1"}
    moved = {"id": "m2", "at": "2026-02-01", "kind": "moved"}
    _, dates, _ = summary_parts(tmp_path, milestones=[stop, moved])
    assert dates == [("1 February 2026", "Moved."), ("4 March 2026", "Told to stop. 5 more occasions after it (f1).")]


def test_of_very_many_dates_the_first_and_the_last_stand_there(tmp_path: Path) -> None:
    hearings = [{"id": f"m{n}", "at": f"2026-02-{n:02}", "kind": "court_hearing"} for n in range(1, 21)]
    _, dates, _ = summary_parts(tmp_path, milestones=hearings)
    told = [day for day, _ in dates]
    assert told == [*(f"{n} February 2026" for n in range(1, 7)), "", *(f"{n} February 2026" for n in range(15, 21))]
    assert dates[6][1] == "8 more are in the chronology."


def test_what_to_look_at_first_is_only_what_the_record_opens(tmp_path: Path) -> None:
    assert summary_parts(tmp_path)[2] == []
    _, _, looks = summary_parts(tmp_path, incidents=[incident("i1", "x", witnesses=["Jo"]), incident("i2", "y")])
    assert looks == ["What the witnesses saw who are named in i1."]


@needs_fonts
@needs_pdftotext
def test_the_summary_of_the_example_is_one_page(tmp_path: Path) -> None:
    from packed import files_of, make

    make(take_in_riverside(tmp_path / "riverside"), tmp_path / "p.zip")
    pages = words_of(files_of(tmp_path / "p.zip")["data/chronology.pdf"], tmp_path).split(b"\x0c")
    assert pages[1].startswith(b" Summary") or pages[1].startswith(b"Summary")
    assert pages[2].lstrip().startswith(b"Chronology")
    for words in (
        b"Sam (former partner",
        b"96 separate occasions",
        b"Told to stop. 66 more occasions",
        b"Possible breach",
    ):
        assert words in pages[1]
