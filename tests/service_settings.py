"""The service's own settings, with a data folder that goes away and a cheap lock: one test of the vault uses the real one.

The database is SQLite in a file, as somebody's own is, or the one that `THROUGHLINE_DATABASE_URL` names (tests/postgresql.py).
"""

from __future__ import annotations

import os
import tempfile

_FOLDER = tempfile.TemporaryDirectory(prefix="throughline-tests-")
os.environ |= {"THROUGHLINE_DATA": _FOLDER.name, "THROUGHLINE_ARGON2_MEMORY_MIB": "1"}

from throughline.web.settings import *  # noqa: E402, F403

if "THROUGHLINE_DATABASE_URL" not in os.environ:
    DATABASES["default"]["TEST"] = {"NAME": f"{_FOLDER.name}/tests.sqlite3"}  # noqa: F405

MIDDLEWARE = [it for it in MIDDLEWARE if "whitenoise" not in it]  # noqa: F405
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405
