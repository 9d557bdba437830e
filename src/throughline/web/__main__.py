"""`python -m throughline.web …`: Django's own commands, for whoever runs the service."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
    execute_from_command_line(["throughline", *sys.argv[1:]])
