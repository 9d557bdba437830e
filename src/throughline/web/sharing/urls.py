"""Addresses of sharing."""

from __future__ import annotations

from django.urls import path

from throughline.web.sharing import views

app_name = "sharing"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/<str:helpline>/", views.new, name="new"),
    path("<str:share>/", views.one, name="one"),
    path("<str:share>/figures/", views.figures, name="figures"),
    path("<str:share>/back/", views.withdraw, name="withdraw"),
]
