"""Addresses of supervision."""

from __future__ import annotations

from django.urls import path

from throughline.web.supervision import looking, views

app_name = "supervision"
urlpatterns = [
    path("review/", views.home, name="home"),
    path("review/work/", views.work, name="work"),
    path("review/figures/", views.figures, name="figures"),
    path("review/of/<str:id>/", views.cases, name="cases"),
    path("review/<str:id>/", views.review, name="review"),
    path("review/<str:id>/close/", views.close, name="close"),
    path("review/<str:id>/give/", views.give, name="give"),
    path("review/<str:id>/emergency/", views.emergency, name="emergency"),
    path("review/<str:id>/opinion/", views.ask, name="ask"),
    path("review/<str:id>/opinion/<str:item>/", views.answer, name="answer"),
    path("review/<str:id>/told/<str:item>/", looking.look, name="look"),
    path("asked/", views.mine, name="mine"),
]
