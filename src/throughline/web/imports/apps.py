"""The app's name for Django."""

from __future__ import annotations

from django.apps import AppConfig


class Imports(AppConfig):
    """Imports."""

    name = "throughline.web.imports"
    label = "imports"
