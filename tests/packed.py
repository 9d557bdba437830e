"""Small case files on disk and the packs made of them, for the tests of packs."""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from throughline.casefile.reading import read_case_file
from throughline.packs.document import fonts
from throughline.packs.making import Made, make_pack

needs_fonts = pytest.mark.skipif(
    fonts().folder is None, reason="the fonts of the PDF are not here: .venv/bin/python assets/fetch_fonts.py"
)
needs_pdftotext = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="pdftotext is not installed: apt-get install poppler-utils"
)
MADE_AT = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
SAM = {"id": "p1", "name": "Sam", "identifiers": [{"kind": "phone", "value": "+447700900123"}]}


def write_case(
    folder: Path, exhibits: list[tuple[str, str, bytes]] | None = None, lines: list[Any] | None = None, **more: Any
) -> Path:
    """A case file with those exhibits (reference, name, bytes) and communications."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for ref, name, content in exhibits or []:
        path = folder / "exhibits" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        listed.append({"ref": ref, "file": f"exhibits/{name}", "sha256": hashlib.sha256(content).hexdigest()})
    case = {"format": "throughline-case/1", "timezone": "Europe/London", "people": [SAM], "exhibits": listed, **more}
    (folder / "case.json").write_text(json.dumps(case))
    if lines:
        (folder / "communications.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines))
    return folder


def incident(id: str, account: str, **more: Any) -> dict[str, Any]:
    """One incident by Sam."""
    return {
        "id": id,
        "occurred": {"from": "2026-03-01T19:40", "precision": "minute"},
        "person": "p1",
        "account": account,
        **more,
    }


def message(number: int, text: str, exhibit: str | None = None) -> dict[str, Any]:
    """One message from Sam, a minute after the one before."""
    at = f"2026-03-{1 + number // 1440:02}T{number // 60 % 24:02}:{number % 60:02}:00Z"
    party = {"kind": "phone", "value": "+447700900123"}
    return {
        "id": f"c{number}", "at": at, "direction": "incoming", "kind": "message", "channel": "sms", "party": party,
        "text": text, "source": {"exhibit": exhibit, "position": f"line {number}"},
    }  # fmt: skip


def make(case: Path, out: Path, *withheld: str) -> Made:
    """The pack of a case, made at one fixed time."""
    return make_pack(read_case_file(case), out, recipient="police", withheld_ids=frozenset(withheld), made_at=MADE_AT)


def files_of(pack: Path) -> dict[str, bytes]:
    """Every file of a pack by its name."""
    with zipfile.ZipFile(pack) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def words_of(document: bytes, folder: Path) -> bytes:
    """What a PDF shows, its lines run together."""
    (folder / "c.pdf").write_bytes(document)
    command = ["pdftotext", "-raw", str(folder / "c.pdf"), "-"]
    return subprocess.run(command, capture_output=True, check=True).stdout.replace(b"\n", b" ")
