"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class Figures(AppConfig):
    """Figures."""

    name = "throughline.web.figures"
    label = "figures"
