"""The page that says to which entries of the diary an exhibit belongs."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from throughline.web.cases.access import with_case
from throughline.web.cases.queries import OpenCase
from throughline.web.diary.queries import diary_lines
from throughline.web.exhibits.actions import put_to_incidents
from throughline.web.exhibits.queries import exhibit_named

PAGE = 40


@require_http_methods(["GET", "HEAD", "POST"])
@with_case
def belongs(request: HttpRequest, case: OpenCase, name: str) -> HttpResponse:
    """Tick the entries that an exhibit belongs to; those that have it stand first."""
    shown = exhibit_named(case, name)
    ref = shown.exhibit.ref
    if request.method == "POST":
        among, chosen = request.POST.getlist("among"), set(request.POST.getlist("entry"))
        put_to_incidents(by=case.account, case=case, ref=ref, among=among, chosen=chosen)
        messages.success(request, _("It is saved."))
        return redirect("exhibits:one", name)
    having = {it.id for it in case.case.incidents if ref in it.exhibits}
    lines = [it for it in diary_lines(case) if it.kind == "incident"]
    page = Paginator(sorted(lines, key=lambda it: it.id not in having), PAGE).get_page(request.GET.get("page"))
    return render(request, "diary/belongs.html", {"shown": shown, "page": page, "having": having})
