"""Grants, notes and letters open for whom and where they were sealed, and nowhere else."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.domain.errors import VaultError
from throughline.vault.case_keys import grant, open_grant
from throughline.vault.files import file_key
from throughline.vault.identity import new_identity
from throughline.vault.notes import open_letter, open_note, seal_letter, seal_note
from throughline.vault.primitives import frame, padded, unpadded
from vaults import CASE, flipped, ring_of

RING = ring_of()
ME, OTHER = new_identity(), new_identity()


def test_every_flipped_bit_of_a_grant_is_refused() -> None:
    sealed = grant(RING.current, ME.public, grantee="me")
    assert open_grant(sealed, ME.private, case_id=CASE, grantee="me", epoch=1) == RING.current
    for changed in [*flipped(sealed), b"", sealed[:-1], sealed + b"x"]:
        with pytest.raises(VaultError):
            open_grant(changed, ME.private, case_id=CASE, grantee="me", epoch=1)


@given(st.text(max_size=5), st.text(max_size=5), st.integers(1, 5), st.booleans())
def test_a_grant_opens_for_its_case_grantee_epoch_and_person_alone(
    case_id: str, grantee: str, epoch: int, mine: bool
) -> None:
    sealed = grant(RING.current, ME.public, grantee="me")
    if not mine or (case_id, grantee, epoch) != (CASE, "me", 1):
        with pytest.raises(VaultError):
            open_grant(sealed, (ME if mine else OTHER).private, case_id=case_id, grantee=grantee, epoch=epoch)


def test_case_and_grantee_cannot_run_into_one_another() -> None:
    assert frame("ab", "c") != frame("a", "bc")
    assert len({frame(*parts) for parts in (("a",), ("a", ""), ("", "a"), (1,), ("",), ())}) == 6


def test_no_key_of_a_case_shows_itself_or_is_pickled() -> None:
    for key in (RING.current, RING, file_key(RING.current, "f")):
        assert "key=b" not in repr(key)
        with pytest.raises(TypeError):
            pickle.dumps(key)


@given(st.binary(max_size=600))
def test_a_note_and_a_letter_come_back_and_their_length_tells_little(plain: bytes) -> None:
    note = seal_note(RING, plain, place="draft", item="1")
    assert open_note(RING, note, place="draft", item="1") == plain
    assert (len(note) - 40 - 16) % 256 == 0
    letter = seal_letter(ME.public, plain, place="draft", item="1")
    assert open_letter(ME.private, letter, place="draft", item="1") == plain
    own = seal_note(ME.private, plain, place="draft", item="1")
    assert open_note(ME.private, own, place="draft", item="1") == plain


def test_every_flipped_bit_of_a_note_and_a_letter_is_refused() -> None:
    note = seal_note(RING, b"words", place="draft", item="1")
    for changed in [*flipped(note), b"", note[:39], note[:-1], note + b"x"]:
        with pytest.raises(VaultError):
            open_note(RING, changed, place="draft", item="1")
    letter = seal_letter(ME.public, b"words", place="draft", item="1")
    for changed in [*flipped(letter), b"", letter[:-1], letter + b"x"]:
        with pytest.raises(VaultError):
            open_letter(ME.private, changed, place="draft", item="1")


def test_a_note_stays_in_its_place_with_its_holder() -> None:
    note = seal_note(RING, b"words", place="draft", item="1")
    later = RING.turned()
    assert open_note(later, note, place="draft", item="1") == b"words"
    with pytest.raises(VaultError):
        open_note(RING, seal_note(later, b"words", place="draft", item="1"), place="draft", item="1")
    for holder, place, item in [
        (RING, "draf", "t1"), (RING, "draft", "2"), (RING, "settings", "1"), (ring_of(), "draft", "1"), (ring_of("x"), "draft", "1"),
        (ME.private, "draft", "1"),
    ]:  # fmt: skip
        with pytest.raises(VaultError):
            open_note(holder, note, place=place, item=item)


def test_the_same_note_sealed_twice_shares_nothing() -> None:
    one, other = (seal_note(RING, b"words", place="draft", item="1") for _ in range(2))
    assert one[8:40] != other[8:40]
    assert not {one[at : at + 16] for at in range(40, len(one) - 15)} & {
        other[at : at + 16] for at in range(40, len(other) - 15)
    }


@given(st.binary(max_size=700))
def test_filling_comes_off_and_only_its_own(plain: bytes) -> None:
    whole = padded(plain)
    assert len(whole) % 256 == 0
    assert unpadded(whole) == plain
    for wrong in (whole + bytes(256), whole[:-1], whole[:-256], b"\xff" + whole[1:]):
        with pytest.raises(VaultError):
            unpadded(wrong)
