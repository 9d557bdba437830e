"""Where an account is signed in: what the list says, what ends a sign-in, and that it ends for real."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from test_canary import rows_with

from throughline.web.accounts.actions import renew_recovery_code
from throughline.web.accounts.devices import device_named
from throughline.web.accounts.models import SignIn
from throughline.web.accounts.sessions import SessionStore

PASSPHRASE = "four small green words"
OTHER = "other words of mine"
PHONE = "Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0"


def sign_in(someone, passphrase: str = PASSPHRASE, **meta: str) -> Client:
    browser = Client(SERVER_NAME="127.0.0.1", **meta)
    browser.post("/me/in/", {"user_name": someone.account.user_name, "passphrase": passphrase})
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/notes/").status_code == 200


def others_of(browser: Client) -> list[str]:
    return [it.id for it in browser.get("/me/signed-in/").context["places_in"] if not it.is_here]


def test_the_list_names_this_browser_first_and_the_kind_of_each(someone):
    sign_in(someone, HTTP_USER_AGENT=PHONE)
    page = someone.browser.get("/me/signed-in/")
    told = page.context["places_in"]
    assert [(it.device, it.is_here) for it in told] == [("A browser", True), ("Firefox on Android", False)]
    assert all(abs(it.began.timestamp() - time.time()) < 60 for it in told)
    assert "this browser" in page.content.decode()


def test_times_are_told_as_her_clock_has_them(someone):
    summer = int(datetime(2026, 7, 1, 22, 30, tzinfo=UTC).timestamp())
    store = SessionStore(someone.browser.cookies["session"].value)
    store["began"] = summer
    Session.objects.update(session_data=store.encode(dict(store.items())))
    assert "Signed in 1 July 2026, 23:30" in someone.browser.get("/me/signed-in/").content.decode()


def test_what_has_ended_is_thrown_away_when_anybody_signs_in(someone, another):
    Session.objects.filter(signin__account=someone.account).update(expire_date=datetime(2026, 1, 1, tzinfo=UTC))
    sign_in(another)
    assert not SignIn.objects.filter(account=someone.account).exists()
    assert Session.objects.count() == SignIn.objects.count() == 2


def test_neither_address_nor_device_nor_cookie_stands_in_the_database(someone):
    browser = sign_in(someone, HTTP_USER_AGENT=PHONE, REMOTE_ADDR="192.0.2.77")
    cookie = browser.cookies["session"].value
    assert is_in(browser)
    for words in ("192.0.2.77", "Android", "Firefox", cookie):
        assert rows_with(words) == []
    assert rows_with(SignIn.objects.exclude(account=None).first().pk)


def test_what_stands_in_the_database_is_no_cookie(someone):
    thief = Client(SERVER_NAME="127.0.0.1")
    for row in Session.objects.all():
        thief.cookies["session"] = row.pk
        assert thief.get("/me/unlock/")["Location"] == "/me/in/"
    thief.cookies["session"] = someone.browser.cookies["session"].value
    assert thief.get("/me/unlock/").status_code == 200


def test_one_is_signed_out_and_its_session_is_gone(someone):
    lost, kept = sign_in(someone), sign_in(someone)
    (id,) = set(others_of(someone.browser)) & set(others_of(kept))
    someone.browser.post("/me/signed-in/", {"end": id})
    assert [is_in(it) for it in (lost, kept, someone.browser)] == [False, True, True]
    assert id not in Session.objects.values_list("pk", flat=True)


def test_all_others_are_signed_out_at_once(someone):
    others = [sign_in(someone) for _ in range(3)]
    someone.browser.post("/me/signed-in/", {"others": "yes"})
    assert [is_in(it) for it in others] == [False] * 3
    assert is_in(someone.browser)
    assert Session.objects.count() == SignIn.objects.count() == 1


def test_nobody_ends_a_sign_in_of_somebody_else(someone, another):
    (id,) = SignIn.objects.filter(account=another.account).values_list("pk", flat=True)
    for wanted in (id, "", "\0", "x" * 100_000):
        assert someone.browser.post("/me/signed-in/", {"end": wanted}).status_code == 302
    someone.browser.post("/me/signed-in/", {"others": "yes"})
    assert is_in(another.browser)


def test_a_new_passphrase_signs_out_every_other_browser(someone):
    other = sign_in(someone)
    given = {"current": PASSPHRASE, "passphrase": OTHER, "again": OTHER}
    assert someone.browser.post("/me/passphrase/", given)["Location"] == "/me/"
    assert not is_in(other)
    assert is_in(someone.browser)
    assert others_of(someone.browser) == []
    assert is_in(sign_in(someone, OTHER))
    assert not is_in(sign_in(someone))


def test_the_recovery_code_signs_out_every_browser_and_opens_this_one(someone):
    code = renew_recovery_code(by=someone.account, private=someone.private)
    here = Client(SERVER_NAME="127.0.0.1")
    given = {"user_name": someone.account.user_name, "code": code, "passphrase": OTHER, "again": OTHER}
    here.post("/me/code/", given)
    assert is_in(here)
    assert not is_in(someone.browser)
    assert SignIn.objects.count() == 1
    again = Client(SERVER_NAME="127.0.0.1").post("/me/code/", given)
    assert "do not belong together" in again.content.decode()


def test_a_new_recovery_code_takes_the_place_of_the_old_one_and_wants_the_passphrase(someone):
    old = renew_recovery_code(by=someone.account, private=someone.private)
    assert "recovery-code" not in someone.browser.post("/me/new-code/", {"passphrase": OTHER}).content.decode()
    page = someone.browser.post("/me/new-code/", {"passphrase": PASSPHRASE})
    new = page.context["code"]
    given = {"user_name": someone.account.user_name, "passphrase": OTHER, "again": OTHER}
    for code, opens in ((old, False), (new, True)):
        answer = Client(SERVER_NAME="127.0.0.1").post("/me/code/", {**given, "code": code})
        assert ("recovery-code" in answer.content.decode()) is opens


@pytest.mark.parametrize("way", ["/me/out/", "/weather"])
def test_signing_out_and_leaving_take_the_row_away(someone, way):
    someone.browser.post(way) if way == "/me/out/" else someone.browser.get(way)
    assert not SignIn.objects.exists()
    assert not Session.objects.exists()


def test_signing_in_again_in_the_same_browser_leaves_one_sign_in(someone):
    someone.browser.post("/me/in/", {"user_name": someone.account.user_name, "passphrase": PASSPHRASE})
    assert SignIn.objects.count() == 1


def test_a_session_that_was_ended_does_not_write_itself_back(someone):
    from django.contrib.sessions.backends.base import UpdateError

    store = SessionStore(someone.browser.cookies["session"].value)
    store["seen"] = 1
    Session.objects.all().delete()
    with pytest.raises(UpdateError):
        store.save()
    assert not Session.objects.exists()


def test_a_sign_in_ends_in_time_however_much_it_is_used(someone):
    store = SessionStore(someone.browser.cookies["session"].value)
    store["began"] -= settings.SESSION_COOKIE_AGE - 60
    store.save()
    left = Session.objects.get().expire_date - datetime.now(UTC)
    assert left.total_seconds() <= 60


@pytest.mark.parametrize(
    ("agent", "told"),
    [
        (PHONE, "Firefox on Android"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (Linux; Android 14; SM-S911B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36", "Samsung Internet on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1", "Safari on an iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15", "Safari on a Mac"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows"),
        ("<script>alert(1)</script>", "A browser"),
        ("", "A browser"),
    ],
)  # fmt: skip
def test_a_device_is_told_in_a_few_words(agent, told):
    assert device_named(agent) == told
