"""What the database holds of recovery with a helpline: the key locked by both halves, the helpline's half sealed to the helpline,
and who waits. The code word, the way to ring back and who confirmed what are in a ledger that both read.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from throughline.web.cases.models import new_id
from throughline.web.helplines.models import Helpline, LedgerRow


class Recovery(models.Model):
    """A person's recovery with a helpline. Once it is taken back or used, `envelope` and `half` are gone and the ledger stays.

    `half` is sealed to the helpline's key of `epoch`, `kept` holds the ledger's key, under the person's own.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="recoveries")
    helpline = models.ForeignKey(Helpline, models.PROTECT, related_name="recoveries")
    epoch = models.PositiveIntegerField()
    envelope = models.BinaryField(null=True)
    half = models.BinaryField(null=True)
    ledger = models.ForeignKey(LedgerRow, models.PROTECT, related_name="+")
    kept = models.BinaryField()
    begun_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=models.Q(ended_at=None), name="one_recovery_at_a_time"
            )
        ]


class Waiting(models.Model):
    """Somebody who asked for recovery, in one session, whose own public key this is. `recovery` is empty where there is none to that user name: they
    wait as well, and learn nothing. `released` is the helpline's half, sealed to that session, until `released_until`."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    reference = models.CharField(max_length=8, unique=True)
    recovery = models.ForeignKey(Recovery, models.CASCADE, null=True, related_name="waiting")
    public_key = models.BinaryField()
    asked_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField()
    released = models.BinaryField(null=True)
    released_until = models.DateTimeField(null=True)
