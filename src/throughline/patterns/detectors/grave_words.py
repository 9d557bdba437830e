"""Which messages to read first, so that nobody has to read ten thousand again to find the twenty that matter.

Every message that came and has words is put in order (`grave_words.reading_order`), whoever sent it: a number that nobody
knows may be theirs. Listed are the first 5 in 100 of all that came, and 20 at least. It says nothing of the others, and nothing
of how many are grave.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import polars as pl

from throughline.domain.finding import Finding, FindingKind, Measure, Ranked
from throughline.patterns.chronology import Chronology
from throughline.patterns.spans import across
from throughline.patterns.wording import count

if TYPE_CHECKING:
    from throughline.patterns.grave_words.placed import Placed

KIND: FindingKind = "grave_words"
RULE = "grave_words/1"
LISTED_SHARE = 0.05
LEAST_LISTED = 20
_CAVEAT = (
    "The order is a guess from words alone, made from lines that were written for this. Many in it may be ordinary, and grave "
    "ones can stand far down, above all in other languages and where the words look plain. Nobody has read the others. You do "
    "not have to read them alone: a helpline or a friend can read with you."
)


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding where any message with words came."""
    messages = messages_with_words(chronology)
    if messages.is_empty():
        return
    # What learns takes a second to import, and a case without messages has no use for it.
    from throughline.patterns.grave_words.ranker import probability
    from throughline.patterns.grave_words.reading_order import in_order

    placed = in_order(messages["text"].to_list())
    yield reading_list(chronology, messages, placed, probability(placed[0].reads))


def messages_with_words(chronology: Chronology) -> pl.DataFrame:
    """The messages that came and have words, from whomever, in order of time."""
    return chronology.received.filter(pl.col("text").str.strip_chars().str.len_bytes() > 0)


def number_listed(chronology: Chronology) -> int:
    """How many messages a reading list has at most."""
    return max(LEAST_LISTED, math.ceil(LISTED_SHARE * len(chronology.received)))


def reading_list(
    chronology: Chronology, messages: pl.DataFrame, placed: Sequence[Placed], probability: float
) -> Finding:
    """The finding of messages whose texts were put in order, the gravest first; `placed` may end after `number_listed`, and
    `probability` is that of its first."""
    placed = placed[: number_listed(chronology)]
    ids = messages["id"].to_list()
    ranked = tuple(Ranked(ids[it.at], it.category) for it in placed)
    start, end = across(messages[[it.at for it in placed]], chronology)
    return Finding(
        KIND, "inference", RULE, _statement(len(ranked)), tuple(it.id for it in ranked), None, start, end,
        Measure("listed", len(ranked), of=len(messages), probability=probability), _CAVEAT, ranked=ranked,
    )  # fmt: skip


def _statement(number: int) -> str:
    if number == 1:
        return "There is 1 message to read. Look whether it holds a threat, or other words that the police should see."
    return (
        f"These are {count(number, 'message')} to read first, if you cannot read everything again. They are in an order: what may "
        "be a threat, or other words that the police should see, comes first."
    )
