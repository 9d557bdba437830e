"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class Supervision(AppConfig):
    """Supervision."""

    name = "throughline.web.supervision"
    label = "supervision"
