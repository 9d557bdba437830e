"""What somebody types is nowhere on the disk in plain text: not in the database or its journal, the sealed files, a temporary
folder, or the log. The search is shown to find a word that does lie there."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from throughline.web.cases.deletion import forget_journal

CANARY = "zanzibar-lighthouse"
FORMS = {
    "/notes/add/": {"account": f"{CANARY} account", "exact": "now", "new_place": f"{CANARY} place"},
    "/notes/i1/more/who/": {"new_person": f"{CANARY} person", "attribution": "seen"},
    "/notes/i1/more/effect/": {"fear": "2", "impact_note": f"{CANARY} impact"},
    "/notes/i1/more/others/": {"witnesses": f"{CANARY} witness", "report_to": f"{CANARY} to", "report_reference": CANARY},
    "/notes/i1/more/private/": {"private_note": f"{CANARY} private"},
    "/notes/person/new/": {"name": f"{CANARY} name", "phones": "07700 900123", "accounts": f"x: {CANARY}"},
    "/notes/place/new/": {"label": f"{CANARY} label"},
    "/notes/milestone/new/": {
        "kind": "order_made", "date": "2026-03-01", "note": f"{CANARY} note", "order_kind": "bail",
        "order_name": f"{CANARY} order", "no_contact": f"{CANARY} term", "other_terms": CANARY, "exceptions": CANARY,
    },
    "/notes/draft/notes/add/": {"account": f"{CANARY} draft"},
}  # fmt: skip


def places_with(word: str, *folders: Path) -> list[str]:
    """Every file under the folders that holds the word."""
    sought = word.encode()
    files = (path for folder in folders for path in folder.rglob("*") if path.is_file())
    return [str(path) for path in files if sought in path.read_bytes()]


def rows_with(word: str) -> list[str]:
    """Every table that holds the word in any column, as text or as bytes."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            for row in cursor.fetchall():
                if any(
                    word.encode() in (bytes(it) if isinstance(it, (bytes, memoryview)) else str(it).encode())
                    for it in row
                ):
                    found.append(table)
    return found


@pytest.fixture
def written(someone, tmp_path, caplog):
    """Somebody who typed the word into every field there is, into a database whose journal holds nothing of earlier tests."""
    forget_journal()
    caplog.set_level(logging.DEBUG)
    for address, typed in FORMS.items():
        assert someone.browser.post(address, typed).status_code in (204, 302), address
    return someone


def test_the_search_finds_what_lies_in_plain_text(written, tmp_path):
    (tmp_path / "left-behind").write_text(f"a {CANARY} in a file")
    assert places_with(CANARY, tmp_path)
    from throughline.web.cases.models import DraftRow

    DraftRow.objects.create(account=written.account, place=CANARY, sealed=b"")
    assert rows_with(CANARY)


def test_no_word_of_a_form_lies_anywhere(written, tmp_path, caplog):
    page = written.browser.get("/notes/i1/").content.decode()
    assert CANARY in page
    assert rows_with(CANARY) == []
    assert places_with(CANARY, tmp_path, settings.DATA) == []
    assert CANARY not in caplog.text


def test_no_answer_to_a_question_lies_anywhere(written, tmp_path, caplog):
    assert written.browser.post("/questions/", {"could_harm": "not_sure", "keep": "on"}).status_code == 200
    written.browser.post("/settings/first/", {"back": "diary", "under_18": "yes", "jurisdiction": "northern_ireland"})
    kept = written.case.case
    assert {it.question for it in kept.questions.answers} == {"could_harm", "under_18"}
    for word in ("could_harm", "under_18", "not_sure", "looked_at", str(kept.jurisdiction)):
        assert rows_with(word) == []
        assert places_with(word, tmp_path, settings.DATA) == []
        assert word not in caplog.text


def test_an_error_in_a_page_tells_nothing_of_what_was_typed(written, monkeypatch, capsys):
    from throughline.web.diary import views

    def broken(*args, **named):
        raise RuntimeError(f"{CANARY} in a message")

    monkeypatch.setattr(views, "diary_lines", broken)
    written.browser.raise_request_exception = False
    answer = written.browser.get("/notes/")
    said = capsys.readouterr()
    assert answer.status_code == 500
    assert CANARY not in answer.content.decode() + said.out + said.err


def test_no_answer_that_is_counted_lies_anywhere_but_sealed(written, tmp_path, caplog):
    from throughline.vault.identity import new_identity
    from throughline.web.figures.actions import make_box
    from throughline.web.figures.models import SlipRow

    make_box(by=new_identity().public)
    written.browser.post("/notes/draft/figures/take-part/", {"age": "45_54", "region": "northern_ireland"})
    agreed = written.browser.post("/figures/take-part/", {"age": "45_54", "region": "northern_ireland", "agree": "yes"})
    assert agreed.status_code == 302
    assert SlipRow.objects.count() == 1
    for word in ("45_54", "northern_ireland", "not_noted", "behaviours"):
        assert rows_with(word) == []
        assert places_with(word, tmp_path, settings.DATA) == []
        assert word not in caplog.text
