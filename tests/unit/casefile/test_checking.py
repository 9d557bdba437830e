"""`check` says everything that is wrong, each with its place."""

from __future__ import annotations

import hashlib
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from throughline.casefile.checking import check_case_file
from throughline.casefile.reading import read_case_file
from throughline.cli.main import main
from throughline.communications.joining import with_people
from throughline.domain.errors import CaseFileError, HostileInput

GOOD: dict[str, Any] = {
    "format": "throughline-case/1",
    "timezone": "Europe/London",
    "people": [{"id": "p1", "name": "Sam"}],
    "places": [{"id": "home"}],
    "incidents": [{"id": "i1", "occurred": {"from": "2026-03-01T19:40"}, "person": "p1", "place": "home"}],
    "milestones": [{"id": "m1", "at": "2026-03-04T18:00", "kind": "told_to_stop"}],
}


def write(folder: Path, case: object, lines: str | None = None) -> Path:
    (folder / "case.json").write_text(case if isinstance(case, str) else json.dumps(case))
    if lines is not None:
        (folder / "communications.jsonl").write_text(lines)
    return folder


def wrongs_of(path: Path) -> list[tuple[str, str]]:
    return [(wrong.place, wrong.why) for wrong in check_case_file(path)]


def test_a_good_case_has_nothing_wrong(tmp_path: Path) -> None:
    assert wrongs_of(write(tmp_path, GOOD)) == []


def test_a_slip_of_the_pen_is_named_with_its_line(tmp_path: Path) -> None:
    text = json.dumps(GOOD, indent=1).replace('"id": "m1",', '"id": "m1"')
    line = next(number for number, it in enumerate(text.splitlines(), 1) if '"m1"' in it)
    ((place, why),) = wrongs_of(write(tmp_path, text))
    assert place == "case.json"
    assert why.startswith(f"is not JSON: at line {line + 1}, or just before it, ")


def test_every_fault_is_listed_at_once_with_its_place(tmp_path: Path) -> None:
    case = json.loads(json.dumps(GOOD))
    case["zork"] = 1
    case["people"][0]["relationship"] = "enemy"
    case["incidents"][0]["occurred"] = {"from": "yesterday"}
    case["incidents"].append({"occurred": {"from": "2026-03-01"}, "behaviours": ["stalking"]})
    places = [place for place, _ in wrongs_of(write(tmp_path, case))]
    assert places == [
        "case.json.zork", "case.json.people[0].relationship", "case.json.incidents[0].occurred.from",
        "case.json.incidents[1].id", "case.json.incidents[1].behaviours[0]",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"incidents": [{"id": "i1", "occurred": {"from": "2026-03-01"}, "person": "p9"}]}, "case.json.incidents[0].person"),
        ({"incidents": [{"id": "i1", "occurred": {"from": "2026-03-01"}, "exhibits": ["AB/9"]}]}, "case.json.incidents[0].exhibits[0]"),
        ({"incidents": [{"id": "i1", "occurred": {"from": "2026-03-01"}, "place": "attic"}]}, "case.json.incidents[0].place"),
        ({"milestones": [{"id": "m1", "at": "2026-03-01", "person": "p9"}]}, "case.json.milestones[0].person"),
        ({"milestones": [{"id": "p1", "at": "2026-03-01"}]}, "case.json.milestones[0].id"),
        ({"timezone": "Mars/Olympus"}, "case.json.timezone"),
        ({"places": [{"id": "home"}, {"id": "\ud800"}]}, "case.json.places[1].id"),
        ({"format": "throughline-case/9"}, "case.json.format"),
        ({"exhibits": [{"ref": "AB/1", "file": "exhibits/gone.jpg", "sha256": "0" * 64}]}, "case.json.exhibits[0].file"),
        ({"incidents": [{"id": "i1", "occurred": {"from": "2026-03-29T01:30"}}]}, "case.json.incidents[0].occurred.from"),
    ],
)  # fmt: skip
def test_each_fault_is_found_where_it_is(tmp_path: Path, change: dict[str, Any], place: str) -> None:
    assert [found for found, _ in wrongs_of(write(tmp_path, GOOD | change))] == [place]


@pytest.mark.parametrize(
    ("line", "place"),
    [
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "zork": 1}', "communications.jsonl line 2.zork"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "party": {"kind": "phone", "value": "1", "zork": 1}}', "communications.jsonl line 2.party.zork"),
        ('{"id": "c1", "at": "noon"}', "communications.jsonl line 2.at"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "duration_seconds": NaN}', "communications.jsonl line 2"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "duration_seconds": 1e400}', "communications.jsonl line 2.duration_seconds"),
        ('{"id": "c1"}', "communications.jsonl line 2.at"),
        ('{"id": 7, "at": "2026-03-01T19:40:12Z"}', "communications.jsonl line 2.id"),
        ('{"id": "c1", "id": "c2", "at": "2026-03-01T19:40:12Z"}', "communications.jsonl line 2.id"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "channel": "pigeon"}', "communications.jsonl line 2.channel"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "text": "\\ud83d"}', "communications.jsonl line 2.text"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "source": {"exhibit": "AB/7"}}', "communications.jsonl line 2.source.exhibit"),
        ('{"id": "c0", "at": "2026-03-01T19:40:12Z"}', "communications.jsonl line 2.id"),
        ('{"id": "p1", "at": "2026-03-01T19:40:12Z"}', "communications.jsonl line 2.id"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z"', "communications.jsonl line 2"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "at_latest": "2026-03-01T19:40:11Z"}', "communications.jsonl line 2.at_latest"),
    ],
)  # fmt: skip
def test_a_faulty_line_is_named(tmp_path: Path, line: str, place: str) -> None:
    good = '{"id": "c0", "at": "2026-03-01T19:40:12Z"}\n'
    assert [found for found, _ in wrongs_of(write(tmp_path, GOOD, good + line + "\n"))] == [place]


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": "c1", "at": "2026-03-01T19:40:12Z", "text": "caf\xe9"}',
        b'{"id": "c\xff", "at": "2026-03-01T19:40:12Z"}',
        b'{"id": "c1", "at": "2026-03-01T19:40:12Z", "text": "\xed\xa0\xbd"}',
        b'{"id": "c1", "at": "2026-03-01T19:40:12Z"}'.decode().encode("utf-16"),
    ],
)
def test_bytes_that_are_not_utf8_are_a_fault_and_no_crash(tmp_path: Path, line: bytes) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "communications.jsonl").write_bytes(line)
    ((place, why),) = wrongs_of(tmp_path)
    assert place == "communications.jsonl line 1"
    assert why.startswith("is not JSON in UTF-8 (byte ")


@pytest.mark.parametrize(
    "change",
    [
        {"people": [{"id": "p1", "identifiers": [{}, {"kind": "phone"}, {"value": "07700 900123"}]}], "incidents": []},
        {"incidents": [{"id": "i1", "occurred": {}}, {"id": "i2", "occurred": {"from": None, "precision": "day"}}]},
        {"incidents": [{"id": "i1", "occurred": {"from": "2026-03-01"}, "reports": [{"at": "2026-03-02"}]}]},
    ],
)
def test_whatever_is_not_required_may_be_left_out(tmp_path: Path, change: dict[str, Any]) -> None:
    assert wrongs_of(write(tmp_path, GOOD | change)) == []


def test_a_party_of_whom_little_is_said_is_kept_and_is_nobodys(tmp_path: Path) -> None:
    people = [{"id": "p1", "identifiers": [{"kind": "phone"}]}]
    parties = [{}, {"kind": None}, {"kind": "phone"}, {"value": "Sam"}]
    for at in ("2026-03-01T19:40:12Z", "2026-03-01 19:40"):  # by column, and line by line
        lines = [json.dumps({"id": f"c{n}", "at": at, "party": it}) for n, it in enumerate(parties)]
        read = read_case_file(write(tmp_path, GOOD | {"people": people, "incidents": []}, "\n".join(lines)))
        rows = read.communications.select(pl.col("party_kind").cast(pl.String), "party_value").rows()
        assert rows == [(None, None), (None, None), ("phone", ""), ("other", "Sam")]
        assert with_people(read.communications, read.case)["person"].null_count() == len(parties)


@pytest.mark.parametrize(
    ("zone", "at", "first"),
    [
        ("Europe/London", "2026-03-01 19:40:12", "2026-03-01T19:40:12"),
        ("Europe/London", "2026-03-01T19:40:12+01", "2026-03-01T18:40:12"),
        ("Antarctica/Troll", "2026-03-29T01:30:00", "2026-03-28T23:30:00"),  # a gap of two hours
    ],
)
def test_no_communication_goes_without_its_time(tmp_path: Path, zone: str, at: str, first: str) -> None:
    line = json.dumps({"id": "c1", "at": at})
    read = read_case_file(write(tmp_path, GOOD | {"timezone": zone, "incidents": []}, line))
    assert read.communications["earliest"][0] == datetime.fromisoformat(first).replace(tzinfo=UTC)
    assert read.communications["latest"].null_count() == 0


@pytest.mark.parametrize("zone", ["localtime", "Factory", "posix/Europe/London"])
def test_a_zone_that_is_no_place_is_named(tmp_path: Path, zone: str) -> None:
    ((place, why),) = wrongs_of(write(tmp_path, GOOD | {"timezone": zone}, '{"id": "c1", "at": "2026-03-01T19:40"}'))
    assert (place, zone in why) == ("case.json.timezone", True)


def test_a_great_many_faults_are_all_named(tmp_path: Path) -> None:
    keys = "".join(f', "k{n}": 1' for n in range(50_000))
    text = '{"format": "throughline-case/1", "timezone": "Europe/London"' + keys + "}"
    assert len(wrongs_of(write(tmp_path, text))) == 50_000


def test_a_changed_exhibit_and_an_unnamed_file_are_told(tmp_path: Path) -> None:
    (tmp_path / "exhibits").mkdir()
    (tmp_path / "exhibits" / "a.jpg").write_bytes(b"other bytes")
    (tmp_path / "exhibits" / "stray.jpg").write_bytes(b"")
    case = GOOD | {"exhibits": [{"ref": "AB/1", "file": "exhibits/a.jpg", "sha256": "0" * 64}]}
    whys = [why for _, why in wrongs_of(write(tmp_path, case))]
    assert any("which has changed since: exhibits/a.jpg" in why for why in whys)
    assert any("stray.jpg" in why for why in whys)


def test_reading_a_faulty_case_names_the_first_fault_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError) as error:
        read_case_file(write(tmp_path, GOOD | {"zork": 1}))
    assert "case.json.zork is not a key this format has" in error.value.message


def test_a_doubled_key_is_not_dropped_in_silence(tmp_path: Path) -> None:
    text = '{"format": "throughline-case/1", "timezone": "Europe/London", "timezone": "Europe/Paris"}'
    assert wrongs_of(write(tmp_path, text)) == [("case.json.timezone", "is a key that stands twice in one place")]


def test_a_folder_without_a_case_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(CaseFileError, match="throughline new"):
        check_case_file(tmp_path)


def zipped(path: Path, **members: bytes | str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_faults_in_one_part_hide_none_in_another(tmp_path: Path) -> None:
    case = json.loads(json.dumps(GOOD)) | {"zork": 1, "exhibits": [{"ref": "AB/1", "file": "exhibits/gone.jpg"}]}
    case["incidents"][0] |= {"person": "p9", "attribution": "zork"}
    case["places"].append({"id": "p1"})
    line = '{"id": "i1", "at": "noon", "source": {"exhibit": "AB/9"}}'
    assert [place for place, _ in wrongs_of(write(tmp_path, case, f"\n{line}\n"))] == [
        "case.json.zork", "case.json.incidents[0].attribution", "communications.jsonl line 2.at", "case.json.places[1].id",
        "case.json.incidents[0].person", "communications.jsonl line 2.id", "communications.jsonl line 2.source.exhibit",
        "case.json.exhibits[0].file",
    ]  # fmt: skip


def test_each_value_that_breaks_a_rule_is_named_beside_every_other(tmp_path: Path) -> None:
    case = json.loads(json.dumps(GOOD))
    case["incidents"][0] |= {
        "behaviours": ["stalking", "loitering", "evil"], "attribution": "zork", "impact": {"fear": 5, "changes": ["Moved!"]},
    }  # fmt: skip
    order = {"terms": [{"id": "", "metres": -1}]}
    case["milestones"].append({"id": "m2", "at": "2026-03-04", "kind": "order_made", "order": order})
    case["exhibits"] = [{"ref": "", "file": "../case.json", "sha256": "abc"}]
    assert {place.removeprefix("case.json.") for place, _ in wrongs_of(write(tmp_path, case))} == {
        "incidents[0].behaviours[0]", "incidents[0].behaviours[2]", "incidents[0].attribution",
        "incidents[0].impact.fear", "incidents[0].impact.changes[0]", "milestones[1].order.terms[0].id",
        "milestones[1].order.terms[0].metres", "exhibits[0].ref", "exhibits[0].file", "exhibits[0].sha256",
    }  # fmt: skip


def test_a_case_of_another_format_has_its_other_faults_named_too(tmp_path: Path) -> None:
    wrongs = wrongs_of(write(tmp_path, GOOD | {"format": "throughline-case/0", "zork": 1}))
    assert [place for place, _ in wrongs] == ["case.json.format", "case.json.zork"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "is empty"),
        ("[]", "should be an object with keys"),
        ('{"timezone": NaN}', "holds NaN, which is no number in JSON"),
        ("[" * 100_000, "is nested deeper than any case is"),
        ('{"timezone": ' + "9" * 5000 + "}", "holds a number of more digits than can be meant"),
        ('{"timezone": "Europe/London"} {}', "should end at character 31, where its first object does, and holds more after it"),
    ],
)  # fmt: skip
def test_a_case_that_cannot_be_read_at_all_is_told_once_and_not_by_what_follows_from_it(
    tmp_path: Path, text: str, why: str
) -> None:
    (tmp_path / "exhibits").mkdir()
    (tmp_path / "exhibits" / "a.jpg").write_bytes(b"photograph")
    line = '{"id": "c1", "at": "2026-03-01", "source": {"exhibit": "AB/1"}}'
    assert wrongs_of(write(tmp_path, text, line)) == [("case.json", why)]


@pytest.mark.parametrize(
    ("lines", "place"),
    [
        ('{"id": "c1", "at": "2026-03-01"}{"id": "c2", "at": "2026-03-01"}', "communications.jsonl line 1"),
        ('{"id": "c1",\n"at": "2026-03-01"}', "communications.jsonl line 1"),
        ('{"id": "c1", "at": "2026-03-01"}\r{"id": "c2", "at": "2026-03-01"}', "communications.jsonl line 1"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12+25:00"}', "communications.jsonl line 1.at"),
        ('{"id": "c1", "at": "2026-03-01T19:40:12Z", "at_latest": "2026-03"}', "communications.jsonl line 1.at_latest"),
        ('{"id": "c1", "at": "2026-02-03T19:40:12+00:00", "at_latest": "2026-02-30T19:40:12+00:00"}', "communications.jsonl line 1.at_latest"),
        ('{"id": "c1", "at": "2026-03-01", "attachments": [null]}', "communications.jsonl line 1.attachments[0]"),
        ('{"id": "t1", "at": "2026-03-01"}', "communications.jsonl line 1.id"),
    ],
)  # fmt: skip
def test_what_the_column_reader_would_let_pass_is_named(tmp_path: Path, lines: str, place: str) -> None:
    order = {"id": "m2", "at": "2026-03-04", "kind": "order_made", "order": {"terms": [{"id": "t1"}]}}
    case = GOOD | {"milestones": [*GOOD["milestones"], order]}
    assert wrongs_of(write(tmp_path, case, lines))[0][0] == place


def test_blank_lines_and_a_missing_last_newline_are_no_fault(tmp_path: Path) -> None:
    lines = '\n\n{"id": "c1", "at": "2026-03-01"}\r\n  \n{"id": "c2", "at": "2026-03-01"}'
    assert wrongs_of(write(tmp_path, GOOD, lines)) == []
    assert len(read_case_file(tmp_path).communications) == 2


def test_a_great_many_odd_lines_are_all_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("throughline.casefile.bulk._ROWS_AT_A_TIME", 3)
    lines = "".join(f'{{"id": "c{n}", "at": "2026-03-01T19:4{n}+01"}}\n' for n in range(8))
    assert wrongs_of(write(tmp_path, GOOD, lines)) == []
    assert read_case_file(tmp_path).communications["id"].to_list() == [f"c{n}" for n in range(8)]


def test_faults_of_the_case_do_not_use_up_those_of_its_lines(tmp_path: Path) -> None:
    case = GOOD | {f"zork{n}": 1 for n in range(150)}
    places = [place for place, _ in wrongs_of(write(tmp_path, case, '{"id": "c1", "at": "noon"}'))]
    assert places[-1] == "communications.jsonl line 1.at"


def test_more_broken_references_than_anyone_reads_are_not_dropped_in_silence(tmp_path: Path) -> None:
    lines = "".join(f'{{"id": "c{n}", "at": "2026-03-01", "source": {{"exhibit": "AB/9"}}}}\n' for n in range(250))
    wrongs = wrongs_of(write(tmp_path, GOOD, lines))
    assert len(wrongs) == 101
    assert "more ids and references like those" in wrongs[-1][1]


@pytest.mark.parametrize("name", ["exhibits/" + "a" * 5000, "exhibits/a\0b"])
def test_an_exhibit_whose_name_no_file_can_have_is_not_there(tmp_path: Path, name: str) -> None:
    ((place, why),) = wrongs_of(write(tmp_path, GOOD | {"exhibits": [{"ref": "AB/1", "file": name}]}))
    assert (place, why[:30]) == ("case.json.exhibits[0].file", "names a file that is not there")


def test_nothing_outside_the_case_is_looked_at(tmp_path: Path) -> None:
    outside, case = tmp_path / "outside", tmp_path / "case"
    outside.mkdir()
    case.mkdir()
    (outside / "a.jpg").write_bytes(b"photograph")
    write(case, GOOD | {"exhibits": [{"ref": "AB/1", "file": "exhibits/a.jpg"}]})
    (case / "exhibits").symlink_to(outside)
    assert wrongs_of(case) == [("exhibits", "is a link out of the case; put the originals themselves there")]
    (case / "exhibits").unlink()
    (case / "exhibits").mkdir()
    (case / "exhibits" / "a.jpg").symlink_to(outside / "a.jpg")
    (case / "exhibits" / "gone.jpg").symlink_to(outside / "gone.jpg")
    assert wrongs_of(case) == [
        ("case.json.exhibits[0].file", "names something that is no file inside this case: exhibits/a.jpg"),
        ("exhibits", "holds a file that no exhibit names: exhibits/gone.jpg"),
    ]


def test_a_case_json_on_its_own_is_not_blamed_for_exhibits_that_lie_elsewhere(tmp_path: Path) -> None:
    write(tmp_path, GOOD | {"exhibits": [{"ref": "AB/1", "file": "exhibits/a.jpg"}]})
    (wrong,) = check_case_file(tmp_path / "case.json")
    assert (wrong.place, wrong.is_note) == ("case.json.exhibits", True)


def hostile_zip(path: Path, *members: tuple[str | zipfile.ZipInfo, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (("case.json", json.dumps(GOOD).encode()), *members):
            archive.writestr(name, content)
    return path


LINK = zipfile.ZipInfo("exhibits/link")
LINK.external_attr = 0o120777 << 16


@pytest.mark.parametrize(
    ("member", "why"),
    [
        (("../outside", b""), "points outside"),
        (("/outside", b""), "points outside"),
        (("exhibits\\a.jpg", b""), "points outside"),
        ((LINK, b"/etc/passwd"), "points outside"),
        (("communications.jsonl", b"\n" * 50 * 2**20), "far more than it should"),
    ],
)
def test_a_zip_that_means_harm_is_refused_whole(
    tmp_path: Path, member: tuple[str | zipfile.ZipInfo, bytes], why: str
) -> None:
    with pytest.raises(HostileInput, match=why):
        check_case_file(hostile_zip(tmp_path / "case.zip", member))


def test_two_terms_of_one_order_need_two_ids_and_those_of_two_orders_should_have_them(tmp_path: Path) -> None:
    order: dict[str, Any] = {"terms": [{"id": "t1"}, {"id": "t1"}]}
    made = {"id": "m1", "at": "2026-03-04", "kind": "order_made", "order": order}
    (wrong,) = check_case_file(write(tmp_path, GOOD | {"milestones": [made]}))
    assert (wrong.place, wrong.stops) == ("case.json.milestones[0].order.terms[1].id", True)
    order["terms"].pop()
    (wrong,) = check_case_file(write(tmp_path, GOOD | {"milestones": [made, made | {"id": "m2"}]}))
    assert (wrong.place, wrong.stops) == ("case.json.milestones[1].order.terms[0].id", False)


def test_a_note_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "exhibits").mkdir()
    (tmp_path / "exhibits" / "a.jpg").write_bytes(b"photograph")
    missing = {"incidents": [{"id": "i1", "occurred": {"from": "2026-03-29T01:30"}}]}
    case = GOOD | missing | {"exhibits": [{"ref": "AB/1", "file": "exhibits/a.jpg"}]}
    assert [wrong.is_note for wrong in check_case_file(write(tmp_path, case))] == [True, True]
    assert main(["check", str(tmp_path)]) == 0


def test_a_zip_of_a_case_may_hold_zips_among_its_exhibits(tmp_path: Path) -> None:
    chat = zipped(tmp_path / "chat.zip", **{"_chat.txt": "words"}).read_bytes()
    blank = bytes(12 * 2**20)  # a blank picture packs down to nearly nothing
    exhibits = [
        {"ref": f"AB/{n}", "file": f"exhibits/{name}", "sha256": hashlib.sha256(content).hexdigest()}
        for n, (name, content) in enumerate([("chat.zip", chat), ("blank.bmp", blank)])
    ]
    members = {
        "c/case.json": json.dumps(GOOD | {"exhibits": exhibits}),
        "c/exhibits/chat.zip": chat,
        "c/exhibits/blank.bmp": blank,
    }
    assert wrongs_of(zipped(tmp_path / "case.zip", **members)) == []


def test_a_zip_of_two_cases_is_not_half_read(tmp_path: Path) -> None:
    both = zipped(tmp_path / "cases.zip", **{"a/case.json": json.dumps(GOOD), "b/case.json": json.dumps(GOOD)})
    with pytest.raises(CaseFileError, match="more than one case"):
        check_case_file(both)


def test_communications_that_are_no_file_of_the_case_are_not_passed_over(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "communications.jsonl").symlink_to("/dev/null")
    assert [place for place, _ in wrongs_of(tmp_path)] == ["communications.jsonl"]


def test_a_faulty_case_is_wrong_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(tmp_path, GOOD | {"zork": 1, "a\nThe case file is as the format says.": 1})
    assert main(["check", str(tmp_path)]) == 1
    assert capsys.readouterr().out.splitlines() == [
        "case.json.zork is not a key this format has",
        "case.json.a�The case file is as the format says. is not a key this format has",
        "2 things to mend.",
    ]
    assert main(["check", str(tmp_path), "--json"]) == 1
    first = json.loads(capsys.readouterr().out.splitlines()[0])
    assert first == {"place": "case.json.zork", "why": "is not a key this format has", "stops": True, "note": False}


def test_words_of_a_case_file_cannot_steer_a_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["patterns", str(write(tmp_path, GOOD | {"\x1b[2J": 1}))]) == 2
    assert "\x1b" not in capsys.readouterr().err
