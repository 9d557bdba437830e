"""The same or nearly the same words, sent again, above all from other numbers and accounts.

Words are compared without capitals, marks, punctuation and emoji. Texts under 4 words or 15 letters are left out, and what an
app writes for a picture. Two texts are nearly the same where 86 of 100 letters are shared in order, as they stand or with their
words sorted: a slip or two, a word left out, added or moved. `statistics.near_words` finds them without comparing all with all.

Words that came from a number or account that is nobody's in the case are told only beside the same words from a person of the
case (or a withheld number), and only where no more than two such numbers sent them: what many people send is an everyday phrase.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from throughline.communications.joining import with_canonical_parties
from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.patterns.chronology import Chronology
from throughline.patterns.law import law_for
from throughline.patterns.names import CHANNEL_NAMED
from throughline.patterns.spans import across
from throughline.patterns.statistics.near_words import near_groups
from throughline.patterns.wording import count, listed, times

KIND: FindingKind = "repeated_words"
RULE = "repeated_words/2"
LEAST_LETTERS, LEAST_WORDS = 15, 4
LONG_LETTERS, LEAST_TIMES_ONE_WAY = 30, 3
"""Through one number and channel, words count as repeated from three times, and when they are long: short phrases recur."""
NEARLY = 86
MOST_STRANGERS = 2
MOST_TOLD = 20
_PLACEHOLDER = r"(?i)^\W*(<?(media|image|video|audio|sticker|gif|document|contact card) (omitted|attached)|(this|you deleted this) message|null|missed (voice|video) call|waiting for this message)"
_CAVEAT = "Everyday phrases recur too. Read these messages to see what the words are. The same words do not show who wrote them."
_TIMES = ("id", "earliest", "latest", "channel", "party_kind", "party", "person")
_PLURALS = {"phone": "phone numbers", "email": "e-mail addresses", "handle": "accounts"}
_MIXED = "numbers or accounts"


def detect(chronology: Chronology) -> Iterator[Finding]:
    """The twenty groups of words through the most numbers and channels, then the most often repeated, one finding each; then
    one finding that holds all others."""
    worded = _worded(chronology.came())
    words = worded["words"].unique(maintain_order=True)
    leaders = near_groups(words.to_list(), NEARLY)
    clustered = worded.join(pl.DataFrame({"words": words, "cluster": leaders}), on="words", maintain_order="left")
    groups = _worth_telling(clustered)
    messages = _by_cluster(clustered, groups)
    for group in groups.head(MOST_TOLD).iter_rows(named=True):
        yield _finding(chronology, messages[group["cluster"]], group)
    rest = groups["cluster"][MOST_TOLD:].to_list()
    if rest:
        yield _others(chronology, [messages[cluster] for cluster in rest])


def _by_cluster(clustered: pl.DataFrame, groups: pl.DataFrame) -> dict[int, pl.DataFrame]:
    told = clustered.filter(pl.col("cluster").is_in(groups["cluster"].implode()))
    return {
        int(cluster): rows
        for (cluster,), rows in told.partition_by("cluster", as_dict=True, maintain_order=True).items()
    }


def _worth_telling(clustered: pl.DataFrame) -> pl.DataFrame:
    """One row for each group of repeated words that is told: `times`, `ways` (numbers and accounts), `channels`,
    `wordings`. Through one way alone, words must be long and come three times."""
    is_strange = pl.col("person").is_null() & (pl.col("party_kind") != "withheld").fill_null(value=True)
    groups = clustered.group_by("cluster", maintain_order=True).agg(
        times=pl.len(), ways=pl.col("party").n_unique(), channels=pl.col("channel").n_unique(),
        wordings=pl.col("words").n_unique(), letters=pl.col("words").str.len_chars().min(),
        strangers=pl.col("party").filter(is_strange).n_unique(), is_theirs=is_strange.not_().any(),
    )  # fmt: skip
    goes_across = (pl.col("ways") > 1) | (pl.col("channels") > 1)
    is_long = (pl.col("times") >= LEAST_TIMES_ONE_WAY) & (pl.col("letters") >= LONG_LETTERS)
    told = groups.filter(
        (pl.col("times") >= 2) & (goes_across | is_long) & pl.col("is_theirs") & (pl.col("strangers") <= MOST_STRANGERS)
    )
    return told.sort("ways", "channels", "times", descending=True, maintain_order=True)


def _worded(came: pl.DataFrame) -> pl.DataFrame:
    """Messages with enough words to compare: their words without capitals, marks and punctuation."""
    plain = (
        pl.col("text").str.to_lowercase().str.replace_all("['’]", "").str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
    )  # fmt: skip
    texts = came.filter(pl.col("text").is_not_null() & ~pl.col("text").str.contains(_PLACEHOLDER))
    return (
        texts.with_columns(words=plain)
        .filter(
            (pl.col("words").str.len_chars() >= LEAST_LETTERS)
            & (pl.col("words").str.count_matches(" ") >= LEAST_WORDS - 1)
        )
        .pipe(with_canonical_parties)
        .select(*_TIMES, "words")
    )


def _finding(chronology: Chronology, messages: pl.DataFrame, group: dict[str, int]) -> Finding:
    people = messages["person"].unique(maintain_order=True).to_list()
    same = "The same words" if group["wordings"] == 1 else "Nearly the same words"
    names = _from(chronology, messages)
    came = f"{same} came to you {times(len(messages))}{',' if len(names) > 1 else ''} {listed(names)}"
    start, end = across(messages, chronology)
    return Finding(
        KIND, "fact", RULE, f"{came}{_ways(messages)}.",
        tuple(messages["id"]), people[0] if len(people) == 1 else None, start, end,
        Measure("times", len(messages)), _CAVEAT, law=law_for(chronology.case, "contact"),
    )  # fmt: skip


def _others(chronology: Chronology, groups: list[pl.DataFrame]) -> Finding:
    together = pl.concat(groups)
    start, end = across(together, chronology)
    statement = (
        f"Another {count(len(groups), 'group')} of messages, {len(together):,} in all, say the same or nearly the same words within "
        "each group."
    )
    return Finding(
        KIND, "fact", RULE, statement, tuple(together["id"]), None, start, end, Measure("groups", len(groups)), _CAVEAT,
        law=law_for(chronology.case, "contact"), groups=tuple(tuple(group["id"]) for group in groups),
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


def _from(chronology: Chronology, messages: pl.DataFrame) -> list[str]:
    """Whom they came from, each once: people by the names the user chose, then withheld numbers and those that are nobody's."""
    names = []
    for person in messages["person"].unique(maintain_order=True).drop_nulls():
        name = chronology.name(person)
        names.append(f"from {'them' if name == 'they' else name}")
    nobody = messages.filter(pl.col("person").is_null())
    is_withheld = (nobody["party_kind"] == "withheld").fill_null(value=False)
    if is_withheld.any():
        names.append("from a withheld number")
    strangers = nobody.filter(~is_withheld)["party"].n_unique()
    if strangers:
        names.append(f"from {'a number or account' if strangers == 1 else _MIXED} you have put down to nobody")
    return names
