"""Addresses of the diary."""

from __future__ import annotations

from django.urls import path

from throughline.web.diary import evidence_views, item_views, views

app_name = "diary"
urlpatterns = [
    path("", views.home, name="home"),
    path("add/", views.add, name="add"),
    path("who-where/", item_views.around, name="around"),
    path("cover/", views.cover, name="cover"),
    path("evidence/<str:name>/", evidence_views.belongs, name="evidence"),
    path("draft/<path:place>", views.draft, name="draft"),
    path("<str:id>/", views.show, name="show"),
    path("<str:id>/more/<str:part>/", views.more, name="more"),
    path("<str:id>/change/", views.change, name="change"),
    path("<str:id>/before/", views.before, name="before"),
    path("<str:kind>/new/", item_views.new, name="new"),
    path("<str:kind>/<str:id>/edit/", item_views.edit, name="edit"),
    path("<str:kind>/<str:id>/delete/", item_views.delete, name="delete"),
]
