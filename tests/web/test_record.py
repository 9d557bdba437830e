"""The record of a case: what is appended adds up, what is deleted is destroyed, what was put back is noticed."""

from __future__ import annotations

import pytest

from throughline.domain.errors import RolledBack
from throughline.web.cases.actions import record
from throughline.web.cases.models import CaseRow, EntryRow
from throughline.web.cases.state import Change

SEEN = {"id": "i1", "occurred": {"from": "2026-03-01T19:40", "precision": "minute"}, "account": "Outside again."}


def test_what_is_recorded_is_in_the_case_and_an_amendment_keeps_the_old_words(someone):
    record(by=someone.account, case=someone.case, changes=[Change("incident", "i1", "recorded", SEEN)])
    record(
        by=someone.account,
        case=someone.case,
        changes=[Change("incident", "i1", "amended", {**SEEN, "account": "Outside my building again."})],
    )
    case = someone.case
    assert [it.account for it in case.case.incidents] == ["Outside my building again."]
    assert [it.content["value"]["account"] for it in case.state.history["incident", "i1"]] == [
        "Outside again.",
        "Outside my building again.",
    ]


def test_a_deletion_destroys_the_words_and_leaves_the_commitments(someone):
    record(by=someone.account, case=someone.case, changes=[Change("incident", "i1", "recorded", SEEN)])
    commitment = bytes(EntryRow.objects.get(number=0).commitment)
    record(by=someone.account, case=someone.case, changes=[Change("incident", "i1", "deleted")])
    row = EntryRow.objects.get(number=0)
    assert row.sealed is None
    assert bytes(row.commitment) == commitment
    assert someone.case.case.incidents == ()
    assert someone.case.state.next_id("incident", "i") == "i2"


def test_nothing_is_kept_when_one_of_several_changes_cannot_be(someone):
    case = someone.case
    with pytest.raises(Exception, match="no form"):
        record(
            by=someone.account,
            case=case,
            changes=[
                Change("incident", "i1", "recorded", SEEN),
                Change("incident", "i2", "recorded", {"account": object()}),
            ],
        )
    assert someone.case.case.incidents == ()
    assert CaseRow.objects.get().count == 0


def test_a_database_put_back_to_an_older_state_is_noticed(someone):
    record(by=someone.account, case=someone.case, changes=[Change("incident", "i1", "recorded", SEEN)])
    older = CaseRow.objects.get()
    record(by=someone.account, case=someone.case, changes=[Change("incident", "i1", "amended", SEEN)])
    EntryRow.objects.filter(number=1).delete()
    older.save()
    with pytest.raises(RolledBack):
        _ = someone.case
