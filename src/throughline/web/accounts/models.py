"""The account as a row: nothing in it says who somebody is, and nothing in it opens a case without their passphrase."""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class Account(AbstractBaseUser):
    """A person who keeps a diary here.

    `user_name` is a word they chose with four figures that were drawn for them, so that asking for a name never tells
    whether somebody has an account. There is no password beside the envelopes: what opens the envelope signs in.
    """

    password = None  # type: ignore[assignment]
    last_login = None

    user_name = models.CharField(max_length=60, unique=True)
    public_key = models.BinaryField()
    passphrase_envelope = models.BinaryField()
    recovery_envelope = models.BinaryField()
    is_active = models.BooleanField(default=True)

    USERNAME_FIELD = "user_name"
    objects = BaseUserManager["Account"]()

    def __str__(self) -> str:
        return f"account {self.pk}"
