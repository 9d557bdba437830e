"""What the database holds of a helpline: its public keys, who its staff are, and ledgers, whose words are sealed.

Plain are a helpline's name, the name a member of staff goes by at work, roles, and ids and times.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models

from throughline.web.cases.models import HeadRow, RecordedRow, new_id


class Helpline(models.Model):
    """A helpline of this installation. Several see nothing of each other. `epoch` is that of its newest key, 0 before the first.
    Where it asks for a second step, nobody gets to its desk without one."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    name = models.CharField(max_length=80, unique=True)
    about = models.CharField(max_length=400, blank=True)
    epoch = models.PositiveIntegerField(default=0)
    asks_second_step = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class HelplineKey(models.Model):
    """A public key of a helpline: what is sealed to it opens with the private key that its staff hold. `proof` shows that this
    service made the row: whoever can only write to the database cannot put a key of their own in its place."""

    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="keys")
    epoch = models.PositiveIntegerField()
    public_key = models.BinaryField()
    proof = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["helpline", "epoch"], name="one_key_an_epoch")]


class Role(models.TextChoices):
    """What somebody is at a helpline (`domain.permissions`)."""

    ADVISER = "adviser"
    SUPERVISOR = "supervisor"
    MANAGER = "manager"


class Standing(models.TextChoices):
    """Whether somebody works there: asked to, does, or has left."""

    WAITING = "waiting"
    ACTIVE = "active"
    LEFT = "left"


class Staff(models.Model):
    """An account as a member of a helpline's staff. `known_as` is the name they go by at work, which callers may hear. `proof`
    is of their public key, made when they joined with their own key open."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="staff")
    account = models.OneToOneField(settings.AUTH_USER_MODEL, models.PROTECT, related_name="staff")
    role = models.CharField(max_length=10, choices=Role)
    standing = models.CharField(max_length=7, choices=Standing, default=Standing.WAITING)
    known_as = models.CharField(max_length=40)
    proof = models.CharField(max_length=64)
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True)


class StaffKey(models.Model):
    """A private key of the helpline, sealed to one member of staff. A manager has none, a leaver has none any more."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="keys")
    epoch = models.PositiveIntegerField()
    sealed = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "epoch"], name="one_staff_key_an_epoch")]


class Invitation(models.Model):
    """A code that was given to somebody by hand, to join with once. `code` is a keyed hash of it."""

    code = models.CharField(primary_key=True, max_length=64)
    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10, choices=Role)
    ends_at = models.DateTimeField()


class LedgerRow(HeadRow):
    """The head of a ledger."""


class LedgerEntryRow(RecordedRow):
    """One entry of a ledger."""

    ledger = models.ForeignKey(LedgerRow, models.CASCADE, related_name="entries")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ledger", "number"], name="one_ledger_entry_a_number")]


class LedgerGrant(models.Model):
    """The key of a ledger, sealed to a helpline's key of that epoch. Without it nobody of the helpline opens the ledger."""

    ledger = models.OneToOneField(LedgerRow, models.CASCADE, primary_key=True, related_name="grant")
    helpline = models.ForeignKey(Helpline, models.CASCADE, related_name="grants")
    epoch = models.PositiveIntegerField()
    sealed = models.BinaryField()
