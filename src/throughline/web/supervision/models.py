"""Who was let into a case that is not theirs, as codes and times: why, and what they are allowed, is in the ledger of the case."""

from __future__ import annotations

from django.db import models

from throughline.web.cases.models import new_id
from throughline.web.desk.models import HelplineCase
from throughline.web.helplines.models import Staff


class Kind(models.TextChoices):
    """Why somebody is in a case that is not theirs."""

    OPINION = "opinion"
    EMERGENCY = "emergency"


class Visit(models.Model):
    """Somebody in a case that is not theirs. Its id is that of the item in the case's ledger. This row lists it; it opens nothing."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    case = models.ForeignKey(HelplineCase, models.CASCADE, related_name="visits")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="visits")
    kind = models.CharField(max_length=9, choices=Kind)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
