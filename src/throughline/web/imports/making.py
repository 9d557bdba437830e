"""Sealed files that a job makes on the way: waiting ones, until an entry names them or they are a day old."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO, Any

import polars as pl

from throughline.communications import table
from throughline.vault.case_keys import CaseKey
from throughline.vault.files import SealedFile, Sealer, file_key
from throughline.vault.store import new_file_id
from throughline.vault.tables import open_table, seal_table
from throughline.web.cases import storage
from throughline.web.cases.models import FileRow
from throughline.web.exhibits.sniffing import HEAD_BYTES, type_of

_BLOCK_BYTES = 2**20


class Made:
    """The files made so far, all under one key of one case. `ids` are theirs."""

    def __init__(self, key: CaseKey) -> None:
        self._key = key
        self.ids: list[str] = []

    def table(self, frame: pl.DataFrame) -> str:
        """A sealed table of communications; gives its id."""
        key = file_key(self._key, self._new(), kind="table")
        storage.store().put(key.file_id, seal_table(key, frame.select(table.SCHEMA.keys())))
        return key.file_id

    def original(self, stream: IO[bytes]) -> dict[str, Any]:
        """A sealed file of these bytes; gives what the service keeps of it beside the exhibit."""
        key = file_key(self._key, self._new())
        sealer, crc32, head = Sealer(key), 0, b""

        def pieces() -> Iterator[bytes]:
            nonlocal crc32, head
            while block := stream.read(_BLOCK_BYTES):
                crc32 = zlib.crc32(block, crc32)
                head = head or block[:HEAD_BYTES]
                yield sealer.write(block)
            yield sealer.finish()

        storage.store().put(key.file_id, pieces())
        return {"files": {"original": key.file_id}, "epoch": key.epoch, "size": sealer.size, "crc32": crc32,
                "type": type_of(head)}  # fmt: skip

    def destroy(self) -> None:
        """Destroy them all."""
        for id in self.ids:
            storage.store().delete(id)
        FileRow.objects.filter(id__in=self.ids, is_kept=False).delete()

    def _new(self) -> str:
        id = new_file_id()
        FileRow.objects.create(id=id, case_id=self._key.case_id, epoch=self._key.epoch)
        self.ids.append(id)
        return id


def made_bytes(key: CaseKey, id: str) -> bytes:
    """A file that was made."""
    with storage.store().open(id) as reader:
        return b"".join(SealedFile(reader, file_key(key, id)))


def made_table(key: CaseKey, id: str) -> pl.DataFrame:
    """A table that was made."""
    with storage.store().open(id) as reader:
        return open_table(file_key(key, id, kind="table"), reader)
