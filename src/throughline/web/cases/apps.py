"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class Cases(AppConfig):
    """Cases."""

    name = "throughline.web.cases"
    label = "cases"
