"""The app's name for Django, and what follows where somebody shares their diary."""

from __future__ import annotations

from django.apps import AppConfig


class DeskApp(AppConfig):
    """The desk."""

    name = "throughline.web.desk"
    label = "desk"

    def ready(self) -> None:
        """A diary that is shared becomes a case in the helpline's queue, what goes on moves that case there, and the cases of a
        leaver go back to it, each in the same transaction."""
        from throughline.web.desk.actions import receive_share
        from throughline.web.desk.letting_in import back_to_queue
        from throughline.web.desk.shared_signs import notice_opened, notice_shared
        from throughline.web.helplines.actions import left
        from throughline.web.sharing.actions import given, opened, went_on

        given.connect(receive_share, dispatch_uid="desk")
        left.connect(back_to_queue, dispatch_uid="desk")
        went_on.connect(notice_shared, dispatch_uid="desk")
        opened.connect(notice_opened, dispatch_uid="desk")
