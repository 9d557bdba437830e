"""A share as its person sees it, and as somebody of the helpline opens it."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q, Sum

from throughline.domain.errors import MissingKey, Tampered
from throughline.domain.policies import Part
from throughline.vault.entries import Opened
from throughline.vault.files import FileKey
from throughline.vault.notes import open_note
from throughline.vault.record import Head
from throughline.web.accounts.models import Account
from throughline.web.cases.models import CaseRow
from throughline.web.cases.queries import OpenCase
from throughline.web.cases.state import fold
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import Ledger, ledger_from, open_ledger, read_ledger
from throughline.web.sharing.models import Share

KEPT_AS = "share"


@dataclass(frozen=True, slots=True)
class Keys:
    """What the person keeps of a share: its two ledgers (`content` is None once it ended) and its terms."""

    content: Ledger | None
    account: Ledger
    parts: frozenset[Part]
    purpose: str
    called: str


@dataclass(frozen=True)
class SharedCase(OpenCase):
    """What was shared of a diary, for reading. It has the pages' and packs' view of a case; there is no key of the case in it,
    and nothing can be recorded through it."""

    share: Share | None = None

    def file_key(self, file_id: str, epoch: int) -> FileKey:
        """The key of a file that was shared. Raises MissingKey."""
        for kept in self.state.kept.values():
            if file_id in kept.get("keys", {}):
                return FileKey(file_id, epoch, bytes.fromhex(kept["keys"][file_id]))
        raise MissingKey("This file was not shared.")

    def table_key(self, file_id: str, epoch: int) -> FileKey:
        """The same of an import."""
        return self.file_key(file_id, epoch)


def live_shares(case: OpenCase, now: datetime) -> list[Share]:
    """The shares of a diary that are neither withdrawn nor ended."""
    return list(Share.objects.filter(_is_live(now), case=case.row).select_related("helpline"))


def _is_live(now: datetime) -> Q:
    return Q(withdrawn_at=None) & (Q(ends_at=None) | Q(ends_at__gt=now))


def is_live(share: Share, now: datetime) -> bool:
    """Tell whether a helpline may open a share now."""
    return (
        share.withdrawn_at is None and share.content_id is not None and (share.ends_at is None or now < share.ends_at)
    )


def shares_of(case: OpenCase) -> list[Share]:
    """Every share of a diary there ever was, the newest first."""
    return list(Share.objects.filter(case=case.row).select_related("helpline").order_by("-begins_at"))


def waiting_for_person(account: Account) -> int:
    """How many messages of helplines an account has not seen."""
    theirs = CaseRow.objects.filter(grants__account=account)
    return Share.objects.filter(case__in=theirs).aggregate(waiting=Sum("waiting_for_person"))["waiting"] or 0


def keys_of(case: OpenCase, share: Share) -> Keys:
    """What the person keeps of a share."""
    kept = json.loads(open_note(case.ring, bytes(share.kept), place=KEPT_AS, item=share.id))
    content = None if share.content_id is None else ledger_from(share.content_id, bytes.fromhex(kept["content"]))
    account = ledger_from(share.account_id, bytes.fromhex(kept["account"]))
    return Keys(content, account, frozenset(kept["parts"]), kept["purpose"], kept["called"])


def open_shared(desk: Desk, share: Share, now: datetime, *, until: datetime | None = None) -> SharedCase:
    """What was shared, as it is now; `until` gives it as it had come on by that moment, as far as it can still be read. Whether
    this member of staff may open it is for `domain.policies`; here the keys decide.

    Raises MissingKey where it was withdrawn or has ended, Tampered where it is not as it was sealed.
    """
    share = Share.objects.get(pk=share.pk, helpline=desk.helpline)
    if not is_live(share, now) or share.content_id is None:
        raise MissingKey("They took this back, or it has ended.")
    content = open_ledger(share.content_id, desk.helpline, desk.keys)
    told = read_ledger(content)
    state = fold(
        _as_recorded(it) for it in told if isinstance(it, Opened) and (until is None or it.recorded_at <= until)
    )
    head = Head(content.id, 1, len(told), b"", None, b"%d" % len(told))
    return SharedCase(desk.staff.account, CaseRow(id=content.id), content.ring, head, state, share)


def _as_recorded(entry: Opened) -> Opened:
    """The entry with the time at which the person recorded it, and not that at which it went on."""
    match entry.content:
        case {"value": dict(), "kept": dict(), "recorded_at": str(at)}:
            return replace(entry, recorded_at=datetime.fromisoformat(at))
        case {"value": dict(), "kept": dict()}:
            return entry
    raise Tampered("What was shared is not written as this version writes it.")


def account_of_share(ledger: Ledger) -> list[Opened]:
    """Who gave, opened, exported, noted and wrote what, in order."""
    return [it for it in read_ledger(ledger) if isinstance(it, Opened)]


def account_for_desk(desk: Desk, share: Share) -> list[Opened]:
    """The same, for the helpline."""
    return account_of_share(open_ledger(share.account_id, desk.helpline, desk.keys))


def words_of(entry: Opened) -> dict[str, Any]:
    """The content of an entry of the account."""
    match entry.content:
        case dict(content):
            return content
    raise Tampered("An entry of the account is not written as this version writes it.")
