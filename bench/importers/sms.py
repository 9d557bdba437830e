"""SMS Backup & Restore: 100,000 items with 2,000 picture messages, beside bare lxml, in one run."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measured import best_of, measure, show

COUNT, PICTURES = 100_000, 2_000
OURS = """
from pathlib import Path
from throughline.importers.original import open_original
from throughline.importers.base import Options
from throughline.importers.sms_backup_restore import reader
started = time.perf_counter()
count = sum(1 for item in reader.read(open_original(Path(sys.argv[1])), Options()).items)
report(started, count=count)
"""
BARE = """
from lxml import etree
started = time.perf_counter()
count = 0
for _, element in etree.iterparse(sys.argv[1], events=("end",), huge_tree=True):
    count += element.tag in ("sms", "mms")
    element.clear()
report(started, count=count)
"""
INTERPRETER = "report(time.perf_counter())"


def write_backup(path: Path, count: int = COUNT, pictures: int = PICTURES, picture_bytes: int = 8_000) -> None:
    """A backup of several conversations; every so many messages one with a picture."""
    every = count // pictures
    with path.open("w") as stream:
        stream.write(f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{count}">\n')
        for number in range(count):
            who = f'address="+4477009{number % 90:05}" date="{1_600_000_000_000 + number * 61_000}" contact_name="Somebody {number % 90}"'
            if number % every == 0:
                stream.write(
                    f'<mms {who} msg_box="1" m_type="132" sub="null"><parts><part seq="0" ct="image/jpeg" name="p{number}.jpg" cl="p{number}.jpg" '
                    'text="null" data="'
                )
                for _ in range(
                    picture_bytes // 4_000
                ):  # never whole in memory, which would count for the child processes too
                    stream.write("QUJD" * 1_000)
                stream.write('"/><part seq="1" ct="text/plain" text="look" /></parts></mms>\n')
            else:
                stream.write(
                    f'<sms protocol="0" {who} type="{1 + number % 2}" subject="null" body="message {number} with ordinary words &amp; more" '
                    'toa="null" sc_toa="null" service_center="null" read="1" status="-1" locked="0" date_sent="0" sub_id="-1" />\n'
                )
        stream.write("</smses>\n")


def main() -> None:
    """The table, then a backup whose one video is 400 MB."""
    with TemporaryDirectory() as name:
        backup = Path(name) / "sms.xml"
        write_backup(backup)
        rows = [
            ("bare lxml.iterparse and clear", best_of(3, BARE, str(backup))),
            ("throughline", best_of(3, OURS, str(backup))),
            ("a bare interpreter", measure(INTERPRETER)),
        ]
        show(f"SMS, {COUNT:,} items, {backup.stat().st_size / 1e6:.0f} MB", rows, rows[0][0])
        large = Path(name) / "large.xml"
        write_backup(large, 10, 1, 400_000_000)
        show("SMS, one video of 400 MB", [("throughline", measure(OURS, str(large)))], "throughline")


if __name__ == "__main__":
    main()
