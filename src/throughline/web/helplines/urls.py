"""Addresses of a helpline's staff."""

from __future__ import annotations

from django.urls import path

from throughline.web.helplines import views

app_name = "helplines"
urlpatterns = [
    path("join/", views.join, name="join"),
    path("staff/", views.home, name="home"),
    path("staff/settings/", views.settings, name="settings"),
    path("staff/invite/", views.invite, name="invite"),
    path("staff/<str:id>/", views.one, name="one"),
]
