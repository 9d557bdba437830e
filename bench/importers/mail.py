"""A mailbox of 20,000 messages, beside the standard library's ways, in one run."""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measured import best_of, measure, show

COUNT = 20_000
OURS = """
from pathlib import Path
from throughline.importers.original import open_original
from throughline.importers.base import Options
from throughline.importers.mail import reader
started = time.perf_counter()
count = sum(1 for item in reader.read(open_original(Path(sys.argv[1])), Options()).items)
report(started, count=count)
"""
SPLIT = """
import email, re
started = time.perf_counter()
count, lines = 0, []
def take(lines):
    message = email.message_from_bytes(b"".join(lines[1:]))
    headers = [message[name] for name in ("From", "To", "Date", "Subject", "Message-ID")]
    texts = [part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/plain"]
with open(sys.argv[1], "rb") as stream:
    for line in stream:
        if line.startswith(b"From ") and lines:
            take(lines); count += 1; lines = []
        lines.append(line)
take(lines); count += 1
report(started, count=count)
"""
MAILBOX = """
import mailbox
started = time.perf_counter()
count = sum(1 for message in mailbox.mbox(sys.argv[1]) if message["Date"])
report(started, count=count)
"""


def write_mailbox(path: Path) -> None:
    """Plain messages, alternatives with HTML, and now and then an attachment."""
    with path.open("w") as stream:
        for number in range(COUNT):
            stream.write(f"From {1_844_347_792_267_117_879 + number}@xxx Thu Jan 15 10:18:40 +0000 2026\n")
            stream.write(
                "".join(
                    f"Received: from host{hop}.example.org by mx{hop}.example.org; Thu, 15 Jan 2026 10:18:4{hop} +0000\n"
                    for hop in range(4)
                )
            )
            stream.write(f"From: Somebody {number % 50} <s{number % 50}@example.org>\nTo: Alex <alex@example.org>\n")
            stream.write(
                f"Date: Thu, 15 Jan 2026 {number // 3600 % 24:02}:{number // 60 % 60:02}:{number % 60:02} +0000\n"
            )
            stream.write(
                f"Subject: =?utf-8?q?Message_{number}_=E2=80=93_hello?=\nMessage-ID: <{number}@example.org>\nMIME-Version: 1.0\n"
            )
            words = "Some ordinary words that somebody wrote in a hurry.\n" * 6
            if number % 3:
                stream.write(f'Content-Type: text/plain; charset="utf-8"\n\n{words}\n')
            else:
                part = '--b\nContent-Type: text/{}; charset="utf-8"\n\n{}\n'
                stream.write(
                    'Content-Type: multipart/alternative; boundary="b"\n\n'
                    + part.format("plain", words)
                    + part.format("html", f"<p>{words}</p>")
                    + "--b--\n\n"
                )


def main() -> None:
    """Generate, run each, and print the table."""
    with TemporaryDirectory() as name:
        box = Path(name) / "mail.mbox"
        write_mailbox(box)
        rows = [
            ("split + compat32, headers and text", best_of(2, SPLIT, str(box))),
            ("throughline", best_of(2, OURS, str(box))),
            ("mailbox.mbox, dates only", best_of(1, MAILBOX, str(box))),
            ("a bare interpreter", measure("report(time.perf_counter())")),
        ]
        show(f"mbox, {COUNT:,} messages, {box.stat().st_size / 1e6:.0f} MB", rows, rows[0][0])


if __name__ == "__main__":
    main()
