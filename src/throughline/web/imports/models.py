"""What the database holds of files that are being read: who reads, how far it is, and sealed bytes.

What a file is called, what is asked of it and what was found in it are sealed under the case's key.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from throughline.web.cases.models import FileRow


class WorkerRow(models.Model):
    """A process that reads files. Its private key is in its memory alone; `proof` shows that this service made the row."""

    id = models.CharField(primary_key=True, max_length=32)
    public_key = models.BinaryField()
    proof = models.CharField(max_length=64)
    seen_at = models.DateTimeField()


class State(models.TextChoices):
    """How far a file is: it waits for a worker, is being read, needs an answer, was read, cannot be read, or its reading broke off."""

    WAITING = "waiting"
    READING = "reading"
    ASKING = "asking"
    READ = "read"
    REFUSED = "refused"
    STOPPED = "stopped"


class JobRow(models.Model):
    """The reading of one sealed upload. `request` and `outcome` are sealed notes of the case; `grant` is the case's key,
    sealed to the worker for this job until `ends_at`, and gone when the job ends."""

    upload = models.OneToOneField(FileRow, models.CASCADE, primary_key=True, related_name="job")
    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="jobs")
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    request = models.BinaryField()
    outcome = models.BinaryField(null=True)
    size = models.BigIntegerField()
    done = models.BigIntegerField(default=0)
    count = models.BigIntegerField(default=0)
    worker = models.ForeignKey(WorkerRow, models.SET_NULL, null=True, related_name="jobs")
    grant = models.BinaryField(null=True)
    ends_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    begun_at = models.DateTimeField(auto_now_add=True)
