"""How plain a text is, and what guidance must never say."""

from __future__ import annotations

import re

from throughline.guidance.entry import Entry, Point
from throughline.guidance.load import load_content

REASSURING = [
    "low risk", "no risk", "nothing to worry", "don't worry", "do not worry", "you are safe", "you're safe", "unlikely",
    "probably nothing", "just ignore", "no pattern", "all clear", "not serious", "harmless", "green", "score",
    "percent", "per cent", "%", "overreact", "calm down", "no danger", "no reason to fear", "safe now", "it will stop",
    "will be fine", "get over it",
]  # fmt: skip
ASSERTING = [
    "is a crime", "is a criminal", "is guilty", "is stalking you", "your stalker", "you have a case", "you will win",
    "it is too late", "too late", "confirmed", "offender", "perpetrator", "victim", "your ex", "why did you",
    "you should have", "prove", "proves", "high risk", "your fault that", "you let", "you provoked", "attention seeking",
]  # fmt: skip
GENDERED = ["he", "she", "him", "his", "her", "hers", "himself", "herself"]
NAMES = [
    "Victim Support Scotland", "Victim Support", "Victim Personal Statement", "Victim Charter",
    "Victim Information and Advice",
]  # fmt: skip
"""Names that hold a word we do not use ourselves."""


def says(phrase: str, text: str) -> bool:
    """True when the text has the phrase as whole words, outside the names."""
    for name in NAMES:
        text = text.replace(name, "")
    return re.search(rf"(?<!\w){re.escape(phrase)}(?!\w)", text.lower()) is not None


def syllables(word: str) -> int:
    """About how many syllables an English word has."""
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1
    return max(1, groups - silent - (word.endswith("ed") and not word.endswith(("ted", "ded")) and groups > 1))


def reading_age(text: str) -> float:
    """The Flesch-Kincaid grade of a text, plus five years."""
    sentences = max(1, len(re.findall(r"[.?!”](?:\s|$)", text)))
    found = re.findall(r"[a-z']+", text.lower())
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59 + 5


def sentences(texts: list[str]) -> str:
    """The texts as one, each ended, so that items of a list do not run into one long sentence."""
    return " ".join(text if text.endswith((".", "?", "!", "”")) else f"{text}." for text in texts)


def words_shown(of: Entry | Point) -> str:
    """The body of an entry or a point with the sentence that stands beside what is not verified."""
    return f"{of.body} {load_content().doubts.get(of.certainty, '')}".strip()
