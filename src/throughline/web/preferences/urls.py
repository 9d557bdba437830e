"""The address of the settings."""

from __future__ import annotations

from django.urls import path

from throughline.web.preferences import views

app_name = "preferences"
urlpatterns = [path("", views.home, name="home"), path("first/", views.first, name="first")]
