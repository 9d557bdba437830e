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
    """A helpline's own case about somebody who called, or who shares their diary. `urgency` is the rank of the gravest rule that
    holds (`casework.urgency`), `due_at` when the next promise falls due."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    helpline = models.ForeignKey(Helpline, models.PROTECT, related_name="cases")
    ledger = models.OneToOneField(LedgerRow, models.PROTECT, related_name="+")
    share = models.OneToOneField(Share, models.SET_NULL, null=True, related_name="case_at_helpline")
    adviser = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="cases")
    stage = models.CharField(max_length=6, choices=Stage, default=Stage.OPEN)
    urgency = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(null=True)
    arrived_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        indexes = [
            models.Index(fields=["helpline", "stage", "-urgency", "due_at", "arrived_at"], name="queue"),
            models.Index(fields=["adviser", "stage", "-urgency", "due_at"], name="queue_of_adviser"),
        ]
