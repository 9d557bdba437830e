"""Dates and encoded words read by our own short ways are what the standard library reads."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from email.header import Header, decode_header, make_header
from email.utils import format_datetime, formataddr
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from throughline.importers.mail.addresses import addresses
from throughline.importers.mail.dates import read_date
from throughline.importers.mail.words import header_text

LONDON = ZoneInfo("Europe/London")
offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
moments = st.datetimes(datetime(1970, 1, 2), datetime(2068, 12, 30), timezones=offsets).map(
    lambda it: it.replace(microsecond=0)
)
comments = st.sampled_from(["", " (GMT)", " (Newfoundland (or so) Time)", "(BST)"])
texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp")), min_size=1, max_size=60)


@given(moments, comments, st.booleans())
def test_a_date_is_the_moment_that_was_written(moment: datetime, comment: str, has_day: bool) -> None:
    written = format_datetime(moment) if has_day else format_datetime(moment).partition(", ")[2]
    assert read_date(written + comment, LONDON) == (moment, None)
    spread = written.replace(" ", "  ").replace(":", " : ") + comment
    assert read_date(spread, LONDON) == (moment, None)


@given(moments)
def test_a_date_that_gives_an_offset_is_never_an_interval(moment: datetime) -> None:
    utc = moment.astimezone(UTC)
    assert read_date(f"{utc:%d %b %y %H:%M:%S} GMT", LONDON) == (utc, None)
    assert read_date(f"{utc:%a %b %d %H:%M:%S %Y} -0000", LONDON) == (utc, None)
    assert read_date(moment.isoformat(), LONDON) == (moment, None)


@given(texts, st.sampled_from(["utf-8", "iso-2022-jp", "iso-8859-1", "gb18030"]), st.integers(30, 76))
def test_encoded_words_are_what_was_encoded(text: str, charset: str, length: int) -> None:
    try:
        encoded = Header(text, charset, maxlinelen=length, header_name="Subject").encode()
    except (UnicodeError, ValueError):
        return
    if str(make_header(decode_header(encoded))).split() == text.split():
        assert header_text(encoded).split() == text.split()


@given(texts)
def test_no_name_makes_another_address(name: str) -> None:
    ((party, read_name),) = addresses({"from": [formataddr((name, "Sam@example.org"))]}, "from")
    assert (party.kind, party.value, party.written) == ("email", "sam@example.org", "Sam@example.org")
    assert (read_name or "").split() == name.split() or not name.isascii() or "=?" in name
