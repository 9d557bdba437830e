"""A record that was touched is refused: changed, swapped, dropped, repeated, rolled back, or another case's."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import random
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.domain.errors import MissingKey, RolledBack, Tampered, VaultError
from throughline.vault.case_keys import CaseKey, KeyRing, grant, new_case_key, next_epoch, open_grant
from throughline.vault.entries import seal_entry
from throughline.vault.identity import new_identity
from throughline.vault.record import (
    Destroyed,
    Entry,
    Head,
    Opened,
    Unreadable,
    _headed,
    append,
    begin,
    check_extends,
    check_head,
    destroy,
    examine,
    open_entry,
    read,
    turn_head,
)
from vaults import CASE, START, changed_entries, flipped, record_of, ring_of

RING = ring_of()
WORDS = ["They were outside at eight.", {"what": "a call", "count": 3}, None, [], "e\u0301 “quoted” 🐦"]
ENTRIES, HEAD = record_of(RING, WORDS)


def refused(entries: list[Entry], head: Head = HEAD, ring: KeyRing = RING) -> VaultError:
    with pytest.raises(VaultError) as error:
        list(read(ring, entries, head))
    assert "outside" not in error.value.message
    return error.value


def test_what_was_recorded_comes_back_in_order_with_its_times() -> None:
    opened = list(read(RING, ENTRIES, HEAD, HEAD.witness))
    assert [it.content for it in opened if isinstance(it, Opened)] == WORDS
    assert [it.recorded_at for it in opened] == [START + timedelta(minutes=number) for number in range(5)]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), max_size=6))
def test_any_words_come_back_as_they_were(words: list[str]) -> None:
    entries, head = record_of(RING, words)
    assert [it.content for it in read(RING, entries, head) if isinstance(it, Opened)] == words


def test_no_word_and_no_item_stands_beside_the_ciphertext() -> None:
    entry, head = append(
        RING, HEAD, item="incident-7", action="recorded", content="outside", recorded_at=START.replace(year=2027)
    )
    stored = repr(dataclasses.asdict(entry)) + repr(dataclasses.asdict(head)) + entry.leaf.decode()
    assert not [word for word in ("incident-7", "recorded'", "outside") if word in stored]


def test_the_sealed_length_tells_little_of_the_words() -> None:
    lengths = {len(it.sealed or b"") for it in record_of(RING, ["x" * length for length in range(1, 100)])[0]}
    assert len(lengths) == 1


def test_every_flipped_bit_of_an_entry_is_refused_and_the_rest_can_still_be_read() -> None:
    for changed in changed_entries(ENTRIES[1]):
        with pytest.raises(VaultError):
            open_entry(RING, changed)
    for changed in random.Random(1).sample(list(changed_entries(ENTRIES[1])), 60):
        stored = [ENTRIES[0], changed, *ENTRIES[2:]]
        refused(stored)
        examined = examine(RING, stored, HEAD)
        assert examined.faults
        assert [type(it) for it in examined.entries] == [Opened, Unreadable, Opened, Opened, Opened]


def test_every_flipped_bit_of_a_head_is_refused() -> None:
    for name in ("hash", "mac"):
        for value in flipped(getattr(HEAD, name)):
            refused(ENTRIES, dataclasses.replace(HEAD, **{name: value}))
    for change in (
        {"count": 4},
        {"count": 6},
        {"epoch": 2},
        {"case_id": "x"},
        {"recorded_at": START},
        {"recorded_at": None},
    ):
        refused(ENTRIES, dataclasses.replace(HEAD, **change))  # type: ignore[arg-type]


@given(st.lists(st.integers(0, 4), max_size=8))
def test_only_the_entries_in_their_order_are_the_record(places: list[int]) -> None:
    if places != [0, 1, 2, 3, 4]:
        refused([ENTRIES[place] for place in places])


@given(st.sampled_from(range(5)), st.sampled_from(range(5)))
def test_sealed_parts_cannot_change_places(one: int, other: int) -> None:
    if one != other:
        moved = list(ENTRIES)
        moved[one] = dataclasses.replace(ENTRIES[one], sealed=ENTRIES[other].sealed)
        refused(moved)


def test_a_record_of_another_case_or_with_its_entries_renamed_is_refused() -> None:
    other = ring_of("another-case")
    theirs, head = record_of(other, WORDS)
    refused(theirs, head)
    refused(theirs, HEAD)
    renamed = [dataclasses.replace(entry, case_id=CASE) for entry in theirs]
    refused([renamed[0], *ENTRIES[1:]])
    with pytest.raises(Tampered, match="another case"):
        open_entry(RING, destroy(theirs[0]))
    same_key = KeyRing((CaseKey("another-case", 1, RING.current.key),))
    assert same_key.current.derive("head") != RING.current.derive("head")
    refused(ENTRIES, HEAD, same_key)


def test_the_other_of_two_appends_at_one_place_does_not_fit() -> None:
    kept, after = append(
        RING, HEAD, item="i1", action="recorded", content="kept", recorded_at=START + timedelta(hours=1)
    )
    other, _ = append(
        RING, HEAD, item="i1", action="recorded", content="not kept", recorded_at=START + timedelta(hours=1)
    )
    assert kept.sealed[:32] != other.sealed[:32]  # type: ignore[index]  # one number, two keys
    assert len(list(read(RING, [*ENTRIES, kept], after))) == 6
    refused([*ENTRIES, other], after)


def test_a_log_rolled_back_without_its_head_is_noticed() -> None:
    assert isinstance(refused(ENTRIES[:4]), RolledBack)


def test_a_log_rolled_back_together_with_its_head_is_noticed_by_a_witness() -> None:
    entries, heads = [], [begin(RING.current)]
    for number in range(4):
        entry, head = append(RING, heads[-1], item="i", action="recorded", content=number, recorded_at=START)
        entries.append(entry)
        heads.append(head)
    for seen in range(5):
        for now in range(5):
            stored, head, witness = entries[:now], heads[now], heads[seen].witness
            if now >= seen:
                assert len(list(read(RING, stored, head, witness))) == now
                check_extends(stored, witness)
            else:
                for check in (lambda: read(RING, stored, head, witness), lambda: check_extends(stored, witness)):  # noqa: B023
                    with pytest.raises(RolledBack, match=f"had {seen} entries when it was last seen; it has {now}"):
                        check()


def test_a_record_written_anew_by_whoever_has_the_key_is_noticed_by_a_witness() -> None:
    anew, head = record_of(RING, ["other words", *WORDS[1:]])
    assert len(list(read(RING, anew, head))) == 5
    with pytest.raises(RolledBack):
        read(RING, anew, head, HEAD.witness)


def test_time_does_not_go_back_and_has_a_zone() -> None:
    with pytest.raises(VaultError, match="before the entry"):
        append(RING, HEAD, item="i", action="a", content=None, recorded_at=START)
    with pytest.raises(VaultError, match="time zone"):
        append(RING, HEAD, item="i", action="a", content=None, recorded_at=datetime(2027, 1, 1))
    summer = datetime(2027, 7, 1, 12, 0, 0, 1, tzinfo=timezone(timedelta(hours=1)))
    entry, _ = append(RING, HEAD, item="i", action="a", content=None, recorded_at=summer)
    assert entry.recorded_at.tzinfo is UTC
    assert json.loads(entry.leaf)["recorded_at"] == "2027-07-01T11:00:00.000001Z"


def test_nothing_is_appended_to_a_head_that_was_touched_or_is_of_another_time() -> None:
    later = START + timedelta(days=1)
    with pytest.raises(Tampered):
        append(RING, dataclasses.replace(HEAD, count=4), item="i", action="a", content=None, recorded_at=later)
    with pytest.raises(RolledBack):
        append(RING.turned(), HEAD, item="i", action="a", content=None, recorded_at=later)


# --- destroying


def destroyed(number: int) -> tuple[list[Entry], Head]:
    at = START + timedelta(hours=1)
    gone, head = append(RING, HEAD, item="i1", action="deleted", content=None, recorded_at=at, destroys=[number])
    return [destroy(it) if it.number == number else it for it in [*ENTRIES, gone]], head


def test_destroying_leaves_the_record_whole_and_says_that_something_was_there() -> None:
    for number in range(5):
        entries, head = destroyed(number)
        opened = list(read(RING, entries, head, HEAD.witness))
        assert opened[number] == Destroyed(number, ENTRIES[number].recorded_at)
        assert [it.hash for it in entries[:5]] == [it.hash for it in ENTRIES]


def test_what_is_left_of_a_destroyed_entry_cannot_be_changed_either() -> None:
    """Nothing in it is sealed any more: the entry after it, or the head, holds it."""
    for number in range(5):
        entries, head = destroyed(number)
        left = dataclasses.replace(entries[number], sealed=bytes(16))
        for changed in changed_entries(left):
            if changed.sealed == left.sealed:
                refused([destroy(changed) if it.number == number else it for it in entries], head)


def test_what_is_left_of_destroyed_words_confirms_no_guess_even_to_whoever_has_the_key() -> None:
    """The commitment to the right words differs with every salt, and no salt is left to try."""
    entries, _ = destroyed(0)
    left = repr(dataclasses.asdict(entries[0])).encode()
    again, _ = record_of(RING, WORDS)
    assert again[0].commitment != entries[0].commitment
    guess = b'{"action":"recorded","content":"They were outside at eight.","destroys":[],"item":"i1"}'
    tag = b"throughline/vault/1/commitment"
    assert entries[0].commitment not in {
        hashlib.sha256(tag + salt + guess).digest() for salt in (b"", bytes(32), *_windows(left))
    }
    assert entries[0].sealed is None


def _windows(left: bytes) -> list[bytes]:
    return [left[at : at + 32] for at in range(len(left) - 31)]


def test_words_that_vanish_without_a_word_are_missed_and_words_that_come_back_are_noticed() -> None:
    assert "no entry says" in refused([destroy(ENTRIES[0]), *ENTRIES[1:]]).message
    entries, head = destroyed(0)
    assert isinstance(refused([ENTRIES[0], *entries[1:]], head), RolledBack)


def test_an_entry_destroys_only_what_came_before_it() -> None:
    for number in (5, 6, -1):
        with pytest.raises(VaultError):
            append(RING, HEAD, item="i", action="d", content=None, recorded_at=START + timedelta(1), destroys=[number])


# --- epochs


def test_after_withdrawing_an_old_grant_opens_what_was_and_nothing_that_comes() -> None:
    owner, friend = new_identity(), new_identity()
    ring, theirs = RING, grant(RING.current, friend.public, grantee="friend")
    ring = ring.turned()
    head = turn_head(ring, HEAD)
    after, head = append(ring, head, item="i", action="recorded", content="after", recorded_at=START + timedelta(1))
    held = KeyRing((open_grant(theirs, friend.private, case_id=CASE, grantee="friend", epoch=1),))
    assert open_entry(held, ENTRIES[0]) == open_entry(ring, ENTRIES[0])
    with pytest.raises(MissingKey):
        open_entry(held, after)
    with pytest.raises(RolledBack):
        check_head(held, head)
    with pytest.raises(Tampered):
        open_grant(
            grant(ring.current, owner.public, grantee="owner"), friend.private, case_id=CASE, grantee="owner", epoch=2
        )
    assert len(list(read(ring, [*ENTRIES, after], head))) == 6


def test_a_withdrawn_holder_cannot_forge_the_end_of_the_record() -> None:
    forged, forged_head = append(
        RING, HEAD, item="i", action="recorded", content="forged", recorded_at=START + timedelta(1)
    )
    ring = RING.turned()
    refused([*ENTRIES, forged], forged_head, ring)
    refused([*ENTRIES, forged], turn_head(ring, HEAD), ring)


@pytest.mark.parametrize(("epoch", "minutes", "fits"), [(2, 60, True), (1, 60, False), (2, 59, False)])
def test_epochs_and_times_do_not_go_back_even_where_the_key_is_right(epoch: int, minutes: int, fits: bool) -> None:
    ring = RING.turned()
    at = START + timedelta(minutes=60)
    first, head = append(ring, turn_head(ring, HEAD), item="i", action="a", content=1, recorded_at=at)
    with pytest.raises(RolledBack):
        append(KeyRing(ring.keys[:1]), head, item="i", action="a", content=2, recorded_at=at)
    second = seal_entry(
        ring.at(epoch), number=6, previous=head.hash, recorded_at=START + timedelta(minutes=minutes),
        item="i", action="a", content=2, destroys=(),
    )  # fmt: skip
    end = _headed(ring.current, 7, second.hash, second.recorded_at)
    if fits:
        assert len(list(read(ring, [*ENTRIES, first, second], end))) == 7
    else:
        assert "older than the one before" in refused([*ENTRIES, first, second], end, ring).message


def test_a_key_that_does_not_follow_is_refused() -> None:
    first = new_case_key(CASE)
    second = next_epoch(first)
    assert KeyRing((first, second)).at(2) == second
    stranger = next_epoch(new_case_key(CASE))
    unlinked = CaseKey(CASE, 2, bytes(32))
    for wrong in (
        stranger,
        unlinked,
        dataclasses.replace(second, epoch=3),
        dataclasses.replace(second, case_id="x"),
        first,
    ):
        with pytest.raises(Tampered):
            KeyRing((first, wrong))
    for epoch in (0, 3, -1):
        with pytest.raises(MissingKey):
            KeyRing((first, second)).at(epoch)
    with pytest.raises(MissingKey):
        KeyRing(())
