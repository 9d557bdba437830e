"""Imported communications: each import is one sealed table, and an item `bulk` of the record says where it lies."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from throughline.communications import table
from throughline.vault.files import FileKey
from throughline.vault.tables import open_table
from throughline.web.cases import storage
from throughline.web.cases.state import State


def communications(key_of: Callable[[str, int], FileKey], state: State) -> pl.DataFrame:
    """Every imported communication, in the order of the imports. `key_of` gives the key of a table by its id and epoch.

    An import may settle who wrote to whom in rows that were there before: its table holds those rows as they are now, and
    a row that comes again takes the place of the one there was.
    """
    tables = [
        _open(key_of(kept["files"]["table"], kept["epoch"])) for (kind, _), kept in state.kept.items() if kind == "bulk"
    ]
    if not tables:
        return table.empty()
    return pl.concat(tables).unique("id", keep="last", maintain_order=True)


def _open(key: FileKey) -> pl.DataFrame:
    with storage.store().open(key.file_id) as reader:
        return open_table(key, reader)
