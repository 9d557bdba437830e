"""Recovery with a helpline: both halves open the key, and nothing less does."""

from __future__ import annotations

import pickle
import struct
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughline.domain.errors import Tampered, VaultError, WrongSecret
from throughline.vault.halves import (
    Halves,
    lock_with_halves,
    new_halves,
    release_half,
    seal_half,
    take_half,
    unlock_with_halves,
)
from throughline.vault.identity import DEFAULT_COST, MistypedCode, lock, lock_by, new_identity, unlock, unlock_by
from throughline.vault.notes import open_letter, seal_letter
from vaults import SMALL, flipped

ME, HELPLINE, OTHER_HELPLINE, WAITING = (new_identity() for _ in range(4))
MINE, OTHERS = new_halves(), new_halves()
ENVELOPE = lock_with_halves(ME.private, MINE, cost=SMALL)
SEALED = seal_half(HELPLINE.public, MINE.half, item="recovery-1")
UNTIL = datetime(2026, 3, 1, 4, tzinfo=UTC)
MOMENT = UNTIL - timedelta(seconds=1)


def released(until: datetime = UNTIL, session: str = "session-1") -> bytes:
    return release_half(HELPLINE.private, SEALED, WAITING.public, item="recovery-1", session=session, until=until)


@given(st.integers(0, 2**256 - 1))
@settings(max_examples=50)
def test_both_halves_open_whatever_they_are(number: int) -> None:
    both = Halves(MINE.code, number.to_bytes(32, "big"))
    assert unlock_with_halves(lock_with_halves(ME.private, both, cost=SMALL), both) == ME.private


@given(st.binary(min_size=32, max_size=32))
@settings(max_examples=200)
def test_the_persons_half_with_any_other_half_opens_nothing(half: bytes) -> None:
    if half != MINE.half:
        with pytest.raises(WrongSecret, match="pair of halves"):
            unlock_with_halves(ENVELOPE, Halves(MINE.code, half))


@given(st.builds(new_halves))
@settings(max_examples=200)
def test_halves_of_two_splits_open_nothing(others: Halves) -> None:
    for mixed in (Halves(MINE.code, others.half), Halves(others.code, MINE.half), others):
        with pytest.raises(WrongSecret, match="pair of halves"):
            unlock_with_halves(ENVELOPE, mixed)


@pytest.mark.parametrize("length", [0, 31, 33])
def test_a_half_of_another_length_is_none(length: int) -> None:
    half = (MINE.half + b"x")[:length]
    with pytest.raises(VaultError, match="32 bytes"):
        Halves(MINE.code, half)


def test_one_half_alone_is_no_secret_of_another_kind() -> None:
    for means, material in (("passphrase", MINE.code), ("recovery", MINE.code), ("passphrase", MINE.half.hex())):
        with pytest.raises(Tampered):
            unlock(ENVELOPE, material, purpose=means)  # type: ignore[arg-type]
        rewritten = ENVELOPE[:4] + bytes([1 if means == "passphrase" else 2]) + ENVELOPE[5:]
        with pytest.raises(WrongSecret):
            unlock(rewritten, material, purpose=means)  # type: ignore[arg-type]
    for material in (MINE.half, MINE.code.encode(), MINE.code.encode() + MINE.half, b""):
        with pytest.raises(WrongSecret):
            unlock_by(ENVELOPE, material, means="halves")


def test_an_envelope_of_another_purpose_does_not_open_with_two_halves() -> None:
    for envelope in (
        lock(ME.private, MINE.code, purpose="recovery", cost=SMALL),
        lock(ME.private, MINE.code, purpose="passphrase", cost=SMALL),
        lock_by(ME.private, MINE.half, means="passphrase", cost=SMALL),
    ):
        with pytest.raises(Tampered, match="pair of halves"):
            unlock_with_halves(envelope, MINE)
        with pytest.raises(WrongSecret):
            unlock_with_halves(envelope[:4] + b"\x03" + envelope[5:], MINE)


def test_every_flipped_bit_of_the_envelope_and_of_the_half_is_refused() -> None:
    for changed in flipped(ENVELOPE):
        if struct.unpack(">I", changed[5:9])[0] <= 64 * 1024:  # more memory is as wrong, and slow to show
            with pytest.raises(VaultError):
                unlock_with_halves(changed, MINE)
    for half in flipped(MINE.half):
        with pytest.raises(WrongSecret):
            unlock_with_halves(ENVELOPE, Halves(MINE.code, half))


def test_the_code_is_read_however_it_is_typed_and_a_slip_is_told_apart() -> None:
    assert unlock_with_halves(ENVELOPE, Halves(MINE.code.lower().replace("-", " "), MINE.half)) == ME.private
    with pytest.raises(MistypedCode):
        Halves(MINE.code[:-1], MINE.half)


def test_two_halves_cost_a_guess_as_much_as_a_passphrase() -> None:
    envelope = lock_with_halves(ME.private, MINE)
    assert struct.unpack(">IBB", envelope[5:11]) == (DEFAULT_COST.memory_kib, DEFAULT_COST.passes, DEFAULT_COST.lanes)


def test_halves_are_new_each_time_and_show_and_pickle_nothing() -> None:
    assert len({(it.code, it.half) for it in (new_halves() for _ in range(50))}) == 50
    assert MINE.code not in repr(MINE)
    assert MINE.half.hex() not in repr(MINE)
    assert repr(MINE.half) not in repr(MINE)
    with pytest.raises(TypeError):
        pickle.dumps(MINE)


def test_the_helplines_half_reaches_the_session_that_waits_and_opens_with_the_code() -> None:
    half = take_half(WAITING.private, released(), session="session-1", until=UNTIL, now=MOMENT)
    assert unlock_with_halves(ENVELOPE, Halves(MINE.code, half)) == ME.private
    assert MINE.half not in released() + SEALED


@given(st.integers(0, 10**9))
def test_from_its_end_on_a_released_half_is_refused(seconds: int) -> None:
    with pytest.raises(Tampered, match="Ask the helpline again"):
        take_half(WAITING.private, RELEASED, session="session-1", until=UNTIL, now=UNTIL + timedelta(seconds=seconds))


RELEASED = released()


@pytest.mark.parametrize(
    ("private", "session", "until"),
    [
        (new_identity().private, "session-1", UNTIL), (HELPLINE.private, "session-1", UNTIL),
        (WAITING.private, "session-2", UNTIL), (WAITING.private, "session-1", UNTIL + timedelta(hours=1)),
    ],
)  # fmt: skip
def test_another_session_key_or_a_later_end_opens_no_released_half(private, session: str, until: datetime) -> None:
    with pytest.raises(Tampered):
        take_half(private, RELEASED, session=session, until=until, now=MOMENT)


def test_only_its_own_helpline_releases_a_half_and_only_of_that_recovery() -> None:
    for private, item in ((OTHER_HELPLINE.private, "recovery-1"), (HELPLINE.private, "recovery-2")):
        with pytest.raises(Tampered):
            release_half(private, SEALED, WAITING.public, item=item, session="session-1", until=UNTIL)
    elsewhere = seal_letter(HELPLINE.public, MINE.half, place="draft", item="recovery-1")
    with pytest.raises(Tampered):
        release_half(HELPLINE.private, elsewhere, WAITING.public, item="recovery-1", session="session-1", until=UNTIL)
    with pytest.raises(Tampered):
        open_letter(HELPLINE.private, SEALED, place="draft", item="recovery-1")


def test_every_flipped_bit_of_a_sealed_or_released_half_is_refused() -> None:
    for changed in flipped(SEALED):
        with pytest.raises(Tampered):
            release_half(HELPLINE.private, changed, WAITING.public, item="recovery-1", session="s", until=UNTIL)
    for changed in flipped(RELEASED):
        with pytest.raises(Tampered):
            take_half(WAITING.private, changed, session="session-1", until=UNTIL, now=MOMENT)
