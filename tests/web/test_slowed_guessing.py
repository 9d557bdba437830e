"""Guessing is slowed; nobody is locked out. Whose tries count together, for how long, and what stands in the database of it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from django.db.models import F
from django.test import Client, RequestFactory
from test_canary import rows_with

from served import DEVICE_IS_SAFE
from throughline.web.accounts import stretching
from throughline.web.accounts.addresses import network_of
from throughline.web.accounts.models import Account, Tries
from throughline.web.signing import slowing

PASSPHRASE = "four small green words"
HOME, ELSEWHERE = "192.0.2.7", "198.51.100.9"


def browser_at(address: str = HOME) -> Client:
    return Client(SERVER_NAME="127.0.0.1", REMOTE_ADDR=address)


def try_in(browser: Client, name: str, passphrase: str = "not this one, surely"):
    return browser.post("/me/in/", {"user_name": name, "passphrase": passphrase})


def guess_until_slowed(name: str, address: str = HOME) -> int:
    """How many wrong guesses are looked at before one is refused."""
    browser = browser_at(address)
    for number in range(100):
        if try_in(browser, name).status_code == 429:
            return number
    raise AssertionError("nothing slowed a hundred guesses")


def let_pass(seconds: float) -> None:
    Tries.objects.update(until=F("until") - seconds)


def test_after_ten_wrong_guesses_a_plain_page_asks_to_wait(someone):
    name = someone.account.user_name
    assert guess_until_slowed(name) == slowing.SIGN_IN_AS.tries
    refused = try_in(browser_at(), name)
    page = refused.content.decode()
    assert refused.status_code == 429
    assert 0 < int(refused["Retry-After"]) <= slowing.SIGN_IN_AS.seconds_each
    assert "Too many tries from here" in page
    assert "Wait 2 minutes" in page
    assert "What you wrote is safe" in page


def test_an_unknown_name_is_slowed_just_the_same(someone):
    assert guess_until_slowed("nobody-1234") == slowing.SIGN_IN_AS.tries


def test_the_right_passphrase_works_from_anywhere_else_at_once(someone):
    name = someone.account.user_name
    guess_until_slowed(name)
    assert try_in(browser_at(), name, PASSPHRASE).status_code == 429
    assert try_in(browser_at(ELSEWHERE), name, PASSPHRASE).status_code == 302


def test_somebody_else_at_the_same_address_is_not_kept_waiting(someone, another):
    guess_until_slowed(someone.account.user_name)
    assert try_in(browser_at(), another.account.user_name, PASSPHRASE).status_code == 302


def test_a_browser_that_is_signed_in_goes_on_and_unlocks(someone):
    name = someone.account.user_name
    browser = browser_at()
    assert try_in(browser, name, PASSPHRASE).status_code == 302
    guess_until_slowed(name)
    assert browser.get("/notes/").status_code == 200
    del browser.cookies["k"]
    assert browser.get("/notes/").status_code == 302
    assert browser.post("/me/unlock/", {"passphrase": PASSPHRASE}).status_code == 302
    assert browser.get("/notes/").status_code == 200


def test_however_long_somebody_guesses_the_wait_stays_short(someone):
    name = someone.account.user_name
    for _ in range(5):
        guess_until_slowed(name)
        for _ in range(20):
            assert int(try_in(browser_at(), name)["Retry-After"]) <= slowing.SIGN_IN_AS.seconds_each
    let_pass(slowing.SIGN_IN_AS.seconds_each)
    assert try_in(browser_at(), name, PASSPHRASE).status_code == 302


def test_signing_in_rightly_uses_nothing_up(someone):
    for _ in range(slowing.SIGN_IN_AS.tries * 2):
        assert try_in(browser_at(), someone.account.user_name, PASSPHRASE).status_code == 302


def test_one_address_cannot_go_through_many_names(db):
    browser = browser_at()
    answers = [try_in(browser, f"maple-{number}").status_code for number in range(1000, 1000 + 65)]
    assert answers == [200] * slowing.SIGN_IN_FROM.tries + [429] * 5
    assert try_in(browser_at(ELSEWHERE), "maple-1000").status_code == 200


def test_guesses_at_the_passphrase_leave_the_recovery_code_free(transactional_db):
    from throughline.web.signing.actions import sign_up

    new = sign_up(word="maple", passphrase=PASSPHRASE)
    name = new.account.user_name
    guess_until_slowed(name)
    given = {
        "user_name": name,
        "code": new.recovery_code,
        "passphrase": "other words of mine",
        "again": "other words of mine",
    }
    assert "recovery-code" in browser_at().post("/me/code/", given).content.decode()


def test_recovery_codes_are_counted_but_a_slip_of_the_pen_is_not(someone):
    from throughline.vault.recovery import new_recovery_code

    given = {"user_name": someone.account.user_name, "passphrase": PASSPHRASE, "again": PASSPHRASE}
    browser = browser_at()
    for _ in range(30):
        assert browser.post("/me/code/", {**given, "code": "0000"}).status_code == 200
    answers = [browser.post("/me/code/", {**given, "code": new_recovery_code()}).status_code for _ in range(11)]
    assert answers == [200] * 10 + [429]


def test_beginning_diaries_by_the_hundred_is_slowed(db):
    given = {"word": "maple", "passphrase": PASSPHRASE, "again": PASSPHRASE}
    answers = []
    for _ in range(slowing.SIGN_UP.tries + 2):
        browser = browser_at()
        browser.post("/me/begin/", DEVICE_IS_SAFE)
        answers.append(browser.post("/me/new/", given).status_code)
    assert answers == [200] * slowing.SIGN_UP.tries + [429] * 2
    assert Account.objects.count() == slowing.SIGN_UP.tries


def test_the_passphrase_asked_for_again_is_slowed_in_that_browser_alone(someone):
    given = {"what": "account", "passphrase": "not this one, surely"}
    answers = [someone.browser.post("/me/delete/", given).status_code for _ in range(slowing.AGAIN.tries + 1)]
    assert answers == [200] * slowing.AGAIN.tries + [429]
    assert try_in(browser_at(), someone.account.user_name, PASSPHRASE).status_code == 302


def test_what_is_counted_holds_neither_address_nor_name_and_goes_when_time_has_passed(someone):
    name = someone.account.user_name
    guess_until_slowed(name)
    assert Tries.objects.exists()
    assert "accounts_tries" not in rows_with(name)
    assert rows_with(HOME) == []
    assert all(len(row.key) == 64 for row in Tries.objects.all())
    before = set(Tries.objects.values_list("key", flat=True))
    let_pass(60 * 60)
    try_in(browser_at(ELSEWHERE), "nobody-1234")
    assert not before & set(Tries.objects.values_list("key", flat=True))


def test_when_all_places_are_taken_it_says_busy_and_counts_nothing(someone, monkeypatch):
    room, _ = stretching._doors()
    taken = 0
    while room.acquire(blocking=False):
        taken += 1
    try:
        answer = try_in(browser_at(), someone.account.user_name, PASSPHRASE)
        assert someone.browser.get("/notes/").status_code == 200
    finally:
        for _ in range(taken):
            room.release()
    assert taken == 4 + stretching.MAY_WAIT
    assert answer.status_code == 503
    assert "Busy at this moment" in answer.content.decode()
    assert guess_until_slowed(someone.account.user_name) == slowing.SIGN_IN_AS.tries


AT_ONCE = """
import sys, django
django.setup()
from throughline.domain.errors import TooManyTries
from throughline.web.accounts.limits import Limit, take
print("ready", flush=True)
sys.stdin.readline()
passed = 0
for _ in range(20):
    try:
        take([Limit("race", 15, 3600).of("somebody")])
        passed += 1
    except TooManyTries:
        pass
print(passed)
"""


def test_tries_of_several_processes_at_the_same_moment_cannot_slip_past_each_other(tmp_path):
    settings = {"THROUGHLINE_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "throughline.web.settings"}
    environment = {**os.environ, **settings}
    subprocess.run([sys.executable, "-m", "django", "migrate", "-v0"], env=environment, check=True)
    command = [sys.executable, "-c", AT_ONCE]
    racing = [
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    for it in racing:
        assert it.stdout.readline() == "ready\n"
    for it in racing:
        it.stdin.write("go\n")
        it.stdin.flush()
    assert sum(int(it.communicate()[0]) for it in racing) == 15


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "counted"),
    [
        (0, "192.0.2.7", "203.0.113.5", "192.0.2.7"),
        (1, "127.0.0.1", "203.0.113.5", "203.0.113.5"),
        (1, "127.0.0.1", "10.0.0.1, 203.0.113.5", "203.0.113.5"),
        (2, "127.0.0.1", "10.0.0.1, 203.0.113.5, 192.0.2.1", "203.0.113.5"),
        (2, "192.0.2.7", "10.0.0.1", "192.0.2.7"),
        (1, "192.0.2.7", "", "unknown"),
        (1, "127.0.0.1", "<script>", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.7", "", "192.0.2.7"),
    ],
)  # fmt: skip
def test_the_address_is_what_the_first_server_in_front_saw(settings, proxies, remote, forwarded, counted):
    settings.PROXIES = proxies
    request = RequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert network_of(request) == counted
