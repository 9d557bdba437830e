"""Every byte of a backup belongs to an element that is told or to what holds the elements together, wherever it is cut."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from throughline.domain.communication import Communication, Problem
from throughline.importers.base import Options, Reading
from throughline.importers.original import open_original
from throughline.importers.sms_backup_restore import reader
from throughline.importers.sms_backup_restore.clean import Cleaned, clean_blocks

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
AT = 'date="1772394012000" address="+447700900123"'
WORDS = st.sampled_from(
    [("hi", "hi"), ("&#55357;&#56833;", "😁"), ("é 😁", "é 😁"), ("&amp;#55357;", "&#55357;"), ("&lt;sms/&gt;", "<sms/>"),
     ("&#10;", "\n"), (" data='" + "A" * 5000 + "' ", " data='" + "A" * 5000 + "' "), ("&#0;", "\ufffd"), ("&#55357;", "\ufffd")]
)  # fmt: skip
BODIES = st.lists(WORDS, max_size=5).map(
    lambda words: (" ".join(written for written, _ in words), " ".join(meant for _, meant in words))
)
MEDIA = st.sampled_from([0, 3, 4_000, 200_000])


@dataclass(frozen=True)
class Written:
    """One element as it stands in a file, and what it means."""

    xml: str
    text: str | None
    files: tuple[str, ...] = ()


def as_sms(body: tuple[str, str], _media: int) -> Written:
    return Written(f'<sms {AT} type="1" body="{body[0]}"/>', body[1])


def as_mms(body: tuple[str, str], media: int) -> Written:
    picture = f'<part ct="image/jpeg" cl="a.jpg" text="{body[0]}" data="{"QUJD" * (media // 4)}"/>'
    parts = f'<parts>{picture}<part ct="text/plain" text="{body[0]}"/></parts>'
    return Written(f'<mms {AT} msg_box="1">{parts}</mms>', body[1] or None, ("a.jpg",))


def as_call(_body: tuple[str, str], _media: int) -> Written:
    return Written(f'<call number="07700 900123" {AT} type="3"/>', None)


KINDS = st.sampled_from([as_sms, as_mms, as_call])
ELEMENTS = st.lists(
    st.builds(lambda make, body, media: make(body, media), KINDS, BODIES, MEDIA), min_size=1, max_size=8
)


def read(folder: str, content: bytes) -> tuple[list[Communication | Problem], Reading]:
    path = Path(folder) / "a.xml"
    path.write_bytes(content)
    reading = reader.read(open_original(path), Options())
    return list(reading.items), reading


@given(ELEMENTS, st.data())
def test_a_cut_loses_nothing_before_it(elements: list[Written], data: st.DataObject) -> None:
    head = f'<smses count="{len(elements)}">\n'.encode()
    spans = [(element.xml + "\n").encode() for element in elements]
    whole = head + b"".join(spans) + b"</smses>"
    cut = data.draw(st.integers(len(head), len(whole)))
    with TemporaryDirectory() as folder:
        items, reading = read(folder, whole[:cut])
    ends = accumulate(map(len, spans), initial=len(head))
    complete = sum(end - len("\n") <= cut for end in ends) - 1
    communications = [item for item in items if isinstance(item, Communication)]
    assert [(it.text, it.attachments) for it in communications] == [(it.text, it.files) for it in elements[:complete]]
    assert [it.position for it in items] == [f"item {number}" for number in range(1, len(items) + 1)]
    # Whatever bytes are left are the one item that is told as damaged, or nothing but what closes the file.
    assert len(items) == complete + (cut < len(whole))
    assert not (cut < len(whole) and not reading.warnings)


@given(st.integers(0, 40), st.integers(500, 5000), st.sampled_from(["&#55357;&#56833;", "&#xD83D;&#xDE01;", "😁"]))
def test_it_does_not_matter_where_blocks_end(before: int, size: int, written: str) -> None:
    content = ("x" * before + written * 2_000).encode()
    told = Cleaned()
    cleaned = b"".join(clean_blocks((content[at : at + size] for at in range(0, len(content), size)), told)).decode()
    assert cleaned.replace("&#128513;", "😁") == "x" * before + "😁" * 2_000
    assert told.replaced == 0


@given(st.integers(-2_208_988_800_000, 7_258_118_399_999))
def test_a_time_is_exact_to_the_millisecond(milliseconds: int) -> None:
    with TemporaryDirectory() as folder:
        (item,), _ = read(folder, f'<smses><sms date="{milliseconds}" type="1"/></smses>'.encode())
    assert isinstance(item, Communication)
    assert (item.at - EPOCH) // timedelta(milliseconds=1) == milliseconds
    assert item.at.microsecond % 1000 == 0
