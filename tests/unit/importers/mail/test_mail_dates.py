"""When a message was written: exact, an interval, or a problem; never a guess that looks exact."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from throughline.importers.mail.dates import read_date

LONDON = ZoneInfo("Europe/London")


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Thu, 15 Jan 2026 10:18:40 +0100 (CET (or) so)", "2026-01-15T10:18:40+01:00"),
        ("Mon, 15 Jan 2026 10:18:40 -0000", "2026-01-15T10:18:40+00:00"),
        ("15 Jan 26 10:18 GMT", "2026-01-15T10:18:00+00:00"),
        ("15 Jan 99 10:18 EST", "1999-01-15T10:18:00-05:00"),
        ("Thu Jan 15 10:18:40 GMT 2026", "2026-01-15T10:18:40+00:00"),
        ("Thu, 15 Jan 2026 10:18:40 GMT+0100", "2026-01-15T10:18:40+01:00"),
        ("Thu, 15 Jan 2026 10:18:40 PM +0000", "2026-01-15T22:18:40+00:00"),
        ("2026-01-15T10:18:40Z", "2026-01-15T10:18:40+00:00"),
        ("Mon, 15 Jun 2026 10:18:40", "2026-06-15T10:18:40+01:00"),
        ("Mon, 15 Jun 2026 10:18:40 BST", "2026-06-15T10:18:40+01:00"),
    ],
)
def test_an_exact_time(written: str, at: str) -> None:
    assert read_date(written, LONDON) == (datetime.fromisoformat(at), None)


@pytest.mark.parametrize(
    ("written", "earliest", "latest"),
    [
        ("Sun, 25 Oct 2026 01:30:00", "2026-10-25T01:30:00+01:00", "2026-10-25T01:30:00+00:00"),
        ("Mon, 15 Jun 2026 10:18:40 H0500", "2026-06-15T10:18:40+14:00", "2026-06-15T10:18:40-12:00"),
    ],
)
def test_a_time_that_is_not_settled_is_an_interval(written: str, earliest: str, latest: str) -> None:
    assert read_date(written, LONDON) == (datetime.fromisoformat(earliest), datetime.fromisoformat(latest))


@pytest.mark.parametrize(
    "written",
    ["Sat, 31 Feb 2026 10:18:40 +0000", "Thu, 15 Jan 2026 25:18:40 +0000", "Thu, 15 Jan 2026 10:18:40 +9900", "yesterday", "",
     "15/01/2026 10:18", "Thu, 15 Jan 126 10:18:40 +0000", "Fri, 31 Dec 9999 23:59:59 -1200", "13 PM Jan 2026 13:00 PM +0000", "(" * 10_000],
)  # fmt: skip
def test_what_is_no_date(written: str) -> None:
    assert read_date(written, LONDON) is None
