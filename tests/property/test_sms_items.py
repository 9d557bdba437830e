"""Every element of a backup is a communication or a problem, wherever the file is cut."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given
from hypothesis import strategies as st

from throughline.domain.communication import Problem
from throughline.importers.base import Options
from throughline.importers.original import open_original
from throughline.importers.sms_backup_restore import reader

ONE = '<sms address="+447700900123" date="1772394012000" type="1" body="hi" />\n'


@given(st.integers(1, 30), st.integers(0, 2000))
def test_a_cut_loses_nothing_before_it(count: int, cut: int) -> None:
    whole = f'<smses count="{count}">\n' + ONE * count + "</smses>"
    text = whole[: max(30, len(whole) - cut)]
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.xml"
        path.write_text(text)
        items = list(reader.read(open_original(path), Options()).items)
    read = [item for item in items if not isinstance(item, Problem)]
    assert len(read) >= text.count("/>\n") - 1
    assert len(read) == count or isinstance(items[-1], Problem)
