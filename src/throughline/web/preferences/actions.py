"""What changes the settings of a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from throughline.web.accounts.models import Account
from throughline.web.cases.actions import record
from throughline.web.cases.queries import OpenCase, as_it_is_now
from throughline.web.cases.state import Action, Change, value_of

KEY = ("settings", "case")


def change_preferences(*, by: Account, case: OpenCase, timezone: str, jurisdiction: str, initials: str) -> None:
    """Record the settings; where nothing differs nothing is recorded. `jurisdiction` is empty where the person is not sure.
    `initials` may be empty: then references go on as they began."""
    with transaction.atomic():
        case = as_it_is_now(case)
        value = {"timezone": timezone, **({"jurisdiction": jurisdiction} if jurisdiction else {})}
        _record(by, case, value, {"initials": initials} if initials else {})


def say_where(*, by: Account, case: OpenCase, jurisdiction: str) -> None:
    """Record where most of it happened, or with an empty text that this was asked; it is not asked of itself again."""
    with transaction.atomic():
        case = as_it_is_now(case)
        value = {**_value(case), **({"jurisdiction": jurisdiction} if jurisdiction else {})}
        _record(by, case, value, {"initials": case.initials} if case.initials else {})


def _value(case: OpenCase) -> dict[str, Any]:
    return value_of(case.state.history[KEY][-1]) if KEY in case.state.kept else {}


def _record(by: Account, case: OpenCase, value: Mapping[str, Any], kept: Mapping[str, Any]) -> None:
    kept = {**kept, "asked_where": True}
    if (_value(case), dict(case.state.kept.get(KEY, {}))) != (value, kept):
        action: Action = "amended" if KEY in case.state.kept else "recorded"
        record(by=by, case=case, changes=[Change("settings", "case", action, value, kept)])
