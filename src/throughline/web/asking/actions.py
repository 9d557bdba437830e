"""What changes the kept answers of a case. All of it is one item of the record, sealed like the rest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction

from throughline.domain.vocabulary import WorryingAnswer
from throughline.web.accounts.models import Account
from throughline.web.cases.actions import record
from throughline.web.cases.queries import OpenCase, as_it_is_now
from throughline.web.cases.state import Action, Change, value_of

KEY = ("questions", "case")


def look(
    *, by: Account, case: OpenCase, on: date, answers: Mapping[str, WorryingAnswer] | None, seen: Iterable[str]
) -> None:
    """The person went through the questions on that day. `answers` take the place of those kept before, None leaves them;
    `seen` are the reasons to look again that there are now, which need not be told again."""
    with transaction.atomic():
        case = as_it_is_now(case)
        told: dict[str, Any] = {**_now(case), "looked_at": f"{on:%Y-%m-%d}", "put_away": sorted(seen)}
        if answers is not None:
            told["answers"] = [{"question": id, "at": f"{on:%Y-%m-%d}", "answer": it} for id, it in answers.items()]
        _record(by, case, told)


def put_away(*, by: Account, case: OpenCase, keys: Iterable[str]) -> None:
    """The reasons to look again that there are now are not told again; others are when they come."""
    with transaction.atomic():
        case = as_it_is_now(case)
        _record(by, case, {**_now(case), "put_away": sorted(keys)})


def answer_one(*, by: Account, case: OpenCase, question: str, answer: WorryingAnswer | None, on: date) -> None:
    """Keep the answer to one question, or with None take out the one that is kept; the others stay, and so does the day on
    which all were last looked at."""
    with transaction.atomic():
        case = as_it_is_now(case)
        now = _now(case)
        before = {it["question"]: it.get("answer") for it in now.get("answers", [])}
        if before.get(question) == answer:
            return
        others = [it for it in now.get("answers", []) if it["question"] != question]
        own = [{"question": question, "at": f"{on:%Y-%m-%d}", "answer": answer}] if answer else []
        _record(by, case, {**now, "answers": [*others, *own]})


def forget(*, by: Account, case: OpenCase) -> None:
    """Destroy every kept answer, and that there were any, in every form they had."""
    with transaction.atomic():
        case = as_it_is_now(case)
        if KEY in case.state.kept:
            record(by=by, case=case, changes=[Change("questions", "case", "deleted")])


def _now(case: OpenCase) -> dict[str, Any]:
    return value_of(case.state.history[KEY][-1]) if KEY in case.state.kept else {}


def _record(by: Account, case: OpenCase, told: Mapping[str, Any]) -> None:
    after = {key: item for key, item in told.items() if item}
    if after != _now(case):
        action: Action = "amended" if KEY in case.state.kept else "recorded"
        record(by=by, case=case, changes=[Change("questions", "case", action, after)])
