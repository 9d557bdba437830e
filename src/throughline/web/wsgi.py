"""The service for a server: `granian --interface wsgi throughline.web.wsgi:application`."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

from throughline.web.memory import forbid_core_dumps

forbid_core_dumps()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughline.web.settings")
application = get_wsgi_application()
