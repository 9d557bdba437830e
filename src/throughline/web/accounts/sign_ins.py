"""Where an account is signed in, and ending it: a sign-in is a row beside its session, and goes with it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.sessions.models import Session
from django.http import HttpRequest

from throughline.vault.identity import PrivateKey
from throughline.vault.notes import open_note, seal_note
from throughline.web.accounts.devices import device_named
from throughline.web.accounts.models import Account, SignIn
from throughline.web.accounts.sessions import BEGAN, kept_as
from throughline.web.accounts.unlocking import SEEN

PLACE = "sign-in"


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser that is signed in, as its owner sees it."""

    id: str
    device: str
    began: datetime
    seen: datetime
    is_here: bool


def note_sign_in(*, by: Account, private: PrivateKey, request: HttpRequest) -> None:
    """Somebody signed in with this request's session, whose row must be there."""
    id = here(request)
    device = device_named(request.META.get("HTTP_USER_AGENT", ""))
    sealed = seal_note(private, device.encode(), place=PLACE, item=id)
    SignIn.objects.create(session_id=id, account=by, sealed=sealed)


def here(request: HttpRequest) -> str:
    """The id of this browser's own sign-in."""
    return kept_as(request.session.session_key or "")


def sign_ins_of(account: Account, private: PrivateKey, here: str) -> list[SignedIn]:
    """Every browser that is signed in, this one first, then the one seen last."""
    rows = account.sign_ins.select_related("session").filter(session__expire_date__gt=datetime.now(UTC))
    told = [_told(row, private, here) for row in rows]
    return sorted(told, key=lambda it: (not it.is_here, -it.seen.timestamp()))


def _told(row: SignIn, private: PrivateKey, here: str) -> SignedIn:
    said = row.session.get_decoded()
    began, seen = (datetime.fromtimestamp(said.get(name, 0), UTC) for name in (BEGAN, SEEN))
    device = open_note(private, bytes(row.sealed), place=PLACE, item=row.session_id).decode()
    return SignedIn(row.session_id, device, began, max(began, seen), row.session_id == here)


def end_sign_in(*, by: Account, id: str) -> None:
    """End one: its session is gone, and the key that was wrapped in it. An id of no sign-in of theirs ends nothing."""
    theirs = by.sign_ins.values_list("pk", flat=True)
    Session.objects.filter(pk__in=[one for one in theirs if one == id]).delete()


def end_sign_ins(*, by: Account, but: str = "") -> None:
    """End all, but the one of that id."""
    Session.objects.filter(signin__account=by).exclude(pk=but).delete()
