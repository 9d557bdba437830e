"""`throughline guidance check`: the list, the exit code, and a day that is given."""

from __future__ import annotations

import json

import pytest

from throughline.cli.main import main


def test_nothing_to_mend_gives_nought_though_doubts_are_listed(capsys):
    assert main(["guidance", "check", "--today", "2026-11-26"]) == 0
    shown = capsys.readouterr().out
    assert "Sources disagree: " in shown
    assert "behaviour tracker, Where advice differs, 1: " in shown
    assert shown.endswith("Nothing is past its day or overtaken by the law.\n")


def test_past_its_day_gives_one(capsys):
    assert main(["guidance", "check", "--today", "2030-01-01"]) == 1
    shown = capsys.readouterr().out
    assert shown.startswith("Past its review day: ")
    assert shown.rstrip().endswith("things to mend.")


def test_as_json_there_is_one_object_a_line(capsys):
    assert main(["guidance", "check", "--today", "2026-11-26", "--json"]) == 0
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {tuple(line) for line in lines} == {("concern", "place", "words", "why", "sources")}
    assert {line["concern"] for line in lines} == {"conflicting", "flagged", "unverified", "secondary"}
    assert all(source["address"].startswith("http") for line in lines for source in line["sources"])


def test_without_a_day_it_takes_today(capsys):
    assert main(["guidance", "check"]) in (0, 1)
    assert capsys.readouterr().err == ""


def test_a_day_that_is_none_is_refused(capsys):
    with pytest.raises(SystemExit) as ended:
        main(["guidance", "check", "--today", "soon"])
    assert ended.value.code == 2
    assert "“soon” is not a day such as 2026-11-23" in capsys.readouterr().err
