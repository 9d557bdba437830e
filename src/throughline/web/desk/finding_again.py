"""How a person who rings back is found: by a reference that they were told and a word that they chose, both or not at all.

A number finds nobody: numbers are shared, forged and taken. What is kept of the two is a code under a key of the helpline's, so that
whoever has the database cannot try words out.
"""

from __future__ import annotations

import secrets
import unicodedata

from throughline.vault.identity import PrivateKey
from throughline.vault.primitives import derive, frame, mac
from throughline.vault.recovery import ALPHABET
from throughline.web.desk.models import CallerMark, HelplineCase
from throughline.web.helplines.access import Desk

_LENGTH = 6
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


def new_reference() -> str:
    """A reference to tell somebody on the telephone: six letters and digits that are not taken for one another."""
    drawn = "".join(secrets.choice(ALPHABET) for _ in range(_LENGTH))
    return f"{drawn[:3]}-{drawn[3:]}"


def plain_reference(text: str) -> str:
    """A reference in its one form, from however it was heard and typed."""
    typed = unicodedata.normalize("NFKC", text).upper().translate(_LOOKALIKES)
    return "".join(it for it in typed if it in ALPHABET)


def plain_word(text: str) -> str:
    """A word or name in one form: small letters, single blanks."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def mark_of(key: PrivateKey, helpline_id: str, reference: str, word: str) -> str:
    """The code over both, under a key of the helpline's."""
    own = derive(key.raw, "caller-mark", helpline_id)
    return mac(own, frame(plain_reference(reference), plain_word(word))).hex()


def set_mark(desk: Desk, row: HelplineCase, reference: str, word: str) -> None:
    """From now on the case is found by these two, and by no earlier ones."""
    newest = desk.keys[max(desk.keys)]
    told = {"helpline": desk.helpline, "mark": mark_of(newest, desk.helpline.id, reference, word)}
    CallerMark.objects.update_or_create(case=row, defaults=told)


def find_caller(desk: Desk, reference: str, word: str) -> HelplineCase | None:
    """The case of whoever gave both, among those of this helpline; None where no case has both."""
    if not plain_reference(reference) or not plain_word(word):
        return None
    marks = [mark_of(key, desk.helpline.id, reference, word) for key in desk.keys.values()]
    found = CallerMark.objects.filter(helpline=desk.helpline, mark__in=marks).select_related("case").first()
    return None if found is None else found.case
