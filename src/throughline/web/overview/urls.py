"""Addresses of the overview."""

from __future__ import annotations

from django.urls import path

from throughline.web.guidance import marks
from throughline.web.overview import views

marks.register()
app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("order/", views.chronology, name="chronology"),
    path("reading/", views.reading, name="reading"),
    path("say/<mark:script>/", views.say, name="say"),
    path("points/", views.elements, name="elements"),
    path("one/<slug:finding>/", views.one, name="one"),
    path("since/", views.since, name="since"),
]
