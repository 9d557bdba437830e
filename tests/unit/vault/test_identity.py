"""A private key comes out by the right secret alone, and out of nothing else."""

from __future__ import annotations

import pickle
import struct

import pytest

from throughline.domain.errors import Tampered, VaultError, WrongSecret
from throughline.vault.identity import (
    Cost,
    MistypedCode,
    PrivateKey,
    PublicKey,
    lock,
    lock_for_session,
    new_identity,
    new_recovery_code,
    read_recovery_code,
    unlock,
    unlock_session,
)
from vaults import SMALL, flipped

ME = new_identity()


def test_the_real_cost_is_the_default() -> None:
    """That Argon2id is then really asked for it, the vector of the real cost shows: another reader opens that as well."""
    envelope = lock(ME.private, "correct horse", purpose="passphrase")
    assert struct.unpack(">IBB", envelope[5:11]) == (64 * 1024, 3, 1)
    assert unlock(envelope, "correct horse", purpose="passphrase") == ME.private


def test_a_changed_passphrase_locks_the_same_key_and_the_old_one_opens_the_new_envelope_no_more() -> None:
    first = lock(ME.private, "one", purpose="passphrase", cost=SMALL)
    second = lock(unlock(first, "one", purpose="passphrase"), "two", purpose="passphrase", cost=SMALL)
    assert unlock(second, "two", purpose="passphrase").public == ME.public
    with pytest.raises(WrongSecret):
        unlock(second, "one", purpose="passphrase")


def test_the_same_words_from_another_keyboard_open() -> None:
    envelope = lock(ME.private, "cafe\u0301 ﬁne", purpose="passphrase", cost=SMALL)
    assert unlock(envelope, "  café fine\n", purpose="passphrase") == ME.private
    for other in ("Café fine", "café  fine", "cafe fine"):
        with pytest.raises(WrongSecret):
            unlock(envelope, other, purpose="passphrase")


def test_two_locks_of_one_key_by_one_secret_share_nothing() -> None:
    one, other = (lock(ME.private, "same", purpose="passphrase", cost=SMALL) for _ in range(2))
    assert one[11:27] != other[11:27]
    assert one[27:] != other[27:]


@pytest.mark.parametrize("empty", ["", "  \n", "\u3000"])
def test_an_empty_passphrase_is_refused(empty: str) -> None:
    with pytest.raises(VaultError, match="empty"):
        lock(ME.private, empty, purpose="passphrase", cost=SMALL)


def test_any_passphrase_a_keyboard_can_send_locks_and_opens() -> None:
    for secret in ("🐦" * 500, "\x00", "\ud800", "مرحبا", "a" * 100_000):
        assert (
            unlock(lock(ME.private, secret, purpose="passphrase", cost=SMALL), secret, purpose="passphrase")
            == ME.private
        )


def test_every_flipped_bit_of_an_envelope_is_refused() -> None:
    envelope = lock(ME.private, "secret", purpose="passphrase", cost=SMALL)
    for changed in flipped(envelope):
        if struct.unpack(">I", changed[5:9])[0] <= 64 * 1024:  # more memory is as wrong, and slow to show
            with pytest.raises(VaultError):
                unlock(changed, "secret", purpose="passphrase")


@pytest.mark.parametrize(
    "cost", [(2**32 - 1, 1, 1), (524_289, 1, 1), (8, 17, 1), (8, 0, 1), (7, 1, 1), (64, 1, 9), (64, 1, 0)]
)
def test_a_forged_envelope_cannot_ask_for_the_machine(cost: tuple[int, int, int]) -> None:
    envelope = lock(ME.private, "secret", purpose="passphrase", cost=SMALL)
    with pytest.raises(Tampered, match="cost"):
        unlock(envelope[:5] + struct.pack(">IBB", *cost) + envelope[11:], "secret", purpose="passphrase")
    with pytest.raises(Tampered, match="cost"):
        Cost(*cost)


def test_a_recovery_envelope_is_not_a_passphrase_one() -> None:
    code = new_recovery_code()
    envelope = lock(ME.private, code, purpose="recovery", cost=SMALL)
    with pytest.raises(Tampered):
        unlock(envelope, code, purpose="passphrase")
    rewritten = envelope[:4] + b"\x01" + envelope[5:]
    with pytest.raises(WrongSecret):
        unlock(rewritten, code, purpose="passphrase")


def test_a_mistyped_recovery_code_is_told_apart_from_a_wrong_one() -> None:
    code, other = new_recovery_code(), new_recovery_code()
    envelope = lock(ME.private, code, purpose="recovery", cost=SMALL)
    assert unlock(envelope, code.lower().replace("-", " "), purpose="recovery") == ME.private
    with pytest.raises(WrongSecret, match="That is not the recovery code") as wrong:
        unlock(envelope, other, purpose="recovery")
    assert not isinstance(wrong.value, MistypedCode)
    with pytest.raises(MistypedCode):
        unlock(envelope, code[:-1], purpose="recovery")


def test_a_session_opens_with_its_own_cookie_alone() -> None:
    wrapped, cookie_key = lock_for_session(ME.private)
    assert unlock_session(wrapped, cookie_key) == ME.private
    assert ME.private.raw not in wrapped
    for wrong in [*flipped(cookie_key), b"", lock_for_session(ME.private)[1]]:
        with pytest.raises(WrongSecret):
            unlock_session(wrapped, wrong)
    for changed in [*flipped(wrapped), b"", wrapped[:-1], wrapped + b"x"]:
        with pytest.raises(WrongSecret):
            unlock_session(changed, cookie_key)


def test_no_key_shows_itself_or_is_pickled() -> None:
    shown = repr(ME) + str(ME.private) + f"{ME.public}"
    assert ME.private.raw.hex() not in shown
    assert repr(ME.private.raw) not in shown
    assert shown.count("PrivateKey()") == 2
    with pytest.raises(TypeError):
        pickle.dumps(ME)


@pytest.mark.parametrize("kind", [PrivateKey, PublicKey])
def test_a_key_of_another_length_is_none(kind: type) -> None:
    with pytest.raises(VaultError):
        kind(bytes(31))


def test_recovery_codes_are_as_strong_as_they_say() -> None:
    codes = {new_recovery_code() for _ in range(200)}
    assert len(codes) == 200
    assert all(read_recovery_code(code) == code and len(code.split("-")) == 10 for code in codes)
    assert {it for code in codes for it in code} == set("0123456789ABCDEFGHJKMNPQRSTVWXYZ-")
