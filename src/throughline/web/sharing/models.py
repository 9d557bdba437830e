"""What the database holds of a share: whom it is for, from when until when, and sealed keys. The words are in two ledgers.

`content` holds what the person chose to share, `account` who of the helpline opened it and the messages there and back. Both
keys are sealed to the helpline (`LedgerGrant`) and kept for the person in `kept`, under the key of their case.
"""

from __future__ import annotations

from django.db import models

from throughline.web.cases.models import CaseRow, new_id
from throughline.web.helplines.models import Helpline, LedgerRow


class Share(models.Model):
    """A share. `withdrawn_at` is when the person took it back; then `content` is gone. The two numbers say how many messages
    wait for whom, not what they say."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    case = models.ForeignKey(CaseRow, models.SET_NULL, null=True, related_name="shares")
    helpline = models.ForeignKey(Helpline, models.PROTECT, related_name="shares")
    content = models.ForeignKey(LedgerRow, models.SET_NULL, null=True, related_name="+")
    account = models.ForeignKey(LedgerRow, models.PROTECT, related_name="+")
    kept = models.BinaryField()
    begins_at = models.DateTimeField(auto_now_add=True)
    ends_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    waiting_for_person = models.PositiveIntegerField(default=0)
    waiting_for_helpline = models.PositiveIntegerField(default=0)
