"""The second step of a sign-in: what it asks, what it refuses, and that the passphrase alone opens no page."""

from __future__ import annotations

import json
import time

import pyotp
import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from test_canary import rows_with

from throughline.domain.errors import Tampered
from throughline.vault.identity import PublicKey
from throughline.vault.notes import seal_letter
from throughline.web.accounts import second_steps, unlocking
from throughline.web.accounts.actions import change_passphrase, renew_recovery_code
from throughline.web.accounts.models import Account, SecondStep, Tries
from throughline.web.signing import passkeys, slowing

PASSPHRASE = "four small green words"
STEP = "/me/in/second/"


class Clock:
    """The service's clock, set by hand."""

    def __init__(self) -> None:
        self.now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(second_steps, "time", clock)
    return clock


@pytest.fixture
def guarded(someone, clock):
    """Somebody with an app that makes codes; `someone.code()` is the one of now."""
    page = someone.browser.get("/me/second/app/")
    secret = page.context["secret"]
    answer = someone.browser.post(
        "/me/second/app/", {"secret": secret, "code": pyotp.TOTP(secret).at(clock.now), "passphrase": PASSPHRASE}
    )
    assert answer["Location"] == "/me/second/"
    clock.now += 60
    return someone, secret


def half_in(someone) -> Client:
    browser = Client(SERVER_NAME="127.0.0.1")
    given = browser.post("/me/in/", {"user_name": someone.account.user_name, "passphrase": PASSPHRASE})
    assert given["Location"] == STEP
    return browser


def is_in(browser: Client) -> bool:
    return browser.get("/notes/").status_code == 200


def test_the_code_of_the_app_finishes_the_sign_in(guarded, clock):
    someone, secret = guarded
    browser = half_in(someone)
    assert not is_in(browser)
    answer = browser.post(STEP, {"code": pyotp.TOTP(secret).at(clock.now)})
    assert answer["Location"] == "/notes/"
    assert is_in(browser)


def test_blanks_in_the_code_and_half_a_minute_either_way_do_not_matter(guarded, clock):
    someone, secret = guarded
    for off in (-30, 0, 30):
        clock.now += 120
        code = pyotp.TOTP(secret).at(clock.now + off)
        browser = half_in(someone)
        browser.post(STEP, {"code": f"{code[:3]} {code[3:]}"})
        assert is_in(browser)


@pytest.mark.parametrize("off", [-90, 90])
def test_an_old_or_a_later_code_is_refused(guarded, clock, off):
    someone, secret = guarded
    browser = half_in(someone)
    clock.now += 300
    answer = browser.post(STEP, {"code": pyotp.TOTP(secret).at(clock.now + off)})
    assert "used already" in answer.content.decode()
    assert not is_in(browser)


def test_a_code_is_taken_once_and_none_before_it_after(guarded, clock):
    someone, secret = guarded
    code, before = (pyotp.TOTP(secret).at(clock.now + off) for off in (0, -30))
    assert half_in(someone).post(STEP, {"code": code}).status_code == 302
    for used in (code, before):
        browser = half_in(someone)
        assert browser.post(STEP, {"code": used}).status_code == 200
        assert not is_in(browser)


def test_the_code_that_set_it_up_does_not_sign_in(someone, clock):
    secret = second_steps.new_secret()
    code = pyotp.TOTP(secret).at(clock.now)
    assert second_steps.add_app(by=someone.account, private=someone.private, secret=secret, code=code)
    assert half_in(someone).post(STEP, {"code": code}).status_code == 200


def test_setting_up_wants_a_right_code_first(someone, clock):
    secret = someone.browser.get("/me/second/app/").context["secret"]
    page = someone.browser.post("/me/second/app/", {"secret": secret, "code": "000000", "passphrase": PASSPHRASE})
    assert page.context["secret"] == secret
    assert not SecondStep.objects.exists()
    for hostile in ("", "x" * 32, "A" * 33, '"><script>'):
        page = someone.browser.post("/me/second/app/", {"secret": hostile, "code": "000000", "passphrase": PASSPHRASE})
        assert page.status_code == 200
        assert "<script>" not in page.content.decode().replace("<script src", "")
    assert not SecondStep.objects.exists()


def test_setting_up_wants_the_passphrase_too(someone, clock):
    secret = someone.browser.get("/me/second/app/").context["secret"]
    given = {"secret": secret, "code": pyotp.TOTP(secret).at(clock.now)}
    for passphrase in ("", "not this one, surely"):
        page = someone.browser.post("/me/second/app/", {**given, "passphrase": passphrase})
        assert page.context["secret"] == secret
    assert not SecondStep.objects.exists()


def test_the_picture_and_the_letters_say_the_same_and_need_no_style(someone):
    page = someone.browser.get("/me/second/app/")
    text = page.content.decode()
    assert page.context["groups"].replace(" ", "") == page.context["secret"]
    assert page.context["groups"] in text
    assert "<svg" in text
    assert "style=" not in text
    assert second_steps.address_for_app("A" * 32) == f"otpauth://totp/Notes:Notes?secret={'A' * 32}&issuer=Notes"


def test_codes_are_tried_five_times_from_one_place_and_then_slowly(guarded):
    someone, _ = guarded
    browser = half_in(someone)
    answers = [browser.post(STEP, {"code": "000000"}).status_code for _ in range(7)]
    assert answers == [200] * slowing.CODE_FROM.tries + [429] * 2


def test_codes_from_many_places_are_slowed_too_and_the_recovery_code_is_not(guarded):
    someone, _ = guarded
    code = renew_recovery_code(by=someone.account, private=someone.private)
    browser = half_in(someone)
    answers = [
        browser.post(STEP, {"code": "000000"}, REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(32)
    ]
    assert answers == [200] * slowing.CODE_OF.tries + [429] * 2
    given = {
        "user_name": someone.account.user_name,
        "code": code,
        "passphrase": "other words of mine",
        "again": "other words of mine",
    }
    assert browser.post("/me/code/", given).status_code == 200
    assert is_in(browser)
    assert is_in(someone.browser) is False


def test_between_the_two_steps_five_minutes_may_pass(guarded, clock, monkeypatch):
    someone, secret = guarded
    browser = half_in(someone)
    later = Clock()
    later.now = time.time() + unlocking.WAITING_SECONDS + 2
    monkeypatch.setattr(unlocking, "time", later)
    assert browser.post(STEP, {"code": pyotp.TOTP(secret).at(clock.now)})["Location"] == "/me/in/"
    assert not is_in(browser)


def test_the_row_of_who_waits_ends_after_five_minutes_as_well(guarded):
    someone, _ = guarded
    kept = set(Session.objects.values_list("pk", flat=True))
    half_in(someone)
    (row,) = Session.objects.exclude(pk__in=kept)
    assert row.expire_date.timestamp() - time.time() <= unlocking.WAITING_SECONDS


def test_who_waits_while_the_passphrase_is_changed_waits_in_vain(guarded, clock):
    someone, secret = guarded
    browser = half_in(someone)
    account = Account.objects.get(pk=someone.account.pk)
    change_passphrase(by=account, private=someone.private, passphrase="other words of mine", here="")
    assert browser.post(STEP, {"code": pyotp.TOTP(secret).at(clock.now)})["Location"] == "/me/in/"
    assert not is_in(browser)


def test_a_copied_session_without_the_other_cookie_waits_in_vain(guarded, clock):
    someone, secret = guarded
    browser = half_in(someone)
    del browser.cookies["k"]
    assert browser.post(STEP, {"code": pyotp.TOTP(secret).at(clock.now)})["Location"] == "/me/in/"


def test_who_starts_to_sign_in_is_not_who_was_signed_in_before(guarded, another):
    someone, _ = guarded
    browser = another.browser
    browser.post("/me/in/", {"user_name": someone.account.user_name, "passphrase": PASSPHRASE})
    assert not is_in(browser)


def test_unlocking_asks_for_the_passphrase_alone(guarded):
    someone, _ = guarded
    del someone.browser.cookies["k"]
    assert someone.browser.post("/me/unlock/", {"passphrase": PASSPHRASE}).status_code == 302
    assert is_in(someone.browser)


def test_the_database_does_not_show_the_secret_nor_the_word_for_a_passkey(guarded):
    someone, secret = guarded
    second_steps.add_passkey(
        by=someone.account, private=someone.private, label="zanzibar key", host="localhost", credential=b"zanzibar"
    )
    half_in(someone)
    assert rows_with(secret) == []
    assert rows_with("zanzibar") == []
    assert rows_with(someone.account.user_name)


def test_whoever_can_only_write_to_the_database_cannot_slip_in_a_step_of_theirs(guarded):
    someone, _ = guarded
    told = json.dumps({"kind": "app", "label": "x", "secret": second_steps.new_secret(), "id": "0" * 32})
    letter = seal_letter(
        PublicKey(bytes(someone.account.public_key)), told.encode(), place="second-step", item="0" * 32
    )
    SecondStep.objects.create(id="0" * 32, account=someone.account, sealed=letter)
    with pytest.raises(Tampered):
        second_steps.second_steps_of(someone.account, someone.private)


def test_the_recovery_code_takes_second_steps_away_and_says_so(guarded):
    someone, _ = guarded
    code = renew_recovery_code(by=someone.account, private=someone.private)
    browser = Client(SERVER_NAME="127.0.0.1")
    given = {
        "user_name": someone.account.user_name,
        "code": code,
        "passphrase": "other words of mine",
        "again": "other words of mine",
    }
    assert "no second step is asked for any more" in browser.post("/me/code/", given).content.decode()
    assert is_in(browser)
    assert not SecondStep.objects.exists()
    fresh = Client(SERVER_NAME="127.0.0.1")
    name = someone.account.user_name
    assert fresh.post("/me/in/", {"user_name": name, "passphrase": "other words of mine"})["Location"] == "/notes/"


def test_taking_one_away_wants_the_passphrase(guarded):
    someone, _ = guarded
    address = f"/me/second/remove/{SecondStep.objects.get().pk}/"
    assert someone.browser.post(address, {"passphrase": "not this one, surely"}).status_code == 200
    assert SecondStep.objects.exists()
    assert someone.browser.post(address, {"passphrase": PASSPHRASE}).status_code == 302
    assert not SecondStep.objects.exists()


def test_nobody_takes_away_what_is_not_theirs(guarded, another):
    address = f"/me/second/remove/{SecondStep.objects.get().pk}/"
    assert another.browser.post(address, {"passphrase": PASSPHRASE}).status_code == 404
    assert SecondStep.objects.exists()


def test_at_a_number_there_are_no_passkeys_and_the_page_says_why(someone):
    assert "only codes from an app work" in someone.browser.get("/me/second/").content.decode()
    assert someone.browser.get("/me/second/passkey/")["Location"] == "/me/second/"
    assert someone.browser.get("/me/second/passkey/", SERVER_NAME="localhost").status_code == 200


@pytest.mark.parametrize(
    "answer",
    ["", "{}", "null", "[1]", "x" * 60_000, '{"id": "AA", "rawId": "AA", "type": "public-key", "response": {}}'],
)
def test_what_is_no_passkey_is_refused_with_a_page(someone, answer):
    second_steps.add_passkey(
        by=someone.account, private=someone.private, label="key", host="localhost", credential=SOME_KEY
    )
    browser = Client(SERVER_NAME="localhost")
    browser.post("/me/in/", {"user_name": someone.account.user_name, "passphrase": PASSPHRASE})
    assert browser.get(STEP).context["options"]
    page = browser.post(STEP, {"answer": answer})
    assert passkeys_refused(page)
    assert not is_in(browser)
    here = Client(SERVER_NAME="localhost")
    here.cookies = someone.browser.cookies
    assert (
        here.post("/me/second/passkey/", {"label": "mine", "answer": answer, "passphrase": PASSPHRASE}).status_code
        == 200
    )
    assert SecondStep.objects.count() == 1


def passkeys_refused(page) -> bool:
    return page.status_code == 200 and "That did not work" in page.content.decode()


SOME_KEY = bytes(16) + (16).to_bytes(2, "big") + b"0123456789abcdef" + bytes.fromhex(
    "a5010203262001215820" + "11" * 32 + "225820" + "22" * 32
)  # fmt: skip
"""Attested credential data (WebAuthn 6.5.1): AAGUID, length and id, and a COSE key on P-256."""


def test_a_passkey_of_another_name_is_named_and_not_asked_for(someone):
    second_steps.add_passkey(
        by=someone.account, private=someone.private, label="key", host="notes.example.org", credential=SOME_KEY
    )
    browser = half_in(someone)
    page = browser.get(STEP)
    assert page.context["options"] is None
    assert "notes.example.org" in page.content.decode()


def test_a_wrong_code_leaves_no_count_once_the_right_one_came(guarded, clock):
    someone, secret = guarded
    half_in(someone).post(STEP, {"code": pyotp.TOTP(secret).at(clock.now)})
    assert all(row.until <= time.time() for row in Tries.objects.all())
    assert passkeys.NAME_IN_APPS == "Notes"
