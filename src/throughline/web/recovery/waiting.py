"""The session of somebody who waits for a helpline: a key of its own, and the code they typed, sealed under it.

The key is wrapped as that of a person who is signed in: the session's row does not open it without the browser's cookie. Nobody
is signed in while they wait.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import datetime

from django.http import HttpRequest

from throughline.vault.identity import PrivateKey
from throughline.vault.notes import open_note, seal_note
from throughline.web.accounts.unlocking import unwrap, wrap
from throughline.web.recovery.models import Waiting

_NAME, _PLACE = "waits", "half-code"


@dataclass(frozen=True, slots=True)
class Waits:
    """Who waits in this browser."""

    row: Waiting
    private: PrivateKey = field(repr=False)
    code: str = field(repr=False)

    def is_over(self, now: datetime) -> bool:
        """Whether nobody waits any more."""
        return now >= self.row.ends_at

    @property
    def is_released(self) -> bool:
        """Whether the helpline's half is here."""
        return self.row.released is not None

    @property
    def reference(self) -> str:
        """What is read out on the telephone."""
        return f"{self.row.reference[:3]}-{self.row.reference[3:]}"


def begin_to_wait(request: HttpRequest, row: Waiting, private: PrivateKey, code: str) -> None:
    """From now on this browser waits. Whoever was signed in here is not any more."""
    request.session.flush()
    request.session.set_expiry(row.ends_at)
    sealed = seal_note(private, code.encode(), place=_PLACE, item=row.id)
    request.session[_NAME] = {
        "id": row.id, "code": base64.b64encode(sealed).decode(), "wrapped": wrap(request, private)
    }  # fmt: skip


def waiting_here(request: HttpRequest) -> Waits | None:
    """Who waits in this browser; None where nobody does, or it was closed in between."""
    said = request.session.get(_NAME)
    if said is None:
        return None
    private = unwrap(request, said["wrapped"])
    row = Waiting.objects.select_related("recovery__account").filter(pk=said["id"]).first()
    if private is None or row is None:
        return None
    return Waits(row, private, open_note(private, base64.b64decode(said["code"]), place=_PLACE, item=row.id).decode())
