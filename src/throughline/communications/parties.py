"""Who a party is: numbers, addresses and accounts in one form.

The written form is always kept beside the canonical one: an investigator must be able to see what the phone showed.
"""

from __future__ import annotations

import re
from functools import lru_cache

import phonenumbers

from throughline.domain.communication import WITHHELD, Party

_MARKS = re.compile("[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_SPACES = re.compile("[\\s\u00a0\u2007\u202f]+")
_NUMBER = re.compile(r"\+?[\d\s().\-/\u00a0\u2011]{3,}")
_SHORT_CODE_DIGITS = 6


def without_marks(text: str) -> str:
    """The text without direction marks, its white space folded: what two writings of one name have in common."""
    return _SPACES.sub(" ", _MARKS.sub("", text)).strip()


def looks_like_number(text: str) -> bool:
    """True when the text is a telephone number and nothing else."""
    plain = without_marks(text)
    return bool(_NUMBER.fullmatch(plain)) and sum(map(str.isdigit, plain)) >= 3


@lru_cache(maxsize=65536)
def canonical_number(written: str, region: str = "GB") -> str:
    """A telephone number as E.164 where it is possible as one, else as written without spaces and marks.

    Six digits or fewer are a short code and stay as they are. `is_possible_number`, not `is_valid_number`: the latter
    refuses the numbers Ofcom keeps for drama.
    """
    plain = without_marks(written)
    digits = sum(map(str.isdigit, plain))
    # “60777” is a sender of its own, not a London number without its prefix.
    if not looks_like_number(plain) or digits <= _SHORT_CODE_DIGITS:
        return plain
    try:
        number = phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return plain.replace(" ", "")
    if not phonenumbers.is_possible_number(number):
        return plain.replace(" ", "")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


@lru_cache(maxsize=65536)
def party_from_number(written: str, region: str = "GB") -> Party:
    """The party a phone export names by number: a number, a short code, or an alphanumeric sender (kind `other`)."""
    plain = without_marks(written)
    if not plain:
        return WITHHELD
    if not looks_like_number(plain):
        return Party("other", plain, None if plain == written else written)
    value = canonical_number(plain, region)
    return Party("phone", value, None if value == written else written)


@lru_cache(maxsize=65536)
def party_from_name(written: str) -> Party:
    """The party a chat export names by display name: the number where the name is one, else the name (kind `other`).

    WhatsApp puts "~ " before names that are not in the contacts; it is not part of the name.
    """
    plain = without_marks(written).removeprefix("~").strip()
    if looks_like_number(plain):
        return party_from_number(written)
    return Party("other", plain, None if plain == written else written)


@lru_cache(maxsize=65536)
def canonical(kind: str, value: str) -> str:
    """What two writings of one identifier have in common, for matching only; kinds that may name one another share a
    prefix (an account may be written down as a handle or as another name)."""
    if kind == "phone":
        return "phone:" + canonical_number(value)
    plain = without_marks(value).casefold()
    if kind == "email":
        return "email:" + plain
    if kind in ("handle", "other"):
        return "name:" + plain.removeprefix("@").removeprefix("~").strip()
    return f"{kind}:{plain}"
