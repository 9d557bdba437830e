"""What changes a referral. Each step is in the ledger of the helpline's case and, where the person shares or shared something, in the
account that they read: both or neither."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from django.db import transaction

from throughline.casework.coding import encode
from throughline.casework.referral import Consent, Recipient, Referral
from throughline.casework.state import Item, State
from throughline.casework.writing import Note
from throughline.vault.canonical import Json
from throughline.web.cases.models import new_id
from throughline.web.desk.actions import record_in_case
from throughline.web.helplines.ledgers import Line
from throughline.web.referrals.access import AtCase
from throughline.web.referrals.leaving import Leaving
from throughline.web.referrals.wording import named_recipient
from throughline.web.sharing.actions import note_in_account

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""What short ids are made of: nothing that is taken for another."""


def begin(*, by: AtCase, to: Recipient, named: str, consent: Consent) -> str:
    """Write down that the person agreed to be referred; gives the id of the referral. Nothing goes anywhere yet."""
    by.require_referring()
    id, referral = _new_referral(by.said), Referral(to, named, consent)
    _record(by, id, referral, [Line(f"referral:{id}", "recorded", {"value": encode(referral)})], "agreed", {
        "how": consent.how, "at": consent.at.isoformat(), "to_what": consent.to_what,
    })  # fmt: skip
    return id


def _new_referral(said: State) -> str:
    """An id that no referral of the case has. It is short, so that what is typed on its pages is kept under their whole address."""
    while True:
        id = "".join(secrets.choice(LETTERS) for _ in range(5))
        if said.item(Referral, id) is None:
            return id


def take_consent_back(*, by: AtCase, item: Item[Referral], at: datetime) -> None:
    """The person does not agree any more: from then on nothing goes. It can always be written down, also in a closed case.

    Raises NotAllowed, and ValueError where something was sent after that time.
    """
    by.require("open_case")
    referral = next((it for it in item.values if it.is_agreed), None)
    if referral is not None and referral.consent is not None:
        taken_back = replace(referral.consent, withdrawn_at=max(at, referral.consent.at))
        _amend(by, item, replace(referral, consent=taken_back), "consent_taken_back", {"at": at.isoformat()})


def confirm(*, by: AtCase, leaving: Leaving, before: frozenset[str]) -> None:
    """One of two members of staff confirms that what shows an address may leave. `before` are those who did already."""
    by.require("confirm_address", confirmed_by=before)
    referral = by.referral(leaving.referral).values[-1]
    line = Line(f"confirmation:{new_id()}", "recorded", {"value": encode(leaving.confirmation())})
    _record(by, leaving.referral, referral, [line], "address_confirmed", {})


def write_pack_made(*, by: AtCase, item: Item[Referral], words: str) -> None:
    """A pack of what was shared is about to be downloaded for a referral."""
    note = Line(f"note:{new_id()}", "recorded", {"value": encode(Note(words))})
    _record(by, item.id, item.values[-1], [note], "exported", {"what": words})


def record_sent(*, by: AtCase, item: Item[Referral], sent: str, at: datetime, answer_by: date | None) -> None:
    """Something went to whom the person agreed. Raises NotAllowed without consent that holds now, ValueError where it did not at
    that time."""
    by.require("refer", referral=item.id)
    changed = replace(item.values[-1], sent=sent, sent_at=at, answer_by=answer_by)
    _amend(by, item, changed, "sent", {"what": sent, "at": at.isoformat()})


def chase(*, by: AtCase, item: Item[Referral], words: str, answer_by: date) -> None:
    """Somebody asked for the answer, and it is expected by another day now."""
    by.require("write_plan")
    note = Line(f"note:{new_id()}", "recorded", {"value": encode(Note(words))})
    _amend(by, item, replace(item.values[-1], answer_by=answer_by), "chased", {"what": words}, more=[note])


def record_answer(*, by: AtCase, item: Item[Referral], answer: str, at: datetime) -> None:
    """They answered."""
    by.require("write_plan")
    _amend(by, item, replace(item.values[-1], answer=answer, answered_at=at), "answered", {"what": answer})


def _amend(
    by: AtCase, item: Item[Referral], changed: Referral, action: str, told: Mapping[str, Json], *, more: Sequence[Line] = ()
) -> None:  # fmt: skip
    content: dict[str, Json] = {"value": encode(changed), "made_from": list(item.made_from)}
    _record(by, item.id, changed, [Line(f"referral:{item.id}", "amended", content), *more], action, told)


def _record(
    by: AtCase, id: str, referral: Referral, lines: Sequence[Line], action: str, told: Mapping[str, Json]
) -> None:
    with transaction.atomic():
        record_in_case(by=by.desk, case=by.case, lines=lines)
        if by.case.row.share is not None:
            content = {"to": named_recipient(referral.to), "named": referral.named, **told}
            note_in_account(by=by.desk, share=by.case.row.share, item=f"referral:{id}", action=action, content=content)
