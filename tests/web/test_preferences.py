"""The settings of a diary: recorded like everything else, and what they change."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

GIVEN = {"jurisdiction": "scotland", "timezone": "Europe/London", "initials": "js"}


def send(someone) -> str:
    someone.browser.post("/files/add/", {"file": [SimpleUploadedFile("a.txt", b"words")]})
    return someone.case.case.exhibits[-1].ref


def test_the_settings_are_recorded_with_their_history(someone):
    assert someone.browser.post("/settings/", GIVEN).status_code == 302
    someone.browser.post("/settings/", {**GIVEN, "timezone": "Asia/Karachi"})
    case = someone.case
    assert (case.case.jurisdiction, case.case.timezone, case.initials) == ("scotland", "Asia/Karachi", "JS")
    assert [it.action for it in case.state.history["settings", "case"]] == ["recorded", "amended"]
    someone.browser.post("/settings/", {**GIVEN, "timezone": "Asia/Karachi"})
    assert len(someone.case.state.history["settings", "case"]) == 2, "nothing changed"


def test_initials_are_for_what_comes_and_no_reference_comes_twice(someone):
    assert send(someone) == "AB/1"
    someone.browser.post("/settings/", GIVEN)
    assert [send(someone), send(someone)] == ["JS/1", "JS/2"]
    someone.browser.post("/files/JS-2/remove/")
    assert send(someone) == "JS/3"
    someone.browser.post("/settings/", {**GIVEN, "initials": "AB"})
    assert send(someone) == "AB/2"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"initials": "A/B"}, "letters from A to Z"),
        ({"timezone": "Mars/Olympus"}, "valid choice"),
        ({"jurisdiction": "x"}, "valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(someone, changed, said):
    page = someone.browser.post("/settings/", {**GIVEN, **changed}).content.decode()
    assert said in page
    assert ("settings", "case") not in someone.case.state.kept
