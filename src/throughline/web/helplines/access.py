"""Who may see a page of the desk: somebody who works at a helpline, with their key open. A view is decorated, and gets the desk."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from throughline.domain.errors import NotAllowed, Tampered
from throughline.vault.identity import PrivateKey
from throughline.vault.notes import open_letter
from throughline.web.accounts.models import Account
from throughline.web.accounts.unlocking import is_idle, lock, private_key, seen
from throughline.web.cases.access import keep_typed
from throughline.web.helplines.models import Helpline, Staff, Standing

log = logging.getLogger(__name__)
P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Desk:
    """Somebody of a helpline's staff at work, with the helpline's private keys by epoch. A manager has none."""

    staff: Staff
    helpline: Helpline
    private: PrivateKey = field(repr=False)
    keys: dict[int, PrivateKey] = field(repr=False)

    @property
    def name(self) -> str:
        """The name they go by at work."""
        return self.staff.known_as


def letter_item(helpline_id: str, epoch: int) -> str:
    """What a sealed copy of a helpline's key is bound to."""
    return f"{helpline_id}:{epoch}"


def desk_of(account: Account, private: PrivateKey) -> Desk | None:
    """The desk of an account; None where it is on nobody's staff, or not any more."""
    staff = Staff.objects.select_related("helpline").filter(account=account, standing=Standing.ACTIVE).first()
    if staff is None:
        return None
    keys = {
        it.epoch: PrivateKey(
            open_letter(private, bytes(it.sealed), place="helpline-key", item=letter_item(staff.helpline_id, it.epoch))
        )
        for it in staff.keys.order_by("epoch")
    }
    return Desk(staff, staff.helpline, private, keys)


def with_desk(view: Callable[Concatenate[HttpRequest, Desk, P], HttpResponseBase]) -> View[P]:
    """A page of the desk. Whoever is not signed in goes to the sign-in, whoever is locked to the unlocking and back; for whoever
    is on no staff it is not there. What they may not do is refused in a sentence, and a helpline that asks for a second step is
    closed to who has none."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: P.args, **named: P.kwargs) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return HttpResponseRedirect(reverse("signing:sign-in"))
        private = None if is_idle(request) else private_key(request)
        if private is None:
            lock(request)
            keep_typed(request, request.path)
            return HttpResponseRedirect(f"{reverse('signing:unlock')}?{urlencode({'next': request.path})}")
        desk = desk_of(request.user, private)
        if desk is None:
            raise Http404
        seen(request)
        request.desk = desk  # type: ignore[attr-defined]
        if desk.helpline.asks_second_step and not request.user.second_steps.exists():
            return render(request, "helplines/second_step_first.html", {"helpline": desk.helpline}, status=403)
        try:
            return view(request, desk, *args, **named)
        except NotAllowed as refused:
            return render(request, "problems/not_allowed.html", {"reason": refused.message}, status=403)
        except Tampered as fault:
            log.error("A page of the desk was not opened: %s", fault.code)
            return render(request, "problems/not_as_left.html", status=500)

    return cast(View[P], guarded)
