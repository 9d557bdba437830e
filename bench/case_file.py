"""A million communications from a case file into a table, beside the quickest readers that do not check."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from measured import best_of, show

ROWS = 1_000_000
OURS = """
from pathlib import Path
from throughline.casefile.reading import read_case_file
started = time.perf_counter()
case_file = read_case_file(Path(sys.argv[1]))
report(started, count=len(case_file.communications))
"""
POLARS = """
import polars as pl
started = time.perf_counter()
frame = pl.read_ndjson(sys.argv[1] + "/communications.jsonl")
report(started, count=len(frame))
"""
LINES = """
import json
started = time.perf_counter()
with open(sys.argv[1] + "/communications.jsonl", "rb") as stream:
    count = sum(1 for line in stream if json.loads(line)["id"])
report(started, count=count)
"""


def write_case(folder: Path) -> None:
    """A case with a million messages of one chat, as `import` would have written them."""
    case = {"format": "throughline-case/1", "timezone": "Europe/London", "exhibits": [{"ref": "AB/1"}]}
    case["people"] = [{"id": "p1", "name": "Sam", "identifiers": [{"kind": "other", "value": "Sam"}]}]
    (folder / "case.json").write_text(json.dumps(case))
    moment = datetime(2020, 1, 1, tzinfo=UTC)
    with (folder / "communications.jsonl").open("w") as stream:
        for number in range(ROWS):
            moment += timedelta(seconds=97)
            line = {
                "id": f"c{number}", "at": moment.isoformat(), "direction": ("incoming", "outgoing")[number % 2],
                "kind": "message", "channel": "whatsapp", "party": {"kind": "other", "value": "Sam"},
                "party_name": "Sam", "text": f"message {number} with some ordinary words in it", "duration_seconds": None,
                "attachments": [], "source": {"exhibit": "AB/1", "position": f"line {number}"},
            }  # fmt: skip
            stream.write(json.dumps(line) + "\n")


def main() -> None:
    """Generate, run each three times, and print the table."""
    with TemporaryDirectory() as name:
        write_case(Path(name))
        rows = [
            ("throughline, checked, as a table", best_of(3, OURS, name)),
            ("polars read_ndjson, unchecked", best_of(3, POLARS, name)),
            ("json.loads by line, unchecked, no table", best_of(3, LINES, name)),
        ]
    show(f"Load {ROWS:,} communications", rows, "polars read_ndjson, unchecked")


if __name__ == "__main__":
    main()
