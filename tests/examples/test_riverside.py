"""The example: its exports come out of its story byte for byte, nothing in it is wrong, and it holds what it is there to teach."""

from __future__ import annotations

import runpy
import shutil
from pathlib import Path

import polars as pl
import pytest

from riverside import EXPORTS, RIVERSIDE, take_in_riverside
from throughline.casefile.checking import check_case_file
from throughline.casefile.reading import CaseFile, read_case_file
from throughline.domain.finding import Finding
from throughline.patterns.listing import DETECTORS, TEXT_DETECTORS
from throughline.together import put_together


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return take_in_riverside(tmp_path_factory.mktemp("example") / "riverside")


@pytest.fixture(scope="module")
def case_file(folder: Path) -> CaseFile:
    return read_case_file(folder)


@pytest.fixture(scope="module")
def findings(case_file: CaseFile) -> list[Finding]:
    return list(put_together(case_file.case, case_file.communications).findings)


def test_the_story_writes_the_exports_byte_for_byte(tmp_path: Path) -> None:
    for name in ("story", "media", "write_exports.py"):
        copy = shutil.copytree if (RIVERSIDE / name).is_dir() else shutil.copy
        copy(RIVERSIDE / name, tmp_path / name)
    runpy.run_path(str(tmp_path / "write_exports.py"), run_name="__main__")
    assert sorted(path.name for path in (tmp_path / "exports").iterdir()) == [path.name for path in EXPORTS]
    for export in EXPORTS:
        assert (tmp_path / "exports" / export.name).read_bytes() == export.read_bytes(), export.name


def test_nothing_in_it_is_wrong_before_or_after_the_exports_are_taken_in(folder: Path) -> None:
    assert check_case_file(RIVERSIDE / "diary") == []
    assert check_case_file(folder) == []


def test_the_diary_is_some_fifteen_incidents_over_about_three_months(case_file: CaseFile) -> None:
    case = case_file.case
    assert 13 <= len(case.incidents) <= 17
    assert {exhibit.file.rsplit(".", 1)[-1] for exhibit in case.exhibits[:3] if exhibit.file} == {"jpg"}
    firsts = [incident.occurred.begins(case.zone) for incident in case.incidents]
    came = case_file.communications["earliest"]
    last = max(came.max(), *(span.latest for span in firsts if span))  # type: ignore[type-var]
    assert 80 <= (last - came.min()).days <= 95  # type: ignore[operator]


@pytest.mark.parametrize(
    ("kind", "times"), [("blocked", 2), ("told_to_stop", 1), ("reported_to_police", 1), ("order_made", 1)]
)
def test_it_has_its_milestones(case_file: CaseFile, kind: str, times: int) -> None:
    assert [milestone.kind for milestone in case_file.case.milestones].count(kind) == times  # type: ignore[arg-type]


def test_it_has_every_channel_and_silent_withheld_calls(case_file: CaseFile) -> None:
    came = case_file.communications
    counts = dict(came.group_by("channel").len().iter_rows())
    assert set(counts) == {"whatsapp", "sms", "phone", "email"}
    assert 3 <= counts["email"] <= 10
    withheld = came.filter((pl.col("party_kind") == "withheld") & (pl.col("kind") == "call"))
    assert len(withheld) >= 10
    assert withheld["duration_seconds"].max() < 60  # type: ignore[operator]


def test_withheld_calls_and_the_unknown_number_are_put_down_to_nobody(findings: list[Finding]) -> None:
    told = " ".join(finding.statement for finding in findings)
    assert "A withheld number does not show who it was." in told
    assert {finding.person for finding in findings} <= {None, "p1", "p2"}
    assert not any("Sam" in finding.statement and finding.person == "p2" for finding in findings)


def test_the_order_has_terms_and_one_possible_breach(case_file: CaseFile, findings: list[Finding]) -> None:
    (order,) = [milestone.order for milestone in case_file.case.milestones if milestone.order]
    assert len(order.terms) >= 2
    assert order.exceptions
    (breach,) = [finding for finding in findings if finding.kind == "order_breach"]
    allowed = case_file.communications.filter(pl.col("party_name") == "Marsh and Lane Solicitors")["id"].to_list()
    assert len(allowed) == 1
    assert not set(allowed) & set(breach.because)


TAKES_LONGER = {
    "frequency_change", "severity_change", "many_channels_day", "return_after_quiet", "rhythm", "anniversary",
}  # fmt: skip
"""Inferences that need more days, breaks or dates than so short a story holds."""


def test_every_kind_of_finding_that_so_short_a_story_can_hold_can_be_learned_from_it(findings: list[Finding]) -> None:
    every = {detector.KIND for detector in (*DETECTORS, *TEXT_DETECTORS)}
    assert {finding.kind for finding in findings} == every - TAKES_LONGER
