"""A sealed file gives its bytes back anywhere in it, and nothing at all of a chunk that was touched."""

from __future__ import annotations

import hashlib
import io
import os

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughline.domain.errors import Tampered, VaultError
from throughline.vault.files import CHUNK_BYTES, SealedFile, Sealer, file_key, seal_stream
from throughline.vault.tables import open_table, seal_table
from vaults import flipped, plain_of, ring_of, sealed_of

RING = ring_of()
KEY = file_key(RING.current, "file-1")
HEADER, CHUNK = 40, 64 + 16


@given(st.lists(st.binary(max_size=200), max_size=8))
def test_the_bytes_come_back_however_they_arrived(pieces: list[bytes]) -> None:
    plain = b"".join(pieces)
    sealer = Sealer(KEY, chunk_bytes=64)
    sealed = b"".join([*(sealer.write(piece) for piece in pieces), sealer.finish()])
    assert plain_of(KEY, sealed) == plain
    assert (sealer.size, sealer.sha256) == (len(plain), hashlib.sha256(plain).hexdigest())
    assert len(sealed) == HEADER + len(plain) + 16 * max(1, -(-len(plain) // 64))


@given(st.binary(max_size=400), st.integers(0, 500), st.integers(0, 500))
def test_any_part_reads_as_it_would_of_the_plain_file(plain: bytes, offset: int, length: int) -> None:
    opened = SealedFile(io.BytesIO(sealed_of(KEY, plain)), KEY)
    assert opened.size == len(plain)
    assert opened.read_at(offset, length) == plain[offset : offset + length]


@pytest.mark.parametrize("size", [0, 1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 3 * CHUNK_BYTES])
def test_whole_chunks_of_the_real_size_come_back(size: int) -> None:
    plain = os.urandom(size)
    sealed = b"".join(seal_stream(KEY, [plain[:7], plain[7:]]))
    assert plain_of(KEY, sealed) == plain
    assert size < 64 or plain[:64] not in sealed


@pytest.mark.parametrize("size", [0, 1, 64, 130])
def test_every_flipped_bit_is_refused(size: int) -> None:
    for changed in flipped(sealed_of(KEY, os.urandom(size))):
        with pytest.raises(Tampered):
            plain_of(KEY, changed)


@given(st.lists(st.integers(0, 4), max_size=7))
def test_only_the_chunks_in_their_order_are_the_file(places: list[int]) -> None:
    sealed = sealed_of(KEY, bytes(range(5)) * 64)
    chunks = [sealed[at : at + CHUNK] for at in range(HEADER, len(sealed), CHUNK)]
    if places != [0, 1, 2, 3, 4]:
        with pytest.raises(Tampered):
            plain_of(KEY, sealed[:HEADER] + b"".join(chunks[place] for place in places))


def test_a_cut_at_any_byte_is_refused_on_opening_and_so_is_anything_more() -> None:
    sealed = sealed_of(KEY, os.urandom(200))
    for wrong in [
        *(sealed[:length] for length in range(len(sealed))),
        *(sealed + bytes(more) for more in (1, 15, 16, 79, 80, 81)),
    ]:
        with pytest.raises(Tampered):
            SealedFile(io.BytesIO(wrong), KEY)


def test_chunks_of_another_file_or_another_sealing_are_refused() -> None:
    plain = os.urandom(200)
    sealed, again = sealed_of(KEY, plain), sealed_of(KEY, plain)
    mixed = sealed[: HEADER + CHUNK] + again[HEADER + CHUNK :]
    strangers = [
        file_key(RING.current, "file-2"), file_key(RING.current, "file-1", kind="table"), file_key(RING.turned().current, "file-1"),
        file_key(ring_of().current, "file-1"), file_key(ring_of("another-case").current, "file-1"),
    ]  # fmt: skip
    for key, wrong in [(KEY, mixed), *((key, sealed) for key in strangers)]:
        with pytest.raises(Tampered):
            plain_of(key, wrong)


def test_nothing_of_a_touched_chunk_comes_out_and_the_others_still_do() -> None:
    plain = os.urandom(320)
    sealed = bytearray(sealed_of(KEY, plain))
    sealed[HEADER + CHUNK + 3] ^= 1
    opened = SealedFile(io.BytesIO(bytes(sealed)), KEY)
    assert opened.read_at(0, 64) == plain[:64]
    assert opened.read_at(128, 192) == plain[128:]
    for offset, length in ((64, 1), (0, 65), (127, 2)):
        with pytest.raises(Tampered):
            opened.read_at(offset, length)


def test_a_sealer_that_is_finished_takes_no_more() -> None:
    sealer = Sealer(KEY)
    sealer.finish()
    for more in (lambda: sealer.write(b"x"), sealer.finish):
        with pytest.raises(VaultError):
            more()


def test_a_sealed_table_comes_back_and_is_not_mistaken_for_a_file() -> None:
    frame = pl.DataFrame({"at": [1, 2, None], "text": ["a", "é", None], "kinds": [["x"], [], None]})
    key = file_key(RING.current, "import-1", kind="table")
    sealed = b"".join(seal_table(key, frame))
    assert open_table(key, io.BytesIO(sealed)).equals(frame)
    with pytest.raises(Tampered):
        open_table(file_key(RING.current, "import-1"), io.BytesIO(sealed))
    for wrong in (sealed[:-1], sealed_of(key, b"no table"), sealed_of(key, b"ARROW1\x00\x00" * 9), sealed_of(key, b"")):
        with pytest.raises(Tampered):
            open_table(key, io.BytesIO(wrong))


def test_an_empty_table_and_a_large_one_come_back() -> None:
    key = file_key(RING.current, "import-1", kind="table")
    for rows in (0, 200_000):
        frame = pl.DataFrame(
            {"n": range(rows), "text": [f"message {n}" for n in range(rows)]}, schema={"n": pl.Int64, "text": pl.String}
        )
        assert open_table(key, io.BytesIO(b"".join(seal_table(key, frame)))).equals(frame)
