"""Addresses of taking away."""

from __future__ import annotations

from django.urls import path

from throughline.web.takeaway import views

app_name = "takeaway"
urlpatterns = [
    path("", views.home, name="home"),
    path("pack/", views.choose, name="choose"),
    path("all/", views.case_file, name="case-file"),
]
