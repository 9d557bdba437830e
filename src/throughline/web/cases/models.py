"""What the database holds of a case: sealed bytes, and what must be plain to find and check them.

Plain are: random ids, which account has a grant, numbers and times of entries, commitments and hashes, sizes of files.
`docs/explanation/threat-model.md` says what each tells to whoever has the database.
"""

from __future__ import annotations

import secrets

from django.conf import settings
from django.db import models


def new_id() -> str:
    """A random id that says nothing."""
    return secrets.token_hex(16)


class HeadRow(models.Model):
    """The head of a record (`vault.record.Head`): of a case here, of a ledger in `helplines`."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    epoch = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    last_hash = models.BinaryField()
    last_recorded_at = models.DateTimeField(null=True)
    mac = models.BinaryField()

    class Meta:
        abstract = True


class RecordedRow(models.Model):
    """One entry of a record (`vault.record.Entry`). `sealed` is null once what it said was destroyed."""

    number = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    epoch = models.PositiveIntegerField()
    commitment = models.BinaryField()
    previous = models.BinaryField()
    sealed = models.BinaryField(null=True)
    version = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True


class CaseRow(HeadRow):
    """A case, and the head of its record."""


class GrantRow(models.Model):
    """The case key of one epoch, sealed to one account."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="grants")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="grants")
    epoch = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "account", "epoch"], name="one_grant_an_epoch")]


class EntryRow(RecordedRow):
    """One entry of a case's record."""

    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "number"], name="one_entry_a_number")]


class FileRow(models.Model):
    """A sealed file in the store. It is `kept` once an entry names it; until then it is an upload that may be dropped."""

    id = models.CharField(primary_key=True, max_length=32)
    case = models.ForeignKey(CaseRow, models.CASCADE, related_name="files")
    epoch = models.PositiveIntegerField()
    is_kept = models.BooleanField(default=False)
    arrived_at = models.DateTimeField(auto_now_add=True)


class DraftRow(models.Model):
    """What was being typed on one page, sealed to its writer. `place` is the page, such as `incident-new`."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    place = models.CharField(max_length=60)
    sealed = models.BinaryField()
    saved_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "place"], name="one_draft_a_page")]
