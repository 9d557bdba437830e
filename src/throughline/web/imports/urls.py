"""Addresses of bringing exports in."""

from __future__ import annotations

from django.urls import path

from throughline.web.imports import views

app_name = "imports"
urlpatterns = [
    path("", views.home, name="home"),
    path("<str:file_id>/", views.review, name="review"),
    path("<str:file_id>/drop/", views.drop, name="drop"),
]
