"""A bulk import as one sealed table: Arrow's file format inside a sealed file."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import BinaryIO

import polars as pl

from throughline.domain.errors import Tampered
from throughline.vault.files import CHUNK_BYTES, FileKey, SealedFile, seal_stream


def seal_table(key: FileKey, frame: pl.DataFrame) -> Iterator[bytes]:
    """The sealed file of a table, piece by piece. The key is `file_key(…, kind="table")`."""
    plain = io.BytesIO()
    frame.write_ipc(plain, compression="zstd")
    plain.seek(0)
    return seal_stream(key, iter(lambda: plain.read(CHUNK_BYTES), b""))


def open_table(key: FileKey, reader: BinaryIO) -> pl.DataFrame:
    """The table of a sealed file. Raises Tampered where it is not whole, not this one, or no table."""
    plain = b"".join(SealedFile(reader, key))
    try:
        return pl.read_ipc(io.BytesIO(plain))
    except (pl.exceptions.PolarsError, OSError):
        raise Tampered("The sealed file is whole, but holds no table.") from None
