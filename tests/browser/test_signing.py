"""Signing in with a second step, and the pages of the account, in a real browser: passkeys against the virtual authenticator
that Chromium has for tests."""

from __future__ import annotations

import time

import pyotp
import pytest

from browsing import PASSPHRASE, PHONE, answer_device_check, faults_of, needs_axe

pytestmark = pytest.mark.django_db(transaction=True)
OTHER = "other words of mine"
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def at_a_name(live_server) -> str:
    """The service's address with a name in the place of a number: passkeys belong to names."""
    return f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"


def a_page(chromium, address: str, *, script: bool = True, size: dict[str, int] = PHONE):
    context = chromium.new_context(java_script_enabled=script, viewport=size, base_url=address)
    page = context.new_page()
    page.said = []
    page.on("console", lambda message: page.said.append(message.text))
    return page


def with_authenticator(page) -> tuple[object, str]:
    """Put an authenticator into the page's browser that touches itself."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    return devtools, devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]


def begin(page) -> tuple[str, str]:
    """Sign somebody up; gives the user name and the recovery code."""
    answer_device_check(page)
    page.goto("/me/new/")
    page.fill("[name=word]", "maple")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=again]", PASSPHRASE)
    page.click("main button")
    return page.inner_text("#user-name"), page.inner_text("#recovery-code")


def sign_in(page, name: str, passphrase: str = PASSPHRASE) -> None:
    page.goto("/me/in/")
    page.fill("[name=user_name]", name)
    page.fill("[name=passphrase]", passphrase)
    page.click("main button")


def sign_out(page) -> None:
    page.goto("/me/")
    page.click("main button >> text=Sign out")


def set_up_app(page) -> pyotp.TOTP:
    page.goto("/me/second/")
    page.click("text=Codes from an app")
    app = pyotp.TOTP(page.inner_text("#secret").replace(" ", ""))
    page.fill("[name=passphrase]", PASSPHRASE)
    page.fill("[name=code]", app.now())
    page.click("main button")
    assert "From now on it is asked for" in page.inner_text("main")
    return app


def add_passkey(page, label: str) -> None:
    page.goto("/me/second/passkey/")
    page.fill("[name=label]", label)
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("main button")
    page.wait_for_url("**/me/second/")


def test_a_passkey_is_made_used_and_taken_away(chromium, at_a_name):
    page = a_page(chromium, at_a_name)
    devtools, id = with_authenticator(page)
    name, _ = begin(page)
    add_passkey(page, "my phone")
    assert "my phone (passkey)" in page.inner_text("main")
    (made,) = devtools.send("WebAuthn.getCredentials", {"authenticatorId": id})["credentials"]
    assert made["rpId"] == "localhost"
    assert made["isResidentCredential"] is False  # a list of passkeys on the device does not show it
    sign_out(page)
    sign_in(page, name)
    assert page.url.endswith("/me/in/second/")
    page.click("text=Use your passkey")
    page.wait_for_url("**/notes/")
    page.goto("/me/second/")
    page.click("text=Take it away")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("main button")
    assert "It is not asked for any more" in page.inner_text("main")
    sign_out(page)
    sign_in(page, name)
    assert page.url.endswith("/notes/")
    assert not [it for it in page.said if "Content Security Policy" in it]


def test_of_several_passkeys_each_signs_in_and_another_one_does_not(chromium, at_a_name):
    page = a_page(chromium, at_a_name)
    devtools, first = with_authenticator(page)
    name, _ = begin(page)
    add_passkey(page, "first")
    (kept,) = devtools.send("WebAuthn.getCredentials", {"authenticatorId": first})["credentials"]
    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": first})
    second = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
    add_passkey(page, "second")
    sign_out(page)

    sign_in(page, name)
    page.click("text=Use your passkey")
    page.wait_for_url("**/notes/")
    sign_out(page)

    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": second})
    third = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})["authenticatorId"]
    sign_in(page, name)
    page.click("text=Use your passkey")
    page.wait_for_selector("text=You can try again")
    assert page.goto("/notes/").url.endswith("/me/in/")

    devtools.send("WebAuthn.addCredential", {"authenticatorId": third, "credential": kept})
    sign_in(page, name)
    page.click("text=Use your passkey")
    page.wait_for_url("**/notes/")


def test_a_key_that_only_claims_to_be_the_passkey_is_refused(chromium, at_a_name):
    page = a_page(chromium, at_a_name)
    devtools, id = with_authenticator(page)
    name, _ = begin(page)
    add_passkey(page, "mine")
    (mine,) = devtools.send("WebAuthn.getCredentials", {"authenticatorId": id})["credentials"]
    add_other = a_page(chromium, at_a_name)
    tools, other = with_authenticator(add_other)
    begin(add_other)
    add_passkey(add_other, "theirs")
    (theirs,) = tools.send("WebAuthn.getCredentials", {"authenticatorId": other})["credentials"]
    devtools.send("WebAuthn.clearCredentials", {"authenticatorId": id})
    forged = {**theirs, "credentialId": mine["credentialId"]}
    devtools.send("WebAuthn.addCredential", {"authenticatorId": id, "credential": forged})
    sign_out(page)
    sign_in(page, name)
    page.click("text=Use your passkey")
    page.wait_for_selector("text=That did not work. Try again, or use another way.")
    assert page.goto("/notes/").url.endswith("/me/in/")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_codes_from_an_app_work_with_and_without_script_and_the_recovery_code_ends_them(chromium, live_server, script):
    page = a_page(chromium, live_server.url, script=script)
    name, code = begin(page)
    app = set_up_app(page)
    sign_out(page)
    sign_in(page, name)
    assert "One more step" in page.inner_text("h1")
    page.fill("[name=code]", "000000")
    page.click("main button")
    assert "That is not the code" in page.inner_text("main")
    page.fill("[name=code]", app.at(time.time(), counter_offset=1))
    page.click("main button")
    assert page.url.endswith("/notes/")
    sign_out(page)

    sign_in(page, name)
    page.click("text=your recovery code opens your diary without it")
    page.fill("[name=user_name]", name)
    page.fill("[name=code]", code.lower().replace("-", " "))
    page.fill("[name=passphrase]", OTHER)
    page.fill("[name=again]", OTHER)
    page.click("main button")
    assert "no second step is asked for any more" in page.inner_text("main")
    page.click("text=I have written it down")
    sign_out(page)
    sign_in(page, name, OTHER)
    assert page.url.endswith("/notes/")


def test_a_lost_phone_is_signed_out_from_another_browser(chromium, live_server):
    here, phone = a_page(chromium, live_server.url, script=False), a_page(chromium, live_server.url)
    name, _ = begin(here)
    sign_in(phone, name)
    here.goto("/me/")
    here.click("text=Where you are signed in")
    assert "this browser" in here.inner_text("main")
    here.click("main button >> text=Sign it out")
    assert here.locator(".tl-card").count() == 1
    phone.goto("/notes/")
    assert phone.url.endswith("/me/in/")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_somebody_deletes_their_account_and_comes_to_a_quiet_page(chromium, live_server, script):
    page = a_page(chromium, live_server.url, script=script)
    name, _ = begin(page)
    page.goto("/me/")
    page.click("text=Delete your diary or your account")
    page.click("main button")
    assert "Choose one of the two" in page.inner_text("main")
    page.check("input[value=account]")
    page.fill("[name=passphrase]", PASSPHRASE)
    page.click("main button")
    assert page.inner_text("h1") == "It is deleted"
    assert page.title() == "Notes"
    sign_in(page, name)
    assert "do not belong together" in page.inner_text("main")


def test_no_page_of_the_account_has_a_fault_that_axe_knows(chromium, at_a_name):
    needs_axe()
    page = a_page(chromium, at_a_name)
    with_authenticator(page)
    faults, titles = [], set()

    def look(address: str | None = None) -> None:
        if address:
            page.goto(address)
        faults.extend(faults_of(page))
        titles.add(page.title())

    name, _ = begin(page)
    look()
    for address in ("/me/", "/me/new-code/", "/me/second/", "/me/second/app/", "/me/second/passkey/", "/me/delete/"):
        look(address)
    page.click("main button")
    look()
    other = a_page(chromium, at_a_name)
    sign_in(other, name)
    look("/me/signed-in/")
    set_up_app(page)
    add_passkey(page, "my phone")
    look()
    page.click("text=Take it away: my phone")
    look()
    look("/me/gone/")
    sign_out(page)
    sign_in(page, name)
    look()
    for _ in range(6):
        page.goto("/me/in/second/")
        page.fill("[name=code]", "000000")
        page.click("main button >> text=Go on")
    assert "Too many tries from here" in page.inner_text("h1")
    look()
    assert faults == []
    assert titles <= {"Account", "Keep this", "Notes", "Sign in", "Wait"}
