"""The app's name for Django, and what goes when an account does."""

from __future__ import annotations

from django.apps import AppConfig
from django.db.models.signals import post_delete


class Recovery(AppConfig):
    """Recovery with a helpline."""

    name = "throughline.web.recovery"
    label = "recovery"

    def ready(self) -> None:
        """The account of a recovery goes with it, where the whole account is deleted."""
        from throughline.web.recovery.actions import forget_account_of
        from throughline.web.recovery.models import Recovery as Row

        post_delete.connect(forget_account_of, sender=Row, dispatch_uid="recovery")
