"""Addresses of the desk. Words in them are ordinary ones."""

from __future__ import annotations

from django.urls import path

from throughline.web.desk.views import advice, calls, cases, messages, queue

app_name = "desk"
urlpatterns = [
    path("", queue.home, name="home"),
    path("calls/new/", calls.new, name="new-call"),
    path("calls/<str:id>/", calls.call, name="call"),
    path("calls/<str:id>/over/", calls.take_over, name="take-over"),
    path("cases/<str:id>/", cases.case, name="case"),
    path("cases/<str:id>/seen/", cases.seen, name="seen"),
    path("cases/<str:id>/in/", cases.let_in, name="let-in"),
    path("cases/<str:id>/call/", cases.begin_call, name="begin-call"),
    path("cases/<str:id>/factors/", cases.risk, name="risk"),
    path("cases/<str:id>/messages/", messages.home, name="messages"),
    path("cases/<str:id>/summary/<str:item>/message/", messages.advice, name="advice-message"),
    path("cases/<str:id>/summary/", advice.new, name="advice"),
    path("cases/<str:id>/summary/<str:item>/", advice.aloud, name="aloud"),
    path("cases/<str:id>/new/<slug:kind>/", cases.add, name="add"),
    path("cases/<str:id>/<slug:kind>/<str:item>/", cases.item, name="item"),
    path("cases/<str:id>/<slug:kind>/<str:item>/back/", cases.withdraw, name="withdraw"),
]
