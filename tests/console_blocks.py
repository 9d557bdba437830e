"""The console blocks of the documents: run again, so that what a document shows is what the commands print.

    python tests/console_blocks.py          writes every block of every document anew
    python tests/console_blocks.py README.md

A block is fenced as `console`; its lines that begin with `$ ` are run by sh, in order, in a folder of the document's own
that has `examples/` and Riverside's exports in it. A comment above a block can say

    <!-- only: WORDS ;; WORDS -->           which paragraphs of the output are shown: those in which the words stand
    <!-- lines: 6 -->                       how many lines of the output are shown; -6 for the last

and what is left out is shown as a line `…`. A json block under `<!-- paste: FILE after WORDS -->` is put into that file,
below the line in which the words stand, as its reader is asked to. Fingerprints differ each time and are shown as `…`.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = ("README.md", "docs/how-to/your-own-case.md", "docs/tutorial/riverside.md")
_BLOCK = re.compile(
    r"(?:<!-- (?P<told>only|lines|paste): (?P<what>[^\n]*?) -->\n)?```(?P<kind>console|json)\n(?P<body>.*?)```\n",
    re.DOTALL,
)
_FINGERPRINT = re.compile(r"\b[0-9a-f]{64}\b")


class Blocks:
    """The blocks of one document, run in a folder of their own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "bin").mkdir()
        self._program("throughline", f'exec "{sys.executable}" -m throughline "$@"')
        self._program("python3", f'exec "{sys.executable}" "$@"')
        self.room = folder / "room"
        self.room.mkdir()
        shutil.copytree(ROOT / "examples" / "riverside", self.room / "examples" / "riverside")
        for export in (ROOT / "examples" / "riverside" / "exports").iterdir():
            shutil.copy(export, self.room)

    def _program(self, name: str, line: str) -> None:
        path = self.folder / "bin" / name
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)

    def written_anew(self, text: str) -> str:
        """The document with every block as its commands print it now."""
        return _BLOCK.sub(self._block, text)

    def _block(self, found: re.Match[str]) -> str:
        head, body = found[0][: found.start("body") - found.start()], found["body"]
        if found["kind"] == "json":
            if found["told"] == "paste":
                self._paste(found["what"], body)
            return found[0]
        lines: list[str] = []
        for command in (line for line in body.splitlines() if line.startswith("$ ")):
            lines += [command, *shown(self._run(command[2:]), found["told"], found["what"])]
        return head + "\n".join(lines) + "\n```\n"

    def _run(self, command: str) -> str:
        environment = {
            **os.environ, "PATH": f"{self.folder / 'bin'}:/usr/bin:/bin", "PYTHONPATH": str(ROOT / "src"),
            "PYTHONUNBUFFERED": "1", "LC_ALL": "C.UTF-8", "PYTHONWARNINGS": "ignore",
        }  # fmt: skip
        done = subprocess.run(
            ["/bin/sh", "-c", command], cwd=self.room, env=environment, check=False, timeout=120,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        return _FINGERPRINT.sub("…", done.stdout.decode())

    def _paste(self, told: str, body: str) -> None:
        name, words = told.split(" after ", 1)
        path = self.room / name
        lines = path.read_text("utf-8").splitlines()
        (place,) = [number for number, line in enumerate(lines) if words in line]
        path.write_text("\n".join([*lines[: place + 1], body.rstrip("\n"), *lines[place + 1 :]]) + "\n", "utf-8")


def shown(output: str, told: str | None, what: str | None) -> list[str]:
    """The lines of an output that a block shows, with `…` where some are left out."""
    lines = output.rstrip("\n").splitlines()
    if told == "lines":
        number = int(what or 0)
        left_out = ["…"] if len(lines) > abs(number) else []
        return [*lines[:number], *left_out] if number > 0 else [*left_out, *lines[number:]]
    if told != "only":
        return lines
    paragraphs = "\n".join(lines).split("\n\n")
    wanted = [words.strip() for words in (what or "").split(";;")]
    flat = [" ".join(paragraph.split()) for paragraph in paragraphs]
    for words in wanted:
        assert any(words in paragraph for paragraph in flat), f"no paragraph of the output holds “{words}”:\n{output}"
    chosen: list[str] = []
    for paragraph, plain in zip(paragraphs, flat, strict=True):
        if any(words in plain for words in wanted):
            chosen += [*([""] if chosen and chosen[-1] != "…" else []), *paragraph.splitlines()]
        elif not chosen or chosen[-1] != "…":
            chosen.append("…")
    return chosen


def written_anew(document: str) -> tuple[str, str]:
    """A document as it is, and as it is with its commands run again."""
    text = (ROOT / document).read_text("utf-8")
    with tempfile.TemporaryDirectory() as folder:
        return text, Blocks(Path(folder)).written_anew(text)


if __name__ == "__main__":
    for document in sys.argv[1:] or DOCUMENTS:
        before, after = written_anew(document)
        (ROOT / document).write_text(after, "utf-8")
        sys.stdout.write(f"{document}: {'written anew' if before != after else 'as it was'}\n")
