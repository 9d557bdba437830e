"""Messages between the person and the helpline, sealed in the account of what they share. Nothing is sent anywhere: each waits
behind the other's sign-in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from throughline.casework.checks import LONGEST, TIME_ZONE
from throughline.casework.writing import Advice
from throughline.domain.errors import MissingKey, NotAllowed
from throughline.domain.policies import Allowed
from throughline.web.desk.messaging import send_advice, send_message
from throughline.web.desk.standing import answer_to, require
from throughline.web.desk.views.opening import Opened, with_open_case
from throughline.web.diary.forms import words_field
from throughline.web.sharing.actions import seen_by_helpline
from throughline.web.sharing.queries import account_for_desk
from throughline.web.sharing.told import messages_of


class Reply(forms.Form):
    """A message to the person."""

    words = words_field(
        _("Your message"), _("They read it when they sign in. Nothing outside says that it is there."), required=True
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["words"].max_length = LONGEST  # type: ignore[attr-defined]


@require_http_methods(["GET", "HEAD", "POST"])
@with_open_case
def home(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What they and the helpline wrote to each other, the latest last, and a reply. Whoever reads it has read what waited."""
    share = opened.case.row.share
    if share is None:
        raise Http404
    require("read_messages", opened.desk, opened.case, opened.now)
    form = Reply(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with _refused_plainly():
            send_message(by=opened.desk, case=opened.case, words=form.cleaned_data["words"])
        messages.info(request, _("It waits for them behind their sign-in."))
        return redirect("desk:messages", opened.id)
    told = messages_of(account_for_desk(opened.desk, share), TIME_ZONE)
    if request.method == "GET":
        seen_by_helpline(by=opened.desk, share=share)
    may_write = isinstance(answer_to("message_person", opened.desk, opened.case, datetime.now(UTC)), Allowed)
    context = {"opened": opened, "told": told, "form": form if may_write else None}
    return render(request, "desk/messages.html", context, status=422 if form.errors else 200)


@require_POST
@with_open_case
def advice(request: HttpRequest, opened: Opened, item: str) -> HttpResponse:
    """Give somebody a summary as a message: it waits behind their sign-in, and is noted as given."""
    held = opened.state.item(Advice, item)
    if held is None or len(held.values) != 1 or opened.case.row.share is None:
        raise Http404
    with _refused_plainly():
        send_advice(by=opened.desk, case=opened.case, id=item)
    messages.info(request, _("It waits for them behind their sign-in."))
    return redirect("desk:messages", opened.id)


@contextmanager
def _refused_plainly() -> Iterator[None]:
    """A share that was taken back while the words were written is said so, as any other refusal."""
    try:
        yield
    except MissingKey as gone:
        raise NotAllowed(gone.message, rule="share_live") from None
