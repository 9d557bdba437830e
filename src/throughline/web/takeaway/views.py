"""Pages of taking away. What is downloaded is plain by purpose: the page before says so."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from throughline.packs.making import write_pack
from throughline.packs.withholding import count_withheld, private_ids, withhold
from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase
from throughline.web.overview.queries import address_of
from throughline.web.takeaway.downloads import streamed
from throughline.web.takeaway.forms import PackForm
from throughline.web.takeaway.queries import packable, told_before, with_links, write_case_file


@require_safe
@with_case
def home(request: HttpRequest, case: OpenCase) -> HttpResponse:
    """What can be taken away, and what becomes of it."""
    return render(request, "takeaway/home.html", {"case": case.case})


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def choose(request: HttpRequest, case: OpenCase) -> HttpResponseBase:
    """Choose what to leave out, see what the pack will reveal, then have it."""
    form = PackForm(request.POST or None, case=case)
    if request.method != "POST" or not form.is_valid():
        return render(request, "takeaway/choose.html", {"form": form, "private": len(private_ids(case.case))})
    ids = frozenset(form.cleaned_data["withheld"])
    with_answers = bool(form.cleaned_data.get("answers"))
    if "make" not in request.POST:
        before = (case.case, case.communications)
        told = {
            "form": form, "cautions": [with_links(case, it, partial(address_of, case)) for it in told_before(case, ids)], "withheld": count_withheld(before, withhold(*before, ids)),
            "after": withhold(*before, ids)[0], "messages_in": len(withhold(*before, ids)[1]), "recipient": form.cleaned_data["recipient"], "ids": sorted(ids), "with_answers": with_answers,
        }  # fmt: skip
        return render(request, "takeaway/preview.html", told)
    held, recipient = packable(case), form.cleaned_data["recipient"]
    return download(
        "notes-pack.zip",
        streamed(
            lambda stream: write_pack(held, stream, recipient=recipient, withheld_ids=ids, with_answers=with_answers)
        ),
    )


@require_POST
@with_case
def case_file(request: HttpRequest, case: OpenCase) -> HttpResponseBase:
    """The whole case, to keep or to take to another service."""
    return download("notes.zip", streamed(lambda stream: write_case_file(case, stream)))


def download(name: str, pieces: object) -> StreamingHttpResponse:
    """A zip that is written as it is sent."""
    response = StreamingHttpResponse(pieces, content_type="application/zip")  # type: ignore[arg-type]
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
