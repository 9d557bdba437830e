"""The recovery code: what a person writes down on paper, and how it is read back from their typing.

Ten groups of four in Crockford's base 32 (no I, L, O, U). Three characters of a group are random (150 bits in all), the fourth
is a check over the group and its place, in GF(32): one wrong character, two exchanged in a group, and groups exchanged are
noticed, and the group is named.
"""

from __future__ import annotations

import secrets
import unicodedata

from throughline.domain.errors import WrongSecret

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS = 10
RANDOM_IN_GROUP = 3
GROUP = RANDOM_IN_GROUP + 1

_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})
_BETWEEN = "-\u2010\u2011\u2012\u2013\u2014\u2015\u2212_."  # what keyboards and autocorrection make of a dash


class MistypedCode(WrongSecret):
    """A recovery code cannot have been typed as it was written down. `groups` are the ones to look at, from 1."""

    def __init__(self, message: str, groups: tuple[int, ...] = ()) -> None:
        super().__init__(message, code="E_MISTYPED_CODE")
        self.groups = groups


def new_recovery_code() -> str:
    """A new code as it is shown: ten groups of four, with dashes."""
    groups = []
    for place in range(GROUPS):
        chosen = [secrets.randbelow(32) for _ in range(RANDOM_IN_GROUP)]
        groups.append("".join(ALPHABET[value] for value in [*chosen, _check_value(place, chosen)]))
    return "-".join(groups)


def read_recovery_code(text: str) -> str:
    """The code in its one form, from however it was typed: any case, blanks, dashes, O for 0, I or L for 1.

    Raises MistypedCode, saying which groups to look at.
    """
    plain = unicodedata.normalize("NFKC", text).upper().translate(_LOOKALIKES)
    typed = "".join(it for it in plain if not (it.isspace() or it in _BETWEEN))
    if len(typed) != GROUPS * GROUP:
        raise MistypedCode(f"The code has {GROUPS * GROUP} letters and digits; this has {len(typed)}.")
    groups = [typed[start : start + GROUP] for start in range(0, len(typed), GROUP)]
    wrong = tuple(place + 1 for place, group in enumerate(groups) if not _is_right(place, group))
    if wrong:
        named = ", ".join(str(number) for number in wrong)
        raise MistypedCode(f"Look again at group {named} of the code: it is not as it was given.", wrong)
    return "-".join(groups)


def _is_right(place: int, group: str) -> bool:
    values = [ALPHABET.find(it) for it in group]
    return -1 not in values and _check_value(place, values[:-1]) == values[-1]


def _check_value(place: int, values: list[int]) -> int:
    """Horner's rule at the generator of GF(32): each place of a group has a weight of its own."""
    total = place + 1
    for value in values:
        total = _doubled(total) ^ value
    return _doubled(total)


def _doubled(value: int) -> int:
    """Times x in GF(32) = GF(2)[x] / (x^5 + x^2 + 1)."""
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)
