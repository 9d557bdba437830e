"""Whatever two advisers write in whatever order, nothing is lost; nothing graver that is added puts a case lower; and for no
safe contact is a number shown without a yes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import get_args

from hypothesis import given
from hypothesis import strategies as st

from ledgers import START, Entry, said, state_of
from throughline.casework.checks import TIME_ZONE, Answer
from throughline.casework.coding import decode, encode
from throughline.casework.contact import Contact
from throughline.casework.planning import PlannedAction, Promise, Raised, TriggerDate, TriggerKind
from throughline.casework.risk import FACTORS, Presence, RiskFactor
from throughline.casework.safe_contact import DAYS, Agreed, SafeContact, Window, may_dial, may_leave
from throughline.casework.standing_reasons import reasons
from throughline.casework.state import fold
from throughline.casework.urgency import WAITING, Around, Unseen, rises, urgency
from throughline.casework.writing import Note

WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1).filter(str.strip)
MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC))
DATES = st.dates(date(2026, 1, 1), date(2027, 1, 31))


@given(st.data())
def test_any_order_of_two_advisers_appends_loses_nothing(data: st.DataObject) -> None:
    """Each looks when they look, and writes from what they saw. Every version is kept, and one that is not in force any more was
    before the eyes of whoever wrote the one in its place."""
    entries: list[Entry] = []
    seen: dict[str, tuple[int, ...]] = {"s1": (), "s2": ()}
    written: set[str] = set()
    for number in range(data.draw(st.integers(1, 12))):
        who = data.draw(st.sampled_from(["s1", "s2"]))
        if data.draw(st.booleans()):
            item = fold(entries).item(Note, "a")
            seen[who] = item.made_from if item else ()
        words = f"Words {number} of {who}."
        written.add(words)
        action = "amended" if seen[who] else "recorded"
        told = said(Note(words), action=action, by=who, made_from=seen[who])
        entries.append(Entry(number, START + timedelta(minutes=number), **told))
    item = fold(entries).item(Note, "a")
    assert item is not None
    assert {it.value.words for it in item.versions if it.value} == written
    replaced = {number for it in item.versions for number in it.made_from}
    assert {it.number for it in item.latest} == {it.number for it in item.versions} - replaced


@st.composite
def contacts(draw: st.DrawFn) -> Contact:
    emergency = draw(st.booleans())
    done = draw(st.sampled_from(["", "They called 999."])) if emergency else ""
    return Contact("call", draw(MOMENTS), speaker=draw(st.sampled_from(["client", "unknown"])), emergency=emergency, emergency_done=done)  # fmt: skip


FACTORS_TOLD = st.builds(
    RiskFactor, st.sampled_from(sorted(FACTORS)), st.sampled_from(get_args(Presence)), DATES, st.just("their_words"), st.just("why")
)  # fmt: skip
GRAVER = st.one_of(
    FACTORS_TOLD,
    st.builds(Raised, st.sampled_from([1, 2, 3]), st.just("why")),
    st.builds(Promise, st.just("Call back"), MOMENTS, st.just("s1")),
    st.builds(TriggerDate, st.sampled_from(get_args(TriggerKind)), DATES, every_year=st.booleans()),
    st.builds(PlannedAction, st.just("Locks"), st.just("landlord"), DATES),
    st.builds(Note, WORDS),
    contacts().map(lambda it: replace(it, emergency=True, emergency_done="", speaker="unknown")),
)
"""What says that something is the matter or is to be done. A talk with the person is none of these: it can end a reason."""
CASES = st.lists(st.one_of(GRAVER, contacts()), max_size=6)
UNSEEN = st.lists(st.builds(Unseen, MOMENTS), max_size=2).map(tuple)
AROUND = st.builds(Around, MOMENTS, graver=UNSEEN, broken_order=UNSEEN, messages=UNSEEN)


def found(values, around: Around):
    return reasons(
        state_of(*(said(it, str(number)) for number, it in enumerate(values)), start=datetime(2026, 1, 1, tzinfo=UTC)),
        around,
    )


@given(CASES, st.lists(GRAVER, min_size=1, max_size=3), AROUND, MOMENTS)
def test_nothing_graver_that_is_added_puts_a_case_lower(case, added, around, now) -> None:
    assert urgency(found([*case, *added], around), now).rank >= urgency(found(case, around), now).rank


@given(CASES, AROUND, UNSEEN, MOMENTS)
def test_nothing_that_the_person_shares_or_writes_puts_a_case_lower(case, around, unseen, now) -> None:
    before = urgency(found(case, around), now).rank
    for more in (
        replace(around, graver=around.graver + unseen),
        replace(around, broken_order=around.broken_order + unseen),
        replace(around, messages=around.messages + unseen),
    ):
        assert urgency(found(case, more), now).rank >= before


@given(CASES, AROUND, MOMENTS, st.timedeltas(timedelta(0), timedelta(days=400)))
def test_waiting_puts_no_case_lower_and_times_alone_give_its_rank(case, around, now, waited) -> None:
    told = found(case, around)
    assert urgency(told, now + waited).rank >= urgency(told, now).rank
    risen = max((rank for rank, since in rises(told).items() if since <= now), default=WAITING)
    assert risen == urgency(told, now).rank


WINDOWS = st.builds(
    Window, st.lists(st.sampled_from(DAYS), min_size=1, max_size=3).map(tuple), st.times().filter(lambda it: it > time(0)), st.just(time(0))
)  # fmt: skip


@st.composite
def safe_contacts(draw: st.DrawFn) -> SafeContact:
    answers = {
        name: draw(st.sampled_from(get_args(Answer)))
        for name in ("call", "any_time", "voicemail", "text", "email", "post")
    }
    windows = () if answers["any_time"] == "yes" else tuple(draw(st.lists(WINDOWS, max_size=2)))
    return SafeContact(
        number=draw(st.sampled_from(["", "07700 900123"])), email_address=draw(st.sampled_from(["", "sam@example.org"])),
        windows=windows, until=draw(st.none() | DATES), **answers,
    )  # fmt: skip


@given(st.lists(safe_contacts(), max_size=3), MOMENTS)
def test_a_number_is_never_shown_without_a_yes_at_a_time_with_a_yes(contacts, now) -> None:
    dial = may_dial([Agreed(it, START) for it in contacts], now)
    assert (dial.number is None) == bool(dial.why_not)
    if dial.number is not None:
        assert contacts
        for it in contacts:
            assert (it.call, it.number) == ("yes", dial.number)
            assert it.until is None or now.astimezone(TIME_ZONE).date() <= it.until
            assert it.any_time == "yes" or any(window.holds_at(now) for window in it.windows)


@given(st.lists(safe_contacts(), max_size=3), MOMENTS, st.sampled_from(["voicemail", "text", "email", "post"]))
def test_nothing_leaves_without_a_yes_and_never_without_a_warning(contacts, now, way) -> None:
    leave = may_leave(way, [Agreed(it, START) for it in contacts], now)
    if leave.to is not None:
        assert leave.warnings
        assert {getattr(it, way) for it in contacts} == {"yes"}


@given(safe_contacts())
def test_any_safe_contact_comes_back_from_json(contact) -> None:
    assert decode(SafeContact, encode(contact)) == contact
