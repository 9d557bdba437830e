"""chronology.csv: every row for a spreadsheet, so that no cell can act as a formula."""

from __future__ import annotations

import csv
import io
import re
from typing import IO

import polars as pl

from throughline.domain.case import Case
from throughline.domain.finding import Findings
from throughline.packs.chronology import Row, communication_rows, laid_out, rows_of

_HEAD = ("UTC", "When", "Kind", "Id", "Who", "What happened or was said", "More", "Exhibits", "Findings")
_ACTS = ("=", "+", "-", "@", "|", "%", "＝", "＋", "－", "＠", "﹦", "﹢", "﹣", "﹫", "−")
_BLANK = re.compile(
    "^[\\s\x00-\x1f\x7f-\xa0\xad\u034f\u115f\u1160\u180e\u3164\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+"
)
_NUMBER_LIKE = re.compile(r"[\d\s.,:/()-]*\d[\d\s.,:/()-]*(?:[eE]\d+)?|(?i:true|false)")
_ROWS_AT_A_TIME = 5_000


def safe_cell(text: str) -> str:
    """The text of a cell that a spreadsheet will show and not run: a quote goes before what begins like a formula, also
    behind white space and unseen characters, and before a control character (OWASP, CSV injection; ASVS 5.0, 1.2.10)."""
    acts = (text != "" and text[0] < " ") or _BLANK.sub("", text).startswith(_ACTS)
    return "'" + text if acts else text


def text_cell(text: str) -> str:
    """The text of a cell that stays text: `07700 900123` keeps its nought, and `1/2` is no date."""
    return "'" + text if _NUMBER_LIKE.fullmatch(text) else safe_cell(text)


def write_chronology(case: Case, communications: pl.DataFrame, findings: Findings, stream: IO[bytes]) -> None:
    """Write the whole chronology as CSV (RFC 4180, UTF-8 with its mark), a few thousand rows at a time."""
    cited: dict[str, list[str]] = {}
    for finding in findings.findings:
        for id in finding.because:
            cited.setdefault(id, []).append(finding.id)
    ordered = laid_out(case, communications)
    own = iter(rows_of(case))
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    buffer.write("\ufeff")
    writer.writerow(_HEAD)
    waiting = next(own, None)
    for number, row in enumerate(communication_rows(case, ordered), 1):
        while waiting is not None and waiting.sort <= row.sort:
            writer.writerow(_cells(waiting, cited))
            waiting = next(own, None)
        writer.writerow(_cells(row, cited))
        if number % _ROWS_AT_A_TIME == 0:
            _pass_on(buffer, stream)
    while waiting is not None:
        writer.writerow(_cells(waiting, cited))
        waiting = next(own, None)
    _pass_on(buffer, stream)


def _pass_on(buffer: io.StringIO, stream: IO[bytes]) -> None:
    stream.write(buffer.getvalue().encode("utf-8"))
    buffer.seek(0)
    buffer.truncate()


def _cells(row: Row, cited: dict[str, list[str]]) -> list[str]:
    more = "; ".join(f"{key}: {value}" for key, value in row.details)
    moment = "" if row.sort.year == 9999 else row.sort.strftime("%Y-%m-%d %H:%M:%S")
    cells = (
        row.when,
        row.kind,
        row.id,
        row.who,
        row.what,
        more,
        ", ".join(row.exhibits),
        ", ".join(cited.get(row.id, ())),
    )
    return [moment, *map(text_cell, cells)]
