"""What the database holds of figures: sealed slips without a name or a time, and the published numbers.

Until a quarter is counted, what somebody agreed to count lies in a slip that opens only to a key which is not kept on this machine.
"""

from __future__ import annotations

import secrets

from django.db import models


def new_id() -> str:
    """A random id that says nothing."""
    return secrets.token_hex(16)


class BoxRow(models.Model):
    """Where slips are put: one for the public's figures (`helpline` is empty) and one for each helpline's. What is put in is sealed
    to its public key, if `proof` shows that this service made the row."""

    helpline = models.CharField(max_length=64, unique=True, blank=True)
    public_key = models.BinaryField()
    proof = models.CharField(max_length=64)
    since = models.CharField(max_length=7)
    is_made_up = models.BooleanField(default=False)


class SlipRow(models.Model):
    """What is counted of one person: their codes, sealed to the box. Nothing in the row says whose it is, or when it came beyond
    its quarter; it goes when the quarter is counted, or when they take it back."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    box = models.ForeignKey(BoxRow, models.CASCADE, related_name="slips")
    quarter = models.CharField(max_length=7)
    sealed = models.BinaryField()


class PublishedRow(models.Model):
    """A quarter as it was drawn, once: the number of each cell with its noise, what it cost and how wide the noise is."""

    box = models.ForeignKey(BoxRow, models.CASCADE, related_name="published")
    quarter = models.CharField(max_length=7)
    numbers = models.JSONField()
    epsilon = models.FloatField()
    scale = models.FloatField()
    published_on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["box", "quarter"], name="one_publication_a_quarter")]
