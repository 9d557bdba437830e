"""An unknown number or account that may be the same writer as somebody the case knows.

Unknown is a party of the export that belongs to no person of the case, or to one without a name. Four reasons are weighed, each
against what others in the same export show: habits of writing (`statistics.same_writer`), how soon it began after a known number
was blocked, told to stop, or changed for (`timing`), copies and phrases that only the two share, and rare words, such as names,
that only the two use or that stand in the diary (`statistics.shared_words`). `statistics.linkage` adds them up. Told is only what
is as likely as eight in ten and rests on two reasons of different sorts: never on style alone. It says may, and who it was stays open.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import timedelta
from functools import cache
from typing import NamedTuple

import polars as pl

from throughline.communications.joining import with_canonical_parties
from throughline.domain.finding import Finding, FindingKind, Measure, Step
from throughline.domain.milestone import Milestone
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology
from throughline.patterns.counted import instant, is_unknown, milestones_of
from throughline.patterns.grave_words.lines import read_lines
from throughline.patterns.law import law_for
from throughline.patterns.spans import across
from throughline.patterns.statistics import linkage, same_writer, shared_words
from throughline.patterns.wording import count, length, listed

KIND: FindingKind = "linked_identity"
RULE = "linked_identity/2"
LEAST_MESSAGES = 5
MOST_MESSAGES = 100
"""Of one writer, the latest: enough to know habits by, and what bounds the work."""
MOST_IMPOSTORS = 24
EVERYDAY_FROM = 3
MOST_UNKNOWN = 200
_CLOSED = {
    "blocked": "you blocked {them}", "changed_number": "you changed your number", "told_to_stop": "you told {them} to stop",
}  # fmt: skip
_OWN = "own"
_CAVEAT = (
    "This is a likelihood and not proof: people near each other write alike, and somebody else may have begun then. Nobody's name is "
    "shown by it. Reckoned as if 1 in 4 such numbers were theirs, on made-up writers. The police can ask the network who has the number."
)


class _Writer(NamedTuple):
    """The latest messages of one party or person: rows with `id`, `earliest`, `latest`, `text`, and since when they wrote."""

    messages: pl.DataFrame
    first: Span

    @property
    def texts(self) -> list[str]:
        return list(self.messages["text"])


class _Community(NamedTuple):
    """Everybody who writes in the export by name, with the profiles and words of each."""

    writers: Mapping[str, _Writer]
    row_of: Mapping[str, int]
    profiles: same_writer.Profiles
    words: Mapping[str, shared_words.Words]


class _Closing(NamedTuple):
    milestone: Milestone
    span: Span
    chance: float


def detect(chronology: Chronology) -> Iterator[Finding]:
    """One finding for each unknown number or account and the person it most likely is, in order of its first message."""
    known, unknown, others = _writers(chronology)
    if not known or not unknown:
        return
    community = _gather({**{_name(it): writer for it, writer in known.items()}, **unknown, **others})
    for party in sorted(unknown, key=lambda it: unknown[it].first.earliest):
        told = [finding for person in known if (finding := _link(chronology, person, party, community)) is not None]
        if told:
            yield max(told, key=_probability)


@cache
def everyday_words() -> frozenset[str]:
    """Words of four letters or more that stand in several of the lines written for the reading list: days of the week, parcels
    and printers. A word is not rare because few people write to somebody."""
    lines = Counter(word for line in read_lines() for word in set(shared_words.plain_words(line.text)))
    return frozenset(word for word, number in lines.items() if number >= EVERYDAY_FROM)


def _name(person: str) -> str:
    return f"person {person}"


def _probability(finding: Finding) -> float:
    return 0.0 if finding.measure is None else finding.measure.value


def _gather(writers: dict[str, _Writer]) -> _Community:
    row_of = {name: row for row, name in enumerate(writers)}
    profiles = same_writer.profile([writer.texts for writer in writers.values()])
    return _Community(
        writers, row_of, profiles, {it: shared_words.words_in(writers[it].texts, everyday_words()) for it in writers}
    )


def _writers(chronology: Chronology) -> tuple[dict[str, _Writer], dict[str, _Writer], dict[str, _Writer]]:
    """Known people by id; unknown parties; and the user's own messages as one more impostor."""
    worded = chronology.everyone.filter(
        pl.col("text").is_not_null() & (pl.col("text").str.len_chars() > 1) & (pl.col("kind") != "call")
    ).pipe(with_canonical_parties)
    came = worded.filter(
        (pl.col("direction") != "outgoing") & (pl.col("party_kind") != "withheld").fill_null(value=False)
    )
    named = {
        person.id
        for person in chronology.case.people
        if not (is_unknown(person) and person.relationship in ("unknown", "stranger"))
    }
    is_known = pl.col("person").is_in(list(named)).fill_null(value=False)
    known = _by(came.filter(is_known), "person")
    # A call that came before the first words is when a number began.
    began = with_canonical_parties(chronology.came()).group_by("party").agg(pl.col("earliest", "latest").first())
    strangers = _by(
        came.filter(~is_known),
        "party",
        {party: Span(*map(instant, span)) for party, *span in began.drop_nulls().iter_rows()},
    )
    most = sorted(strangers, key=lambda it: -len(strangers[it].messages))[:MOST_UNKNOWN]
    own = worded.filter(pl.col("direction") == "outgoing").with_columns(by=pl.lit(_OWN))
    return known, {it: strangers[it] for it in strangers if it in set(most)}, _by(own, "by")


def _by(rows: pl.DataFrame, column: str, began: Mapping[str, Span] | None = None) -> dict[str, _Writer]:
    """Writers by what stands in a column, each with enough messages; `began` says when, where it was not with the first of these."""
    writers = {}
    kept = ("id", "earliest", "latest", "text", "party_value", "party_name")
    for (name,), group in rows.partition_by(column, as_dict=True, maintain_order=True).items():
        if name is not None and len(group) >= LEAST_MESSAGES:
            first = Span(instant(group["earliest"][0]), instant(group["latest"][0]))
            writers[str(name)] = _Writer(group.select(kept).tail(MOST_MESSAGES), (began or {}).get(str(name), first))
    return writers


def _link(chronology: Chronology, person: str, party: str, community: _Community) -> Finding | None:
    """What is told of one known person and one unknown party; None where it is not."""
    writers, row_of, profiles, words = community
    known, stranger = writers[_name(person)], writers[party]
    others = [name for name in writers if name not in (party, _name(person))]
    impostors = sorted(others, key=lambda name: -len(writers[name].messages))[:MOST_IMPOSTORS]
    closing = _closing_before(chronology, person, stranger.first)
    # What the diary tells of is known to whoever did it, so its words stand beside the person's own messages.
    diary = {it.incident.id: it.incident.account for it in chronology.happenings_of(person) if it.incident.account}
    theirs = shared_words.words_in([*known.texts, *diary.values()], everyday_words()) if diary else words[_name(person)]
    found = shared_words.shared(words[party], theirs, [words[it] for it in others])
    habits = same_writer.style(profiles, row_of[party], row_of[_name(person)], [row_of[it] for it in impostors])
    sooner = None if closing is None else closing.chance
    before = _began_before(chronology, person, stranger.first)
    weighed = linkage.weigh(linkage.Evidence(habits, sooner, found.copies, found.phrases, found.words, before))
    if not linkage.is_told(weighed):
        return None
    ids = [*known.messages["id"], *diary]
    return _finding(chronology, person, stranger, weighed, found, closing, [ids[at] for at in found.known_at])


def _closings(chronology: Chronology, person: str) -> list[tuple[Milestone, Span]]:
    return [
        (milestone, span) for milestone, span, subject in milestones_of(chronology, tuple(_CLOSED)) if subject == person
    ]


def _began_before(chronology: Chronology, person: str, first: Span) -> bool:
    theirs = _closings(chronology, person)
    return bool(theirs) and first.surely_before(theirs[0][1])


def _closing_before(chronology: Chronology, person: str, first: Span) -> _Closing | None:
    """The last closing that concerns the person and surely came before an unknown number's first message; and the share of all the
    time the exports cover in which a first message would stand as soon after some closing."""
    theirs = _closings(chronology, person)
    before = [(milestone, span) for milestone, span in theirs if span.surely_before(first)]
    if not before:
        return None
    milestone, span = before[-1]
    delay = first.latest - span.earliest
    begins, ends = instant(chronology.everyone["earliest"][0]), instant(chronology.everyone["earliest"][-1])
    covered, reached = timedelta(0), begins
    for _, each in theirs:
        start, end = max(each.earliest, reached), min(each.earliest + delay, ends)
        covered += max(timedelta(0), end - start)
        reached = max(reached, end)
    return _Closing(milestone, span, min(1.0, covered / max(ends - begins, timedelta(days=1))))


def _finding(
    chronology: Chronology, person: str, stranger: _Writer, weighed: linkage.Weighed, found: shared_words.Shared,
    closing: _Closing | None, showing: list[str],
) -> Finding:  # fmt: skip
    name = chronology.name(person)
    them = "them" if name == "they" else name
    reasons = list(_reasons(weighed, found, closing, stranger, them))
    number = stranger.messages["party_value"][0]
    likely = f"{round(100 * weighed.probability)} of 100"
    statement = (
        f"{count(len(stranger.messages), 'message')} from {number} may be from the same writer as {them}: {listed(reasons)}. "
        f"In tests on made-up writers, about {likely} links as strong as this were right."
    )
    began = [closing.milestone.id] if closing is not None and weighed.timing >= linkage.LEAST_SPEAKING else []
    start, end = across(stranger.messages, chronology)
    held = math.log2(weighed.probability / (1 - weighed.probability)) - linkage.START - sum(weighed)
    steps = [
        ("start: 1 in 4", linkage.START),
        *zip(("habits of writing", "timing", "shared words", "rare words"), weighed, strict=True),
    ]
    if held < 0:
        steps.append(("held at 97 of 100", held))
    return Finding(
        KIND, "inference", RULE, statement, (*began, *showing, *stranger.messages["id"]), person, start, end,
        Measure("same_writer", round(weighed.probability, 3), probability=round(weighed.probability, 3)), _CAVEAT,
        law=law_for(chronology.case, "contact"), steps=tuple(Step(reason, round(bits, 2)) for reason, bits in steps),
    )  # fmt: skip


def _reasons(
    weighed: linkage.Weighed, found: shared_words.Shared, closing: _Closing | None, stranger: _Writer, them: str
) -> Iterator[str]:
    """Each reason that speaks for it, in words."""
    if weighed.timing >= linkage.LEAST_SPEAKING and closing is not None:
        soon = length(stranger.first.earliest - closing.span.latest, stranger.first.latest - closing.span.earliest)
        yield f"they began {soon} after {_CLOSED[closing.milestone.kind].format(them=them)}"
    if weighed.shared >= linkage.LEAST_SPEAKING:
        yield (
            "they say nearly the same as messages you had before"
            if found.copies
            else "they share phrases that nobody else who writes to you uses"
        )
    if weighed.facts >= linkage.LEAST_SPEAKING:
        yield "they use rare words or names that nobody else uses, and that stand in those messages or in your diary"
    if weighed.style >= linkage.LEAST_SPEAKING:
        yield "the habits of writing are more alike than those of others who write to you"
