"""Words about where you were, what you wore or what you did, from somebody who has no right to know.

Two things must come together (patterns.md section 7: such words are innocent alone). Who says it: somebody you told to stop,
blocked, or whom the police spoke to or an order was made about, surely after that; or after any of these a number withheld or
nobody's in the case that you never answered and have not saved under a name, since those who stalk change numbers. And the words:
those `patterns/seeing.py` reads, plain phrases only where the sender is unknown; or words that name the place or the time of day
of something in your diary, soon after it. It quotes what it read. It is silent when unsure. Things you marked that can tell
somebody where you are (a tracker, an account that was got into) are named beside it, not as its cause.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import polars as pl

from throughline.communications.joining import with_canonical_parties
from throughline.communications.parties import looks_like_number
from throughline.domain.finding import Finding, FindingKind, Measure
from throughline.domain.milestone import Milestone
from throughline.domain.timing import Span
from throughline.patterns.chronology import Chronology, Happening
from throughline.patterns.counted import instant, is_unknown, milestones_of
from throughline.patterns.law import law_for
from throughline.patterns.names import BEHAVIOUR_NAMED
from throughline.patterns.seeing import HALF_DAY, minutes_apart, times_said, words_of_seeing
from throughline.patterns.spans import around
from throughline.patterns.wording import count, listed, when

KIND: FindingKind = "knows_too_much"
RULE = "knows_too_much/2"
AN_HOUR, A_DAY = timedelta(hours=1), timedelta(days=1)
LEAST_LABEL_LETTERS = 4
MINUTES_ROUND = 15
MOST_QUOTED = 3
_EVERYDAY_LABELS = frozenset(
    ["home", "house", "flat", "work", "place", "the", "office", "school", "college", "gym", "shop", "shops", "town", "online", "street", "road", "park", "station", "lane", "avenue", "close", "near", "from", "with", "outside", "mums"]
)  # fmt: skip
_CLOSED = {
    "told_to_stop": "you told {them} to stop", "blocked": "you blocked {them}", "order_made": "an order was made",
    "police_spoke_to_them": "the police spoke to {them}",
}  # fmt: skip
_LEAKS = ("tracker", "account_break_in", "shared_account_leak", "stalkerware", "hidden_devices")
_YOU = re.compile(r"\b(?:you|u|ya|your|ur|yours|youre)\b|^(?:home|saw|seen|got in|left)\b", re.IGNORECASE)
_COLUMNS = ("id", "earliest", "latest", "text", "person", "party", "party_kind", "party_value", "party_name")
_CAVEAT = (
    "This reads English words by rule, so it can be wrong, and other messages may say such things too. Read each one. Think "
    "who else knew: a post, a friend, a shared account or a device can tell people where you are."
)


class _Said(NamedTuple):
    """A message of one sender after a closing."""

    id: str
    span: Span
    text: str


class _Sender(NamedTuple):
    """Somebody who has no right to know, what they are called, the milestone that says so, by its id and in words, and what they
    wrote after it."""

    person: str | None
    name: str
    closing: str
    after: str
    messages: tuple[_Said, ...]


def detect(chronology: Chronology) -> Iterator[Finding]:
    """For each sender one finding on words of seeing, and one for each diary entry whose place or time they name."""
    for sender in _senders(chronology):
        is_known = sender.person is not None
        seeing = {it.id: words for it in sender.messages if (words := words_of_seeing(it.text, plainly=not is_known))}
        if seeing:
            yield _of_seeing(chronology, sender, seeing)
        for happening in chronology.happenings:
            named = [(it, words) for it in sender.messages if (words := _names(chronology, happening, it))]
            if named and happening.begins is not None:
                yield _of_entry(chronology, sender, (happening, happening.begins), named)


def _senders(chronology: Chronology) -> Iterator[_Sender]:
    closings = list(milestones_of(chronology, tuple(_CLOSED)))
    if not closings:
        return
    texts = with_canonical_parties(chronology.came().filter(pl.col("text").is_not_null())).select(*_COLUMNS)
    for person in chronology.case.people:
        theirs = [closing for closing in closings if closing[2] == person.id]
        if theirs:
            of_person = texts.filter(pl.col("person") == person.id)
            yield from _sender(chronology, of_person, theirs[0], person.id, _them(chronology, person.id))
    answered = with_canonical_parties(chronology.own)["party"].unique()
    is_answered = pl.col("party").is_in(answered.implode()) & (pl.col("party_kind") != "withheld")
    told = {subject for _, _, subject in closings}
    unknown = [it.id for it in chronology.case.people if is_unknown(it) and it.id not in told]
    is_nobody = pl.col("person").is_null() | pl.col("person").is_in(unknown)
    strange = texts.filter(is_nobody & ~is_answered.fill_null(value=False))
    for _, group in strange.group_by("party", maintain_order=True):
        if not _is_saved(group):
            withheld = group["party_kind"][0] in (None, "withheld")
            name = "a withheld number" if withheld else f"{group['party_value'][0]}, whose owner you do not know,"
            yield from _sender(chronology, group, closings[0], None, name)


def _them(chronology: Chronology, person: str | None) -> str:
    name = chronology.name(person)
    return "them" if name == "they" else name


def _is_saved(group: pl.DataFrame) -> bool:
    """Whether the phone showed a name for the number: people have the numbers of friends saved. Accounts show a name of their own choice."""
    names = group.filter(pl.col("party_kind") == "phone")["party_name"].drop_nulls()
    return any(not looks_like_number(name) for name in names.unique() if name.strip())


def _sender(
    chronology: Chronology,
    rows: pl.DataFrame,
    closed: tuple[Milestone, Span, str | None],
    person: str | None,
    name: str,
) -> Iterator[_Sender]:
    milestone, span, subject = closed
    later = rows.filter(pl.col("earliest") > span.latest).select("id", "earliest", "latest", "text")
    messages = tuple(
        _Said(id, Span(instant(first), instant(last)), text) for id, first, last, text in later.iter_rows()
    )
    if messages:
        closing = _CLOSED[milestone.kind].format(them=_them(chronology, subject))
        after = f"after {closing} {when(span, chronology.zone)}"
        yield _Sender(person, name, milestone.id, after, messages)


def _of_seeing(chronology: Chronology, sender: _Sender, seeing: dict[str, str]) -> Finding:
    leaks = [it for it in chronology.happenings if not set(_LEAKS).isdisjoint(it.incident.behaviours)]
    quoted = [f"“{words}”" for words in list(dict.fromkeys(seeing.values()))[:MOST_QUOTED]]
    more = ", among others" if len(set(seeing.values())) > MOST_QUOTED else ""
    statement = (
        f"{count(len(seeing), 'message')} from {sender.name} may speak of seeing you, or of where you were, what you "
        f"wore or did, {sender.after}: {listed(quoted)}{more}."
    )
    if leaks:
        named = dict.fromkeys(it for leak in leaks for it in leak.incident.behaviours if it in _LEAKS)
        statement += f" You also wrote down {listed([BEHAVIOUR_NAMED[it] for it in named])}."
    because = (sender.closing, *seeing, *(it.incident.id for it in leaks))
    return _finding(chronology, sender, statement, because, list(seeing))


def _names(chronology: Chronology, happening: Happening, said: _Said) -> str | None:
    """The words of a message that name the place of a diary entry within an hour of it, or its time of day within a day after it."""
    begins = happening.begins
    if begins is None or not _is_between(said.span, begins, AN_HOUR, A_DAY):
        return None
    label = next((it.label for it in chronology.case.places if it.id == happening.incident.place), "")
    if _is_between(said.span, begins, AN_HOUR, AN_HOUR) and (words := _place_named(label, said.text)):
        return words
    if begins.latest - begins.earliest > AN_HOUR or not _YOU.search(said.text) or said.span.earliest < begins.earliest:
        return None
    middle = (begins.earliest + (begins.latest - begins.earliest) / 2).astimezone(chronology.zone)
    minute = (middle.hour * 60 + middle.minute) % HALF_DAY
    if any(minutes_apart(minute, time) <= MINUTES_ROUND for time in times_said(said.text)):
        return words_of_seeing(said.text)
    return None


def _is_between(said: Span, begins: Span, before: timedelta, after: timedelta) -> bool:
    """Whether a message surely came no more than so long before, and no more than so long after, something began."""
    return said.earliest >= begins.latest - before and said.latest <= begins.earliest + after


def _place_named(label: str, text: str) -> str | None:
    """The name of a place as a message writes it: the whole name, or a word of it that is not an everyday one."""
    name = " ".join(label.lower().split())
    words = [
        word
        for word in re.findall(r"[^\W_]+", name)
        if len(word) >= LEAST_LABEL_LETTERS and word not in _EVERYDAY_LABELS
    ]
    if not words:
        return None
    found = re.search("|".join(rf"\b{re.escape(it)}\b" for it in (name, *words)), text, re.IGNORECASE)
    return None if found is None else found[0]


def _of_entry(
    chronology: Chronology, sender: _Sender, entry: tuple[Happening, Span], named: list[tuple[_Said, str]]
) -> Finding:
    happening, begins = entry
    label = next((it.label for it in chronology.case.places if it.id == happening.incident.place), "")
    quoted = [f"“{words}”" for words in list(dict.fromkeys(words for _, words in named))[:MOST_QUOTED]]
    where = f" ({label})" if label else ""
    statement = (
        f"{count(len(named), 'message')} from {sender.name} said {listed(quoted)}: that is the place or the time of what you wrote down "
        f"{when(begins, chronology.zone)}{where}. It came {sender.after}."
    )
    ids = [said.id for said, _ in named]
    return _finding(chronology, sender, statement, (sender.closing, happening.incident.id, *ids), ids)


def _finding(
    chronology: Chronology, sender: _Sender, statement: str, because: tuple[str, ...], messages: list[str]
) -> Finding:
    start, end = around([it.span for it in sender.messages if it.id in set(messages)], chronology)
    return Finding(
        KIND, "fact", RULE, statement[:1].upper() + statement[1:], because, sender.person, start, end,
        Measure("messages", len(messages)), _CAVEAT,
        law=law_for(chronology.case, "monitor", "watch"), risk=("surveillance",),
    )  # fmt: skip
