"""One communication as a line of JSON, as the case file and `read --json` write it. No table library is needed for it."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from throughline.domain.communication import Communication, Party


def iso(moment: datetime) -> str:
    """An aware time as the case file writes it: ISO 8601 with seconds, the offset, and a fraction only where there is one."""
    if not moment.microsecond:
        return moment.isoformat(timespec="seconds")
    return moment.isoformat(timespec="microseconds" if moment.microsecond % 1000 else "milliseconds")


def to_json(value: Communication) -> dict[str, Any]:
    """The communication with the keys of contract case-file.md; `at_latest` and `state` only where they say something."""
    written: dict[str, Any] = {"id": value.id, "at": iso(value.at)}
    if value.at_latest is not None:
        written["at_latest"] = iso(value.at_latest)
    written |= {
        "direction": value.direction, "kind": value.kind, "channel": value.channel,
        "party": _party(value.party), "party_name": value.party_name, "text": value.text,
        "duration_seconds": value.duration_seconds, "attachments": list(value.attachments),
    }  # fmt: skip
    if value.state is not None:
        written["state"] = value.state
    written["source"] = {"exhibit": value.exhibit, "position": value.position}
    return written


def _party(party: Party | None) -> dict[str, str] | None:
    if party is None:
        return None
    written = {"kind": party.kind, "value": party.value}
    return written if party.written is None else {**written, "written": party.written}


def to_line(value: Communication, *, wrap: bool) -> bytes:
    """One line of JSON in UTF-8 with its newline; `wrap` puts it under `communication`, as `read --json` prints it."""
    written = to_json(value)
    return json.dumps({"communication": written} if wrap else written, ensure_ascii=False).encode() + b"\n"
