"""order_breach: exact to the second, for times, ends, zones, channels, exceptions and both clock changes."""

from __future__ import annotations

import polars as pl
import pytest

from small_cases import PEOPLE, contacts, found, incident, lay_out, milestone, order, told
from throughline.communications import table
from throughline.domain.finding import Finding
from throughline.domain.incident import Incident
from throughline.domain.milestone import Milestone, Order, OrderTerm
from throughline.patterns.chronology import Chronology, build_chronology
from throughline.patterns.detectors import order_breach

NO_CONTACT = OrderTerm("t1", "no_contact")
STAY_AWAY = OrderTerm("t2", "zone", places=("home", "work"))


def made(at: str, of: Order, id: str = "m1", person: str | None = "p1") -> Milestone:
    return milestone(id, at, "order_made", person, of)


def breaches(case: Chronology) -> tuple[set[str], set[str]]:
    """Ids that surely came while an order was in force, and ids that may have."""
    findings = found(order_breach, case)
    milestones = {it.id for it in case.case.milestones}
    sure = [it for it in findings if it.statement.startswith("Possible breach") or "you marked" in it.statement]
    sides = (sure, [it for it in findings if it not in sure])
    return tuple({id for it in side for id in it.because} - milestones for side in sides)  # type: ignore[return-value]


def one_contact(made_at: str, ends: str | None, at: str, *others: Milestone) -> str:
    """Whether a contact at that moment is told as surely in force, perhaps, or not at all."""
    sure, perhaps = breaches(lay_out(made(made_at, order(ends, NO_CONTACT)), *others, came=f"c1 | {at} | p1 | sms"))
    return "sure" if sure else "perhaps" if perhaps else "no"


@pytest.mark.parametrize(
    ("made_at", "ends", "contact", "expected"),
    [
        # made to the second: the moment itself is inside
        ("2026-03-10T14:00:00", None, "2026-03-10T13:59:59", "no"),
        ("2026-03-10T14:00:00", None, "2026-03-10T14:00:00", "sure"),
        # made to the minute: within that minute it depends
        ("2026-03-10T14:00", None, "2026-03-10T13:59:59", "no"),
        ("2026-03-10T14:00", None, "2026-03-10T14:00:00", "perhaps"),
        ("2026-03-10T14:00", None, "2026-03-10T14:00:59", "perhaps"),
        ("2026-03-10T14:00", None, "2026-03-10T14:01:00", "sure"),
        # made on a day: on that day it depends
        ("2026-03-10", None, "2026-03-09T23:59:59", "no"),
        ("2026-03-10", None, "2026-03-10T00:00:00", "perhaps"),
        ("2026-03-10", None, "2026-03-10T23:59:59", "perhaps"),
        ("2026-03-10", None, "2026-03-11T00:00:00", "sure"),
        # ends on a day: through that whole day
        ("2026-03-10T14:00:00", "2026-06-10", "2026-06-10T23:59:59", "sure"),
        ("2026-03-10T14:00:00", "2026-06-10", "2026-06-11T00:00:00", "no"),
        # ends at a time: until that instant
        ("2026-03-10T14:00:00", "2026-06-10T12:00", "2026-06-10T11:59:59", "sure"),
        ("2026-03-10T14:00:00", "2026-06-10T12:00", "2026-06-10T12:00:00", "no"),
        ("2026-03-10T14:00:00", "2026-06-10T00:00", "2026-06-09T23:59:59", "sure"),
        ("2026-03-10T14:00:00", "2026-06-10T00:00", "2026-06-10T00:00:00", "no"),
        # ends in a month: which day is not known
        ("2026-03-10T14:00:00", "2026-06", "2026-05-31T23:59:59", "sure"),
        ("2026-03-10T14:00:00", "2026-06", "2026-06-30T23:59:59", "perhaps"),
        ("2026-03-10T14:00:00", "2026-06", "2026-07-01T00:00:00", "no"),
        # the contact is known to the minute or the day
        ("2026-03-10T14:00:30", None, "2026-03-10T14:00", "perhaps"),
        ("2026-03-10T14:00:00", None, "2026-03-10", "perhaps"),
        ("2026-03-10T14:00:00", "2026-06-10T12:00:30", "2026-06-10T12:00", "perhaps"),
        # with offsets: instants are compared, not digits
        ("2026-07-10T14:00:00", None, "2026-07-10T13:00:00+00:00", "sure"),
        ("2026-07-10T14:00:00", None, "2026-07-10T12:59:59Z", "no"),
        ("2026-07-10T14:00:00", "2026-07-20", "2026-07-20T22:59:59+00:00", "sure"),
        ("2026-07-10T14:00:00", "2026-07-20", "2026-07-20T23:00:00+00:00", "no"),
        # autumn: 01:30 comes twice on 25 October 2026, and an order made then was made the first time round
        ("2026-10-25T01:30:00", None, "2026-10-25T01:29:59+01:00", "no"),
        ("2026-10-25T01:30:00", None, "2026-10-25T01:30:00+01:00", "sure"),
        ("2026-10-25T01:30:00", None, "2026-10-25T01:15:00+00:00", "sure"),
        ("2026-10-25T01:30:00", None, "2026-10-25T01:30:00", "sure"),
        ("2026-03-10T14:00:00", "2026-10-25T01:30:00", "2026-10-25T01:15:00+00:00", "no"),
        ("2026-03-10T14:00:00", "2026-10-25T01:30:00", "2026-10-25T01:29:59+01:00", "sure"),
        # the day of the autumn change has 25 hours and ends with them
        ("2026-03-10T14:00:00", "2026-10-25", "2026-10-25T23:59:59+00:00", "sure"),
        ("2026-03-10T14:00:00", "2026-10-25", "2026-10-26T00:00:00+00:00", "no"),
        # spring: the day of 28 March 2027 has 23 hours, and 01:30 never came
        ("2026-03-10T14:00:00", "2027-03-28", "2027-03-28T22:59:59+00:00", "sure"),
        ("2026-03-10T14:00:00", "2027-03-28", "2027-03-28T23:00:00+00:00", "no"),
        ("2026-03-10T14:00:00", "2027-03-28T01:30:00", "2027-03-28T00:29:59+00:00", "sure"),
        ("2026-03-10T14:00:00", "2027-03-28T01:30:00", "2027-03-28T01:00:00+00:00", "perhaps"),
        ("2026-03-10T14:00:00", "2027-03-28T01:30:00", "2027-03-28T01:30:00+00:00", "no"),
        ("2027-03-28T01:30:00", None, "2027-03-28T00:45:00+00:00", "perhaps"),
        ("2027-03-28T01:30:00", None, "2027-03-28T01:30:01+00:00", "sure"),
    ],
)  # fmt: skip
def test_when_an_order_is_in_force(made_at: str, ends: str | None, contact: str, expected: str) -> None:
    assert one_contact(made_at, ends, contact) == expected


@pytest.mark.parametrize(
    ("ended_at", "contact", "expected"),
    [
        ("2026-05-01T12:00:00", "2026-05-01T11:59:59", "sure"),
        ("2026-05-01T12:00:00", "2026-05-01T12:00:00", "no"),
        ("2026-05-01T12:00", "2026-05-01T12:00:30", "perhaps"),
        ("2026-05-01", "2026-04-30T23:59:59", "sure"),
        ("2026-05-01", "2026-05-01T09:00:00", "perhaps"),
        ("2026-05-01", "2026-05-02T00:00:00", "no"),
        ("2026-07-01", "2026-06-10T23:59:59", "sure"),
        ("2026-07-01", "2026-06-11T00:00:00", "no"),
        ("2026-03-01", "2026-05-02T00:00:00", "sure"),  # something else ended before this order was made
    ],
)
def test_an_order_ends_at_the_earlier_of_its_end_and_the_milestone(ended_at: str, contact: str, expected: str) -> None:
    ended = milestone("m2", ended_at, "order_ended")
    assert one_contact("2026-03-10T14:00:00", "2026-06-10", contact, ended) == expected


def test_the_end_of_another_persons_order_ends_nothing() -> None:
    ended = milestone("m2", "2026-05-01", "order_ended", "p2")
    assert one_contact("2026-03-10T14:00:00", None, "2026-05-05T10:00:00", ended) == "sure"


def test_the_day_an_interim_order_gives_way_to_the_final_one() -> None:
    interim = made("2026-03-10T10:00:00", order(None, NO_CONTACT), "m0")
    ended = milestone("m2", "2026-04-10", "order_ended")
    final = made("2026-04-10", order(None, NO_CONTACT))
    (finding,) = found(order_breach, lay_out(interim, ended, final, came="c1 | 2026-05-05T10:00:00 | p1 | sms"))
    assert finding.because == ("m1", "c1")


def test_when_two_orders_hold_and_one_ends_either_may_hold_until_both_have_ended() -> None:
    bail = made("2026-03-01T10:00:00", order(None, NO_CONTACT, kind="bail"), "m1")
    injunction = made("2026-03-05T10:00:00", order(None, NO_CONTACT, kind="injunction"), "m2")
    one, both = (
        milestone("m3", "2026-04-01T10:00:00", "order_ended"),
        milestone("m4", "2026-05-01T10:00:00", "order_ended"),
    )
    came = (
        "c1 | 2026-03-20T10:00:00 | p1 | sms\nc2 | 2026-04-20T10:00:00 | p1 | sms\nc3 | 2026-05-20T10:00:00 | p1 | sms"
    )
    assert breaches(lay_out(bail, injunction, one, came=came)) == ({"c1"}, {"c2", "c3"})
    assert breaches(lay_out(bail, injunction, one, both, came=came)) == ({"c1"}, {"c2"})
    said = [finding.statement for finding in found(order_breach, lay_out(bail, injunction, one, came=came))]
    assert sum("You noted the end of an order, but not of which one." in statement for statement in said) == 2


def test_overlapping_orders_are_each_told() -> None:
    first = made("2026-03-01T10:00:00", order("2026-04-01", NO_CONTACT), "m1")
    second = made("2026-03-20T10:00:00", order("2026-05-01", NO_CONTACT), "m2")
    came = (
        "c1 | 2026-03-10T10:00:00 | p1 | sms\nc2 | 2026-03-25T10:00:00 | p1 | sms\nc3 | 2026-04-25T10:00:00 | p1 | sms"
    )
    assert [because for _, because in told(order_breach, lay_out(first, second, came=came))] == [
        ("m1", "c1", "c2"),
        ("m2", "c2", "c3"),
    ]


def test_it_says_possible_breach_and_names_the_term_and_every_communication() -> None:
    came = """
    c1 | 2026-03-11T10:00:00 | p1 | sms
    c2 | 2026-03-12T10:00:00 | p1b | whatsapp
    c3 | 2026-03-12T11:00:00 | p2 | sms
    c4 | 2026-03-12T12:00:00 | withheld | phone
    c5 | 2026-03-12T13:00:00 | me | sms
    """
    case = lay_out(
        made("2026-03-10T14:00", order("2026-06-10", NO_CONTACT)),
        incident("i1", "2026-03-11T12:00", "messages"),
        came=came,
    )
    (finding,) = found(order_breach, case)
    assert finding.statement == (
        "Possible breach of term t1 of the non-molestation order made on 10 March 2026 at 2pm: 2 messages or calls from Sam and "
        "1 incident in your diary came while it was in force."
    )
    assert finding.because == ("m1", "c1", "i1", "c2")
    assert finding.risk[0] == "order_breach"


@pytest.mark.parametrize(
    ("channels", "expected"),
    [
        ((), {"c1", "c2", "i1", "i2", "i3"}),
        (("sms",), {"c1", "i1", "i3"}),
        (("email",), {"i2", "i3"}),
        (("letter",), {"i3"}),
    ],
)
def test_channels(channels: tuple[str, ...], expected: set[str]) -> None:
    term = OrderTerm("t1", "no_contact", channels=channels)  # type: ignore[arg-type]
    case = lay_out(
        made("2026-03-10T14:00", order(None, term)), incident("i1", "2026-03-11T12:00", "messages"),
        incident("i2", "2026-03-11T13:00", "emails"), incident("i3", "2026-03-11T14:00", "contact_through_family"),
        incident("i4", "2026-03-11T15:00", "damage"),
        came="c1 | 2026-03-11T10:00:00 | p1 | sms\nc2 | 2026-03-11T11:00:00 | p1 | whatsapp",
    )  # fmt: skip
    assert breaches(case) == (expected, set())


@pytest.mark.parametrize("behaviour", ["contact_through_family", "helpers", "contact_through_children"])
def test_contact_through_others_counts_as_contact(behaviour: str) -> None:
    case = lay_out(made("2026-03-10", order(None, NO_CONTACT)), incident("i1", "2026-03-12T12:00", behaviour))
    assert breaches(case) == ({"i1"}, set())


@pytest.mark.parametrize("kind", ["zone", "no_approach"])
def test_places(kind: str) -> None:
    term = OrderTerm("t2", kind, places=("home", "work"))  # type: ignore[arg-type]
    happened: list[Incident] = [
        incident("i1", "2026-03-12T12:00", "loitering", place="home"), incident("i2", "2026-03-12T13:00", "loitering", place="lido"),
        incident("i3", "2026-03-12T14:00", "approaches"), incident("i4", "2026-03-12T15:00", "messages", place="home"),
    ]  # fmt: skip
    assert breaches(lay_out(made("2026-03-10", order(None, term)), *happened)) == ({"i1"}, {"i3"})
    anywhere = OrderTerm("t2", kind)  # type: ignore[arg-type]
    assert breaches(lay_out(made("2026-03-10", order(None, anywhere)), *happened)) == ({"i1", "i2", "i3"}, set())


def test_metres_are_named_and_test_nothing() -> None:
    term = OrderTerm("t2", "zone", places=("home",), metres=100)
    (finding,) = found(
        order_breach,
        lay_out(made("2026-03-10", order(None, term)), incident("i1", "2026-03-12T12:00", "watching", place="home")),
    )
    assert "100 metres" in finding.caveat


def test_exceptions_leave_nothing_out_and_stand_word_for_word_beside_it() -> None:
    of = order(None, NO_CONTACT, exceptions=["contact about the children through the app", "letters by a solicitor"])
    (finding,) = found(order_breach, lay_out(made("2026-03-10", of), came="c1 | 2026-03-12T10:00:00 | p1 | sms"))
    assert "“contact about the children through the app” and “letters by a solicitor”" in finding.caveat
    assert "may be allowed" in finding.caveat


def test_a_term_of_another_kind_has_no_rule_but_what_the_user_marked_counts() -> None:
    other = OrderTerm("t3", "other", text="Not to damage the fence.")
    case = lay_out(
        made("2026-03-10", order(None, other)), incident("i1", "2026-03-12T12:00", "order_breach"),
        incident("i2", "2026-03-12T13:00", "messages"), came="c1 | 2026-03-12T10:00:00 | p1 | sms",
    )  # fmt: skip
    (finding,) = found(order_breach, case)
    assert finding.because == ("m1", "i1")
    assert finding.statement.endswith(
        "and you marked it as a possible breach of the non-molestation order made on 10 March 2026."
    )


def test_what_the_user_marked_is_told_without_an_order_too() -> None:
    case = lay_out(incident("i1", "2026-03-12T12:00", "order_breach"), made("2026-04-10", order(None, NO_CONTACT)))
    assert told(order_breach, case) == [("You marked 1 incident as a possible breach of an order.", ("i1",))]


def test_an_order_whose_terms_are_not_written_down_may_forbid_any_contact_or_presence() -> None:
    case = lay_out(
        made("2026-03-10", order(None)), incident("i1", "2026-03-12T12:00", "loitering"), incident("i2", "2026-03-12T13:00", "doxing"),
        came="c1 | 2026-03-12T10:00:00 | p1 | sms",
    )  # fmt: skip
    (finding,) = found(order_breach, case)
    assert finding.because == ("m1", "c1", "i1")
    assert "a term of the non-molestation order" in finding.statement
    assert "not in your record yet" in finding.caveat


def test_an_order_that_names_nobody_binds_the_one_person_of_the_case_and_no_one_of_two() -> None:
    nobody = made("2026-03-10", order(None, NO_CONTACT), person=None)
    came = "c1 | 2026-03-12T10:00:00 | p1 | sms"
    assert breaches(lay_out(nobody, came=came, people=PEOPLE[:1])) == ({"c1"}, set())
    assert breaches(lay_out(nobody, came=came)) == (set(), set())


def test_an_incident_known_to_the_day_or_not_at_all_may_be_inside() -> None:
    case = lay_out(
        made("2026-03-10T14:00:00", order("2026-06-10", STAY_AWAY)),
        incident("i1", "2026-03-10", "loitering", place="home", precision="day"),
        incident("i2", None, "loitering", place="home"), incident("i3", "2026-03-09", "loitering", place="home", precision="day"),
        incident("i4", "2026-03-10T13:00", "loitering", place="home", to="2026-03-10T15:00"),
    )  # fmt: skip
    assert breaches(case) == (set(), {"i1", "i2", "i4"})
    (finding,) = found(order_breach, case)
    assert "may have come while an order was in force. The exact time matters." in finding.statement


def test_nothing_says_that_there_was_a_breach() -> None:
    case = lay_out(
        made("2026-03-10", order(None, NO_CONTACT, STAY_AWAY)),
        incident("i1", "2026-03-12T12:00", "approaches", place="home"),
    )
    findings: list[Finding] = found(order_breach, case)
    assert len(findings) == 2
    assert all("ossible breach" in it.statement or "may be a breach" in it.statement for it in findings)


def test_a_communication_of_unknown_direction_counts() -> None:
    case = lay_out(made("2026-03-10", order(None, NO_CONTACT))).case
    unknown = contacts("c1 | 2026-03-12T10:00:00 | p1 | sms").with_columns(
        direction=pl.lit("unknown", table.SCHEMA["direction"])
    )
    assert breaches(build_chronology(case, unknown)) == ({"c1"}, set())


def test_an_entry_and_the_message_it_may_tell_of_both_stand_and_it_says_so() -> None:
    came = "c1 | 2026-03-11T10:00:00 | p1 | sms"
    binding = made("2026-03-10T14:00", order("2026-06-10", NO_CONTACT))
    (twice,) = found(order_breach, lay_out(binding, incident("i1", "2026-03-11T10:05", "messages"), came=came))
    assert twice.because == ("m1", "c1", "i1")
    assert "may be the same event" in twice.caveat
    (apart,) = found(order_breach, lay_out(binding, incident("i1", "2026-03-12T10:05", "messages"), came=came))
    assert "may be the same event" not in apart.caveat


@pytest.mark.parametrize(
    ("exceptions", "expected"),
    [
        ([], ({"c1", "c2", "i1", "i2"}, set())),
        (["contact about the children through the app"], ({"c1", "c2", "i1", "i2"}, set())),
        (["E-mail about the children"], ({"c2", "i2"}, {"c1", "i1"})),
        (["emails or texts about the house"], ({"i2"}, {"c1", "c2", "i1"})),
        (["letters by a solicitor", "one phone call on Sundays"], ({"c1", "c2", "i1", "i2"}, set())),
    ],
)
def test_contact_in_a_channel_that_an_exception_names_is_told_apart(
    exceptions: list[str], expected: tuple[set[str], set[str]]
) -> None:
    case = lay_out(
        made("2026-03-10", order(None, NO_CONTACT, exceptions=exceptions)), incident("i1", "2026-03-13T12:00", "emails"),
        incident("i2", "2026-03-14T12:00", "emails", "contact_through_family"),
        came="c1 | 2026-03-12T10:00:00 | p1 | email\nc2 | 2026-03-12T11:00:00 | p1 | sms",
    )  # fmt: skip
    assert breaches(case) == expected


def test_an_exception_is_named_in_words_and_whether_it_fits_is_left_open() -> None:
    of = order(None, NO_CONTACT, exceptions=["e-mail about the children"])
    (finding,) = found(order_breach, lay_out(made("2026-03-10", of), came="c1 | 2026-03-12T10:00:00 | p1 | email"))
    assert finding.statement == (
        "1 message or call from Sam came while an order was in force that allows “e-mail about the children”. If it was about "
        "anything else, this may be a breach of term t1 of the non-molestation order made on 10 March 2026."
    )


def test_what_may_have_come_before_they_were_told_of_the_order_is_told_with_that_question() -> None:
    came = "c1 | 2026-03-11T00:00:00 | p1 | sms"
    told_of = "when they were told of the order"
    (finding,) = found(order_breach, lay_out(made("2026-03-10", order(None, NO_CONTACT)), came=came))
    assert told_of in finding.caveat
    promise = made("2026-03-10", order(None, NO_CONTACT, kind="undertaking"))
    (promised,) = found(order_breach, lay_out(promise, came=came))
    assert told_of not in promised.caveat  # who gives an undertaking knows of it


def test_bail_conditions_are_in_force_in_the_plural() -> None:
    bail = made("2026-03-10", order(None, NO_CONTACT, kind="bail"))
    (finding,) = found(order_breach, lay_out(bail, came="c1 | 2026-03-12T10:00:00 | p1 | sms"))
    assert finding.statement.endswith("came while they were in force.")
