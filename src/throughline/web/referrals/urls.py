"""Addresses of a case's referrals. They are short: what is typed on a page is kept under sixty letters of its address."""

from __future__ import annotations

from django.urls import path

from throughline.web.referrals import leaving_views, views

app_name = "referrals"
urlpatterns = [
    path("", views.home, name="home"),
    path("new/", views.new, name="new"),
    path("without/", views.without, name="without"),
    path("<str:id>/", views.one, name="one"),
    path("<str:id>/pack/", leaving_views.pack, name="pack"),
    path("<str:id>/letter/", leaving_views.letter, name="letter"),
    path("<str:id>/second/", leaving_views.second, name="second"),
    path("<str:id>/sent/", views.sent, name="sent"),
    path("<str:id>/chase/", views.chase, name="chase"),
    path("<str:id>/answer/", views.answer, name="answer"),
    path("<str:id>/back/", views.taken_back, name="back"),
]
