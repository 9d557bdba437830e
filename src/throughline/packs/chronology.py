"""The rows of a chronology: incidents, milestones and communications in order, in words, for every form of the pack.

Nothing here judges. What the person wrote is theirs; what a rule says is in the findings.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import polars as pl

from throughline.communications.joining import with_people
from throughline.communications.table import with_times
from throughline.domain.case import Case
from throughline.domain.finding import Findings
from throughline.domain.incident import Incident, Occurred
from throughline.domain.milestone import Milestone
from throughline.domain.timing import Span
from throughline.domain.vocabulary import Channel, CommunicationKind, Direction
from throughline.patterns.names import BEHAVIOUR_NAMED, CHANNEL_NAMED, FEAR_NAMED, change_named, order_named
from throughline.patterns.wording import clock, count, day, when

_ATTRIBUTIONS = {
    "seen": "seen", "voice": "known by voice", "identifier": "known by number or account", "told": "told by somebody",
    "guess": "a guess", "unknown": "not known",
}  # fmt: skip
MILESTONE_NAMED = {
    "told_to_stop": "Told to stop", "blocked": "Blocked", "relationship_ended": "The relationship ended", "moved": "Moved",
    "changed_number": "Changed number", "reported_to_police": "Reported to the police",
    "police_spoke_to_them": "The police spoke to them", "order_made": "An order was made", "order_ended": "An order ended",
    "court_hearing": "Court hearing", "charged": "Charged", "released": "Released", "post_published": "Something was published",
    "anniversary": "Anniversary", "other": "Also",
}  # fmt: skip
_KINDS = {
    "message": "message", "call": "call", "missed_call": "missed call", "voicemail": "voicemail", "email": "e-mail",
    "payment": "payment", "post": "post", "reaction": "reaction", "notice": "notice of the app",
}  # fmt: skip
_DIRECTIONS = {"incoming": "from", "outgoing": "to", "unknown": "with"}
MOST_SHOWN_WHOLE = 2_000
"""With more communications than this, a document shows those that findings name and counts the others by day."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a chronology: when (in words, and as a UTC instant to sort by), what kind, who, and what.

    Communications, of which there are many, also have what one line of a document needs: the day, which stands once above all
    of its own, the time of day, what was said (or what it was, where nothing was said) and where that was read.
    """

    id: str
    sort: datetime
    when: str
    kind: str
    who: str
    what: str
    details: tuple[tuple[str, str], ...] = ()
    exhibits: tuple[str, ...] = ()
    day: str = ""
    clock: str = ""
    said: str = ""
    source: str = ""


def rows_of(case: Case) -> list[Row]:
    """Incidents and milestones in order; what has no known time stands last."""
    rows = [_incident_row(case, incident) for incident in case.incidents]
    rows += [_milestone_row(case, milestone) for milestone in case.milestones]
    return sorted(rows, key=lambda row: row.sort)


def occurred_told(occurred: Occurred, zone: ZoneInfo) -> str:
    """When an incident was, as it was written: with its beginning and its end where both were, and not their middle."""
    span = occurred.span(zone)
    if span is None or occurred.start is None:
        return "at a time not known"
    first, last = occurred.start, occurred.to
    by_the_clock = last is not None and first.has_clock_time and last.has_clock_time
    if last is None or not by_the_clock or occurred.precision not in ("minute", "hour"):
        return when(span, zone)
    about = "about " if occurred.precision == "hour" else ""
    begun, ended = first.span(zone).earliest, last.span(zone).earliest
    from_day, to_day = day(begun, zone), day(ended, zone)
    if from_day == to_day:
        return f"on {from_day} from {about}{clock(begun, zone)} to {about}{clock(ended, zone)}"
    return f"from {from_day} at {about}{clock(begun, zone)} to {to_day} at {about}{clock(ended, zone)}"


def _incident_row(case: Case, incident: Incident) -> Row:
    span = incident.occurred.span(case.zone)
    written = "" if incident.recorded_at is None else when(incident.recorded_at.span(case.zone), case.zone)
    place = next((place.label or place.kind for place in case.places if place.id == incident.place), "")
    impact = incident.impact
    details = [
        ("Kind", ", ".join(BEHAVIOUR_NAMED[behaviour] for behaviour in incident.behaviours)),
        ("Place", place),
        ("How I know who", _ATTRIBUTIONS[incident.attribution]),
        ("Witnesses", "; ".join(incident.witnesses)),
        ("Fear", "" if impact is None or impact.fear is None else FEAR_NAMED[impact.fear]),
        ("Changed", "" if impact is None else ", ".join(map(change_named, impact.changes))),
        ("Effect", "" if impact is None else impact.note),
        ("Reported", "; ".join(_report(case, report.to, report.at, report.reference) for report in incident.reports)),
        ("Written down", written),
    ]
    return Row(
        incident.id, datetime.max.replace(tzinfo=UTC) if span is None else span.earliest,
        occurred_told(incident.occurred, case.zone), "Incident", _name(case, incident.person),
        incident.account, tuple((key, value) for key, value in details if value), incident.exhibits,
    )  # fmt: skip


def _report(case: Case, to: str, at: object, reference: str) -> str:
    span = getattr(at, "span", None)
    parts = [
        to,
        "" if span is None else when(span(case.zone), case.zone),
        f"reference {reference}" if reference else "",
    ]
    return ", ".join(part for part in parts if part)


def _milestone_row(case: Case, milestone: Milestone) -> Row:
    span = milestone.at.span(case.zone)
    what = MILESTONE_NAMED[milestone.kind] + (f". {milestone.note}" if milestone.note else ".")
    details: list[tuple[str, str]] = []
    if milestone.order is not None:
        order = milestone.order
        ends = (
            "" if order.ends is None else f", until {when(order.ends.span(case.zone), case.zone).removeprefix('on ')}"
        )
        details.append(("Order", order_named(order) + ends))
        details += [(f"Term {term.id}", term.text or term.kind.replace("_", " ")) for term in order.terms]
        details += [("Allowed", exception) for exception in order.exceptions]
    return Row(
        milestone.id,
        span.earliest,
        when(span, case.zone),
        "Milestone",
        _name(case, milestone.person),
        what,
        tuple(details),
    )


def _name(case: Case, person: str | None) -> str:
    found = None if person is None else case.person(person)
    return "" if found is None else found.name or found.id


def laid_out(case: Case, communications: pl.DataFrame) -> pl.DataFrame:
    """The communications in order, with their times and the person each is joined to."""
    timed = communications if "earliest" in communications.columns else with_times(communications, case.timezone)
    return with_people(timed, case).sort("earliest", maintain_order=True, nulls_last=True)


def communication_rows(case: Case, ordered: pl.DataFrame) -> Iterator[Row]:
    """One row a communication of a table that `laid_out` made."""
    columns = ("id", "earliest", "latest", "direction", "kind", "channel", "party_value", "party_name", "text",
               "duration_seconds", "attachments", "state", "exhibit", "position", "person", "party_kind")  # fmt: skip
    for row in ordered.select(columns).iter_rows(named=True):
        party = (
            row["party_name"] or ("number withheld" if row["party_kind"] == "withheld" else row["party_value"]) or ""
        )
        name = _name(case, row["person"]) or party
        who = name
        if row["direction"] == "outgoing":
            who = f"Me, to {name}" if name else "Me"
        words = row["text"] if row["text"] is not None else ""
        is_empty = row["duration_seconds"] is None or (row["kind"] == "missed_call" and not row["duration_seconds"])
        length = "" if is_empty else _lasted(row["duration_seconds"])
        told = when(Span(row["earliest"], row["latest"]), case.zone)
        date = day(row["earliest"], case.zone)
        via = _via(row["channel"], row["kind"], row["direction"], "" if party == name else party)
        marks = (
            ("Attached", ", ".join(row["attachments"] or ())),
            ("Marked", (row["state"] or "").replace("_", " ")),
        )
        # The name of the one text file in the archive of a chat says nothing new a thousand times; chronology.csv has it.
        short = _source(row["exhibit"], (row["position"] or "").rsplit(".txt ", 1)[-1])
        details = [
            ("What", f"{CHANNEL_NAMED[row['channel']]}: {_KINDS[row['kind']]} {_DIRECTIONS[row['direction']]} {party}".rstrip()),
            ("Length", length), *marks, ("Read from", _source(row["exhibit"], row["position"])),
        ]  # fmt: skip
        yield Row(
            row["id"], row["earliest"], told, "Communication", who, words,
            tuple((key, value) for key, value in details if value), (row["exhibit"],) if row["exhibit"] else (),
            day=date, clock=told.removeprefix(f"on {date} at "), said=words or f"{via}, {length}".removesuffix(", "),
            source=_dotted(row["id"], via if words else "", length if words else "", *(value for _, value in marks), short),
        )  # fmt: skip


def _lasted(seconds: float) -> str:
    """How long a call was: `9 seconds`, `18 minutes 44 seconds`, `2 hours 5 minutes`."""
    whole = round(seconds)
    parts = ((whole // 3600, "hour"), (whole // 60 % 60, "minute"), (whole % 60, "second"))
    return " ".join(count(number, unit) for number, unit in parts if number) or "0 seconds"


def _via(channel: Channel, kind: CommunicationKind, direction: Direction, party: str) -> str:
    """The channel, or what it was where it was no plain message, with the number where a name stands beside it."""
    what = _KINDS[kind] if channel == "phone" else CHANNEL_NAMED[channel]
    if channel != "phone" and kind not in ("message", "email"):
        what += f": {_KINDS[kind]}"
    return f"{what} {_DIRECTIONS[direction]} {party}" if party else what


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _source(exhibit: str | None, position: str | None) -> str:
    return ", ".join(part for part in (exhibit, position) if part)


def shown_rows(case: Case, communications: pl.DataFrame, findings: Findings) -> tuple[list[Row], int]:
    """The rows of a document a person reads, and how many communications they leave out: those with people who are not in
    the case, and, where there are very many, those that no finding names, which are counted by day."""
    ordered = laid_out(case, communications)
    named = {id for finding in findings.findings for id in finding.because}
    is_named = pl.col("id").is_in(sorted(named))
    is_withheld = (pl.col("party_kind") == "withheld").fill_null(value=False)
    shown = ordered.filter(is_named | pl.col("person").is_not_null() | is_withheld)
    days: list[Row] = []
    if len(shown) > MOST_SHOWN_WHOLE:
        whole = shown.filter(is_named).head(MOST_SHOWN_WHOLE)
        days = _day_rows(case, shown.join(whole, on="id", how="anti", maintain_order="left"))
        shown = whole
    rows = [*rows_of(case), *communication_rows(case, shown), *days]
    return sorted(rows, key=lambda row: row.sort), len(ordered) - len(shown)


def _day_rows(case: Case, others: pl.DataFrame) -> list[Row]:
    day = pl.col("earliest").dt.convert_time_zone(case.timezone).dt.date().alias("day")
    counts = others.group_by(day, maintain_order=True).agg(pl.len().alias("count"), pl.col("earliest").first())
    return [
        Row(
            "",
            moment,
            f"on {date:%-d %B %Y}",
            "Communications",
            "",
            f"{count:,} more, each in chronology.csv",
            day=f"{date:%-d %B %Y}",
            said=f"{count:,} more, each in chronology.csv",
        )
        for date, count, moment in counts.iter_rows()
    ]
