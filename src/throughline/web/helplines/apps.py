"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class Helplines(AppConfig):
    """Helplines."""

    name = "throughline.web.helplines"
    label = "helplines"
