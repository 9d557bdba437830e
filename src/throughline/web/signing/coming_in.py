"""Signing a browser in, once everything that is asked for was given; and who is in."""

from __future__ import annotations

from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from throughline.vault.identity import PrivateKey
from throughline.web.accounts.models import Account
from throughline.web.accounts.second_steps import has_second_step
from throughline.web.accounts.sign_ins import note_sign_in
from throughline.web.accounts.unlocking import keep_open, private_key, wait_for_second_step


def passphrase_was_right(request: HttpRequest, account: Account, private: PrivateKey) -> HttpResponse:
    """On to the diary, or to the second step where there is one."""
    if has_second_step(account):
        wait_for_second_step(request, account, private)
        return redirect("signing:second-step")
    finish_sign_in(request, account, private)
    return redirect(first_page(account))


def first_page(account: Account) -> str:
    """Where somebody goes once they are in: to their diary; whoever is on a helpline's staff, to the desk."""
    role = Account.objects.filter(pk=account.pk, staff__standing="active").values_list("staff__role", flat=True).first()
    return reverse("diary:home" if role is None else "helplines:home" if role == "manager" else "desk:home")


def finish_sign_in(request: HttpRequest, account: Account, private: PrivateKey) -> None:
    """Sign an account in whose key was opened, in a session of its own, and keep its diary open for this browser. Sessions of
    anybody that have ended are thrown away, with the keys that were wrapped in them."""
    request.session.flush()
    request.session.clear_expired()
    login(request, account, backend="django.contrib.auth.backends.ModelBackend")
    request.session.begun()  # type: ignore[attr-defined]
    keep_open(request, private)
    note_sign_in(by=account, private=private, request=request)


def account_of(request: HttpRequest) -> Account:
    """The account that is signed in."""
    assert isinstance(request.user, Account)
    return request.user


def key_of(request: HttpRequest) -> PrivateKey:
    """The private key, on a page of a case: that is open, so the key is there."""
    private = private_key(request)
    assert private is not None
    return private
