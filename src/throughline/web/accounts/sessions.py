"""Sessions in the database, without what a browser would have to show to use one.

Django keeps the cookie of each session as it is. Here the table holds only its hash: whoever reads the database, or a backup
of it, cannot step into a session. A session ends `SESSION_COOKIE_AGE` after its sign-in, however much it is used.
"""

from __future__ import annotations

import hashlib
import time
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session

BEGAN = "began"


def kept_as(session_key: str) -> str:
    """What stands in the database for a session's cookie: 160 bits of its SHA-256."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


class SessionStore(db.SessionStore):
    """Django's, with the hash in the place of the cookie. Only what a synchronous service uses is there."""

    def _get_session_from_db(self) -> Session | None:
        row = Session.objects.filter(
            session_key=kept_as(self.session_key or ""), expire_date__gt=datetime.now(UTC)
        ).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        """Tell whether there is a session of that cookie."""
        return super().exists(kept_as(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row of this session."""
        row: Session = super().create_model_instance(data)  # type: ignore[assignment]
        row.session_key = kept_as(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """End a session, this one where none is named."""
        cookie = session_key or self.session_key
        if cookie:
            super().delete(kept_as(cookie))

    def get_expiry_date(self, **named: Any) -> datetime:
        """When it ends: no later than a whole time after the sign-in."""
        ends: datetime = super().get_expiry_date(**named)
        began = self.get(BEGAN)
        return ends if began is None else min(ends, datetime.fromtimestamp(began + settings.SESSION_COOKIE_AGE, UTC))

    def begun(self) -> None:
        """Somebody signed in with it now."""
        self[BEGAN] = int(time.time())
