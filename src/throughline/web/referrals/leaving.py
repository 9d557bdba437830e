"""What is to leave for a referral: a pack of what was shared, or a letter. Both are named by a fingerprint, so that what two members
of staff confirmed is what leaves and nothing else."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field

from throughline.casework.referral import Confirmation, Recipient
from throughline.casework.state import State, Version
from throughline.packs.cautions import has_postcode
from throughline.packs.making import Recipient as PackRecipient
from throughline.web.sharing.queries import SharedCase
from throughline.web.takeaway.queries import addresses_told

PACK_FOR: dict[Recipient, PackRecipient] = {
    "police": "police", "isac": "advocate", "idva": "advocate", "solicitor": "solicitor", "other": "service",
}  # fmt: skip
"""For whom a pack says that it was made."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """One choice of what is to leave. `state` is how far what was shared had come; a letter has none."""

    referral: str
    withheld: tuple[str, ...] = ()
    with_answers: bool = False
    letter: str = field(default="", repr=False)
    state: str = ""

    @property
    def fingerprint(self) -> str:
        """SHA-256 over all of it, in hexadecimal."""
        told = [self.referral, sorted(self.withheld), self.with_answers, self.letter, self.state]
        return hashlib.sha256(json.dumps(told).encode()).hexdigest()

    def confirmation(self) -> Confirmation:
        """What somebody writes who confirms it."""
        return Confirmation(
            self.referral, self.fingerprint, tuple(sorted(self.withheld)), self.with_answers, self.letter
        )


def pack_of(referral: str, shared: SharedCase, *, withheld: frozenset[str], with_answers: bool) -> Leaving:
    """A pack of what is shared now. With whatever is shared after it, it is another one."""
    state = f"{shared.head.case_id}:{shared.head.count}"
    return Leaving(referral, tuple(sorted(withheld)), with_answers, state=state)


def letter_of(referral: str, words: str) -> Leaving:
    """A letter of those words, whatever a browser makes of the ends of its lines."""
    return Leaving(referral, letter="\n".join(words.strip().splitlines()))


def addresses_in(leaving: Leaving, shared: SharedCase | None) -> list[str]:
    """Each reason to think that an address is in it, as a sentence."""
    if shared is not None and not leaving.letter:
        return addresses_told(shared, frozenset(leaving.withheld))
    return ["What looks like a postcode stands in the letter."] if has_postcode(leaving.letter) else []


def confirmations_of(said: State, referral: str) -> list[Version[Confirmation]]:
    """Who confirmed something for a referral, in order."""
    found = [it for it in said.versions_of(Confirmation) if it.value is not None and it.value.referral == referral]
    return sorted(found, key=lambda it: it.number)


def confirmed_by(said: State, leaving: Leaving) -> frozenset[str]:
    """The members of staff who confirmed exactly this."""
    return frozenset(
        it.by for it in confirmations_of(said, leaving.referral) if it.value and it.value.of == leaving.fingerprint
    )
