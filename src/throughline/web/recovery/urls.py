"""Addresses of recovery with a helpline, of its person and of the desk."""

from __future__ import annotations

from django.urls import path

from throughline.web.recovery import desk_views, views

app_name = "recovery"
urlpatterns = [
    path("me/recovery-with-helpline/", views.home, name="home"),
    path("me/recovery-with-helpline/new/", views.set_up, name="set-up"),
    path("me/recover/with-helpline/", views.ask, name="ask"),
    path("me/recover/with-helpline/wait/", views.wait, name="wait"),
    path("desk/recovery/", desk_views.find, name="find"),
    path("desk/recovery/<str:reference>/", desk_views.one, name="one"),
]
