"""What is published, and what a person's own diary says of being counted."""

from __future__ import annotations

import io
from collections.abc import Sequence
from csv import writer
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

import polars as pl
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from throughline.patterns.chronology import build_chronology
from throughline.patterns.counted import instant
from throughline.statistics.budget import Spent, can_spend
from throughline.statistics.coding import Coded, code_case
from throughline.statistics.publishing import Number, Published, Shown, shown
from throughline.statistics.quarters import Quarter, read_quarter
from throughline.statistics.tables import CELLS, NOT_SAID
from throughline.web.cases.queries import OpenCase
from throughline.web.cases.state import Kind, value_of
from throughline.web.figures.models import BoxRow, PublishedRow, SlipRow

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

KIND: Kind = "counted"
PUBLIC = ""
"""The public's figures stand beside those of helplines as the ones of none."""
TOGETHER = 4
"""So many quarters, the newest, are told together."""


@dataclass(frozen=True, slots=True)
class Note:
    """What a diary says, sealed, of being counted in one set of figures, so that nobody is counted twice."""

    helpline: str
    quarter: str
    epsilon: float
    slip: str

    @property
    def spent(self) -> Spent:
        """The same as an entry of the budget."""
        return Spent(self.helpline, self.quarter, self.epsilon)


def id_of(helpline: str) -> str:
    """How the record names a set of figures."""
    return f"helpline-{helpline}" if helpline else "public"


def notes(case: OpenCase) -> tuple[Note, ...]:
    """Every set of figures that the diary says it is counted in. One whose slip was dropped uncounted, with a key that was lost,
    is none any more."""
    kept = [key for key in case.state.kept if key[0] == KIND]
    told = (Note(**value_of(case.state.history[key][-1])) for key in kept)
    return tuple(it for it in told if is_counted(it) or can_take_back(it))


def note_of(case: OpenCase, helpline: str = PUBLIC) -> Note | None:
    """What the diary says of one set of figures; None where it is not counted in it."""
    return next((it for it in notes(case) if it.helpline == helpline), None)


def is_counted(note: Note) -> bool:
    """True once the quarter is published."""
    return PublishedRow.objects.filter(box__helpline=note.helpline, quarter=note.quarter).exists()


def can_take_back(note: Note) -> bool:
    """True while the slip lies in its box: the quarter was not counted yet."""
    return SlipRow.objects.filter(pk=note.slip).exists()


def box_of(helpline: str = PUBLIC) -> BoxRow | None:
    """Where slips are put for a set of figures; None where nobody made one."""
    return BoxRow.objects.filter(helpline=helpline).first()


def proof_of(helpline: str, public_key: bytes) -> str:
    """What shows that this service put a key there: whoever can only write to the database cannot put in their own."""
    return salted_hmac("throughline.figures", f"{helpline}:{public_key.hex()}", algorithm="sha256").hexdigest()


def is_ours(box: BoxRow) -> bool:
    """Whether the key of a box was put there by this service."""
    return constant_time_compare(box.proof, proof_of(box.helpline, bytes(box.public_key)))


def has_something(case: OpenCase) -> bool:
    """Whether there is anything in the diary that could be counted."""
    return bool(case.case.incidents) or not case.communications.is_empty()


def why_not(case: OpenCase, helpline: str = PUBLIC) -> StrOrPromise:
    """Why somebody cannot be counted, as a sentence for them; empty where they can."""
    if not has_something(case):
        return _("There is nothing in your diary yet that could be counted.")
    box = box_of(helpline)
    if box is None or not is_ours(box):
        return _("No figures are collected here at the moment.")
    if not can_spend((it.spent for it in notes(case)), helpline):
        return _("Your diary is counted in as many figures as it may be.")
    return ""


def coded(case: OpenCase, *, age: str = NOT_SAID, region: str = NOT_SAID) -> Coded:
    """What would be counted of a diary as it is now."""
    return code_case(case.case, contacts=_contacts(case), age=age, region=region)


def _contacts(case: OpenCase) -> tuple[datetime, datetime] | None:
    """The first and the last moment of what was brought in and came from somebody of the case."""
    contacts = build_chronology(case.case, case.communications).contacts
    times = contacts.filter(pl.col("person").is_not_null())["earliest"]
    return None if times.is_empty() else (instant(times.min()), instant(times.max()))


def published(helpline: str = PUBLIC) -> tuple[Published, ...]:
    """Every quarter that was published of a set of figures, in order."""
    rows = PublishedRow.objects.filter(box__helpline=helpline).order_by("quarter")
    return tuple(published_of(row) for row in rows)


def published_of(row: PublishedRow) -> Published:
    """A published quarter as the pure package has it."""
    numbers = {(table, answer): row.numbers[f"{table}.{answer}"] for table, answer in CELLS}
    return Published(read_quarter(row.quarter), numbers, row.epsilon, row.scale)


def numbers_of(quarter: Published) -> dict[str, int]:
    """The numbers of a published quarter as the row has them."""
    return {f"{table}.{answer}": quarter.numbers[table, answer] for table, answer in CELLS}


@dataclass(frozen=True, slots=True)
class Told:
    """What a page of figures has: the newest quarters together, and each quarter for itself, oldest first."""

    together: Shown
    quarters: tuple[Shown, ...]
    is_made_up: bool
    epsilon: float
    """What being counted cost each diary of these."""
    scale: float

    @property
    def all_quarters(self) -> tuple[Quarter, ...]:
        """Every published quarter."""
        return tuple(it.quarters[0] for it in self.quarters)


def told(helpline: str = PUBLIC) -> Told:
    """The figures of a helpline, or the public's."""
    drawn, box = published(helpline), box_of(helpline)
    return Told(
        shown(drawn[-TOGETHER:]), tuple(shown([it]) for it in drawn), bool(box and box.is_made_up),
        max((it.epsilon for it in drawn), default=0.0), max((it.scale for it in drawn), default=0.0),
    )  # fmt: skip


HEADS = ("quarter", "table", "answer", "about", "give_or_take", "in_100", "in_100_give_or_take", "made_up")


def as_csv(figures: Told) -> bytes:
    """Each quarter as rows, in UTF-8. A number that is not shown is empty: that does not say nobody."""
    out = io.StringIO(newline="")
    lines = writer(out)
    lines.writerow(HEADS)
    for quarter in figures.quarters:
        lines.writerows((*row, "yes" if figures.is_made_up else "no") for row in _rows(quarter))
    return out.getvalue().encode()


def _rows(quarter: Shown) -> Sequence[Sequence[Any]]:
    name = quarter.quarters[0].text
    rows = [(name, "everybody", "", *_numbers(quarter.everybody))]
    for table in quarter.tables:
        rows += [(name, table.table.title, words, *_numbers(number)) for _, words, number in table.rows]
    rows += [(name, "measure", code, *_numbers(number)) for code, number in quarter.measures]
    return rows


def _numbers(number: Number | None) -> tuple[object, ...]:
    if number is None:
        return ("", "", "", "")
    share, off = number.share, number.share_margin
    return (number.about, number.margin, "" if share is None else share, "" if off is None else off)
