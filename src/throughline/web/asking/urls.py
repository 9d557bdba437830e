"""The address of the questions."""

from __future__ import annotations

from django.urls import path

from throughline.web.asking import views

app_name = "asking"
urlpatterns = [path("", views.home, name="home")]
