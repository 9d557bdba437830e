"""The same or nearly the same words, sent again, above all from other numbers and accounts.

Words are compared without capitals, marks and punctuation. Texts under 4 words or 15 letters are left out, and what an app
writes for a picture. Up to 4,000 different texts are also compared with one another for small differences: 90 of 100 by
`rapidfuzz.fuzz.ratio` (the share of letters in common, in order); beyond that equal words are found, and the caveat says so.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import polars as pl
from rapidfuzz import fuzz, process

from throughline.communications.joining import with_canonical_parties
from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.law import law_for
from throughline.patterns.names import CHANNEL_NAMED
from throughline.patterns.spans import across
from throughline.patterns.wording import listed, times

KIND: FindingKind = "repeated_words"
RULE = "repeated_words/1"
LEAST_LETTERS, LEAST_WORDS = 15, 4
LONG_LETTERS, LEAST_TIMES_ONE_WAY = 30, 3
"""Through one number and channel, words count as repeated from three times, and when they are long: short phrases recur."""
NEARLY = 90
MOST_COMPARED = 4_000
MOST_TOLD = 10
_PLACEHOLDER = r"(?i)^\W*(<?(media|image|video|audio|sticker|gif|document|contact card) (omitted|attached)|(this|you deleted this) message|null|missed (voice|video) call|waiting for this message)"
_CAVEAT = "Everyday phrases recur too. Read these messages to see what the words are. The same words do not show who wrote them."
_CAVEAT_EQUAL_ALONE = (
    " There are too many messages to look for nearly the same words, so these are the same to the letter."
)
_TIMES = ("id", "earliest", "latest", "channel", "party_kind", "party", "person")
_PLURALS = {"phone": "phone numbers", "email": "e-mail addresses", "handle": "accounts"}
_MIXED = "numbers or accounts"


def detect(chronology: Chronology) -> Iterator[Finding]:
    """At most ten findings: words through the most numbers and channels first, then the most often repeated."""
    worded = _worded(chronology.contacts)
    cluster_of, were_compared = _clusters(worded["words"].unique(maintain_order=True))
    clustered = worded.with_columns(cluster=pl.col("words").replace_strict(cluster_of, return_dtype=pl.Int64))
    for group in _worth_telling(clustered).iter_rows(named=True):
        messages = clustered.filter(pl.col("cluster") == group["cluster"])
        yield _finding(chronology, messages, group, were_compared=were_compared)


def _worth_telling(clustered: pl.DataFrame) -> pl.DataFrame:
    """One row for each group of repeated words that is told: `times`, `ways` (numbers and accounts), `channels`,
    `wordings`. Through one way alone, words must be long and come three times."""
    groups = clustered.group_by("cluster", maintain_order=True).agg(
        times=pl.len(), ways=pl.col("party").n_unique(), channels=pl.col("channel").n_unique(),
        wordings=pl.col("words").n_unique(), letters=pl.col("words").str.len_chars().min(),
    )  # fmt: skip
    goes_across = (pl.col("ways") > 1) | (pl.col("channels") > 1)
    is_long = (pl.col("times") >= LEAST_TIMES_ONE_WAY) & (pl.col("letters") >= LONG_LETTERS)
    told = groups.filter((pl.col("times") >= 2) & (goes_across | is_long))
    return told.sort("ways", "channels", "times", descending=True, maintain_order=True).head(MOST_TOLD)


def _worded(contacts: pl.DataFrame) -> pl.DataFrame:
    """Messages with enough words to compare: their words without capitals, marks and punctuation."""
    plain = pl.col("text").str.to_lowercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    texts = contacts.filter(pl.col("text").is_not_null() & ~pl.col("text").str.contains(_PLACEHOLDER))
    return (
        texts.with_columns(words=plain)
        .filter(
            (pl.col("words").str.len_chars() >= LEAST_LETTERS)
            & (pl.col("words").str.count_matches(" ") >= LEAST_WORDS - 1)
        )
        .pipe(with_canonical_parties)
        .select(*_TIMES, "words")
    )


def _clusters(words: pl.Series) -> tuple[dict[str, int], bool]:
    """Each different text to the number of its cluster, and whether small differences were looked at."""
    texts = words.to_list()
    numbers = np.arange(len(texts))
    were_compared = len(texts) <= MOST_COMPARED
    if were_compared and texts:
        alike = process.cdist(texts, texts, scorer=fuzz.ratio, score_cutoff=NEARLY, dtype=np.uint8)
        for row, column in np.argwhere(np.triu(alike, k=1)):
            # A text joins the first one it is like: chains of small changes do not tie together what is not alike.
            if numbers[row] == row and numbers[column] == column:
                numbers[column] = row
    return dict(zip(texts, numbers.tolist(), strict=True)), were_compared


def _finding(chronology: Chronology, messages: pl.DataFrame, group: dict[str, int], *, were_compared: bool) -> Finding:
    people = messages["person"].unique(maintain_order=True).to_list()
    same = "The same words" if group["wordings"] == 1 else "Nearly the same words"
    names = listed([_from(chronology, person) for person in people])
    came = f"{same} came to you {times(len(messages))}{',' if len(people) > 1 else ''} {names}"
    start, end = across(messages, chronology)
    return Finding(
        KIND, "fact", RULE, f"{came}{_ways(messages)}.",
        tuple(messages["id"]), people[0] if len(people) == 1 else None, start, end,
        Measure("times", len(messages)), _CAVEAT + ("" if were_compared else _CAVEAT_EQUAL_ALONE),
        law=law_for(chronology.case, "contact"),
    )  # fmt: skip


def _ways(messages: pl.DataFrame) -> str:
    """Through how many numbers and accounts, and on which channels, where it was more than one. A withheld number is named
    already and may be any of them, so it is not counted."""
    known = messages.filter(pl.col("party_kind") != "withheld")
    kinds = known["party_kind"].unique().to_list()
    through = []
    if known["party"].n_unique() > 1:
        plural = _PLURALS.get(kinds[0], _MIXED) if len(kinds) == 1 else _MIXED
        through.append(f"through {known['party'].n_unique():,} {plural}")
    channels = [CHANNEL_NAMED[channel] for channel in messages["channel"].unique(maintain_order=True)]
    if len(channels) > 1:
        through.append(f"on {len(channels)} channels ({listed(channels)})")
    return f", {' and '.join(through)}" if through else ""


def _from(chronology: Chronology, person: str | None) -> str:
    name = chronology.name(person)
    return "from a withheld number" if person is None else f"from {'them' if name == 'they' else name}"
