"""A helpline's case, opened with the helpline's key."""

from __future__ import annotations

from dataclasses import dataclass

from throughline.vault.entries import Opened
from throughline.web.desk.models import HelplineCase
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import Ledger, open_ledger, read_ledger


@dataclass(frozen=True, slots=True)
class OpenHelplineCase:
    """A case of the helpline's with its ledger, and what that says."""

    row: HelplineCase
    ledger: Ledger
    entries: tuple[Opened, ...]


def open_helpline_case(desk: Desk, id: str) -> OpenHelplineCase:
    """A case of this desk's helpline. Whether this member of staff may open it is for `domain.policies`.

    Raises HelplineCase.DoesNotExist where their helpline has none of that id, MissingKey where they hold no key to it.
    """
    row = HelplineCase.objects.select_related("share", "adviser").get(pk=id, helpline=desk.helpline)
    ledger = open_ledger(row.ledger_id, desk.helpline, desk.keys)
    return OpenHelplineCase(row, ledger, tuple(it for it in read_ledger(ledger) if isinstance(it, Opened)))
