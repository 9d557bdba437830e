"""WhatsApp: a million generated messages into tables and into JSON, beside the peers there are, in one run.

The npm parser is installed into a temporary folder where npm is there. whatstk is taken from the Python that WHATSTK_PYTHON
names (an environment of its own: it is no dependency), or from this one. Both are told when they are not there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from measured import Measured, best_of, measure, show

WORDS = (
    "hi", "where are you", "ok see you later then", "I will be home by six or so, do you want anything?", "no",
    "lol that is so funny", "call me when you get this please", "👍",
)  # fmt: skip
OURS = """
from pathlib import Path
from throughline.importers.original import open_original
from throughline.importers.base import Options
from throughline.importers.whatsapp import reader
import polars, throughline.importers.whatsapp.columns
started = time.perf_counter()
count = 0
for item in reader.read(open_original(Path(sys.argv[1])), Options()).items:
    count += len(item) if hasattr(item, "height") else 1
report(started, count=count)
"""
READ_JSON = """
import os
sys.argv = ["throughline", "read", sys.argv[1], "--json"]
from throughline.cli.main import main
sys.stdout = open(os.devnull, "w")
started = time.perf_counter()
main()
report(started)
"""
BOUND = """
import polars as pl
started = time.perf_counter()
lines = pl.read_lines(sys.argv[1])
pattern = r"^\\W?\\[?\\d\\d/\\d\\d/\\d{4}, "
head = pl.col("line").str.strip_prefix("\\u200e").str.strip_prefix("[")
frame = lines.filter(pl.col("line").str.contains(pattern)).with_columns(head=head)
clock = pl.col("head").str.slice(0, int(sys.argv[2])).str.to_datetime(sys.argv[3], strict=False)
parts = pl.col("head").str.slice(int(sys.argv[4])).str.splitn(": ", 2)
frame = frame.select("line", time=clock, sender=parts.struct.field("field_0"), text=parts.struct.field("field_1"))
report(started, count=len(frame))
"""
WHATSTK = """
from whatstk import WhatsAppChat
started = time.perf_counter()
chat = WhatsAppChat.from_source(sys.argv[1], max_size=None)
report(started, count=len(chat.df))
"""
NPM = """
const {parseString} = require('whatsapp-chat-parser'); const fs = require('fs');
const started = process.hrtime.bigint();
const messages = parseString(fs.readFileSync(process.argv[2], 'utf8'));
const seconds = Number(process.hrtime.bigint() - started) / 1e9;
console.log(JSON.stringify({seconds, peak: process.resourceUsage().maxRSS / 1024, count: messages.length}));
"""


def write_chat(path: Path, count: int, *, is_ios: bool) -> None:
    """A chat of three people over three years, with media, notices and messages of two lines."""
    moment = datetime(2020, 1, 1)
    with path.open("w", newline="") as stream:
        for number in range(count):
            moment += timedelta(seconds=(number * 7919) % 211 + 3)
            sender = ("Sarah", "John Smith", "Zoë")[number % 3]
            words = WORDS[number % len(WORDS)] + (f" {number}" if number % 3 == 0 else "")
            if number % 50 == 0:
                words += "\nand a second line"
            if number % 97 == 0:
                words = (
                    f"\u200e<attached: {number:08}-PHOTO.jpg>"
                    if is_ios
                    else f"IMG-20200101-WA{number % 10000:04}.jpg (file attached)"
                )
            if is_ios:
                mark = "\u200e" if number % 97 == 0 else ""
                stream.write(f"{mark}[{moment:%d/%m/%Y, %H:%M:%S}] {sender}: {words}\r\n")
            else:
                stream.write(f"{moment:%d/%m/%Y, %H:%M} - {sender}: {words}\n")


def npm_parser(chat: Path, folder: Path) -> Measured | None:
    """The npm parser on the same file, or None where it cannot be had."""
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return None
    (folder / "package.json").write_text("{}")
    if subprocess.run([npm, "install", "--silent", "whatsapp-chat-parser@4"], cwd=folder, check=False).returncode:
        return None
    (folder / "run.js").write_text(NPM)
    import json

    runs = []
    for _ in range(2):
        done = subprocess.run([node, "run.js", str(chat)], cwd=folder, capture_output=True, text=True, check=True)
        told = json.loads(done.stdout)
        runs.append(Measured(told["seconds"], told["peak"], told["count"]))
    return min(runs, key=lambda run: run.seconds)


def main() -> None:
    """Both phones, at a million messages and, ours alone, at three million."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for is_ios in (True, False):
            title = "iPhone" if is_ios else "Android"
            chat = folder / f"{title}.txt"
            write_chat(chat, 1_000_000, is_ios=is_ios)
            shape = ("20", "%d/%m/%Y, %H:%M:%S", "22") if is_ios else ("17", "%d/%m/%Y, %H:%M", "20")
            rows = [("bound: bare polars expressions", best_of(3, BOUND, str(chat), *shape))]
            rows.append(("throughline, tables", best_of(3, OURS, str(chat))))
            rows.append(("throughline read --json, whole", best_of(2, READ_JSON, str(chat))))
            (folder / title).mkdir()
            parser = npm_parser(chat, folder / title)
            rows += [("whatsapp-chat-parser (npm)", parser)] if parser else []
            try:
                python = os.environ.get("WHATSTK_PYTHON", sys.executable)
                rows.append(("whatstk", measure(WHATSTK, str(chat), python=python)))
            except RuntimeError:
                print("whatstk is not installed, or refused the file: left out")
            show(f"WhatsApp, {title}, 1,000,000 messages, {chat.stat().st_size / 1e6:.0f} MB", rows, rows[0][0])
        large = folder / "large.txt"
        write_chat(large, 3_000_000, is_ios=True)
        run = best_of(1, OURS, str(large))
        show("WhatsApp, 3,000,000 messages", [("throughline, tables", run)], "throughline, tables")


if __name__ == "__main__":
    main()
