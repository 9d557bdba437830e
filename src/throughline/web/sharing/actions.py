"""What changes a share: giving, going on, withdrawing, and what is written into its account."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence, Set
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.dispatch import Signal

from throughline.casework.safe_contact import SafeContact
from throughline.domain.errors import MissingKey
from throughline.domain.policies import Part
from throughline.vault.canonical import Json
from throughline.vault.entries import Opened
from throughline.vault.notes import seal_note
from throughline.web.accounts.models import Account
from throughline.web.cases.models import new_id
from throughline.web.cases.queries import OpenCase, as_it_is_now
from throughline.web.cases.state import Change
from throughline.web.helplines.access import Desk
from throughline.web.helplines.ledgers import (
    Ledger,
    Line,
    append_to,
    begin_ledger,
    destroy_ledger,
    grant_ledger,
    open_ledger,
    read_ledger,
    take_back,
)
from throughline.web.helplines.models import Helpline
from throughline.web.sharing.models import Share
from throughline.web.sharing.projection import KIND_PARTS, Said, project, said_of
from throughline.web.sharing.queries import KEPT_AS, keys_of, live_shares

given = Signal()
"""Sent inside the transaction in which a diary is shared, with `share`, what the person is `called`, whom it is `about`, and
`safe_contact`."""
went_on = Signal()
"""Sent inside the transaction in which something of a diary goes on to a helpline, with `share`, `case`, what was `said` of it, and
`at`."""
opened = Signal()
"""Sent inside the transaction in which an opening is noted, with `share` and the `items` that were opened."""
MOST_NAMES = 200
SAME_OPENING = timedelta(minutes=10)
"""Opening the same part again within this time is one opening in the account."""


def give(
    *, by: Account, case: OpenCase, helpline: Helpline, parts: Set[Part], purpose: str, ends_at: datetime | None,
    called: str = "", safe_contact: SafeContact | None = None,
) -> Share:  # fmt: skip
    """Share those parts of a diary with a helpline, from now until `ends_at` or until it is withdrawn. `called` is what the person
    wants to be called there, `safe_contact` what they said of being contacted: both go into the helpline's own case."""
    assert by.pk == case.account.pk
    with transaction.atomic():
        case = as_it_is_now(case)
        content, account = begin_ledger(), begin_ledger()
        for ledger in (content, account):
            grant_ledger(ledger, helpline)
        id = new_id()
        terms = {"parts": sorted(parts), "purpose": purpose, "called": called, "ends_at": _written(ends_at)}
        kept = {"content": content.key.key.hex(), "account": account.key.key.hex(), **terms}
        share = Share.objects.create(
            id=id, case=case.row, helpline=helpline, content_id=content.id, account_id=account.id, ends_at=ends_at,
            kept=seal_note(case.ring, json.dumps(kept).encode(), place=KEPT_AS, item=id),
        )  # fmt: skip
        append_to(account, [Line("share:1", "given", {"by": "person", **terms})])
        said = _go_on(case, content, parts, said_of(case.state))
        given.send(Share, share=share, called=called, about=_about(case, parts), safe_contact=safe_contact)
        went_on.send(Share, share=share, case=case, said=said, at=share.begins_at)
    return share


def _about(case: OpenCase, parts: Set[Part]) -> str:
    """Whom a diary is about, as far as that is shared: an adviser is asked first whether they know anybody in it."""
    is_shared = any(part in parts for part in KIND_PARTS["person"])
    return ", ".join(it.name for it in case.case.people if it.name)[:MOST_NAMES] if is_shared else ""


def go_on_sharing(*, case: OpenCase, changes: Sequence[Change], at: datetime, **_: object) -> None:
    """What was recorded in a diary goes on to everybody it is shared with. Called inside the transaction that records it."""
    for share in live_shares(case, at):
        keys = keys_of(case, share)
        if keys.content is not None:
            said = [Said((it.kind, it.id), it.action, it.value or {}, it.kept, at) for it in changes]
            told = _go_on(case, keys.content, keys.parts, said)
            went_on.send(Share, share=share, case=case, said=told, at=at)


def _go_on(case: OpenCase, content: Ledger, parts: Set[Part], said: Sequence[Said]) -> list[Said]:
    """Append what goes on, and give it. An item that was shared and is deleted or private now is destroyed there."""
    latest = {it.key: it for it in said}
    private = {key for key, it in latest.items() if it.value.get("private")}
    open_now = set(latest) - private

    def is_private(kind: str, id: str) -> bool:
        if (kind, id) in private or (kind, id) in open_now:
            return (kind, id) in private
        return bool(case.state.kept.get((kind, id)) is not None and _value(case, kind, id).get("private"))

    def key_of(kind: str, id: str, epoch: int) -> bytes:
        return (case.table_key if kind == "table" else case.file_key)(id, epoch).key

    earlier: dict[str, tuple[int, ...]] = {}
    if any(it.action == "deleted" or it.key in private for it in said):
        for entry in read_ledger(content):
            if isinstance(entry, Opened) and not entry.destroys:  # what says that words were destroyed must stay
                earlier[entry.item] = (*earlier.get(entry.item, ()), entry.number)
    lines, gone_on = [], []
    for it in said:
        item = ":".join(it.key)
        projected = project(it, parts, is_private=is_private, key_of=key_of)
        if projected is not None:
            lines.append(Line(item, it.action, projected))
            gone_on.append(it)
        elif earlier.get(item):
            lines.append(Line(item, "deleted", {"value": {}, "kept": {}}, earlier.pop(item)))
    if lines:
        append_to(content, lines)
    return gone_on


def _value(case: OpenCase, kind: str, id: str) -> Mapping[str, Any]:
    content: Any = case.state.history[kind, id][-1].content
    return content["value"]  # type: ignore[no-any-return]


def withdraw(*, by: Account, case: OpenCase, share: Share) -> None:
    """Take a share back: from now on nobody of the helpline opens what was shared, and nothing that comes after goes on. What
    they wrote down themselves stays with them; so does the account of who opened what, for both sides."""
    assert by.pk == case.account.pk
    with transaction.atomic():
        row = Share.objects.select_for_update().get(pk=share.pk, case=case.row)
        if row.withdrawn_at is None:
            append_to(keys_of(case, row).account, [Line("share:1", "withdrawn", {"by": "person"})])
            _end(row)


def _end(row: Share) -> None:
    """The content of a share goes: its key first."""
    if row.content_id is not None:
        take_back(row.content_id)
        destroy_ledger(row.content_id)
    Share.objects.filter(pk=row.pk).update(withdrawn_at=row.withdrawn_at or datetime.now(UTC), content=None)


def end_shares_of(*, ids: Sequence[str], **_: object) -> None:
    """The diaries are destroyed, so what was shared of them is. Called inside the transaction that destroys them."""
    for row in Share.objects.select_for_update().filter(case__in=ids):
        _end(row)


def end_shares(*, now: datetime) -> int:
    """Destroy the content of shares that ended; gives how many. For the service itself: policy refuses
    them from their end on, this is what clears up."""
    ended = Share.objects.filter(ends_at__lte=now, content__isnull=False)
    for row in ended:
        with transaction.atomic():
            _end(row)
    return len(ended)


def note_in_account(
    *, by: Desk, share: Share, item: str, action: str, content: Mapping[str, Json] | None = None
) -> None:
    """Write into a share's account what somebody of the helpline did: opened, exported, noted. Both sides read it."""
    account = open_ledger(share.account_id, by.helpline, by.keys)
    append_to(account, [Line(item, action, _signed(by, content or {}))])


def note_opening(*, by: Desk, share: Share, part: str, now: datetime) -> None:
    """The same of opening a part, once in ten minutes."""
    note_openings(by=by, share=share, items=[f"part:{part}"], now=now)


def note_openings(*, by: Desk, share: Share, items: Iterable[str], now: datetime) -> None:
    """The same of several at once: parts (`part:diary`) or single things (`exhibit:AB/1`)."""
    with transaction.atomic():
        items = tuple(items)
        opened.send(Share, share=share, items=items)
        account = open_ledger(share.account_id, by.helpline, by.keys)
        lately = set()
        for entry in reversed(read_ledger(account)):
            if now - entry.recorded_at > SAME_OPENING:
                break
            match entry:
                case Opened(item=item, action="opened", content={"by": who}) if who == by.staff.id:
                    lately.add(item)
        lines = [Line(it, "opened", _signed(by, {})) for it in items if it not in lately]
        if lines:
            append_to(account, lines)


def write_to_helpline(*, by: Account, case: OpenCase, share: Share, words: str) -> None:
    """A message from the person. It waits behind the desk's sign-in; nothing is sent anywhere."""
    assert by.pk == case.account.pk
    with transaction.atomic():
        append_to(
            keys_of(case, share).account, [Line(f"message:{new_id()}", "written", {"by": "person", "words": words})]
        )
        Share.objects.filter(pk=share.pk).update(waiting_for_helpline=F("waiting_for_helpline") + 1)


def write_to_person(*, by: Desk, share: Share, words: str) -> None:
    """A message from an adviser. It waits behind the person's sign-in; nothing outside says that it is there.

    Raises MissingKey where the share was withdrawn."""
    with transaction.atomic():
        row = Share.objects.select_for_update().get(pk=share.pk, helpline=by.helpline)
        if row.withdrawn_at is not None:
            raise MissingKey("They have taken the share back, so no message reaches them here.")
        note_in_account(by=by, share=row, item=f"message:{new_id()}", action="written", content={"words": words})
        Share.objects.filter(pk=row.pk).update(waiting_for_person=F("waiting_for_person") + 1)


def seen_by_person(*, by: Account, share: Share) -> None:
    """The person read their messages."""
    Share.objects.filter(pk=share.pk, case__grants__account=by).update(waiting_for_person=0)


def seen_by_helpline(*, by: Desk, share: Share) -> None:
    """An adviser read the person's messages."""
    Share.objects.filter(pk=share.pk, helpline=by.helpline).update(waiting_for_helpline=0)


def _signed(by: Desk, content: Mapping[str, Json]) -> dict[str, Json]:
    return {"by": by.staff.id, "by_name": by.name, **content}


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(UTC).isoformat()
