"""A case whose key was turned: its owner reads what came before and after, whoever was withdrawn nothing that came after."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughline.domain.errors import MissingKey, RolledBack, Tampered
from throughline.vault.case_keys import KeyRing, grant, open_grant
from throughline.vault.entries import open_entry
from throughline.vault.files import file_key
from throughline.vault.record import Head, append, turn_head
from throughline.web.cases import heads, storage
from throughline.web.cases.models import CaseRow, EntryRow, FileRow, GrantRow
from throughline.web.cases.queries import entry_of, open_case
from throughline.web.cases.state import value_of

BEFORE, AFTER = "He stood outside.", "He was there again, with a torch."


def share(case, account, public) -> None:
    """Grant the case, as it is now, to somebody else."""
    sealed = grant(case.ring.current, public, grantee=str(account.pk))
    account.grants.all().delete()
    GrantRow.objects.create(case=case.row, account=account, epoch=case.ring.current.epoch, sealed=sealed)


def turn(case, public) -> None:
    """Turn the key of a case for its owner alone."""
    ring = case.ring.turned()
    head = turn_head(ring, case.head)
    sealed = grant(ring.current, public, grantee=str(case.account.pk))
    GrantRow.objects.create(case=case.row, account=case.account, epoch=head.epoch, sealed=sealed)
    CaseRow.objects.filter(pk=case.row.pk).update(epoch=head.epoch, mac=head.mac)
    heads.remember(head)


@pytest.fixture
def turned(someone, another):
    """A case with an entry and a file, shared with another; then the other is withdrawn, and more is written down."""
    someone.browser.post("/notes/add/", {"account": BEFORE, "exact": "now"})
    someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("a.txt", BEFORE.encode())]})
    share(someone.case, another.account, another.private.public)
    assert open_case(another.account, another.private).case.incidents[0].account == BEFORE
    turn(someone.case, someone.private.public)
    assert someone.browser.post("/notes/add/", {"account": AFTER, "exact": "now"}).status_code == 302
    added = someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("b.txt", AFTER.encode())]})
    assert added.status_code == 302
    return someone


def test_the_owner_reads_entries_and_files_of_every_epoch_and_records_under_the_last(turned):
    assert [it.account for it in turned.case.case.incidents] == [BEFORE, AFTER]
    for name, words in (("AB-1", BEFORE), ("AB-2", AFTER)):
        answer = turned.browser.get(f"/files/{name}/copy")
        assert b"".join(answer.streaming_content).decode() == words
    assert list(EntryRow.objects.order_by("number").values_list("epoch", flat=True)) == [1, 1, 2, 2]
    assert list(FileRow.objects.order_by("arrived_at").values_list("epoch", flat=True)) == [1, 2]
    changed = {"account": f"{BEFORE} It rained.", "exact": "unknown", "fear": ""}
    assert turned.browser.post("/notes/i1/change/", changed).status_code == 302
    assert turned.case.case.incidents[0].account == changed["account"]
    assert EntryRow.objects.order_by("number").last().epoch == 2


def test_whoever_was_withdrawn_reads_and_writes_nothing_that_came_after(turned, another):
    with pytest.raises(RolledBack):
        open_case(another.account, another.private)
    row = another.account.grants.get()
    ring = KeyRing(
        (open_grant(bytes(row.sealed), another.private, case_id=row.case_id, grantee=str(another.account.pk), epoch=1),)
    )
    entries = [entry_of(it.case_id, it) for it in EntryRow.objects.order_by("number")]
    assert value_of(open_entry(ring, entries[0]))["account"] == BEFORE
    for entry in entries[2:]:
        with pytest.raises(MissingKey):
            open_entry(ring, entry)
    newest = FileRow.objects.get(epoch=2)
    with pytest.raises(MissingKey), storage.open_file(file_key(ring.at(2), newest.id)):
        pass
    with pytest.raises(Tampered), storage.open_file(file_key(ring.at(1), newest.id)):
        pass
    case = CaseRow.objects.get(pk=row.case_id)
    head = Head(case.pk, case.epoch, case.count, bytes(case.last_hash), case.last_recorded_at, bytes(case.mac))
    with pytest.raises(RolledBack):
        append(ring, head, item="incident:i9", action="recorded", content={}, recorded_at=case.last_recorded_at)


def test_their_browser_shows_a_page_and_no_word_of_it(turned, another):
    another.browser.raise_request_exception = False
    answer = another.browser.get("/notes/")
    assert answer.status_code == 500
    assert AFTER not in answer.content.decode()
    assert BEFORE not in answer.content.decode()
