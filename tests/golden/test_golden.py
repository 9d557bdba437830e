"""Every sample and what is read from it, so that somebody who does not program can review it.

`python tests/golden/test_golden.py` writes the `.expected` files anew; look at the difference before you commit it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.cli.tally import Tally
from throughline.communications.rows import iso
from throughline.communications.table import to_values
from throughline.domain.communication import Communication, Problem
from throughline.domain.errors import ThroughlineError
from throughline.importers.base import Item, Options
from throughline.importers.listing import importer_for
from throughline.importers.original import open_original

HERE = Path(__file__).resolve().parent
SHARED = HERE.parents[2] / "shared" / "samples"
SHARED_FOLDERS = ("whatsapp", "sms_xml", "mbox", "email")
NOT_EXPORTS = {"vault"}  # vectors of a format of ours: tests/unit/vault/test_vectors.py
SAMPLES = sorted(
    path for path in HERE.glob("*/*") if path.suffix != ".expected" and path.parent.name not in NOT_EXPORTS
)


def described(path: Path) -> str:
    """What is read from a file: a line an item, then a summary."""
    try:
        original = open_original(path)
        importer = importer_for(original)
        reading = importer.read(original, Options())
        tally, lines = Tally(), []
        for item in reading.items:
            tally.count(item)
            lines += [line(it) for it in flat(item)]
    except ThroughlineError as refused:
        return f"refused: {refused.code}: {refused.message}\n"
    counts = f"{tally.communications} communications, {tally.notices} notices, {tally.problems} problems"
    learned = "".join(f", {key}: {value}" for key, value in reading.learned.items())
    remarks = "".join(f"remark: {remark}\n" for remark in reading.warnings)
    return "\n".join(lines) + f"\n{remarks}{importer.name}: {counts}{learned}\n"


def flat(item: Item) -> list[Communication | Problem]:
    return [item] if isinstance(item, (Communication, Problem)) else list(to_values(item))


def line(item: Communication | Problem) -> str:
    if isinstance(item, Problem):
        return f"PROBLEM {item.position}: {item.why}"
    until = f" to {iso(item.at_latest)}" if item.at_latest else ""
    party = "" if item.party is None else f"{item.party.kind}:{item.party.value}"
    marks = "".join(f" [{mark}]" for mark in (item.state, *item.attachments) if mark)
    seconds = "" if item.duration_seconds is None else f" {item.duration_seconds:g}s"
    return f"{iso(item.at)}{until} {item.direction} {item.kind}{seconds} {party} {item.text!r}{marks} ({item.position})"


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_sample_reads_as_it_is_written_down(sample: Path) -> None:
    assert described(sample) == sample.with_name(sample.name + ".expected").read_text("utf-8")


def shared_described() -> str:
    """The shared samples in short: times and parties, no words of theirs."""
    parts = []
    for folder in SHARED_FOLDERS:
        for path in sorted((SHARED / folder).iterdir()):
            parts.append(f"## {folder}/{path.name}\n{without_words(path)}")
    return "\n".join(parts)


def without_words(path: Path) -> str:
    try:
        original = open_original(path)
        reading = importer_for(original).read(original, Options())
        items = [it for item in reading.items for it in flat(item)]
    except ThroughlineError as refused:
        return f"refused: {refused.code}\n"
    rows = [
        f"PROBLEM {it.position}" if isinstance(it, Problem)
        else f"{iso(it.at)} {it.kind} {(it.party.value if it.party.kind == 'other' else it.party.kind) if it.party else '-'}"
        for it in items
    ]  # fmt: skip
    return (
        f"{len(items)} items{''.join(f', {key} {value}' for key, value in reading.learned.items() if key == 'date_order')}\n"
        + "\n".join(rows)
        + "\n"
    )


def test_the_shared_samples_read_as_they_are_written_down() -> None:
    if not SHARED.is_dir():
        pytest.skip(
            "other projects' samples, which may not lie in this repository, are not in ../shared/samples; put them there"
        )
    assert shared_described() == (HERE / "shared_samples.expected").read_text("utf-8")


if __name__ == "__main__":
    for sample in SAMPLES:
        if sample.is_file() and sample.suffix != ".pyc":
            sample.with_name(sample.name + ".expected").write_text(described(sample), "utf-8")
    if SHARED.is_dir():
        (HERE / "shared_samples.expected").write_text(shared_described(), "utf-8")
