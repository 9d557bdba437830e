"""What an export holds that the case has already: the same and overlapping exports add nothing twice.

Two rows are one communication when channel, minute, sender, length of call and words (marks and white space aside) agree,
and it is the same one of those that agree: three "where are you" in one minute stay three. Words that changed between
two exports (edited, deleted) differ, and both stay: the change is evidence.
"""

from __future__ import annotations

import polars as pl

_KEY = ["channel", "kind", "_minute", "_words", "duration_seconds", "_sender"]
_MARKS = "[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"


def without_doubles(new: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """The rows of `new` that are not in `known`. Both have the table's columns with their times."""
    if known.is_empty():
        return new
    keyed_new = _keyed(new, _owner_among(new, known))
    keyed_known = _keyed(
        known.filter(pl.col("channel").is_in(new["channel"].unique().implode())), _owner_among(known, new)
    )
    kept = keyed_new.join(keyed_known.select(*_KEY, "_turn"), on=[*_KEY, "_turn"], how="anti", nulls_equal=True)
    return kept.select(new.columns)


def _keyed(frame: pl.DataFrame, owner: str | None) -> pl.DataFrame:
    """The table with what two rows of one communication share, and which of those that share it each row is."""
    words = (
        pl.col("text").str.replace_all(_MARKS, "").str.normalize("NFC").str.replace_all(r"\s+", " ").str.strip_chars()
    )
    # The same message is “incoming from Sam” in one export and “unknown, by Sam” in another; what the user wrote is marked
    # with a character that no name holds.
    own = (pl.col("direction") == "outgoing") | (
        (pl.col("direction") == "unknown") & pl.col("party_value").eq_missing(pl.lit(owner, dtype=pl.String))
    )
    # An outgoing message is told apart by whom it went to where the format says so; a chat's unknown rows do not say.
    sender = pl.when(own).then(pl.lit("\x00own")).otherwise(pl.col("party_value"))
    keyed = frame.with_columns(_minute=pl.col("earliest").dt.truncate("1m"), _words=words, _sender=sender)
    whom = pl.when((pl.col("channel") != "whatsapp") & own).then(pl.col("party_value")).fill_null("")
    keyed = keyed.with_columns(_sender=pl.col("_sender").fill_null("") + "\x00" + whom.fill_null(""))
    return keyed.with_columns(_turn=pl.int_range(pl.len()).over(_KEY))


def _owner_among(frame: pl.DataFrame, other: pl.DataFrame) -> str | None:
    """Who the user is in rows whose direction is unknown: in a chat of two senders, the one who is not the party that the
    other table knows messages went to."""
    senders = frame.filter(pl.col("direction") == "unknown")["party_value"].drop_nulls().unique().to_list()
    went_to = set(other.filter(pl.col("direction") == "outgoing")["party_value"].drop_nulls().unique().to_list())
    others = [sender for sender in senders if sender not in went_to]
    return others[0] if len(senders) == 2 and len(others) == 1 else None
