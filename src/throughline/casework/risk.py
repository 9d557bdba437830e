"""What is known to go with danger, grouped by what it goes with. Each factor stands for itself, with a reason, a source and a day.

There is no total, no weight and no level, on purpose: the outcomes have different causes, and a number would hide them. The
factors are in our own words; no item of a licensed instrument is among them. A practitioner has not looked at this list yet.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from throughline.casework.checks import NOT_BLANK, NOT_TOO_LONG, need
from throughline.domain.rules import Rule

Outcome = Literal["imminent_danger", "violence", "persistence", "recurrence", "harm", "vulnerability"]
OUTCOMES: dict[Outcome, str] = {
    "imminent_danger": "Something may happen now or very soon",
    "violence": "Somebody may be hurt",
    "persistence": "It may go on",
    "recurrence": "It may come back",
    "harm": "What it does to the person",
    "vulnerability": "What makes it harder for them",
}
Presence = Literal["present", "absent", "not_known"]
PRESENCES: dict[Presence, str] = {"present": "present", "absent": "not, as told that day", "not_known": "not known"}
Source = Literal["their_words", "shared_entries", "judgement"]
SOURCES: dict[Source, str] = {
    "their_words": "the person said so",
    "shared_entries": "entries that the person shared",
    "judgement": "the adviser's own judgement",
}


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing to ask about, and the outcome it goes with."""

    code: str
    outcome: Outcome
    words: str


def _of(outcome: Outcome, **words: str) -> dict[str, Factor]:
    return {code: Factor(code, outcome, said) for code, said in words.items()}


FACTORS: dict[str, Factor] = {
    **_of(
        "imminent_danger",
        happening_now="Something is happening now, or is about to",
        they_are_near="They are outside, inside or close by",
        weapon_at_hand="They may have a weapon with them",
        threat_with_time="A threat names a time or a place",
        recent_assault="The person was hurt, or held by the neck, just now or lately",
        taken_away="The person was taken or held somewhere, or may be",
        children_threatened="A child is threatened, or may be taken",
        fears_being_killed="The person believes that they may be killed",
        suicidal_and_fixed="They talk of killing themselves and are fixed on the person",
        order_being_broken="An order or a bail condition is being broken now",
    ),
    **_of(
        "violence",
        were_partners="They were partners, or went out, even once",
        threats="They threatened the person, a child, a pet or a new partner",
        violent_before="They were violent before, to this person or to others",
        strangled_before="They held the person by the neck, at any time",
        weapon_access="They can get at weapons, or talk about them",
        damage_or_entry="They damaged things, or got in or tried to",
        escalation="It is more often, in more ways, or closer than it was",
        drink_or_drugs="They drink heavily or use drugs",
        last_chance_words="They speak as if there were nothing to lose, or nobody else may have the person",
        humiliated="They feel wronged, humiliated or entitled to the person",
        great_fear="The person is very afraid",
    ),
    **_of(
        "persistence",
        beyond_two_weeks="It has gone on for longer than two weeks",
        many_ways="They use many ways of contact",
        after_a_refusal="They went on after a clear no, the police or a court",
        lasting_tie="A tie goes on: children, work, a neighbour, a court case",
        helped_by_others="Others help them, knowingly or not",
        effort_to_find_out="They make an effort to find out about the person",
        grievance="They hold a grievance",
    ),
    **_of(
        "recurrence",
        earlier_spells="It stopped and came back before",
        others_before="They did this to somebody before",
        quiet_after_much="It went quiet after much contact",
        date_ahead="A date is coming: a release, an anniversary, a hearing, a new partner",
    ),
    **_of(
        "harm",
        sleep_or_health="Sleep or health suffers",
        work_or_study="Work or study suffers",
        cut_off="The person sees fewer people, or goes out less",
        moved_or_moving="The person moved home, or must",
        money="It costs money that they do not have",
        thoughts_of_suicide="The person has thoughts of ending their life",
    ),
    **_of(
        "vulnerability",
        has_children="Children live with the person",
        disability="The person is disabled or ill",
        immigration="The right to stay in the country hangs on somebody",
        honour="Family or community may punish the person",
        far_from_help="Home is far from neighbours or help",
        shared_devices="Somebody else can get at their phone, computer or accounts",
        known_at_work="They can be found at work or where they study",
        nobody_to_help="Nobody close can help",
        under_18="The person is under 18",
    ),
}
A_FACTOR = Rule(FACTORS.__contains__, "is not a factor that this version knows")


def factors_of(outcome: Outcome) -> tuple[Factor, ...]:
    """The factors that go with one outcome, in their listed order."""
    return tuple(it for it in FACTORS.values() if it.outcome == outcome)


@dataclass(frozen=True, slots=True)
class RiskFactor:
    """What is known of one factor on one day. `absent` is a statement of that day and lowers nothing else."""

    factor: Annotated[str, "which factor"]
    presence: Annotated[Presence, "whether it is there"]
    on: Annotated[date, "the day on which it was so"]
    source: Annotated[Source, "where that is from"]
    reason: Annotated[str, "why, in words; may be empty only where it is not known"] = ""
    entries: Annotated[tuple[str, ...], "ids of the shared entries that say so"] = ()

    def __post_init__(self) -> None:
        A_FACTOR.check(self.factor)
        NOT_TOO_LONG.check(self.reason)
        if self.presence != "not_known":
            NOT_BLANK.check(self.reason)
        need(self.source != "shared_entries" or self.entries, "A reason from shared entries names them.")

    @property
    def outcome(self) -> Outcome:
        """What the factor goes with."""
        return FACTORS[self.factor].outcome
