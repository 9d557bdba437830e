"""The PDF, the page and the spreadsheet: they are made whatever was written, and nothing in them acts or points nowhere."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import subprocess
from itertools import pairwise
from pathlib import Path

import pytest

from packed import files_of, incident, make, message, needs_fonts, needs_pdftotext, words_of, write_case
from throughline.casefile.reading import read_case_file
from throughline.domain.incident import Occurred
from throughline.domain.timing import WrittenTime, zone_named
from throughline.packs import content, document
from throughline.packs.chronology import MOST_SHOWN_WHOLE, occurred_told, shown_rows
from throughline.packs.table_file import safe_cell, text_cell
from throughline.together import put_together

AWKWARD = {
    "nothing": "", "a nul": "before\x00after", "controls": "\x01\x07\x1b[31m\x7f\x85", "overrides": "\u202eevil\u2066\u2069",
    "no spaces": "x" * 40_000, "very long": "word " * 100_000, "lines": "one\ntwo\r\n\n\nthree\u2028four",
    "no font": "\U00010000\U0001f9ff\ue000\U0010ffff", "joined": "\U0001f468\u200d\U0001f469\u200d\U0001f467 1\ufe0f\u20e3 \U0001f1ec\U0001f1e7",
    "marks": "a" + "\u0301" * 60 + " \U0001f39b\u0670 \t\u0301 \u0bb1\u08e0\U0001f39b\u0670\u26c8 \ufbec\u06ac\u0300\t\u05ad",
    "markup": "#panic() $x$ *b* _i_ `c` @ref <label> \\ // /* #import \"x\"", "html": "<script>alert(1)</script>&<img src=x onerror=y>\"'",
    "formula": "=HYPERLINK(\"https://example.org\",\"x\")", "right to left": "שלום (x) 1.2 مرحبا",
}  # fmt: skip


def make_with(folder: Path, text: str) -> bytes:
    """The PDF of a case of one incident in those words."""
    make(write_case(folder / "case", incidents=[incident("i1", text)]), folder / "p.zip")
    return files_of(folder / "p.zip")["data/chronology.pdf"]


@pytest.fixture(params=AWKWARD)
def parts(request: pytest.FixtureRequest, tmp_path: Path) -> dict[str, bytes]:
    words = AWKWARD[request.param]
    awkward = {
        "impact": {"changes": ["moved_home"], "note": words},
        "witnesses": [words],
        "reports": [{"to": words, "reference": words}],
    }
    case = write_case(
        tmp_path / "case", [("AB/1", "a.jpg", b"x")], [message(1, words, "AB/1")],
        incidents=[incident("i1", words, **awkward)], places=[{"id": "home", "label": words}],
        people=[{"id": "p1", "name": words, "identifiers": [{"kind": "phone", "value": "+447700900123"}]}],
    )  # fmt: skip
    make(case, tmp_path / "p.zip")
    return files_of(tmp_path / "p.zip")


def test_whatever_was_written_every_part_is_made(parts: dict[str, bytes]) -> None:
    assert parts["data/chronology.pdf"].startswith(b"%PDF-1.7")
    assert b"<script" not in parts["data/index.html"]
    assert b"<img" not in parts["data/index.html"]
    csv.field_size_limit(10**7)
    rows = list(csv.reader(io.StringIO(parts["data/chronology.csv"].decode("utf-8-sig"), newline="")))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert [cell for row in rows for cell in row if cell.lstrip()[:1] in ("=", "+", "-", "@")] == []


@needs_fonts
def test_letters_that_fonts_have_are_shown_and_others_are_numbered() -> None:
    shown = document.fonts().shown
    for text in ("łódź ăâîșț", "पंजाबी", "ਪੰਜਾਬੀ", "پاکستان", "বাংলা", "ગુજરાતી", "தமிழ்", "שלום", "Привет", "🙂",
                 "ภาษาไทย", "ქართული", "Հայերեն", "አማርኛ", "తెలుగు", "ಕನ್ನಡ", "മലയാളം", "සිංහල", "ខ្មែរ", "မြန်မာ", "ລາວ", "汉字漢字", "ひらがな", "한국어"):  # fmt: skip
        assert document.showable(text, shown) == text
    assert document.showable("a\U00010000b\x00", shown) == "a⟨U+10000⟩b⟨U+0000⟩"


@needs_fonts
def test_only_the_texts_that_stop_the_compiler_are_written_more_plainly(tmp_path: Path) -> None:
    fine, awkward = "हिन्दी ਪੰਜਾਬੀ", AWKWARD["marks"]
    chosen = document.fonts()
    assert set(document._awkward([fine, "plain", document.showable(awkward, chosen.shown)], chosen)) <= {
        document.showable(awkward, chosen.shown)
    }
    assert document.plainer("a\u0301") == "a⟨U+0301⟩"


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        "+44 7700 900123",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\u00a0=1",
        "\x00=1",
        "\x00",
        "＝1",
        "＋1",
        "－1",
        "＠x",
        "\u200b=1",
        "|calc",
        "%x",
        "\u00ad=1",
        "\u3164=1",
        "﹦1",
        "−1",
    ],
)
def test_a_cell_that_could_act_begins_with_a_quote(text: str) -> None:
    assert safe_cell(text) == "'" + text


@pytest.mark.parametrize("text", ["", "hello", "a=b", "1-2", "Sam: +44", "'=1", "£5", "é"])
def test_a_cell_that_cannot_act_is_left_alone(text: str) -> None:
    assert safe_cell(text) == text


@pytest.mark.parametrize(
    "text", ["01234", "07700 900123", "1/2", "2026-03-01", "1e5", "TRUE", "3.10", "12:30", "(020) 7946"]
)
def test_a_cell_that_looks_like_a_number_stays_text(text: str) -> None:
    assert text_cell(text) == "'" + text
    assert text_cell(f"x {text}") == f"x {text}"
    assert text_cell("'" + text) == "'" + text


def test_every_link_of_the_page_leads_somewhere_and_every_place_has_one_name(tmp_path: Path) -> None:
    case = write_case(
        tmp_path / "case", [("AB/1", "a b#?.jpg", b"x")], [message(n, f"hello {n}", "AB/1") for n in range(30)],
        incidents=[incident("f1", "x", exhibits=["AB/1"]), incident("e-f1", "y"), incident('" onclick="x', "z")],
    )  # fmt: skip
    make(case, tmp_path / "p.zip")
    files = files_of(tmp_path / "p.zip")
    page = files["data/index.html"].decode()
    places = re.findall(r' id="([^"]*)"', page)
    assert len(places) == len(set(places))
    assert set(re.findall(r'href="#([^"]*)"', page)) <= set(places)
    assert "onclick=" not in re.sub(r">[^<]*<", "><", page)
    assert [f"data/{name}" for name in re.findall(r'href="(exhibits/[^"]*)"', page)] == [
        "data/exhibits/AB-1_a%20b%23_.jpg"
    ]
    assert not re.findall(r"""(?:src|href)=["'](?:https?:|//|data:|file:)""", page)


def test_a_document_leaves_no_communication_uncounted(tmp_path: Path) -> None:
    many = MOST_SHOWN_WHOLE + 700
    case = read_case_file(write_case(tmp_path / "case", lines=[message(n, f"hello {n}") for n in range(many)]))
    findings = put_together(case.case, case.communications)
    assert any(len(finding.because) > 0 for finding in findings.findings)
    rows, left_out = shown_rows(case.case, case.communications, findings)
    shown = sum(row.kind == "Communication" for row in rows)
    by_day = sum(int(row.what.split()[0].replace(",", "")) for row in rows if row.kind == "Communications")
    assert (shown + by_day, shown + left_out) == (many, many)


@needs_pdftotext
def test_hashes_stand_whole_on_the_paper(tmp_path: Path) -> None:
    case = write_case(tmp_path / "case", [(f"AB/{n}", f"{n}.jpg", bytes([n])) for n in range(3)])
    make(case, tmp_path / "p.zip")
    (tmp_path / "c.pdf").write_bytes(files_of(tmp_path / "p.zip")["data/chronology.pdf"])
    # The page is 595 points wide: text that lies beyond it is not printed.
    command = ["pdftotext", "-x", "0", "-y", "0", "-W", "595", "-H", "842", "-raw", str(tmp_path / "c.pdf"), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    printed = re.sub(r"\s", "", text)
    assert [n for n in range(3) if hashlib.sha256(bytes([n])).hexdigest() not in printed] == []


@pytest.mark.parametrize(
    ("start", "to", "precision", "told"),
    [
        ("2026-03-16T19:05", "2026-03-16T19:55", "minute", "on 16 March 2026 from 7.05pm to 7.55pm"),
        ("2026-02-12T23:47", "2026-02-13T01:05", "minute", "from 12 February 2026 at 11.47pm to 13 February 2026 at 1.05am"),
        ("2026-02-23T19:30", "2026-02-23T20:30", "hour", "on 23 February 2026 from about 7.30pm to about 8.30pm"),
        ("2026-03-01T19:40", None, "minute", "on 1 March 2026 at 7.40pm"),
        ("2026-03-01T19:00", None, "part_of_day", "on 1 March 2026 at about 7pm, give or take 3 hours"),
        ("2026-03-01", None, "day", "on 1 March 2026"),
        ("2026-03-01", "2026-03-03", "day", "between 1 March 2026 and 3 March 2026"),
        (None, None, "unknown", "at a time not known"),
    ],
)  # fmt: skip
def test_an_incident_keeps_the_times_that_were_written(
    start: str | None, to: str | None, precision: str, told: str
) -> None:
    written = Occurred(
        None if start is None else WrittenTime(start), None if to is None else WrittenTime(to), precision  # type: ignore[arg-type]
    )  # fmt: skip
    assert occurred_told(written, zone_named("Europe/London")) == told


def test_a_long_finding_shows_the_first_and_the_last_of_what_is_behind_it(tmp_path: Path) -> None:
    lines = [{**message(n, f"hello {n}"), "at": f"2026-03-{n + 1:02}T10:00:00Z"} for n in range(28)]
    case = write_case(
        tmp_path / "case", lines=lines, incidents=[incident("i1", "x", place="home")], places=[{"id": "home"}]
    )
    case_file = read_case_file(case)
    long = [f for f in put_together(case_file.case, case_file.communications).findings if len(f.because) > 20]
    assert long
    make(case, tmp_path / "p.zip")
    page = files_of(tmp_path / "p.zip")["data/index.html"].decode()
    for finding in long:
        shown = page.split(f'id="f-{finding.id}"')[1].split("</article>")[0]
        listed = re.findall(r'<li><a href="#e-(\w+)">', shown)
        between = len(finding.because) - len(listed)
        assert (listed[0], listed[-1]) == (finding.because[0], finding.because[-1])
        assert f"and {between} more: chronology.csv has {finding.id} beside each" in shown


def test_the_page_names_headings_in_order_and_a_communication_is_no_heading(tmp_path: Path) -> None:
    case = write_case(
        tmp_path / "case", lines=[message(n, f"hello {n}") for n in range(30)], incidents=[incident("i1", "x")]
    )
    make(case, tmp_path / "p.zip")
    page = files_of(tmp_path / "p.zip")["data/index.html"].decode()
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert not re.search(r"<h\d[^>]*>(?:(?!</h).)*hello", page)


@needs_fonts
@needs_pdftotext
def test_the_front_says_when_characters_are_shown_as_numbers(tmp_path: Path) -> None:
    shown = [
        b"numbers, such as" in words_of(make_with(tmp_path, text), tmp_path) for text in ("hello", "\ue000", "a\u202eb")
    ]
    assert shown == [False, True, True]


@pytest.mark.parametrize("text", ["\u202egnp.exe", "a\u202db", "ab\x1b[2Jc", "\u2067abc\u2069 1", "\u202bx\u202c"])
def test_no_text_can_make_a_line_of_the_page_read_otherwise_than_it_is_written(tmp_path: Path, text: str) -> None:
    place = {"id": "home", "label": text}
    case = write_case(
        tmp_path / "case", lines=[message(1, text)], incidents=[incident("i1", text, place="home")], places=[place]
    )
    make(case, tmp_path / "p.zip")
    files = files_of(tmp_path / "p.zip")
    page = files["data/index.html"].decode()
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b]", page)
    assert ("⟨U+202E⟩gnp.exe" in page) == text.startswith("\u202e")
    assert text in files["data/chronology.csv"].decode()


def test_a_long_word_can_break_and_no_letter_loses_its_mark() -> None:
    shown = frozenset(range(0x110000))
    for text in ("x" * 300, "https://example.org/" + "a1" * 99, "a\u0301" * 99, "👨\u200d👩\u200d👧" * 40, "سلام" * 60):
        told = document.showable(text, shown)
        assert told.replace("\u200b", "") == text
        assert max(map(len, told.split("\u200b"))) <= 50
        assert not re.search("\u200b[\u0301\u200d]|\u200d\u200b", told)
    assert document.showable("a" * 64, shown) == "a" * 64
    assert document.showable("two words", shown) == "two words"


@pytest.mark.parametrize(
    ("seconds", "told"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59.6, "1 minute"),
        (1124, "18 minutes 44 seconds"),
        (7500, "2 hours 5 minutes"),
    ],
)
def test_how_long_a_call_was_is_told_in_minutes_and_hours(tmp_path: Path, seconds: float, told: str) -> None:
    call = {**message(1, ""), "text": None, "kind": "call", "channel": "phone", "duration_seconds": seconds}
    make(write_case(tmp_path / "case", lines=[call]), tmp_path / "p.zip")
    assert f"; Length: {told}; " in files_of(tmp_path / "p.zip")["data/chronology.csv"].decode()


def test_marks_stacked_on_a_letter_cannot_cover_the_lines_above(tmp_path: Path) -> None:
    make(write_case(tmp_path / "case", incidents=[incident("i1", "a" + "\u0301" * 5000 + "b")]), tmp_path / "p.zip")
    page = files_of(tmp_path / "p.zip")["data/index.html"].decode()
    assert "a" + "\u0301" * 5 + "⟨4,995 more marks⟩b" in page
    assert content.readable("שָׁ֑לוֹם Việt") == "שָׁ֑לוֹם Việt"
