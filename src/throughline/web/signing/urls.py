"""Addresses of coming in, and of the account pages."""

from __future__ import annotations

from django.urls import path

from throughline.web.care import views as care
from throughline.web.signing import account_views, second_views, views

app_name = "signing"
urlpatterns = [
    path("begin/", care.device_check, name="device-check"),
    path("begin/help/", care.device_help, name="device-help"),
    path("new/", views.sign_up, name="sign-up"),
    path("in/", views.sign_in, name="sign-in"),
    path("in/second/", views.second_step, name="second-step"),
    path("unlock/", views.unlock, name="unlock"),
    path("out/", views.sign_out, name="sign-out"),
    path("code/", views.recover, name="recover"),
    path("gone/", views.gone, name="gone"),
    path("", account_views.home, name="home"),
    path("passphrase/", account_views.passphrase, name="passphrase"),
    path("new-code/", account_views.renew_code, name="renew-code"),
    path("signed-in/", account_views.signed_in, name="signed-in"),
    path("delete/", account_views.delete, name="delete"),
    path("second/", second_views.home, name="second"),
    path("second/app/", second_views.add_app, name="add-app"),
    path("second/passkey/", second_views.add_passkey, name="add-passkey"),
    path("second/remove/<str:id>/", second_views.remove, name="remove-second"),
]
