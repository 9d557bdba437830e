"""A case file loses nothing on the way out and back, and a faulty one is never half understood."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import is_dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import given, settings
from hypothesis import strategies as st

from generated_cases import cases, communication_lines
from throughline.casefile import bulk
from throughline.casefile.container import locate
from throughline.casefile.decoding import KEY_OF_FIELD, Wrong, decode, load_json
from throughline.casefile.reading import read_case_file
from throughline.casefile.writing import case_bytes, case_to_json, write_case
from throughline.communications import ndjson, table
from throughline.domain.case import Case
from throughline.domain.timing import WrittenTime, zone_named
from throughline.domain.vocabulary import BEHAVIOUR_NAMES

FULL: dict[str, Any] = {
    "timezone": "Europe/London", "jurisdiction": "scotland",
    "people": [
        {"id": "p1", "name": "Sam", "relationship": "colleague",
         "identifiers": [{"kind": "handle", "value": "sam_1", "service": "instagram"}]},
    ],
    "places": [{"id": "home", "kind": "home", "label": "Home"}],
    "milestones": [
        {"id": "m1", "at": "2026-03-04T18:00", "kind": "order_made", "person": "p1", "note": "at court", "private": True,
         "order": {"kind": "bail", "name": "special bail conditions", "ends": "2027-03", "exceptions": ["through the app"], "terms": [
             {"id": "t1", "kind": "zone", "channels": ["sms"], "places": ["home"], "metres": 100.5, "text": "1. Keep away."}]}},
    ],
    "incidents": [
        {"id": "i1", "occurred": {"from": "2026-03-01T19:40", "to": "2026-03-01T20:10", "precision": "hour"},
         "recorded_at": "2026-03-01T20:10:00Z", "behaviours": ["loitering"], "person": "p1", "attribution": "voice",
         "identifiers": [{"kind": "vehicle", "value": "red car", "service": "none"}], "place": "home",
         "account": "Outside again.", "impact": {"fear": 0, "changes": ["moved_home"], "note": "slept badly"},
         "witnesses": ["neighbour"], "exhibits": ["AB/1"],
         "reports": [{"to": "police", "at": "2026-03-02", "reference": "12/3456/26"}],
         "private": True, "private_note": "Ask Jo."},
    ],
    "exhibits": [{"ref": "AB/1", "file": "exhibits/a.jpg", "sha256": "0" * 64, "description": "From my window", "private": True}],
    "questions": {"looked_at": "2026-03-05", "answers": [{"question": "under_18", "answer": "not_sure", "at": "2026-03-04"}],
                  "put_away": ["parting:m1:2026-03-04:come"]},
}  # fmt: skip
"""A case that says something under every key there is."""
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


def read_and_written(raw: dict[str, Any]) -> dict[str, Any]:
    wrongs: list[Wrong] = []
    case = decode(Case, raw, "case.json", wrongs)
    assert case is not None, wrongs
    return json.loads(case_bytes(case))


def places_of_words(kind: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], tuple[str, ...]]]:
    """Every place of a whole case that holds a word of a closed vocabulary, and the words; checks that FULL has the key."""
    hint = get_args(kind)[0] if get_origin(kind) in (UnionType, Union, Annotated) else kind
    if get_origin(hint) is Literal:
        yield path, get_args(hint)
    elif get_origin(hint) is tuple:
        yield from places_of_words(get_args(hint)[0], (*path, 0))
    elif is_dataclass(hint) and hint is not WrittenTime:
        for name, inner in get_type_hints(hint, include_extras=True).items():
            key = KEY_OF_FIELD.get(name, name)
            assert at(FULL, (*path, key)) is not None
            yield from places_of_words(inner, (*path, key))


def at(raw: Any, path: tuple[Any, ...]) -> Any:
    return raw if not path else at(raw[path[0]], path[1:])


def said(raw: Any) -> Any:
    """What JSON says once everything is gone that says nothing: null, empty texts and lists, and keys with only those."""
    if isinstance(raw, dict):
        return {key: said(value) for key, value in raw.items() if value not in (None, "", [])}
    return [said(item) for item in raw] if isinstance(raw, list) else raw


def holds(more: Any, less: Any) -> bool:
    """True when everything that `less` says stands in `more` too, lists item by item in their order."""
    if isinstance(less, dict):
        return isinstance(more, dict) and all(holds(more.get(key), value) for key, value in less.items())
    if isinstance(less, list):
        return isinstance(more, list) and len(more) == len(less) and all(map(holds, more, less))
    return bool(more == less)


def test_every_word_of_every_vocabulary_comes_back_where_it_stood() -> None:
    places = list(places_of_words(Case))
    assert len(places) == 12
    for path, vocabulary in places:
        for word in vocabulary:
            raw = json.loads(json.dumps(FULL))
            at(raw, path[:-1])[path[-1]] = word
            if path[2:] == ("kind",) and path[0] == "milestones" and word != "order_made":
                del raw["milestones"][0]["order"]
            assert at(read_and_written(raw), path) == word


def test_every_behaviour_comes_back() -> None:
    raw = json.loads(json.dumps(FULL))
    raw["incidents"][0]["behaviours"] = sorted(BEHAVIOUR_NAMES)
    assert read_and_written(raw)["incidents"][0]["behaviours"] == sorted(BEHAVIOUR_NAMES)


@given(st.data())
def test_what_is_said_survives_whatever_else_is_left_out_or_null_and_in_any_order(data: st.DataObject) -> None:
    required = {"timezone", "id", "ref", "question", "occurred", "at"}

    def thinned(raw: Any) -> Any:
        if isinstance(raw, list):
            return [thinned(item) for item in raw]
        if not isinstance(raw, dict):
            return raw
        kept = {}
        for key in data.draw(st.permutations(sorted(raw))):
            becomes = "said" if key in required else data.draw(st.sampled_from(["said", "null", "left out"]))
            if becomes != "left out":
                kept[key] = thinned(raw[key]) if becomes == "said" else None
        return kept

    raw = thinned(FULL)
    if raw.get("milestones") and raw["milestones"][0].get("kind") is None:
        raw["milestones"][0].pop("order", None)
    written = read_and_written(raw)
    assert holds(written, said(raw))
    del written["format"]
    assert read_and_written(written) == {**written, "format": "throughline-case/1"}


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
    assert all(
        holds(back, said(line))
        for back, line in zip(map(json.loads, out.getvalue().splitlines()), written, strict=True)
    )


@given(st.binary(max_size=200))
def test_no_bytes_crash_the_decoder(content: bytes) -> None:
    wrongs: list[Wrong] = []
    bulk.read_carefully(io.BytesIO(content), zone_named("Europe/London"), wrongs)
    try:
        decode(Case, load_json(content), "case.json", wrongs)
    except ValueError:
        return
