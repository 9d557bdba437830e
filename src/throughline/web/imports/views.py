"""Pages of bringing in: choose a file, see it being read, look at what is in it, keep it."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.domain.errors import ThroughlineError, VaultError
from throughline.web.cases.access import with_case, with_case_unattended
from throughline.web.cases.queries import OpenCase
from throughline.web.exhibits.views import drop_uploads, is_too_large
from throughline.web.imports import actions, jobs, queries
from throughline.web.imports.diaries import ToldDiary
from throughline.web.imports.forms import ChooseDiary, ChooseExport, Keep, Order
from throughline.web.imports.models import JobRow, State
from throughline.web.imports.reading import Told

TOO_LARGE = _("That export is too large to be read here. Export it without media, and try again.")
TOO_LARGE_DIARY = _(
    "That file is larger than can be brought in here. Ask whoever runs this service to allow larger ones."
)


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Choose an export; it is sealed as it arrives. What waits is listed."""
    form = ChooseExport(request.POST, request.FILES) if request.method == "POST" else ChooseExport()
    if request.method == "POST":
        job = _taken(request, case, form, "export", settings.LARGEST_IMPORT_BYTES, str(TOO_LARGE))
        if job is not None:
            return redirect("imports:one", job.pk)
    waiting = queries.waiting_in(case)
    return render(
        request, "imports/home.html", {"form": form, "waiting": waiting, "is_empty": actions.is_empty(case.state)}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def whole(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """Choose a whole diary that was taken away; only an empty one takes it in."""
    is_empty = actions.is_empty(case.state)
    form = ChooseDiary(request.POST, request.FILES) if request.method == "POST" else ChooseDiary()
    if request.method == "POST":
        if not is_empty:
            drop_uploads(request, case)
            return render(request, "imports/whole.html", {"not_empty": actions.NOT_EMPTY}, status=422)
        job = _taken(request, case, form, "diary", settings.LARGEST_FILE_BYTES, str(TOO_LARGE_DIARY))
        if job is not None:
            return redirect("imports:one", job.pk)
    return render(request, "imports/whole.html", {"form": form, "not_empty": "" if is_empty else actions.NOT_EMPTY})


def _taken(request: HttpRequest, case: OpenCase, form: Form, kind: jobs.Kind, largest: int, why: str) -> JobRow | None:
    """The job for the upload of a form; None where the form has a fault, and the upload is destroyed."""
    given = form.cleaned_data.get("file") if form.is_valid() else None
    if is_too_large(request) or (given is not None and given.size > largest):
        form.errors["file"] = form.error_class([why])
    elif given is not None:
        return actions.begin_reading(by=case.account, case=case, upload=given, kind=kind)
    drop_uploads(request, case)
    return None


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def one(request: HttpRequest, case: OpenCase, file_id: str) -> HttpResponse:
    """A file that is not kept yet: how far its reading is, what it asks, or what is in it."""
    job = jobs.tend(by=case.account, case=case, job=queries.job_of(case.account, file_id))
    if job.state == State.READ:
        is_diary = jobs.request_of(case.ring, job).kind == "diary"
        return _review_diary(request, case, job) if is_diary else _review(request, case, job)
    told = {"job": job, "name": jobs.request_of(case.ring, job).name}
    if job.state == State.ASKING:
        return render(request, "imports/order.html", {**told, "form": Order()})
    if job.state == State.REFUSED:
        return render(request, "imports/refused.html", {**told, **jobs.told_of(case.ring, job)}, status=422)
    if job.state == State.STOPPED:
        return render(request, "imports/stopped.html", told)
    return render(request, "imports/reading.html", {**told, "far": queries.far(job)})


@require_safe
@with_case_unattended
def far(request: HttpRequest, case: OpenCase, file_id: str) -> HttpResponse:
    """How far the reading is, for a page that asks by itself; nothing once there is something else to see."""
    job = jobs.tend(by=case.account, case=case, job=queries.job_of(case.account, file_id))
    if job.state not in jobs.UNDER_WAY:
        return HttpResponse(status=204)
    return render(request, "imports/far.html", {"far": queries.far(job)})


@require_POST
@with_case
def again(request: HttpRequest, case: OpenCase, file_id: str) -> HttpResponse:
    """Read it again: after it stopped, or with its dates the other way round."""
    job = queries.job_of(case.account, file_id)
    if job.state == State.STOPPED:
        actions.read_again(by=case.account, case=case, job=job)
    elif job.state in (State.ASKING, State.READ):
        form = Order(request.POST)
        if not form.is_valid():
            told = {"job": job, "name": jobs.request_of(case.ring, job).name, "form": form}
            return render(request, "imports/order.html", told)
        actions.read_again(by=case.account, case=case, job=job, order=form.cleaned_data["order"])
    return redirect("imports:one", file_id)


@require_POST
@with_case
def drop(request: HttpRequest, case: OpenCase, file_id: str) -> HttpResponse:
    """Stop reading it, and do not keep it."""
    jobs.drop(by=case.account, case=case, job=queries.job_of(case.account, file_id))
    messages.success(request, _("Nothing of that file was kept."))
    return redirect("imports:home")


def _review(request: HttpRequest, case: OpenCase, job: JobRow) -> HttpResponse:
    told = Told(**jobs.told_of(case.ring, job))
    form = Keep(request.POST if request.method == "POST" else None, case, told)
    if request.method == "POST" and form.is_valid():
        person, them = form.whose
        try:
            taken = actions.keep_export(by=case.account, case=case, job=job, told=told, person=person, them=them)
        except VaultError:
            raise
        except ThroughlineError as fault:
            form.add_error("them", fault.message)
        else:
            kept = gettext("Kept as %(reference)s: %(number)s added.")
            said = [kept % {"reference": taken.exhibit, "number": f"{taken.added:,}"}]
            if taken.known:
                said.append(gettext("%(number)s were there already.") % {"number": f"{taken.known:,}"})
            messages.success(request, " ".join(said))
            return redirect("exhibits:home")
    here = {"form": form, "order": Order(), "told": told, "job": job, "name": jobs.request_of(case.ring, job).name,
            "known_as": actions.is_kept(case, told.sha256)}  # fmt: skip
    return render(request, "imports/review.html", here)


def _review_diary(request: HttpRequest, case: OpenCase, job: JobRow) -> HttpResponse:
    told = ToldDiary(**jobs.told_of(case.ring, job))
    if request.method == "POST":
        try:
            actions.keep_diary(by=case.account, case=case, job=job, told=told)
        except VaultError:
            raise
        except ThroughlineError as fault:
            return render(request, "imports/whole.html", {"not_empty": fault.message}, status=422)
        messages.success(request, _("Your diary is here."))
        return redirect("diary:home")
    not_empty = "" if actions.is_empty(case.state) else actions.NOT_EMPTY
    here = {"told": told, "job": job, "name": jobs.request_of(case.ring, job).name, "not_empty": not_empty}
    return render(request, "imports/diary.html", here)
