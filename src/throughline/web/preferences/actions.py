"""What changes the settings of a case."""

from __future__ import annotations

from django.db import transaction

from throughline.web.accounts.models import Account
from throughline.web.cases.actions import record
from throughline.web.cases.queries import OpenCase, as_it_is_now
from throughline.web.cases.state import Action, Change

KEY = ("settings", "case")


def change_preferences(*, by: Account, case: OpenCase, timezone: str, jurisdiction: str, initials: str) -> None:
    """Record the settings; where nothing differs nothing is recorded. `initials` may be empty: then references go on as
    they began."""
    with transaction.atomic():
        case = as_it_is_now(case)
        value = {"timezone": timezone, "jurisdiction": jurisdiction}
        kept = {"initials": initials} if initials else {}
        before = (case.case.timezone, case.case.jurisdiction, case.initials or "")
        if before != (timezone, jurisdiction, initials):
            action: Action = "amended" if KEY in case.state.kept else "recorded"
            record(by=by, case=case, changes=[Change("settings", "case", action, value, kept)])
