"""The app's name for Django, and what follows from an entry in a diary that is shared."""

from __future__ import annotations

from django.apps import AppConfig


class Sharing(AppConfig):
    """Sharing."""

    name = "throughline.web.sharing"
    label = "sharing"

    def ready(self) -> None:
        """Whatever is recorded in a diary goes on to those it is shared with, in the same transaction."""
        from throughline.web.cases.actions import recorded
        from throughline.web.cases.deletion import destroying
        from throughline.web.sharing.actions import end_shares_of, go_on_sharing

        recorded.connect(go_on_sharing, dispatch_uid="sharing")
        destroying.connect(end_shares_of, dispatch_uid="sharing")
