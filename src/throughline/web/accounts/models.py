"""The account as a row: nothing in it says who somebody is, and nothing in it opens a case without their passphrase."""

from __future__ import annotations

import secrets

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.models import Session
from django.db import models
from django.utils.crypto import salted_hmac


def new_id() -> str:
    """A random id that says nothing."""
    return secrets.token_hex(16)


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

    def get_session_auth_hash(self) -> str:
        """What ties a session to the passphrase: every session of before a change of it ends by itself."""
        return salted_hmac("throughline sign-in", bytes(self.passphrase_envelope), algorithm="sha256").hexdigest()


class SignIn(models.Model):
    """A browser that is signed in. It ends with its session, and neither network address nor place is in it.

    `sealed` is the kind of device, such as "Firefox on Android", sealed to the person.
    """

    session = models.OneToOneField(Session, models.CASCADE, primary_key=True)
    account = models.ForeignKey(Account, models.CASCADE, related_name="sign_ins")
    sealed = models.BinaryField()


class SecondStep(models.Model):
    """A passkey or an app with codes, asked for after the passphrase. All of it is sealed to the person."""

    id = models.CharField(primary_key=True, max_length=32, default=new_id)
    account = models.ForeignKey(Account, models.CASCADE, related_name="second_steps")
    sealed = models.BinaryField()


class Tries(models.Model):
    """How full one count of tries is (`limits`). `key` is a keyed hash; `until`, in seconds since 1970, is when it is empty
    and the row goes."""

    key = models.CharField(primary_key=True, max_length=64)
    until = models.FloatField(db_index=True)
