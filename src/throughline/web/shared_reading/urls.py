"""Addresses of what somebody shares, by the helpline's case."""

from __future__ import annotations

from django.urls import path

from throughline.web.shared_reading import views

app_name = "shared_reading"
urlpatterns = [
    path("", views.home, name="home"),
    path("order/", views.order, name="order"),
    path("entry/<str:id>/", views.entry, name="entry"),
    path("one/<slug:finding>/", views.finding, name="finding"),
    path("points/", views.points, name="points"),
    path("since/", views.since, name="since"),
    path("reading/", views.reading, name="reading"),
    path("answers/", views.answers, name="answers"),
    path("files/", views.exhibits, name="exhibits"),
    path("files/<str:name>/", views.exhibit, name="exhibit"),
    path("files/<str:name>/content", views.exhibit_shown, name="content"),
    path("files/<str:name>/copy", views.exhibit_downloaded, name="download"),
    path("files/<str:name>/clean", views.exhibit_cleaned, name="clean"),
    path("files/<str:name>/view", views.exhibit_viewed, name="view"),
]
