"""A case file loses nothing on the way out and back, and a faulty one is never half understood."""

from __future__ import annotations

import io
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from generated_cases import cases, communication_lines
from throughline.casefile import bulk
from throughline.casefile.container import locate
from throughline.casefile.decoding import Wrong, decode, load_json
from throughline.casefile.reading import read_case_file
from throughline.casefile.writing import case_bytes, case_to_json, write_case
from throughline.communications import ndjson, table
from throughline.domain.case import Case
from throughline.domain.timing import zone_named

KEYS = ["people", "places", "milestones", "incidents", "exhibits", "timezone"]


@given(cases())
def test_a_case_reads_back_as_it_was_written(case: Case) -> None:
    with TemporaryDirectory() as folder:
        write_case(Path(folder), case)
        assert read_case_file(Path(folder)).case == case


@given(cases())
def test_the_same_case_gives_the_same_bytes(case: Case) -> None:
    written = case_to_json(case)
    del written["format"]
    again = decode(Case, written, "case.json", [])
    assert again is not None
    assert case_bytes(again) == case_bytes(case)


@given(cases(), st.sampled_from(KEYS), st.sampled_from([7, "words", [None], {"zork": 1}, [{"zork": 1}], True]))
def test_a_wrong_value_anywhere_is_named_with_its_place(case: Case, key: str, wrong: Any) -> None:
    raw = case_to_json(case) | {key: wrong}
    del raw["format"]
    wrongs: list[Wrong] = []
    value = decode(Case, raw, "case.json", wrongs)
    assert value is None
    assert wrongs
    assert all(wrong.place.startswith("case.json") for wrong in wrongs)


lines = st.integers(0, 8).flatmap(lambda count: st.tuples(*(communication_lines(n) for n in range(count))))


@given(lines)
@settings(max_examples=60)
def test_communications_read_alike_by_column_and_by_line_and_come_back_the_same(
    written: tuple[dict[str, Any], ...],
) -> None:
    content = "".join(json.dumps(line) + "\n" for line in written).encode()
    wrongs: list[Wrong] = []
    slowly = bulk.read_carefully(io.BytesIO(content), zone_named("Europe/London"), wrongs)
    assert wrongs == []
    with TemporaryDirectory() as folder:
        (Path(folder) / "case.json").write_bytes(case_bytes(Case("Europe/London")))
        (Path(folder) / "communications.jsonl").write_bytes(content)
        quickly = bulk.read_communications(locate(Path(folder)), "Europe/London")
    assert quickly is not None
    assert quickly.equals(slowly)
    out = io.BytesIO()
    ndjson.write_table(quickly.select(table.SCHEMA.keys()), out, wrap=False)
    again = bulk.read_carefully(io.BytesIO(out.getvalue()), zone_named("Europe/London"), wrongs)
    assert again.equals(quickly)
    assert wrongs == []


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_decoder(content: bytes) -> None:
    wrongs: list[Wrong] = []
    bulk.read_carefully(io.BytesIO(content), zone_named("Europe/London"), wrongs)
    try:
        decode(Case, load_json(content), "case.json", wrongs)
    except ValueError:
        return
