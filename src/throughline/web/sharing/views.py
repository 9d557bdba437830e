"""Pages on which a person shares their diary with a helpline, sees who opened it, writes to them, and takes it back."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.web.cases.access import with_case
from throughline.web.cases.drafts import filled, saved
from throughline.web.cases.queries import OpenCase
from throughline.web.figures.views import agreeing
from throughline.web.helplines.models import Helpline
from throughline.web.helplines.proofs import fingerprint, key_of_helpline
from throughline.web.sharing import actions
from throughline.web.sharing.forms import PART_NAMED, PURPOSES, MessageForm, ShareForm
from throughline.web.sharing.models import Share
from throughline.web.sharing.preview import counted
from throughline.web.sharing.queries import account_of_share, is_live, keys_of, shares_of, words_of
from throughline.web.sharing.told import messages_of, told_of


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """The helplines that are here, and what is shared with whom."""
    now = datetime.now(UTC)
    shares = [(it, is_live(it, now)) for it in shares_of(case)]
    live = [it for it, lives in shares if lives]
    told = {
        "live": live,
        "ended": [it for it, lives in shares if not lives],
        "helplines": Helpline.objects.filter(epoch__gt=0)
        .exclude(pk__in=[it.helpline_id for it in live])
        .order_by("name"),
        "zone": case.case.timezone,
    }
    return render(request, "sharing/home.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def new(request: HttpRequest, case: OpenCase, helpline: str) -> HttpResponse:
    """Choose what a helpline may read, look at what that is, then share it."""
    found = Helpline.objects.filter(pk=helpline, epoch__gt=0).first()
    if found is None or any(it.helpline_id == found.pk for it in shares_of(case) if is_live(it, datetime.now(UTC))):
        raise Http404
    form = filled(request, case, lambda typed: ShareForm(typed))
    if request.method != "POST" or not form.is_valid() or "change" in request.POST:
        return render(request, "sharing/new.html", {"form": form, "helpline": found})
    if "give" not in request.POST:
        typed = [(name, value) for name in form.fields for value in request.POST.getlist(name)]
        return render(request, "sharing/preview.html", {"typed": typed, **_previewed(case, form, found)})
    share = actions.give(
        by=case.account, case=case, helpline=found, parts=form.parts_given, purpose=form.cleaned_data["purpose"],
        ends_at=form.ends_at(datetime.now(UTC)), called=form.cleaned_data["called"], safe_contact=form.safe_contact,
    )  # fmt: skip
    saved(request, case)
    messages.success(request, _("It is shared. Nobody outside this page was told."))
    return redirect("sharing:one", share.pk)


def _previewed(case: OpenCase, form: ShareForm, helpline: Helpline) -> dict[str, Any]:
    parts = form.parts_given
    return {
        "form": form,
        "helpline": helpline,
        "goes": [words for key, words in PART_NAMED.items() if key in parts],
        "stays": [words for key, words in PART_NAMED.items() if key not in parts],
        "counts": counted(case, parts),
        "purpose": dict(PURPOSES)[form.cleaned_data["purpose"]],
        "ends_at": form.ends_at(datetime.now(UTC)),
        "fingerprint": fingerprint(key_of_helpline(helpline)),
    }


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def one(request: HttpRequest, case: OpenCase, share: str) -> HttpResponse:
    """One share: what they may read, the messages, and who opened what and when."""
    found = _share(case, share)
    keys, now = keys_of(case, found), datetime.now(UTC)
    lives = is_live(found, now)
    form = filled(request, case, lambda typed: MessageForm(typed)) if lives else None
    if form is not None and request.method == "POST" and form.is_valid():
        actions.write_to_helpline(by=case.account, case=case, share=found, words=form.cleaned_data["words"])
        saved(request, case)
        messages.success(request, _("It waits for them behind their sign-in."))
        return redirect("sharing:one", found.pk)
    entries = account_of_share(keys.account)
    actions.seen_by_person(by=case.account, share=found)
    told = {
        "share": found,
        "lives": lives,
        "parts": [words for key, words in PART_NAMED.items() if key in keys.parts],
        "purpose": dict(PURPOSES).get(keys.purpose, keys.purpose),
        "called": keys.called,
        "messages_told": messages_of(entries, case.case.zone),
        "account": told_of(entries, case.case.zone),
        "form": form,
        "zone": case.case.timezone,
    }
    return render(request, "sharing/one.html", told)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def figures(request: HttpRequest, case: OpenCase, share: str) -> HttpResponse:
    """Being counted in the figures of the helpline it is shared with, or not."""
    found = _share(case, share)
    return agreeing(request, case, helpline=found.helpline_id, name=found.helpline.name)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def withdraw(request: HttpRequest, case: OpenCase, share: str) -> HttpResponse:
    """Take a share back, once it was said what that can and cannot do."""
    found = _share(case, share)
    if found.withdrawn_at is not None:
        return redirect("sharing:one", found.pk)
    if request.method == "POST":
        actions.withdraw(by=case.account, case=case, share=found)
        messages.success(request, _("You took it back. From now on they cannot open it."))
        return redirect("sharing:one", found.pk)
    return render(request, "sharing/withdraw.html", {"share": found, "opened": _opened(case, found)})


def _opened(case: OpenCase, share: Share) -> dict[str, int]:
    """How often who opened something."""
    entries = account_of_share(keys_of(case, share).account)
    return dict(Counter(str(words_of(it)["by_name"]) for it in entries if it.action == "opened"))


def _share(case: OpenCase, id: str) -> Share:
    found = Share.objects.select_related("helpline").filter(pk=id, case=case.row).first()
    if found is None:
        raise Http404
    return found
