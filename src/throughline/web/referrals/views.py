"""Pages of referrals: the list, consent, what became of it. What leaves is in `leaving_views`."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from throughline.casework.referral import Consent
from throughline.casework.without_consent import WithoutConsent
from throughline.domain.policies import Refused
from throughline.web.cases.drafts import filled, saved
from throughline.web.referrals import actions, forms
from throughline.web.referrals.access import AtCase, at_case
from throughline.web.referrals.leaving import confirmations_of
from throughline.web.referrals.queries import as_shown, referrals_of, safe_contact_told, shown
from throughline.web.supervision.telling import tell, tellings_of


def page(request: HttpRequest, here: AtCase, template: str, **told: Any) -> HttpResponse:
    """A page of a case's referrals."""
    return render(
        request, f"referrals/{template}.html", {"here": here, "case_id": here.case.row.id, "safe": here.safe, **told}
    )


@require_safe
@at_case("open_case")
def home(request: HttpRequest, here: AtCase) -> HttpResponse:
    """Every referral of the case and how it stands; what is late comes first."""
    may_tell = not isinstance(here.answer("tell_without_consent"), Refused)
    return page(request, here, "home", referrals=referrals_of(here), tellings=tellings_of(here.said), may_tell=may_tell)


@require_http_methods(["GET", "HEAD", "POST"])
@at_case("open_case")
def new(request: HttpRequest, here: AtCase) -> HttpResponse:
    """To whom, and what the person agreed to."""
    here.require_referring()
    form = filled(request, here.desk.staff, lambda typed: forms.Begin(typed, now=here.now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        consent = Consent(given["how"], given["at"], given["to_what"])
        id = actions.begin(by=here, to=given["to"], named=given["named"], consent=consent)
        saved(request, here.desk.staff)
        messages.info(request, _("Their consent is written down. Nothing was sent yet."))
        return redirect("referrals:one", here.case.row.id, id)
    return page(request, here, "new", form=form)


@require_http_methods(["GET", "HEAD", "POST"])
@at_case("tell_without_consent")
def without(request: HttpRequest, here: AtCase) -> HttpResponse:
    """Write down that somebody was told without the person's consent."""
    form = filled(request, here.desk.staff, lambda typed: forms.WithoutConsent(typed, now=here.now))
    if request.method == "POST" and form.is_valid():
        given = {
            name: form.cleaned_data[name]
            for name in ("to", "named", "why", "words", "what", "at", "knows", "why_not_told")
        }
        tell(by=here.desk, case=here.case, value=WithoutConsent(**given), now=here.now)
        saved(request, here.desk.staff)
        messages.info(
            request, _("It is written down. A supervisor looks at it afterwards. Nothing was sent from here.")
        )
        return redirect("referrals:home", here.case.row.id)
    return page(request, here, "without", form=form)


@require_safe
@at_case("open_case")
def one(request: HttpRequest, here: AtCase, id: str) -> HttpResponse:
    """One referral: what was agreed to, what went, what came back, and what can be done next."""
    item = here.referral(id)
    is_waiting = bool(confirmations_of(here.said, id)) and not item.values[-1].sent
    return page(request, here, "one", it=shown(here, item), is_waiting=is_waiting)


@require_http_methods(["GET", "HEAD", "POST"])
@at_case("open_case")
def sent(request: HttpRequest, here: AtCase, id: str) -> HttpResponse:
    """Write down what went, when, and by when an answer is expected."""
    item = as_shown(here.referral(id), request.POST.get("made_from", ""))
    here.require("refer", referral=id)
    form = filled(request, here.desk.staff, lambda typed: forms.Sent(typed, now=here.now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.record_sent(by=here, item=item, sent=given["sent"], at=given["at"], answer_by=given["answer_by"])
        except ValueError:
            form.add_error("date", _("They had not agreed by then. Give the time at which it was sent."))
        else:
            saved(request, here.desk.staff)
            return redirect("referrals:one", here.case.row.id, id)
    return page(request, here, "sent", form=form, it=shown(here, item), safe_contact=safe_contact_told(here))


@require_http_methods(["GET", "HEAD", "POST"])
@at_case("write_plan")
def chase(request: HttpRequest, here: AtCase, id: str) -> HttpResponse:
    """They were asked for the answer."""
    item = as_shown(here.referral(id), request.POST.get("made_from", ""))
    form = filled(request, here.desk.staff, lambda typed: forms.Chase(typed, now=here.now))
    if request.method == "POST" and form.is_valid():
        actions.chase(by=here, item=item, words=form.cleaned_data["words"], answer_by=form.cleaned_data["answer_by"])
        saved(request, here.desk.staff)
        return redirect("referrals:one", here.case.row.id, id)
    return page(request, here, "chase", form=form, it=shown(here, item))


@require_http_methods(["GET", "HEAD", "POST"])
@at_case("write_plan")
def answer(request: HttpRequest, here: AtCase, id: str) -> HttpResponse:
    """They answered."""
    item = as_shown(here.referral(id), request.POST.get("made_from", ""))
    form = filled(request, here.desk.staff, lambda typed: forms.Answered(typed, now=here.now))
    if request.method == "POST" and form.is_valid():
        try:
            actions.record_answer(by=here, item=item, answer=form.cleaned_data["answer"], at=form.cleaned_data["at"])
        except ValueError:
            form.add_error(None, _("Write down first what was sent."))
        else:
            saved(request, here.desk.staff)
            return redirect("referrals:one", here.case.row.id, id)
    return page(request, here, "answer", form=form, it=shown(here, item))


@require_http_methods(["GET", "HEAD", "POST"])
@at_case("open_case")
def taken_back(request: HttpRequest, here: AtCase, id: str) -> HttpResponse:
    """The person does not agree any more."""
    item = as_shown(here.referral(id), request.POST.get("made_from", ""))
    form = forms.TakenBack(request.POST or None, now=here.now)
    if request.method == "POST" and form.is_valid():
        try:
            actions.take_consent_back(by=here, item=item, at=form.cleaned_data["at"])
        except ValueError:
            form.add_error(
                "date",
                _("Something was sent after that. Give the time at which you learnt of it, and tell your supervisor."),
            )
        else:
            messages.info(
                request, _("Nothing more goes there. What was sent cannot be called back: ask them not to use it.")
            )
            return redirect("referrals:one", here.case.row.id, id)
    return page(request, here, "taken_back", form=form, it=shown(here, item))
