"""The queue of a helpline: codes, numbers and times alone. Every word is in the ledger of its case."""

from __future__ import annotations

from django.db import models

from throughline.web.cases.models import new_id
from throughline.web.helplines.models import Helpline, LedgerRow, Staff
from throughline.web.sharing.models import Share


class Stage(models.TextChoices):
    """How far a case is."""

    CALL = "call"
    OPEN = "open"
    CLOSED = "closed"


class HelplineCase(models.Model):
    """A helpline's own case about somebody who called, or who shares their diary. `due_at` is when the next
    promise falls due. The four `…_from` are from when the case has
    at least that rank if nobody does anything, so that the queue is right at any moment without opening a case. `graver_at` and
    `breach_at` are since when something waits unread that the person shared. `front` is sealed under the key of the ledger: what a
    line of the queue shows."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    helpline = models.ForeignKey(Helpline, models.PROTECT, related_name="cases")
    ledger = models.OneToOneField(LedgerRow, models.PROTECT, related_name="+")
    share = models.OneToOneField(Share, models.SET_NULL, null=True, related_name="case_at_helpline")
    adviser = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="cases")
    stage = models.CharField(max_length=6, choices=Stage, default=Stage.OPEN)
    due_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)
    emergency_from = models.DateTimeField(null=True)
    first_from = models.DateTimeField(null=True)
    today_from = models.DateTimeField(null=True)
    soon_from = models.DateTimeField(null=True)
    graver_at = models.DateTimeField(null=True)
    breach_at = models.DateTimeField(null=True)
    front = models.BinaryField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["helpline", "stage", "arrived_at"], name="queue"),
            models.Index(fields=["adviser", "stage", "due_at"], name="queue_of_adviser"),
        ]


class CallDraft(models.Model):
    """A call that is being written down: sealed under the key of its case's ledger, so that whoever comes on shift can go on with
    it. `contact` is the id that the call will have in the ledger."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    case = models.ForeignKey(HelplineCase, models.CASCADE, related_name="drafts")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="drafts")
    contact = models.CharField(max_length=32, default=new_id)
    sealed = models.BinaryField()
    began_at = models.DateTimeField()
    kept_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="one_draft_of_a_call")]


class PromiseRow(models.Model):
    """The times of a promise, for the queue and for counts of those kept. What was promised is in the ledger."""

    case = models.ForeignKey(HelplineCase, models.CASCADE, related_name="promises")
    item = models.CharField(max_length=40)
    staff = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="promises")
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    outcome = models.CharField(max_length=10)
    kept_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "item"], name="one_row_a_promise")]
        indexes = [models.Index(fields=["outcome", "opens_at"], name="promises_by_time")]


class SeenRow(models.Model):
    """How many entries of a case somebody had before them when they last looked at it."""

    case = models.ForeignKey(HelplineCase, models.CASCADE, related_name="seen")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="seen")
    count = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "staff"], name="one_look_a_member")]


class CallerMark(models.Model):
    """By what a person who rings back is found: a code over the reference they were told and the word they chose, under a key of the
    helpline's. Without that key neither can be tried out."""

    case = models.OneToOneField(HelplineCase, models.CASCADE, primary_key=True, related_name="mark")
    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="marks")
    mark = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["helpline", "mark"], name="one_case_a_mark")]
