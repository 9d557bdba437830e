"""Another person's thing and a thing that never was are answered alike: the same status, the same page, the same work."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughline.web.cases.models import FileRow

NEVER = "0" * 32
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="[^"]*"')


@pytest.fixture
def owner(someone):
    """Somebody with one of everything."""
    someone.browser.post("/notes/add/", {"account": "He was outside.", "exact": "now", "new_place": "Home"})
    someone.browser.post("/notes/i1/more/who/", {"new_person": "D"})
    someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("a.txt", b"a letter")]})
    someone.browser.post("/bring-in/", {"file": SimpleUploadedFile("b.txt", b"01/02/2026, 10:00 - Sam: one\n")})
    return someone


def asked(browser, method: str, address: str) -> tuple[int, bytes, list[str]]:
    """What is answered, and what was asked of the database for it, without what differs for every request."""
    with CaptureQueriesContext(
        connection,
    ) as queries:
        answer = getattr(browser, method)(address)
    shapes = [re.sub(r"'[^']*'|\b\d+\b", "?", it["sql"]) for it in queries]
    return answer.status_code, TOKEN.sub(b"", answer.content).replace(address.strip("/").encode(), b""), shapes


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("theirs", "never"),
    [
        ("/notes/i1/", "/notes/i9/"), ("/notes/i1/change/", "/notes/i9/change/"), ("/notes/i1/more/who/", "/notes/i9/more/who/"),
        ("/notes/i1/before/", "/notes/i9/before/"), ("/notes/person/p1/edit/", "/notes/person/p9/edit/"),
        ("/notes/incident/i1/delete/", "/notes/incident/i9/delete/"), ("/files/AB-1/", "/files/AB-9/"),
        ("/files/AB-1/content", "/files/AB-9/content"), ("/files/AB-1/copy", "/files/AB-9/copy"),
        ("/files/AB-1/remove/", "/files/AB-9/remove/"), ("/bring-in/{file}/", f"/bring-in/{NEVER}/"),
        ("/bring-in/{file}/drop/", f"/bring-in/{NEVER}/drop/"),
    ],
)  # fmt: skip
def test_what_is_somebody_elses_and_what_never_was_are_answered_alike(owner, another, method, theirs, never):
    file_id = FileRow.objects.filter(is_kept=False).latest("arrived_at").id
    first = asked(another.browser, method, theirs.format(file=file_id))
    assert first == asked(another.browser, method, never)
    assert first[0] in (404, 405)


def test_the_comparison_sees_a_difference(owner, another):
    assert asked(owner.browser, "get", "/notes/i1/") != asked(owner.browser, "get", "/notes/i9/")
    assert asked(owner.browser, "get", "/notes/")[2] != asked(another.browser, "get", "/now")[2]
