"""A name that is known and one that is not cost the same work, so that the time an answer takes tells nothing."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from throughline.vault import identity
from throughline.vault.recovery import new_recovery_code

PASSPHRASE = "four small green words"


@pytest.fixture
def work_of(monkeypatch):
    """What one request costs: each stretching of a secret with its cost, and each query in its shape."""
    stretched: list[tuple[int, int, int]] = []
    stretch = identity._stretched

    def counted(header: bytes, material: bytes) -> bytes:
        stretched.append(identity._LOCK_HEADER.unpack(header)[2:5])
        return stretch(header, material)

    monkeypatch.setattr(identity, "_stretched", counted)

    def work(address: str, given: dict[str, str]) -> tuple[list[tuple[int, int, int]], list[str], int]:
        stretched.clear()
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = Client(SERVER_NAME="127.0.0.1").post(address, given)
        shapes = [re.sub(r"'[^']*'|\"s\d+_x\d+\"|\b\d[\d.]*(?:e\+?\d+)?", "?", query["sql"]) for query in queries]
        return list(stretched), shapes, answer.status_code

    return work


@pytest.mark.parametrize("address", ["/me/in/", "/me/code/"])
def test_a_wrong_secret_costs_the_same_for_a_known_and_an_unknown_name(someone, work_of, address):
    given = {"passphrase": "not this one, surely", "again": "not this one, surely", "code": new_recovery_code()}
    work_of(address, {**given, "user_name": "warming-up"})  # the envelope of nobody is made once a process
    known = work_of(address, {**given, "user_name": someone.account.user_name})
    unknown = work_of(address, {**given, "user_name": "nobody-1234"})
    assert known == unknown
    stretched, queries, status = known
    assert len(stretched) == 1
    assert len(queries) > 3, queries
    assert status == 200


def test_the_two_pages_differ_in_nothing(someone):
    pages = []
    for name in (someone.account.user_name, "nobody-1234"):
        answer = Client(SERVER_NAME="127.0.0.1").post("/me/in/", {"user_name": name, "passphrase": "not this one"})
        text = answer.content.decode().replace(name, "NAME")
        pages.append((answer.status_code, re.sub(r'csrfmiddlewaretoken" value="[^"]+"', "", text), set(answer.cookies)))
    assert pages[0] == pages[1]
