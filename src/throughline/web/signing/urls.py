"""Addresses of the account pages."""

from __future__ import annotations

from django.urls import path

from throughline.web.care import views as care
from throughline.web.signing import views

app_name = "signing"
urlpatterns = [
    path("", views.home, name="home"),
    path("begin/", care.device_check, name="device-check"),
    path("begin/help/", care.device_help, name="device-help"),
    path("new/", views.sign_up, name="sign-up"),
    path("in/", views.sign_in, name="sign-in"),
    path("unlock/", views.unlock, name="unlock"),
    path("out/", views.sign_out, name="sign-out"),
    path("code/", views.recover, name="recover"),
    path("passphrase/", views.passphrase, name="passphrase"),
]
