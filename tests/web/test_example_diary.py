"""The example as a diary of the service: the same case as the one of the command line, come to by the actions of the pages."""

from __future__ import annotations

import runpy
from collections import Counter

import pytest
from django.test import Client

from riverside import RIVERSIDE, take_in_riverside
from throughline.casefile.reading import read_case_file
from throughline.together import put_together
from throughline.web.accounts.actions import unlock_account
from throughline.web.cases.queries import open_case

EXAMPLE = runpy.run_path(str(RIVERSIDE / "begin_diary.py"))


@pytest.fixture
def user_name(transactional_db) -> str:
    return EXAMPLE["begin_riverside"]()


def test_it_says_what_the_command_line_says_of_the_same_example(user_name, tmp_path):
    opened = unlock_account(user_name, EXAMPLE["PASSPHRASE"])
    assert opened is not None
    case = open_case(*opened)
    whole = read_case_file(take_in_riverside(tmp_path / "riverside"))
    assert case.case.incidents == whole.case.incidents
    assert case.case.milestones == whole.case.milestones
    assert case.case.jurisdiction == whole.case.jurisdiction
    assert [it.sha256 for it in case.case.exhibits] == [it.sha256 for it in whole.case.exhibits]
    assert len(case.communications) == len(whole.communications)
    told = put_together(whole.case, whole.communications)
    assert Counter(it.statement for it in case.findings.findings) == Counter(it.statement for it in told.findings)


def test_whoever_signs_in_with_what_is_printed_sees_it(user_name):
    browser = Client(SERVER_NAME="127.0.0.1")
    browser.post("/me/in/", {"user_name": user_name, "passphrase": EXAMPLE["PASSPHRASE"]})
    assert "White flowers in brown paper" in browser.get("/notes/").content.decode()
    assert browser.get("/files/AB-3/content").status_code == 200
    assert "This looked at 16 " in browser.get("/overview/").content.decode()


def test_every_page_says_that_it_is_made_up(settings, client):
    settings.NOTICE = "Everyone in it is made up."
    assert "Everyone in it is made up." in client.get("/", SERVER_NAME="127.0.0.1").content.decode()
