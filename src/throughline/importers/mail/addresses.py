"""Who a message is from and to."""

from __future__ import annotations

import re
from email.utils import getaddresses
from functools import lru_cache

from throughline.domain.communication import Party
from throughline.importers.mail.parts import Headers
from throughline.importers.mail.words import encoded_words, unfolded

_TOKENS = re.compile(r'"(?:[^"\\]|\\.){0,1000}"|\([^()]{0,1000}\)|<[^<>]*>|[,;:]|[^"(<,;:]+|.', re.DOTALL)
_AT_END = re.compile(r"[<\s]([^<>\s]+@[^<>\s]+)>?\s*$")
Named = tuple[Party, str | None]


def addresses(headers: Headers, field: str) -> tuple[Named, ...]:
    """The people a field names, with the names it gives them; a field that holds no address is one party as written."""
    values = headers.get(field, [])
    return (
        read_addresses(values[0]) if len(values) == 1 else tuple(it for value in values for it in read_addresses(value))
    )


@lru_cache(maxsize=16384)
def read_addresses(value: str) -> tuple[Named, ...]:
    """The people one value of a field names."""
    written = unfolded(value)
    # addresses first, then encoded words: a comma or a bracket inside a name must not make another address of it
    try:
        found = tuple(
            _named(name, address) for name, address in getaddresses([_with_names_quoted(written)]) if "@" in address
        )
    except RecursionError:  # comments inside comments by the thousand
        found = ()
    if not found and written:
        whole = encoded_words(written)
        return ((Party("other", whole), whole),)
    return found


def _with_names_quoted(written: str) -> str:
    """In `alice@example.org <bob@example.org>` the message is from bob, whatever name it gives; the library says alice."""
    tokens = _TOKENS.findall(written)
    begin = 0
    for number, token in enumerate(tokens):
        if token in (",", ";", ":"):
            begin = number + 1
        elif token[0] == "<" and "@" in token:
            for earlier in range(begin, number):
                if "@" in tokens[earlier] and tokens[earlier][0] not in '"(':
                    tokens[earlier] = ' "' + tokens[earlier].strip().replace("\\", "") + '" '
            begin = number + 1
    return "".join(tokens)


def _named(name: str, address: str) -> Named:
    if (
        address[0] != '"' and (bare := _AT_END.search(address)) is not None
    ):  # no brackets, or a quotation that never ends
        name, address = address[: bare.start()].strip(), bare[1]
    lowered = address.strip().lower()
    return Party("email", lowered, None if lowered == address else address), encoded_words(name) or None
