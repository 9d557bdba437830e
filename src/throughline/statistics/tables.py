"""What is counted, in one list: every table, its answers, and what each is called. Nothing else is ever counted of anybody."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Cell = tuple[str, str]
"""A table and one of its answers: ("relationship", "former_partner")."""
NOT_SAID = "not_said"


@dataclass(frozen=True, slots=True)
class Table:
    """One question and its answers, by code. Of `is_one_of`, everybody has exactly one answer; else any number of them."""

    code: str
    title: str
    answers: Mapping[str, str]
    is_one_of: bool = True

    @property
    def most(self) -> int:
        """How many answers of this table one person can have."""
        return 1 if self.is_one_of else len(self.answers)

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The cells of this table, in order."""
        return tuple((self.code, answer) for answer in self.answers)


RELATIONSHIP = Table("relationship", "Who the person is", {
    "former_partner": "a former partner", "partner": "a partner", "family": "somebody in the family",
    "known_otherwise": "known in another way, such as a friend or a neighbour",
    "work": "somebody from work, or a client", "stranger": "a stranger", "not_known": "not known, or not noted",
})  # fmt: skip
LENGTH = Table("length", "How long it has gone on", {
    "under_month": "less than a month", "month_to_half": "a month to half a year", "half_to_year": "half a year to a year",
    "one_to_two": "one to two years", "over_two": "more than two years", "not_known": "no time is noted",
})  # fmt: skip
REPORTED = Table("reported", "Whether it was reported", {
    "police": "to the police", "others": "to somebody else only", "not_noted": "no report is noted",
})  # fmt: skip
BEHAVIOURS = Table("behaviours", "What is done", {
    "contact": "calls, messages, letters or gifts", "following": "following, watching or turning up",
    "online": "by way of devices, accounts or posts", "property": "damage or entry",
    "others": "through family, friends or work", "courts": "false complaints, or an order broken",
    "violence": "threats or violence",
}, is_one_of=False)  # fmt: skip
EFFECTS = Table("effects", "What people changed because of it", {
    "social": "gave up going out or seeing people", "ways": "took other ways, or went at other times",
    "number": "changed a number, or left a service online", "home": "moved, or made the home safer",
    "work": "left work", "sleep": "lost sleep",
}, is_one_of=False)  # fmt: skip
AGE = Table("age", "Age", {
    "under_18": "under 18", "18_24": "18 to 24", "25_34": "25 to 34", "35_44": "35 to 44", "45_54": "45 to 54",
    "55_64": "55 to 64", "65_over": "65 or over", NOT_SAID: "not said",
})  # fmt: skip
REGION = Table("region", "Where in the UK", {
    "north_east": "North East of England", "north_west": "North West of England", "yorkshire": "Yorkshire and the Humber",
    "east_midlands": "East Midlands", "west_midlands": "West Midlands", "east": "East of England", "london": "London",
    "south_east": "South East of England", "south_west": "South West of England", "wales": "Wales",
    "scotland": "Scotland", "northern_ireland": "Northern Ireland", NOT_SAID: "not said",
})  # fmt: skip

TABLES: tuple[Table, ...] = (RELATIONSHIP, LENGTH, REPORTED, BEHAVIOURS, EFFECTS, AGE, REGION)
EVERYBODY: Cell = ("everybody", "all")
"""The cell in which each person counts once."""
CELLS: tuple[Cell, ...] = (EVERYBODY, *(cell for table in TABLES for cell in table.cells))
"""Every number that is published, in the order in which it is drawn."""
MOST_CELLS = 1 + sum(table.most for table in TABLES)
"""In how many cells one person can count: by so much, at most, all counts together differ with and without them."""
