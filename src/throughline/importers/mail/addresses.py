"""Who a message is from and to."""

from __future__ import annotations

from email.utils import getaddresses
from functools import lru_cache

from throughline.domain.communication import Party
from throughline.importers.mail.parts import Headers
from throughline.importers.mail.words import encoded_words, unfolded

Named = tuple[Party, str | None]
_MOST_CHARACTERS = 65536
"""Of a field; some 2,000 addresses. A hostile one of megabytes would take a minute."""


def addresses(headers: Headers, field: str) -> tuple[Named, ...]:
    """The people a field names, with the names it gives them; a field that holds no address is one party as written."""
    values = headers.get(field)
    if values is None:
        return ()
    return _read(values[0]) if len(values) == 1 else tuple(it for value in values for it in _read(value))


@lru_cache(maxsize=16384)
def _read(value: str) -> tuple[Named, ...]:
    written = unfolded(value[:_MOST_CHARACTERS])
    # addresses first, then encoded words: a comma or a bracket inside a name must not make another address of it
    found = tuple(_named(name, address) for name, address in getaddresses([written]) if address or name)
    if not found and written:
        return ((Party("other", encoded_words(written)), encoded_words(written)),)
    return found


def _named(name: str, address: str) -> Named:
    name = encoded_words(name)
    if "@" not in address:
        written = encoded_words(address) or name
        return Party("other", written), name or written
    lowered = address.strip().lower()
    return Party("email", lowered, None if lowered == address else address), name or None
