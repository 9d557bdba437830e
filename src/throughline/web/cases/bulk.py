"""Imported communications: each import is one sealed table, and an item `bulk` of the record says where it lies."""

from __future__ import annotations

import polars as pl

from throughline.communications import table
from throughline.vault.case_keys import KeyRing
from throughline.vault.files import file_key
from throughline.vault.tables import open_table
from throughline.web.cases import storage
from throughline.web.cases.state import State


def communications(ring: KeyRing, state: State) -> pl.DataFrame:
    """Every imported communication, in the order of the imports.

    An import may settle who wrote to whom in rows that were there before: its table holds those rows as they are now, and
    a row that comes again takes the place of the one there was.
    """
    tables = [
        _open(ring, kept["files"]["table"], kept["epoch"]) for (kind, _), kept in state.kept.items() if kind == "bulk"
    ]
    if not tables:
        return table.empty()
    return pl.concat(tables).unique("id", keep="last", maintain_order=True)


def _open(ring: KeyRing, file_id: str, epoch: int) -> pl.DataFrame:
    key = file_key(ring.at(epoch), file_id, kind="table")
    with storage.store().open(file_id) as reader:
        return open_table(key, reader)
