"""Addresses of the guidance. What is asked for and answered never stands in one, nor what a page is about: addresses stay in a
browser's history."""

from __future__ import annotations

from django.urls import path

from throughline.web.guidance import marks, views

marks.register()
app_name = "guide"
urlpatterns = [
    path("", views.home, name="home"),
    path("check/", views.check, name="check"),
    path("find/", views.look_for, name="find"),
    path("who/", views.who, name="who"),
    path("figures/", views.figures, name="figures"),
    path("pages.json", views.pages_json, name="pages-json"),
    path("review/", views.review, name="review"),
    path("review/<slug:concern>/", views.review_of, name="review-of"),
    path("routes/", views.routes, name="routes"),
    path("routes/<slug:where>/", views.routes_in, name="routes-in"),
    path("<slug:of>/<mark:named>.json", views.leaf_json, name="leaf-json"),
    path("<slug:of>/<mark:named>.txt", views.leaf_text, name="leaf-text"),
    path("<slug:of>/<mark:named>/", views.leaf_page, name="leaf"),
]
