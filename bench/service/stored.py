"""Cases put into the service's own database and file store, sealed as the service seals them, only quicker than by forms."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import polars as pl
from django.db import transaction

from throughline.communications import table
from throughline.vault.case_keys import CaseKey, KeyRing, grant, new_case_key
from throughline.vault.files import file_key
from throughline.vault.identity import Cost, lock, new_identity
from throughline.vault.record import Head, append, begin
from throughline.vault.recovery import new_recovery_code
from throughline.vault.store import new_file_id
from throughline.vault.tables import seal_table
from throughline.web.accounts.models import Account
from throughline.web.cases import heads, storage
from throughline.web.cases.models import CaseRow, EntryRow, FileRow, GrantRow, new_id
from throughline.web.cases.state import Change

START = datetime(2023, 1, 1, tzinfo=UTC)
CHEAP = Cost(memory_kib=8, passes=1)
"""For accounts that nobody signs in to: sealing twenty thousand with the real cost would take an hour."""
KINDS = ("messages", "loitering", "silent_calls", "watching", "emails", "turning_up", "damage")
BATCH = 1000
WORDS = ("He was outside when I came home and stayed until the lights went off. ", "The phone rang twice and nobody spoke. ",
         "A car that I know stood at the corner, engine on. ", "Another message from a number I do not know. ")  # fmt: skip


def store_cases(first: int, last: int, *, incidents: int = 3) -> None:
    """Cases of that many incidents for accounts that only lie there, numbered from `first` up to `last`."""
    for start in range(first, last, BATCH):
        with transaction.atomic():
            for number in range(start, min(last, start + BATCH)):
                store_case(f"stored-{number}", "words that nobody types", incidents, cost=CHEAP)


def store_case(user_name: str, passphrase: str, incidents: int, messages: int = 0, *, cost: Cost) -> None:
    """An account and its case of so many incidents and imported messages."""
    identity = new_identity()
    account = Account.objects.create(
        user_name=user_name, public_key=identity.public.raw,
        passphrase_envelope=lock(identity.private, passphrase, purpose="passphrase", cost=cost),
        recovery_envelope=lock(identity.private, new_recovery_code(), purpose="recovery", cost=CHEAP),
    )  # fmt: skip
    key = new_case_key(new_id())
    changes = [*_around(), *_incidents(incidents)]
    if messages:
        changes += _import(key, messages)
    head, rows = _record(key, changes)
    case = CaseRow.objects.create(
        id=key.case_id, epoch=head.epoch, count=head.count, last_hash=head.hash, last_recorded_at=head.recorded_at,
        mac=head.mac,
    )  # fmt: skip
    GrantRow.objects.create(
        case=case, account=account, epoch=1, sealed=grant(key, identity.public, grantee=str(account.pk))
    )
    EntryRow.objects.bulk_create(rows)
    for change in changes:
        for file_id in change.kept.get("files", {}).values():
            FileRow.objects.create(id=file_id, case=case, epoch=1, is_kept=True)
    heads.remember(head)


def _record(key: CaseKey, changes: list[Change]) -> tuple[Head, list[EntryRow]]:
    ring, head, rows = KeyRing((key,)), begin(key), []
    for number, change in enumerate(changes):
        entry, head = append(
            ring, head, item=change.item, action=change.action, content=change.content,
            recorded_at=START + timedelta(minutes=number),
        )  # fmt: skip
        rows.append(EntryRow(
            case_id=key.case_id, number=entry.number, recorded_at=entry.recorded_at, epoch=entry.epoch,
            commitment=entry.commitment, previous=entry.previous, sealed=entry.sealed, version=entry.version,
        ))  # fmt: skip
    return head, rows


def _around() -> Iterator[Change]:
    person = {"id": "p1", "name": "Sam", "identifiers": [{"kind": "phone", "value": "+447700900100"}]}
    yield Change("person", "p1", "recorded", person)
    yield Change("place", "place1", "recorded", {"id": "place1", "label": "Home", "kind": "home"})
    told = {"id": "m1", "kind": "told_to_stop", "at": "2024-01-15T18:00", "person": "p1"}
    yield Change("milestone", "m1", "recorded", told)


def _incidents(count: int) -> Iterator[Change]:
    for number in range(1, count + 1):
        at = START + timedelta(days=1000 * number / count, hours=7 * number % 24)
        value: dict[str, Any] = {
            "id": f"i{number}", "occurred": {"from": f"{at:%Y-%m-%dT%H:%M}", "precision": "minute"},
            "account": WORDS[number % 4] * 4, "behaviours": [KINDS[number % 7]], "person": "p1", "attribution": "seen",
            "place": "place1", "impact": {"fear": number % 4}, "recorded_at": f"{at:%Y-%m-%dT%H:%M:%SZ}",
        }  # fmt: skip
        yield Change("incident", f"i{number}", "recorded", value)


def _import(key: CaseKey, count: int) -> Iterator[Change]:
    sealing = file_key(key, new_file_id(), kind="table")
    storage.store().put(sealing.file_id, seal_table(sealing, messages_of(count)))
    yield Change("exhibit", "AB/1", "recorded", {"ref": "AB/1", "description": "WhatsApp, as exported"})
    value = {"exhibit": "AB/1", "format": "whatsapp", "added": count, "known": 0, "problems": 0}
    yield Change("bulk", "b1", "recorded", value, {"files": {"table": sealing.file_id}, "epoch": 1})


def messages_of(count: int) -> pl.DataFrame:
    """A chat of two, in bursts over a thousand days, in words drawn as often as words are (Zipf's law)."""
    random = np.random.default_rng(11)
    seconds = np.sort(
        np.repeat(np.sort(random.uniform(0, 1000 * 86_400, -(-count // 8))), 8)[:count] + random.exponential(600, count)
    )
    lengths = random.integers(2, 18, count)
    drawn = np.minimum(random.zipf(1.3, int(lengths.sum())), 20_000)
    words = np.array([f"w{number:x}" for number in range(20_001)])[drawn]
    ends = np.cumsum(lengths)
    frame = pl.DataFrame({
        "id": [f"c{number}" for number in range(count)],
        "at": [f"{START + timedelta(seconds=int(it)):%Y-%m-%dT%H:%M:%S}+00:00" for it in seconds],
        "direction": random.choice(["incoming", "outgoing"], count, p=[0.6, 0.4]),
        "text": [" ".join(words[end - length : end]) for end, length in zip(ends, lengths, strict=True)],
    }).with_columns(
        kind=pl.lit("message"), channel=pl.lit("whatsapp"), party_kind=pl.lit("phone"), party_value=pl.lit("+447700900100"),
        party_name=pl.lit("Sam"), exhibit=pl.lit("AB/1"), position=pl.lit("line 1"),
    )  # fmt: skip
    absent = {name: pl.lit(None, dtype=kind) for name, kind in table.SCHEMA.items() if name not in frame.columns}
    return frame.with_columns(**absent).select(pl.col(name).cast(kind) for name, kind in table.SCHEMA.items())
