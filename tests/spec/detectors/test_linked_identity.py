"""linked_identity: an unknown number beside somebody known, on two reasons of different sorts, never on style alone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime, timedelta

import polars as pl
import pytest

from generated_cases import NEVER_SAID
from small_cases import NUMBERS, PEOPLE, PLACES, found, incident, milestone
from throughline.communications import table
from throughline.domain.case import Case
from throughline.domain.finding import Finding
from throughline.domain.incident import Incident
from throughline.domain.people import Identifier, Person
from throughline.patterns.chronology import build_chronology
from throughline.patterns.detectors import linked_identity

UNKNOWN = "+447700900777"
SAM = (
    "u no what u did... mark my words u will regret it xx", "y r u ignoring me... i only want 2 talk xx", "ill b round later 4 my stuff... dont lock me out xx",
    "saw ur mum in town... she sed u were ok xx", "plz babe just pick up the phone... im beggin u xx", "wot time r u home... i need 2 no xx",
    "ur always out wiv them lot... i no wot ur up 2 xx", "mark my words babe... this aint over xx", "im not being funny but u owe me... ring me xx",
    "r u takin the kids 2 school 2moro... let me no xx",
)  # fmt: skip
ALIAS = (
    "i no ur there... answer ur phone xx", "mark my words babe... u cant hide 4 ever xx", "y did u change the locks... thats my home 2 xx",
    "ill wait outside til u talk 2 me... i dont care how long xx", "plz babe... im beggin u just talk xx", "u were out late... who were u wiv xx",
    "this aint over... u no that xx", "wot did ur mum say about me... tell me 2moro xx",
)  # fmt: skip
OTHERS: dict[str, Sequence[str]] = {
    "+447700900401": ("Hello, are you free on Friday?", "I can't make lunch today, sorry.", "Shall we go to the market on Sunday?", "That's lovely news, thank you!", "I'll bring the cake.", "What time is the train?", "Yes, of course."),
    "+447700900402": ("Hiya! Dinner tonight? 😊", "Omg that is so funny 😂😂", "Can't wait for Saturday! 😊", "Did you see the game? 😂", "Running late, sorry! 😊", "Love the photos! ❤", "Miss you! ❤"),
    "+447700900403": ("Meeting moved to 3pm.", "Please send the form by noon.", "Thanks. Received.", "Can you cover Tuesday?", "The boss is asking for the rota.", "See attached.", "No problem."),
    "+447700900404": ("alright mate, pub later?", "did you see the match, what a goal", "cant make it mate, working", "nice one, see you there", "bring the tools over if you can", "haha brilliant", "five minutes away mate"),
    "+447700900405": ("Dear all, practice is at 6 this week", "Could somebody bring the water bottles", "We won, well done to everyone", "Kit day is on Wednesday", "Lift share to the away game please", "Fees are due by Friday", "Thank you for your help"),
}  # fmt: skip
STRANGER = ("Good afternoon. Your parcel is with our driver.", "We could not deliver today.", "Please choose another day.", "Your parcel will come on Monday.", "Thank you for choosing us.", "Please rate our service.")  # fmt: skip
BLOCK = milestone("m1", "2026-03-01T18:00", "blocked")


def frame(writers: dict[str, tuple[str, Sequence[str]]]) -> pl.DataFrame:
    """Messages of writers by number, each from a first day, one a day."""
    rows = []
    for number, (first, texts) in writers.items():
        for at, text in enumerate(texts):
            when = datetime.fromisoformat(first) + timedelta(days=at, hours=at % 5)
            rows.append({"id": f"{number[-3:]}-{at}", "at": when.isoformat(), "direction": "incoming", "kind": "message", "channel": "sms",
                         "party_kind": "phone", "party_value": number, "text": text})  # fmt: skip
    return pl.DataFrame(rows, schema=table.SCHEMA)


def links(
    texts: Sequence[str], first: str = "2026-03-02T09:00:00", *, items: tuple[object, ...] = (BLOCK,), people: Sequence[Person] = PEOPLE,
    others: dict[str, Sequence[str]] = OTHERS, sam: Sequence[str] = SAM,
) -> list[Finding]:  # fmt: skip
    milestones = tuple(it for it in items if not isinstance(it, Incident))
    incidents = tuple(it for it in items if isinstance(it, Incident))
    case = Case("Europe/London", "england_wales", tuple(people), PLACES, milestones, incidents)  # type: ignore[arg-type]
    writers = {NUMBERS["p1"]: ("2025-10-01T12:00:00", sam), UNKNOWN: (first, texts)}
    writers |= {number: ("2025-09-01T10:00:00", messages) for number, messages in others.items()}
    return found(linked_identity, build_chronology(case, frame(writers)))


def test_the_same_habits_and_phrases_the_day_after_a_block() -> None:
    (finding,) = links(ALIAS)
    assert finding.person == "p1"
    assert finding.statement.startswith(
        "8 messages from +447700900777 may be from the same writer as Sam: they began about 15 hours after you blocked Sam, "
    )
    assert "the habits of writing are more alike than those of others who write to you" in finding.statement
    assert finding.because[0] == "m1"
    assert {f"777-{at}" for at in range(8)} <= set(finding.because)
    assert {"101-0", "101-7"} & set(finding.because)


def test_the_steps_add_up_to_the_probability() -> None:
    (finding,) = links(ALIAS)
    assert finding.measure is not None
    bits = sum(step.weight for step in finding.steps)
    assert finding.measure.probability == pytest.approx(1 / (1 + 2**-bits), abs=0.01)
    assert finding.steps[0].weight == pytest.approx(math.log2(1 / 3), abs=0.01)
    assert [step.to_json()["reason"] for step in finding.steps][1:] == [
        "habits of writing", "timing", "shared words", "rare words", "held at 97 of 100",
    ]  # fmt: skip
    assert finding.to_json()["steps"][2] == finding.steps[2].to_json()


def test_somebody_elses_writing_the_day_after_a_block_is_not_told() -> None:
    assert links(STRANGER) == []


def test_never_from_style_alone() -> None:
    unlike_in_words = [
        "wen r u comin 2 see the new place... its gr8 xx", "i luv the garden now... come sit in it xx", "got u summat nice... guess wot xx",
        "hope ur feelin betta... rest up xx", "r u watchin telly... its that singin one xx", "cu sunday 4 roast... bring pud xx",
    ]  # fmt: skip
    assert links(unlike_in_words, first="2025-11-20T09:00:00", items=()) == []


def test_words_and_style_without_a_block() -> None:
    (finding,) = links(ALIAS, items=())
    assert "after" not in finding.statement.split("In tests")[0]
    assert "phrases" in finding.statement or "nearly the same" in finding.statement
    assert finding.because[0] != "m1"


def test_a_number_that_wrote_before_the_block_did_not_begin_after_it() -> None:
    for finding in links(ALIAS, first="2025-10-05T09:00:00"):
        assert "they began" not in finding.statement


def test_a_call_before_the_first_words_is_when_it_began() -> None:
    case = Case("Europe/London", "england_wales", PEOPLE, PLACES, (BLOCK,))
    writers = {NUMBERS["p1"]: ("2025-10-01T12:00:00", SAM), UNKNOWN: ("2026-03-02T09:00:00", ALIAS)}
    writers |= {number: ("2025-09-01T10:00:00", messages) for number, messages in OTHERS.items()}
    call = frame({UNKNOWN: ("2026-03-01T19:00:00", [""])}).with_columns(
        id=pl.lit("call"), kind=pl.lit("call").cast(table.SCHEMA["kind"]), text=None
    )
    (finding,) = found(
        linked_identity, build_chronology(case, pl.concat([frame(writers), call], how="vertical_relaxed"))
    )
    assert "they began about 60 minutes after you blocked Sam" in finding.statement


def test_too_few_messages_are_left_alone() -> None:
    assert links(ALIAS[:4]) == []


def test_a_person_of_the_case_without_a_name_is_unknown() -> None:
    nameless = Person("p9", "", "unknown", (Identifier("phone", UNKNOWN),))
    (finding,) = links(ALIAS, people=(*PEOPLE, nameless))
    assert finding.person == "p1"
    named = Person("p9", "Alex", "friend", (Identifier("phone", UNKNOWN),))
    assert links(ALIAS, people=(*PEOPLE, named)) == []


def test_words_that_stand_in_the_diary_alone_are_rare_words() -> None:
    says = [
        *STRANGER[:3],
        "did the chrysanthemums wilt yet",
        "chrysanthemums on your doorstep suited you",
        "the velvet ribbon too",
    ]
    wrote_down = incident(
        "i1", "2026-02-20T08:00", "gifts_left", account="Chrysanthemums with a velvet ribbon on my doorstep."
    )
    without = links(says)
    told = links(says, items=(BLOCK, wrote_down))
    assert all("diary" not in finding.statement for finding in without)
    assert all("i1" in finding.because for finding in told if "diary" in finding.statement)


def test_nobody_else_to_compare_with_leaves_style_out() -> None:
    for finding in links(ALIAS, others={}):
        assert "habits" not in finding.statement


def test_it_says_may_and_names_no_fact() -> None:
    (finding,) = links(ALIAS)
    assert "may be from the same writer" in finding.statement
    assert " is from " not in finding.statement
    assert "not proof" in finding.caveat
    assert not NEVER_SAID.search(f"{finding.statement} {finding.caveat}")
