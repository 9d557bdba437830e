"""What the guidance content is made of: typed entries, each with its sources, the day it was checked and how sure we are.

Everything a reader sees comes from `content/`; these types say what a file there may hold. Every entry has an `id` that
never changes, because findings, case files and packs name it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from throughline.domain.finding import FindingKind, Level
from throughline.domain.vocabulary import Jurisdiction, MilestoneKind
from throughline.guidance.conditions import Condition, Question
from throughline.guidance.entry import Entry, Point, Source
from throughline.guidance.pages import Behaviour, Guide, Page, Script

Outcome = Literal["imminent", "violence", "persistence", "recurrence", "harm", "context"]
"""The outcomes risk factors are grouped by (domain/risk.md section 3). They are never added up."""
Need = Literal["danger", "report", "talk", "advocate", "court", "devices", "images", "health", "rights"]
Area = Literal["uk", "england", "wales", "scotland", "northern_ireland"]
Reader = Literal["anyone", "women", "men", "lgbt", "under_18", "deaf", "honour", "rail"]
"""What a service is for, where, and for whom: how the directory is sorted."""
Side = Literal["criminal", "civil", "order"]
"""What a route is: a charge that the police and prosecutors bring, a claim of one's own, or an order that protects."""
Applicant = Literal["you", "police", "prosecutor", "court", "others"]
"""Who may start a route or ask for an order. `others`: somebody the law names, such as a council."""
Part = Literal["danger", "happening", "them", "you"]
"""Which part of the self-check a question stands in, in the order they are asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Law(Entry):
    """What a provision says, in plain words. `behaviours` are those it names among its own examples; `in_force_from` is
    given where it is new enough to matter, or where nothing older counts."""

    behaviours: tuple[str, ...] = ()
    in_force_from: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk(Entry):
    """Something advisers ask about because of what it goes with; `outcome` says which."""

    outcome: Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class WordList(Entry):
    """Phrases a rule looks for, in small letters, matched as whole words."""

    phrases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementRule(Entry):
    """One thing a court would have to be shown: `name` as findings.md writes it, what may help show it, what to ask."""

    name: str
    law: tuple[str, ...]
    shows: tuple[Condition, ...]
    asks: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Entry):
    """A way the law can be used. `elements` are ids of element rules, all of which it needs unless its body says so.

    The points are what stands side by side on a page: who starts it, how sure a court must be, what helps, what it costs,
    by when, what can come out, and what happens when that is broken. `changes` are the newest in the law, dated or flagged.
    """

    law: tuple[str, ...]
    elements: tuple[str, ...]
    side: Side
    applicants: tuple[Applicant, ...]
    starts: Point
    proof: Point
    evidence: Point
    cost: Point
    time_limit: Point
    outcome: Point
    breach: Point
    changes: tuple[Point, ...] = ()

    def points(self) -> tuple[Point, ...]:
        """Everything told about the route, in the order of the page."""
        told = (self.starts, self.proof, self.evidence, self.cost, self.time_limit, self.outcome, self.breach)
        return (*told, *self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepRule(Entry):
    """When to turn to somebody: if any condition is met, at least this level. `why` is what the person reads; `body`
    tells whoever checks the rule where it comes from. `is_last_resort` rules speak only when no other does.

    `conditions` look at a case. `asked` are questions of the self-check: yes and not sure make the rule speak, and no other
    answer can. A rule with `when_not_sure` speaks as well when any question at all is answered so. `ways` are reached
    before those of the level, unless that is an emergency.
    """

    level: Level
    why: str
    conditions: tuple[Condition, ...]
    asked: tuple[str, ...] = ()
    when_not_sure: bool = False
    risks: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    is_last_resort: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency(Entry):
    """What a level of next steps means; its id is the level, `routes` are ids of ways to reach somebody, first things first."""

    routes: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Way(Entry):
    """A way to reach somebody: 999, 101, a helpline, an organisation. The only place where a telephone number or the
    address of a service's own site is written; one of the two may be empty. Opening hours are never held: `hours` says
    how to find them out. `calling` is what to think of before getting in touch, `checked_how` how we know."""

    number: str = ""
    website: str = ""
    needs: tuple[Need, ...] = ()
    places: tuple[Area, ...] = ()
    people: tuple[Reader, ...] = ()
    hours: str = ""
    calling: str = ""
    checked_how: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure(Entry):
    """A number, with the year and what exactly was counted. `claim` is the sentence of the founding page it stands
    behind, empty for a newer one."""

    number: str
    year: str
    counts: str
    claim: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Entry):
    """A change in the law: what rests on these provisions and was checked before that day wants reading again."""

    law: tuple[str, ...]
    happened_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckQuestion(Entry):
    """One question of the self-check: `title` is asked, `body` helps to answer it. All may be skipped.

    `topic` is the number of the question in domain/risk.md section 4 that it comes from; None for what was added to see
    what happens. `behaviours` are those whose pages are offered after a yes or a not sure.
    """

    part: Part
    topic: int | None = None
    behaviours: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition(Entry):
    """Something the self-check can recognise, told in `body`: when at least one of `asked` is answered yes or not sure.
    `law` are the provisions that name it, of which only those of the place where it happened are shown."""

    asked: tuple[str, ...]
    law: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Closing(Entry):
    """What is said after every self-check, whatever the answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger(Entry):
    """A day after which, or shortly before which, the questions are worth asking again; `body` says why.

    It is found by milestones of a case (up to `days_before` ahead; on the same day of each year when `is_yearly`), by the
    end of an order (`order_ends`), by findings, by an incident of a graver kind than any before it (`is_graver`: the first
    to meet a rule above `report`), by `weeks_after` the last look, or by questions of the self-check answered yes or not sure.
    """

    milestones: tuple[MilestoneKind, ...] = ()
    findings: tuple[FindingKind, ...] = ()
    asked: tuple[str, ...] = ()
    days_before: int = 0
    is_yearly: bool = False
    order_ends: bool = False
    is_graver: bool = False
    weeks_after: int | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """All the guidance there is, by id."""

    sources: Mapping[str, Source]
    law: Mapping[str, Law]
    risks: Mapping[str, Risk]
    words: Mapping[str, WordList]
    routes: Mapping[str, Route]
    elements: Mapping[str, ElementRule]
    steps: Mapping[str, StepRule]
    urgencies: Mapping[str, Urgency]
    ways: Mapping[str, Way]
    figures: Mapping[str, Figure]
    changes: Mapping[str, Change]
    behaviours: Mapping[str, Behaviour]
    guides: Mapping[str, Guide]
    scripts: Mapping[str, Script]
    questions: Mapping[str, CheckQuestion]
    recognitions: Mapping[str, Recognition]
    closings: Mapping[str, Closing]
    triggers: Mapping[str, Trigger]
    doubts: Mapping[str, str]
    """What to say beside an entry that is not verified, by certainty."""
    doubt_marks: Mapping[str, str]
    """The same in two or three words, for a page on which many points need it and the sentence stands once."""

    def entries(self) -> tuple[Entry, ...]:
        """Every entry, kind by kind."""
        kinds: tuple[Mapping[str, Entry], ...] = (
            self.law, self.risks, self.words, self.routes, self.elements, self.steps, self.urgencies, self.ways,
            self.figures, self.changes,
            self.questions, self.recognitions, self.closings, self.triggers,
        )  # fmt: skip
        return tuple(entry for kind in kinds for entry in kind.values())

    def pages(self) -> tuple[Page, ...]:
        """Every page, kind by kind."""
        return (*self.behaviours.values(), *self.guides.values(), *self.scripts.values())

    def law_for(self, behaviour: str, jurisdiction: Jurisdiction) -> tuple[Law, ...]:
        """The provisions of one jurisdiction that may apply to a behaviour: those that name it among their examples, and
        those its page names. Never those of another jurisdiction."""
        page = self.behaviours.get(behaviour)
        named = page.law if page else ()
        return tuple(
            law for law in self.law.values()
            if law.jurisdiction == jurisdiction and (behaviour in law.behaviours or law.id in named)
        )  # fmt: skip

    def conditions(self) -> tuple[Condition, ...]:
        """Every condition that a rule or a question asks about."""
        steps = (it for rule in self.steps.values() for it in rule.conditions)
        shown = (it for rule in self.elements.values() for it in rule.shows)
        asked = (it for rule in self.elements.values() for question in rule.asks for it in question.unless)
        return (*steps, *shown, *asked)
