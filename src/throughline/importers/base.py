"""What an importer is, what it is told, and what it gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Union

from throughline.domain.communication import Communication, Problem
from throughline.domain.timing import zone_named
from throughline.importers.original import Original

if TYPE_CHECKING:  # the row-wise formats must not pay 40 MiB for a library they do not use
    import polars as pl

DateOrder = Literal["day-first", "month-first", "year-first"]
Item = Union[Communication, Problem, "pl.DataFrame"]


@dataclass(frozen=True, slots=True)
class Options:
    """What the person may tell an importer: who they are in the export, the zone its clock was in, its date order."""

    owner: str | None = None
    zone: str = "Europe/London"
    date_order: DateOrder | None = None

    def __post_init__(self) -> None:
        zone_named(self.zone)


@dataclass(frozen=True, slots=True)
class Reading:
    """An export being read. `items` may be taken once; `learned` is known from the start (layout, `date_order`);
    `warnings` fills while reading with what concerns the whole file (a count that does not match, a missing end)."""

    items: Iterator[Item]
    learned: dict[str, str] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Importer:
    """One format: its name on the command line, its title for people, and its two functions.

    `recognises` looks at the head of a file only, without side effects. `read` raises `Question` where the file leaves
    something open, `HostileInput` or `InputError` where it must be refused whole, each before the first item.
    """

    name: str
    title: str
    recognises: Callable[[Original], bool]
    read: Callable[[Original, Options], Reading]
