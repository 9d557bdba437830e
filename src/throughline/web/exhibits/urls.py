"""Addresses of the exhibits. `AB-1` in an address is exhibit AB/1."""

from __future__ import annotations

from django.urls import path

from throughline.web.exhibits import content, views

app_name = "exhibits"
urlpatterns = [
    path("", views.home, name="home"),
    path("add/", views.add, name="add"),
    path("<str:name>/", views.one, name="one"),
    path("<str:name>/words/", views.describe, name="describe"),
    path("<str:name>/remove/", views.remove, name="remove"),
    path("<str:name>/content", content.shown, name="content"),
    path("<str:name>/copy", content.downloaded, name="download"),
    path("<str:name>/clean", content.cleaned, name="clean"),
    path("<str:name>/view", content.viewed, name="view"),
]
