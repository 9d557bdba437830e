"""A pack with a 2 GB exhibit, one of a large case, and the verifier on both, beside a bare copy that hashes.

The copy is the floor: it reads each byte once, hashes it, sums it and writes it, which is the least a pack can do.
"""

from __future__ import annotations

import hashlib
import json
import os
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from measured import Measured, measure, show

EXHIBIT_BYTES = 2 * 10**9
INCIDENTS, COMMUNICATIONS = 1_000, 100_000
PACK = """
from pathlib import Path
from throughline.casefile.reading import read_case_file
from throughline.packs.making import make_pack
started = time.perf_counter()
made = make_pack(read_case_file(Path(sys.argv[1])), Path(sys.argv[2]), recipient="police")
report(started, count=Path(sys.argv[2]).stat().st_size)
"""
VERIFY = """
import os
from throughline.packs import verify
started = time.perf_counter()
verdict = verify.verify(sys.argv[1])
assert verdict["verdict"] == "intact", verdict["altered"][:3]
report(started, count=os.path.getsize(sys.argv[1]))
"""
COPY = """
import hashlib, os, zlib
started = time.perf_counter()
digest, crc = hashlib.sha256(), 0
with open(sys.argv[1], "rb") as source, open(sys.argv[2], "wb") as target:
    while block := source.read(2**20):
        digest.update(block)
        crc = zlib.crc32(block, crc)
        target.write(block)
    os.fsync(target.fileno())
report(started, count=os.path.getsize(sys.argv[2]))
"""


def write_big_exhibit(folder: Path) -> None:
    """A case of one incident with one exhibit of 2 GB that does not compress."""
    (folder / "exhibits").mkdir(parents=True)
    block, left, digest = random.Random(1).randbytes(2**20), EXHIBIT_BYTES, hashlib.sha256()
    with (folder / "exhibits" / "film.mp4").open("wb") as stream:
        while left:
            piece = block[: min(left, len(block))]
            stream.write(piece)
            digest.update(piece)
            left -= len(piece)
    exhibit = {"ref": "AB/1", "file": "exhibits/film.mp4", "sha256": digest.hexdigest(), "description": "A film"}
    incident = {"id": "i1", "occurred": {"from": "2026-03-01T19:40", "precision": "minute"}, "exhibits": ["AB/1"]}
    case = {"format": "throughline-case/1", "timezone": "Europe/London", "incidents": [incident], "exhibits": [exhibit]}
    (folder / "case.json").write_text(json.dumps(case))


def write_large_case(folder: Path) -> None:
    """A case of a thousand incidents and a hundred thousand messages over two years."""
    folder.mkdir()
    dice, moment = random.Random(2), datetime(2024, 1, 1, tzinfo=UTC)
    incidents = [
        {
            "id": f"i{number}", "behaviours": ["loitering"], "person": "p1", "account": "They stood by the gate again. " * 4,
            "occurred": {"from": f"{moment + timedelta(hours=17 * number):%Y-%m-%dT%H:%M}", "precision": "minute"},
            "impact": {"fear": 2, "changes": ["changed_route"], "note": "I went the other way."},
        }
        for number in range(INCIDENTS)
    ]  # fmt: skip
    people = [{"id": "p1", "name": "Sam", "identifiers": [{"kind": "phone", "value": "+447700900123"}]}]
    case = {"format": "throughline-case/1", "timezone": "Europe/London", "people": people, "incidents": incidents}
    (folder / "case.json").write_text(json.dumps(case))
    with (folder / "communications.jsonl").open("w") as stream:
        for number in range(COMMUNICATIONS):
            moment += timedelta(seconds=dice.randrange(1, 1200))
            line = {
                "id": f"c{number}", "at": moment.isoformat(), "direction": dice.choice(("incoming", "outgoing")),
                "kind": "message", "channel": "whatsapp", "party": {"kind": "phone", "value": "+447700900123"},
                "party_name": "Sam", "text": f"message {number} with some ordinary words in it",
                "source": {"position": f"line {number}"},
            }  # fmt: skip
            stream.write(json.dumps(line) + "\n")


def main() -> None:
    """Generate, run, and print one table for each case."""
    with TemporaryDirectory(dir=os.environ.get("BENCH_FOLDER")) as name:
        folder = Path(name)
        write_big_exhibit(folder / "film")
        rows = [
            (
                "bare copy that hashes and sums",
                measure(COPY, str(folder / "film/exhibits/film.mp4"), str(folder / "copy")),
            ),
            *_both(folder / "film", folder / "film.zip"),
        ]
        show(f"A pack with an exhibit of {EXHIBIT_BYTES:,} bytes", rows, "bare copy that hashes and sums")
        for path in (folder / "copy", folder / "film.zip"):
            path.unlink()
        write_large_case(folder / "large")
        rows = _both(folder / "large", folder / "large.zip")
        show(f"A pack of {INCIDENTS:,} incidents and {COMMUNICATIONS:,} communications", rows, "throughline pack")


def _both(case: Path, out: Path) -> list[tuple[str, Measured]]:
    return [("throughline pack", measure(PACK, str(case), str(out))), ("throughline verify", measure(VERIFY, str(out)))]


if __name__ == "__main__":
    main()
