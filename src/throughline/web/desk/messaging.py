"""What an adviser writes to the person whose diary is shared, each in one transaction with what it notes in the case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from django.db import transaction

from throughline.casework.writing import Advice
from throughline.web.desk.actions import record_in_case
from throughline.web.desk.queries import OpenHelplineCase
from throughline.web.desk.standing import require, told
from throughline.web.desk.writing import line_of
from throughline.web.helplines.access import Desk
from throughline.web.sharing.actions import write_to_person


def send_message(*, by: Desk, case: OpenHelplineCase, words: str) -> None:
    """Write to the person. Raises NotAllowed, and MissingKey where they have just taken the share back."""
    require("message_person", by, case, datetime.now(UTC))
    assert case.row.share is not None
    write_to_person(by=by, share=case.row.share, words=words)


def send_advice(*, by: Desk, case: OpenHelplineCase, id: str) -> None:
    """Give the person a summary as a message, and note that they got it so. The summary has to stand in one version."""
    item = told(case).item(Advice, id)
    assert item is not None
    (advice,) = item.values
    given = replace(advice, given="in_service", given_at=datetime.now(UTC))
    with transaction.atomic():
        send_message(by=by, case=case, words=advice.words)
        record_in_case(by=by, case=case, lines=[line_of(given, id, item.made_from)])
