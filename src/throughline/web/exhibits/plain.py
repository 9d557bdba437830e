"""A text shown inside its page: its words as they stand, and nothing in them acts."""

from __future__ import annotations

import codecs

from throughline.packs.content import readable
from throughline.vault.files import SealedFile

MOST_SHOWN_BYTES = 200_000


def plain_text(sealed: SealedFile) -> tuple[str, bool]:
    """The text as it is shown, and whether that is all of it."""
    shown = sealed.read_at(0, MOST_SHOWN_BYTES)
    return readable(codecs.getincrementaldecoder("utf-8-sig")("replace").decode(shown)), sealed.size <= MOST_SHOWN_BYTES
