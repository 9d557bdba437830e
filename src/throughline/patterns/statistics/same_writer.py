"""How like two sets of messages are in their habits of writing, against others who write in the same community.

The method of general impostors (Koppel and Winter 2014, "Determining if two documents are written by the same author", JASIST
65: 178-187), with naive Bayes scores for its distance: how much better a known person's messages foretell what stands in the
unknown ones than all writers' messages together do. The same score of each impostor shows what is usual here, and the known
person's is given in their standard deviations. Three sorts of habit are scored apart: runs of three letters with capitals, marks
and emoji; words and marks; and shapes of messages (how they open, end, how long they are).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple
from zlib import crc32

import numpy as np

FEATURES = 1 << 12
OF_EVERYONE = 0.8
"""How much of what a writer is taken to do is what everyone does (Jelinek and Mercer's smoothing): few messages tell little, and a
share, unlike counts, makes nobody likelier for having written more."""
LEAST_IMPOSTORS = 4
MOST_Z = 4.0
LEAST_SPREAD = 0.02
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\.{2,}|[!?]{2,}|[^\w\s]")
_LAST_WORD = re.compile(r"([^\W_]+)\W*$")


class Style(NamedTuple):
    """The likeness of habits in standard deviations of the impostors' likeness, one number a sort of habit, cut at 4."""

    letters: float
    words: float
    shapes: float


def letters_of(message: str) -> Iterable[str]:
    """Runs of three characters as they stand, the ends of the message among them."""
    padded = f"\x02{message}\x03"
    return (padded[at : at + 3] for at in range(len(padded) - 2))


def words_of(message: str) -> Iterable[str]:
    """Words as they are spelt, without their capitals, and marks, each run of them as one."""
    return _TOKEN.findall(message.lower())


def shapes_of(message: str) -> Iterable[str]:
    """How a message opens, ends and looks."""
    words = message.split()
    first = words[0] if words else ""
    last = _LAST_WORD.search(message)
    marks = len(_TOKEN.findall(message)) - len(words)
    return (
        "capital" if message[:1].isupper() else "small", "end " + (message.rstrip()[-1:] if message.strip() else ""),
        "open " + first.lower().strip(",.!"), "last " + (last[1].lower() if last and len(last[1]) <= 6 else ""),
        f"words {min(7, len(words).bit_length())}", f"marks {min(4, max(0, marks))}",
        "lines" if "\n" in message else "line", "i" if " i " in f" {message} " else "I" if " I " in f" {message} " else "no i",
        "dropped" if re.search(r"(?i)\b(dont|cant|im|wont|didnt|its|ive|thats)\b", message) else "marked" if re.search(r"['’]", message) else "",
        "comma" if "," in message else "no comma", "question" if "?" in message else "",
        "picture" if re.search(r"[\U0001F300-\U0001FAFF☀-➿]", message) else "plain",
    )  # fmt: skip


_SORTS: dict[str, Callable[[str], Iterable[str]]] = {"letters": letters_of, "words": words_of, "shapes": shapes_of}


class Profiles(NamedTuple):
    """What each of several writers does how often: for each sort of habit one row a writer, one column a habit."""

    counts: dict[str, np.ndarray]


def profile(writers: Sequence[Sequence[str]]) -> Profiles:
    """The profiles of writers, each given by their messages."""
    return Profiles({
        sort: np.stack([_counted(messages, habits) for messages in writers]) if writers else np.zeros((0, FEATURES), np.float32)
        for sort, habits in _SORTS.items()
    })  # fmt: skip


def _counted(messages: Sequence[str], habits: Callable[[str], Iterable[str]]) -> np.ndarray:
    numbers = [
        crc32(habit.encode("utf-8", "surrogatepass")) % FEATURES for message in messages for habit in habits(message)
    ]
    return np.bincount(np.array(numbers, np.int64), minlength=FEATURES).astype(np.float32)


def style(profiles: Profiles, unknown: int, known: int, impostors: Sequence[int]) -> Style | None:
    """How like the habits of `unknown` are to those of `known`, against `impostors` (rows of the profiles).

    None with fewer than four impostors. The impostor most alike is left out of eight or more, because it can be the unknown
    writer too, through another number.
    """
    if len(impostors) < LEAST_IMPOSTORS:
        return None
    rows = [known, *impostors]
    return Style(*(_against(counts, unknown, rows) for counts in profiles.counts.values()))


def _against(counts: np.ndarray, unknown: int, rows: Sequence[int]) -> float:
    written = counts[unknown]
    references = counts[rows]
    everyone = references.sum(axis=0) + written + 0.1
    everyone /= everyone.sum()
    own = references / np.maximum(1.0, references.sum(axis=1, keepdims=True))
    foretold = (1 - OF_EVERYONE) * own + OF_EVERYONE * everyone
    scores = (np.log(foretold / everyone) @ written) / max(1.0, float(written.sum()))
    usual = np.sort(scores[1:])
    usual = usual[: len(usual) - len(usual) // 8]
    spread = max(LEAST_SPREAD * float(np.abs(scores).max()), float(usual.std(ddof=1)), 1e-9)
    return float(np.clip((scores[0] - usual.mean()) / spread, -MOST_Z, MOST_Z))
