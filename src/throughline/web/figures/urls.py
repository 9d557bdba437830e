"""The addresses of figures."""

from __future__ import annotations

from django.urls import path

from throughline.web.figures import views

app_name = "figures"
urlpatterns = [
    path("", views.home, name="home"),
    path("figures.csv", views.download, name="download"),
    path("method/", views.method, name="method"),
    path("take-part/", views.take_part, name="take-part"),
]
