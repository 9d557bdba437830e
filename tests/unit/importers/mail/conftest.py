"""One message, read as `throughline read` does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from throughline.domain.communication import Communication, Problem
from throughline.importers.base import Options
from throughline.importers.mail import reader
from throughline.importers.original import open_original

Items = list[Communication | Problem]
Read = Callable[..., Items]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Gives the items of a file with that content."""

    def read_content(content: str | bytes, **options: str) -> Items:
        path = tmp_path / "mail"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        items = reader.read(open_original(path), Options(**options)).items  # type: ignore[arg-type]
        return [item for item in items if isinstance(item, (Communication, Problem))]

    return read_content


@pytest.fixture
def read_one(read: Read) -> Callable[..., Communication]:
    """Gives the one communication of a message with these fields and this body."""

    def read_message(fields: str = "", body: str | bytes = "words\n", **options: str) -> Communication:
        head = f"{fields}From: Sam <sam@example.org>\nTo: Alex <alex@example.org>\nDate: Thu, 15 Jan 2026 10:18:40 +0000\n\n"
        (item,) = read(head.encode() + (body.encode() if isinstance(body, str) else body), **options)
        assert isinstance(item, Communication)
        return item

    return read_message
