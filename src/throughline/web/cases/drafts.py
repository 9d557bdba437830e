"""What is being typed, kept sealed until it is saved: a form that is left, locked or cut off is there again as it was."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol, TypeVar

from django.forms import Form
from django.http import HttpRequest, QueryDict

from throughline.web.accounts.models import Account
from throughline.web.accounts.unlocking import private_key
from throughline.web.cases.access import place_of
from throughline.web.cases.actions import drop_draft, open_draft

F = TypeVar("F", bound=Form)


class Typist(Protocol):
    """Whatever is somebody's: an open case, or a member of staff."""

    @property
    def account(self) -> Account:
        """Whose account it is: what is typed is sealed to it."""


def filled(request: HttpRequest, case: Typist, make: Callable[[QueryDict | None], F]) -> F:
    """The form of a page: with what was sent, or else with what was being typed here when the page was left. That is not
    checked yet, so nobody is told of faults in a sentence they have not finished."""
    if request.method == "POST":
        return make(request.POST)
    typed = _typed(request, case)
    form = make(typed)
    if typed is not None:
        form.errors.clear()
        form.was_kept = True  # type: ignore[attr-defined]
    return form


def saved(request: HttpRequest, case: Typist) -> None:
    """What was typed on this page is recorded now, and the draft of it goes."""
    drop_draft(by=case.account, place=place_of(request.path))


def _typed(request: HttpRequest, case: Typist) -> QueryDict | None:
    private = private_key(request)
    typed = None if private is None else open_draft(case.account, private, place_of(request.path))
    return None if typed is None else QueryDict(typed)
