"""Recovery with a helpline, by its pages: both halves and two members of staff open an account, and nothing less does."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people import PASSPHRASE, new_person
from staff import new_helpline, new_worker
from throughline.domain.errors import NotAllowed
from throughline.vault.recovery import new_recovery_code
from throughline.web.helplines import actions as helplines
from throughline.web.helplines.models import Role
from throughline.web.recovery import actions, queries
from throughline.web.recovery.models import Recovery, Waiting

pytestmark = pytest.mark.django_db(transaction=True)

WORD = "Marmalade skies"
NUMBER = "My sister's, 07700 900123, after six."
NEW = "five other purple words"
SETTING = "/me/recovery-with-helpline/"
ASKING = "/me/recover/with-helpline/"


def set_up(person, helpline) -> str:
    said = {
        "helpline": helpline[0].id,
        "called": "Ash",
        "code_word": WORD,
        "ring_back": NUMBER,
        "passphrase": PASSPHRASE,
    }
    page = person.browser.post(f"{SETTING}new/", said).content.decode()
    return re.search(r'id="half-code" dir="ltr">([^<]+)<', page)[1]


def asks(user_name: str, code: str) -> tuple[Client, str]:
    """Somebody in a browser that knows nobody, and the reference that it shows."""
    browser = Client(SERVER_NAME="127.0.0.1")
    answer = browser.post(ASKING, {"user_name": user_name, "code": code})
    assert answer["Location"] == f"{ASKING}wait/"
    page = browser.get(f"{ASKING}wait/").content.decode()
    return browser, re.search(r'id="reference" dir="ltr">([^<]+)<', page)[1]


def at_desk(worker, reference: str, **sent: str):
    found = worker.browser.post("/desk/recovery/", {"reference": reference})
    if found.status_code != 302:
        return found
    return worker.browser.post(found["Location"], sent, follow=True) if sent else worker.browser.get(found["Location"])


def confirms(worker, reference: str, word: str = WORD):
    for sent in ({"knows": "no"}, {"heard": word}, {"do": "rang-back"}, {"do": "confirm"}):
        answer = at_desk(worker, reference, **sent)
    return answer


def opens(browser) -> bool:
    answer = browser.post(f"{ASKING}wait/", {"passphrase": NEW, "again": NEW})
    return b'id="recovery-code"' in answer.content


def account_page(person) -> str:
    return person.browser.get(SETTING).content.decode()


def test_both_halves_and_two_of_staff_open_it_and_the_person_sees_who(someone, helpline, robin, kit):
    someone.browser.post("/notes/add/", {"account": "He was outside.", "exact": "now"})
    browser, reference = asks(someone.account.user_name, set_up(someone, helpline))
    confirms(kit, reference)
    assert "Now ring the helpline" in browser.get(f"{ASKING}wait/").content.decode()
    confirms(robin, reference.lower().replace("-", " "))
    assert "Choose a new passphrase" in browser.get(f"{ASKING}wait/").content.decode()
    assert opens(browser)
    assert "He was outside." in browser.get("/notes/").content.decode()
    assert someone.browser.get("/notes/")["Location"] == "/me/in/"
    page = browser.get(SETTING).content.decode()
    for words in (
        "Kit rang back as agreed",
        "Kit confirmed that it was you",
        "Robin was the second",
        "It opened your notes",
    ):
        assert words in page
    signs_in = Client(SERVER_NAME="127.0.0.1").post(
        "/me/in/", {"user_name": someone.account.user_name, "passphrase": NEW}
    )
    assert signs_in["Location"] == "/notes/"


def test_it_opens_once(someone, helpline, robin, kit):
    code = set_up(someone, helpline)
    browser, reference = asks(someone.account.user_name, code)
    confirms(kit, reference)
    confirms(robin, reference)
    assert opens(browser)
    row = Recovery.objects.get()
    assert (row.envelope, row.half) == (None, None)
    _, again = asks(someone.account.user_name, code)
    assert b"Nothing waits here" in at_desk(kit, again).content


def test_one_member_of_staff_alone_cannot(someone, helpline, kit):
    browser, reference = asks(someone.account.user_name, set_up(someone, helpline))
    confirms(kit, reference)
    assert "second member of staff" in confirms(kit, reference).content.decode()
    asked = queries.asked_by(kit.desk, reference, Waiting.objects.get().asked_at)
    with pytest.raises(NotAllowed, match="second member"):
        actions.confirm(by=kit.desk, asked=asked, now=Waiting.objects.get().asked_at)
    assert Waiting.objects.get().released is None
    assert not opens(browser)


@pytest.mark.parametrize("missing", [{"heard": WORD}, {"do": "rang-back"}, {"knows": "no"}])
def test_no_step_can_be_left_out(someone, helpline, robin, kit, missing):
    browser, reference = asks(someone.account.user_name, set_up(someone, helpline))
    confirms(robin, reference)
    for sent in ({"knows": "no"}, {"heard": WORD}, {"do": "rang-back"}, {"do": "confirm"}):
        if sent != missing:
            at_desk(kit, reference, **sent)
    assert Waiting.objects.get().released is None
    assert not opens(browser)


def test_the_number_is_not_shown_before_the_code_word_and_the_code_word_never(someone, helpline, kit):
    _, reference = asks(someone.account.user_name, set_up(someone, helpline))
    pages = [at_desk(kit, reference).content.decode()]
    for sent in ({"knows": "no"}, {"heard": "wrong"}):
        pages.append(at_desk(kit, reference, **sent).content.decode())
    assert not [page for page in pages if "07700 900123" in page]
    shown = at_desk(kit, reference, heard="  MARMALADE   skies ").content.decode()
    assert "07700 900123" in shown
    assert not [page for page in [*pages, shown] if WORD in page]


def test_three_wrong_code_words_end_it(someone, helpline, kit, robin):
    browser, reference = asks(someone.account.user_name, set_up(someone, helpline))
    for worker in (kit, robin):
        at_desk(worker, reference, knows="no")
    at_desk(kit, reference, heard="honey")
    at_desk(robin, reference, heard="jam")
    at_desk(kit, reference, heard="toast")
    assert b"Nothing waits here" in at_desk(kit, reference).content
    assert "This is over" in browser.get(f"{ASKING}wait/").content.decode()
    assert account_page(someone).count("was told a wrong code word") == 3


def test_who_knows_them_is_kept_out_of_it_for_good(someone, helpline, kit):
    code = set_up(someone, helpline)
    _, reference = asks(someone.account.user_name, code)
    at_desk(kit, reference, knows="yes")
    for sent in ({"knows": "no"}, {"heard": WORD}, {"do": "rang-back"}, {"do": "confirm"}):
        assert "07700 900123" not in at_desk(kit, reference, **sent).content.decode()
    _, again = asks(someone.account.user_name, code)
    assert "somebody else does this" in at_desk(kit, again).content.decode()
    assert "was kept out of it" in account_page(someone)


def test_a_member_of_staff_does_not_confirm_their_own(helpline, kit, robin):
    _, reference = asks(kit.someone.account.user_name, set_up(kit.someone, helpline))
    at_desk(kit, reference, knows="no")
    answer = at_desk(kit, reference, heard=WORD)
    assert answer.status_code == 403
    assert "your own" in answer.content.decode()


def test_the_helpline_alone_and_the_code_alone_open_nothing(someone, helpline, robin, kit):
    set_up(someone, helpline)
    browser, reference = asks(someone.account.user_name, new_recovery_code())
    confirms(kit, reference)
    confirms(robin, reference)
    assert Waiting.objects.get().released is not None
    assert not opens(browser)
    assert someone.browser.get("/notes/").status_code == 200


def test_what_is_released_is_for_that_browser_alone_and_for_an_hour(someone, helpline, robin, kit):
    code = set_up(someone, helpline)
    browser, reference = asks(someone.account.user_name, code)
    other, _ = asks(someone.account.user_name, code)
    confirms(kit, reference)
    confirms(robin, reference)
    assert not opens(other)
    row = Waiting.objects.exclude(released=None).get()
    assert timedelta(minutes=59) < row.released_until - row.asked_at <= timedelta(minutes=61)
    Waiting.objects.filter(pk=row.pk).update(ends_at=row.asked_at, released_until=row.asked_at)
    assert not opens(browser)
    Waiting.objects.filter(pk=row.pk).update(
        released_until=row.released_until + timedelta(hours=5), ends_at=row.ends_at
    )
    assert not opens(browser)


def test_a_browser_that_lost_its_cookie_begins_again(someone, helpline):
    browser, _ = asks(someone.account.user_name, set_up(someone, helpline))
    del browser.cookies["k"]
    assert browser.get(f"{ASKING}wait/")["Location"] == ASKING


def test_taken_back_it_opens_nothing_even_where_somebody_waits(someone, helpline, robin, kit):
    browser, reference = asks(someone.account.user_name, set_up(someone, helpline))
    confirms(kit, reference)
    confirms(robin, reference)
    someone.browser.post(SETTING, {"do": "take-back"})
    assert not opens(browser)
    assert "You took it back" in account_page(someone)
    assert Recovery.objects.get().half is None


def test_set_up_anew_the_code_of_before_opens_nothing(someone, helpline, robin, kit):
    before = set_up(someone, helpline)
    after = set_up(someone, helpline)
    assert before != after
    browser, reference = asks(someone.account.user_name, before)
    confirms(kit, reference)
    confirms(robin, reference)
    assert not opens(browser)


def test_another_helpline_and_a_manager_and_a_leaver_find_nothing(someone, helpline, robin, kit):
    _, reference = asks(someone.account.user_name, set_up(someone, helpline))
    assert b"Nothing waits here" in at_desk(new_helpline("Another Helpline")[1], reference).content
    assert new_worker(robin, Role.MANAGER).browser.get("/desk/recovery/").status_code == 403
    helplines.end_staff(by=robin.desk, staff=kit.staff)
    assert kit.browser.get("/desk/recovery/")["Location"] == "/me/in/"


def test_the_passphrase_is_asked_for_again_before_it_is_set_up(someone, helpline):
    said = {
        "helpline": helpline[0].id,
        "called": "Ash",
        "code_word": WORD,
        "ring_back": NUMBER,
        "passphrase": "wrong words here",
    }
    someone.browser.post(f"{SETTING}new/", said)
    assert not Recovery.objects.exists()


def shape(answer_of) -> tuple[int, str, list[str]]:
    with CaptureQueriesContext(connection) as queries:
        answer = answer_of()
    asked = [it["sql"] for it in queries if "accounts_tries" not in it["sql"] and "SAVEPOINT" not in it["sql"]]
    words = [re.sub(r"'[^']*'|\b\d+\b|NULL", "?", it) for it in asked]
    page = re.sub(r'value="[^"]*"|dir="ltr">\w{3}-\w{3}<', "", answer.content.decode())
    return answer.status_code, page, words


def test_a_name_with_it_one_without_and_one_that_is_nobodys_are_answered_alike(someone, another, helpline, kit):
    code = set_up(someone, helpline)
    told = []
    for name in (someone.account.user_name, another.account.user_name, "nobody-0000"):
        browser = Client(SERVER_NAME="127.0.0.1")
        posted = shape(lambda browser=browser, name=name: browser.post(ASKING, {"user_name": name, "code": code}))
        waiting = shape(lambda browser=browser: browser.get(f"{ASKING}wait/"))
        choosing = shape(lambda browser=browser: browser.post(f"{ASKING}wait/", {"passphrase": NEW, "again": NEW}))
        told.append((posted, waiting[:2], choosing[:2], len(waiting[2])))
    assert told[0] == told[1] == told[2]
    unknown = asks("nobody-0000", code)[1]
    without = asks(another.account.user_name, code)[1]
    assert at_desk(kit, unknown).content.count(b"Nothing waits here") == at_desk(kit, without).content.count(
        b"Nothing waits here"
    )


def test_asking_again_and_again_is_slowed(someone):
    code = new_recovery_code()
    browser = Client(SERVER_NAME="127.0.0.1")
    answers = [browser.post(ASKING, {"user_name": "maple-1111", "code": code}).status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_a_slip_in_the_code_is_found_before_anybody_waits():
    answer = Client(SERVER_NAME="127.0.0.1").post(
        ASKING, {"user_name": "maple-1111", "code": new_recovery_code()[:-1] + "U"}
    )
    assert "group 10" in answer.content.decode()
    assert not Waiting.objects.exists()


def test_nothing_of_it_stands_in_the_database_in_plain(someone, helpline, kit):
    code = set_up(someone, helpline)
    _, reference = asks(someone.account.user_name, code)
    confirms(kit, reference)
    with connection.cursor() as cursor:
        held = b""
        for table in connection.introspection.table_names():
            cursor.execute(f'SELECT * FROM "{table}"')
            held += repr(cursor.fetchall()).encode()
    for words in (code, code.replace("-", ""), "Marmalade", "07700", "sister", "Ash"):
        assert words.encode() not in held


def test_deleting_the_account_leaves_nothing_of_it(someone, helpline):
    set_up(someone, helpline)
    answer = someone.browser.post("/me/delete/", {"what": "account", "passphrase": PASSPHRASE})
    assert answer["Location"] == "/me/gone/"
    assert not Recovery.objects.exists()
    assert new_person("oak").browser.get(SETTING).status_code == 200
