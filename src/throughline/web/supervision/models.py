"""Who was let into a case that is not theirs, and that somebody was told without consent, as codes and times: why, and what is allowed, is
in the ledger of the case."""

from __future__ import annotations

from django.db import models

from throughline.web.cases.models import new_id
from throughline.web.desk.models import HelplineCase
from throughline.web.helplines.models import Staff


class Kind(models.TextChoices):
    """Why somebody is in a case that is not theirs; or, for a second look, that they told somebody of it without the person's consent."""

    OPINION = "opinion"
    EMERGENCY = "emergency"
    TOLD = "told"


class Visit(models.Model):
    """Somebody in a case that is not theirs, or who told somebody of it: that ends once it was looked at and the person may know. Its id is that of the item in the case's ledger. This row lists it; it opens nothing, and
    stays when whoever did it deletes their account."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    case = models.ForeignKey(HelplineCase, models.CASCADE, related_name="visits")
    staff = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="visits")
    kind = models.CharField(max_length=9, choices=Kind)
    begun_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
