"""Addresses of bringing in."""

from __future__ import annotations

from django.urls import path

from throughline.web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.home, name="home"),
    path("whole/", views.whole, name="whole"),
    path("<str:file_id>/", views.one, name="one"),
    path("<str:file_id>/far/", views.far, name="far"),
    path("<str:file_id>/again/", views.again, name="again"),
    path("<str:file_id>/drop/", views.drop, name="drop"),
]
