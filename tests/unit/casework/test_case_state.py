"""A ledger adds up to a case; nothing that somebody wrote is lost, and an entry nobody knows is refused."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from ledgers import START, Entry, GoneEntry, ledger, said, state_of
from throughline.casework.contact import Begun
from throughline.casework.safe_contact import SafeContact
from throughline.casework.since_seen import came_between, since_seen
from throughline.casework.state import fold
from throughline.casework.writing import Formulation, Note
from throughline.domain.errors import Tampered

DAY = date(2026, 3, 2)


def test_an_amendment_takes_the_place_of_what_it_was_made_from_and_keeps_it():
    state = state_of(said(Note("First.")), said(Note("Second."), action="amended", by="s2", made_from=[0]))
    item = state.item(Note, "a")
    assert [it.words for it in item.values] == ["Second."]
    assert [(it.value.words, it.by_name, it.at) for it in item.versions] == [
        ("First.", "Adviser s1", START),
        ("Second.", "Adviser s2", START + timedelta(minutes=1)),
    ]


def test_two_amendments_of_the_same_version_both_stand_until_one_is_made_from_both():
    entries = [
        said(Formulation("One.", DAY)),
        said(Formulation("Two.", DAY), action="amended", made_from=[0]),
        said(Formulation("Three.", DAY), action="amended", by="s2", made_from=[0]),
    ]
    item = state_of(*entries).item(Formulation, "a")
    assert item.is_contested
    assert [it.words for it in item.values] == ["Two.", "Three."]
    assert [it.value.words for it in came_between(item, (0,))] == ["Two.", "Three."]
    settled = state_of(*entries, said(Formulation("Four.", DAY), action="amended", made_from=item.made_from))
    assert [it.words for it in settled.values_of(Formulation)] == ["Four."]


def test_what_is_withdrawn_stays_readable_and_an_amendment_beside_it_stands():
    withdrawal = {
        "item": "note:a",
        "action": "withdrawn",
        "content": {"by": "s1", "by_name": "A", "value": None, "made_from": [0]},
    }
    gone = state_of(said(Note("First.")), withdrawal)
    assert gone.of(Note) == ()
    assert gone.item(Note, "a").versions[0].value == Note("First.")
    beside = state_of(said(Note("First.")), withdrawal, said(Note("More."), action="amended", made_from=[0]))
    assert beside.values_of(Note) == (Note("More."),)


def test_an_entry_that_was_destroyed_is_counted_and_says_nothing():
    state = fold([GoneEntry(0, START), *ledger(said(Note("A.")), said(Note("B."), "b"))[1:]])
    assert (state.destroyed, state.count, state.values_of(Note)) == ((0,), 2, (Note("B."),))


@pytest.mark.parametrize(
    "change",
    [
        {"item": "score:a"},
        {"item": "note:"},
        {"item": "note"},
        {"action": "deleted"},
        {"content": None},
        {"content": {"by": "s1", "value": {"words": "secret"}}},
        {"content": {"by": "", "by_name": "A", "value": {"words": "secret"}}},
        {"content": {"by": "s1", "by_name": "A", "value": {"words": "secret"}, "more": 1}},
        {"content": {"by": "s1", "by_name": "A", "value": {"words": "secret"}, "made_from": [0]}},
        {"content": {"by": "s1", "by_name": "A", "value": {"words": "secret"}, "made_from": "0"}},
        {"content": {"by": "s1", "by_name": "A", "value": {"secret": "secret"}}},
        {"content": {"by": "s1", "by_name": "A", "value": None}},
        {"action": "withdrawn", "content": {"by": "s1", "by_name": "A", "value": {"words": "secret"}}},
    ],
)
def test_an_entry_that_this_version_does_not_know_is_refused_without_its_words(change):
    entry = {**said(Note("secret")), **change}
    with pytest.raises(Tampered) as refused:
        fold([Entry(0, START, **entry)])
    assert "secret" not in refused.value.message
    assert "Entry 0" in refused.value.message


def test_a_case_that_began_with_a_share_says_what_they_are_called():
    shared = {
        "item": "case:1",
        "action": "begun",
        "content": {"by": "person", "by_name": "", "value": {"called": "Sam"}},
    }
    bare = {"item": "case:1", "action": "begun", "content": {"by": "s1", "by_name": "A", "value": {}}}
    assert state_of(shared).values_of(Begun) == (Begun("Sam"),)
    assert state_of(bare).values_of(Begun) == (Begun(),)


def test_safe_contact_comes_with_when_it_was_written():
    state = state_of(said(Note("A.")), said(SafeContact("yes"), "safe"))
    assert [(it.contact.call, it.at) for it in state.agreed] == [("yes", START + timedelta(minutes=1))]


def test_what_changed_since_somebody_looked_leaves_out_what_they_wrote_themselves():
    state = state_of(
        said(Note("A."), "a"), said(Note("B."), "b", by="s2"), said(Note("C."), "c", by="s1"),
        said(Note("A2."), "a", action="amended", by="s2", made_from=[0]),
    )  # fmt: skip
    assert [(it.item.id, it.is_new) for it in since_seen(state, 1, by="s1")] == [("a", False), ("b", True)]
    assert [it.item.id for it in since_seen(state, 0)] == ["a", "c", "b"]
    assert since_seen(state, state.count) == ()
