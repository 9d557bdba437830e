"""Pages on which an adviser reads what somebody shares. Their words stand here by themselves: what staff write is on the helpline's own
pages."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from throughline.packs.chronology import occurred_told
from throughline.patterns.wording import at_start
from throughline.web.desk.standing import require
from throughline.web.exhibits import content
from throughline.web.exhibits.metadata import CLEANABLE, told_by
from throughline.web.exhibits.plain import plain_text
from throughline.web.exhibits.queries import Shown, exhibit_named, original_of, shown_of
from throughline.web.overview.queries import (
    PAGE,
    content_of,
    finding_told,
    findings_shown,
    looked_words,
    order_told,
    pictures_told,
    points_told,
)
from throughline.web.overview.reading import Reading
from throughline.web.shared_reading.access import Visit, with_shared
from throughline.web.shared_reading.queries import address_of, answers_shown, entry_of, places_of, since_seen
from throughline.web.sharing.actions import note_in_account, note_openings

EXHIBITS = 30
"""Exhibits on one page of the list."""


def _shown(request: HttpRequest, here: Visit, template: str, told: dict[str, Any]) -> HttpResponse:
    return render(
        request,
        f"shared_reading/{template}.html",
        {"here": here, "case_id": here.case.row.id, "safe": here.safe, **told},
    )


@require_safe
@with_shared("diary", "messages", "milestones", "questions")
def home(request: HttpRequest, here: Visit) -> HttpResponse:
    """What was shared, put together: what the service tells the person to do, the findings, and when things happened."""
    case = here.shared
    told = content_of(case)
    return _shown(request, here, "home", {
        "content": told, "findings": findings_shown(told, places_of(here.case, case)),
        "looked_at": looked_words(case.findings.looked_at), "has_messages": bool(case.findings.looked_at.communications),
        "ends_at": here.share.ends_at, **pictures_told(case),
    })  # fmt: skip


@require_safe
@with_shared("diary", "messages", "milestones")
def order(request: HttpRequest, here: Visit) -> HttpResponse:
    """Everything that was shared in the order in which it happened. `at` names an entry: then its page is shown."""
    asked = {"at": request.GET.get("at"), "page": request.GET.get("page")}
    return _shown(request, here, "order", order_told(here.shared, places_of(here.case, here.shared), **asked))


@require_safe
@with_shared("diary", "milestones")
def entry(request: HttpRequest, here: Visit, id: str) -> HttpResponse:
    """One entry in the person's words, with everything they said of it, and how they told it before."""
    return _shown(request, here, "entry", {"entry": entry_of(here.shared, id)})


@require_safe
@with_shared("diary", "messages", "milestones")
def finding(request: HttpRequest, here: Visit, finding: str) -> HttpResponse:
    """One finding: its picture, all that is behind it, what it cannot know, and what would make it stronger or weaker."""
    return _shown(request, here, "finding", finding_told(here.shared, finding, places_of(here.case, here.shared)))


@require_safe
@with_shared("diary", "messages", "milestones")
def points(request: HttpRequest, here: Visit) -> HttpResponse:
    """What may help show each point of the law, and what could be asked."""
    told = {"routes": points_told(here.shared, places_of(here.case, here.shared)), "is_everywhere": here.shared.case.jurisdiction is None}  # fmt: skip
    return _shown(request, here, "points", told)


@require_safe
@with_shared("diary", "messages", "milestones")
def since(request: HttpRequest, here: Visit) -> HttpResponse:
    """What came since this adviser last looked."""
    return _shown(request, here, "since", {"since": since_seen(here)})


@require_safe
@with_shared("messages")
def reading(request: HttpRequest, here: Visit) -> HttpResponse:
    """Which messages to read first; their words stay hidden until they are opened."""
    made = Reading(here.shared)
    page = Paginator(made.finding.ranked if made.finding else (), PAGE).get_page(request.GET.get("page"))
    told = {"reading": made, "finding": made.finding, "page": page, "shown": made.shown(page)}
    return _shown(request, here, "reading", told)


@require_safe
@with_shared("questions")
def answers(request: HttpRequest, here: Visit) -> HttpResponse:
    """What the person answered to the questions about danger."""
    return _shown(request, here, "answers", {"answers": answers_shown(here.shared)})


@require_safe
@with_shared("files")
def exhibits(request: HttpRequest, here: Visit) -> HttpResponse:
    """Every exhibit that was shared, newest first."""
    page = Paginator(here.shared.case.exhibits[::-1], EXHIBITS).get_page(request.GET.get("page"))
    return _shown(request, here, "exhibits", {"page": page, "exhibits": shown_of(here.shared, page)})


@require_safe
@with_shared("files")
def exhibit(request: HttpRequest, here: Visit, name: str) -> HttpResponse:
    """One exhibit: itself, what it says of itself, and the entries it belongs to."""
    case, shown = here.shared, exhibit_named(here.shared, name)
    note_openings(by=here.desk, share=here.share, items=[f"exhibit:{shown.exhibit.ref}"], now=here.now)
    facts, text = None, None
    if shown.file_id is not None:
        with original_of(case, shown) as sealed:
            facts = told_by(sealed, shown.media_type)
            text = plain_text(sealed) if shown.look.how == "text" else None
    entries = [
        (address_of(here.case.row.id, case, it.id), at_start(occurred_told(it.occurred, case.case.zone)), it.account)
        for it in case.case.incidents
        if shown.exhibit.ref in it.exhibits
    ]
    told = {
        "shown": shown,
        "facts": facts,
        "text": text,
        "entries": entries,
        "can_clean": shown.media_type in CLEANABLE,
    }
    return _shown(request, here, "exhibit", told)


@require_safe
@with_shared("files")
def exhibit_shown(request: HttpRequest, here: Visit, name: str) -> HttpResponse:
    """An exhibit as its page shows it. What cannot be shown is a download, and counts as one."""
    shown = exhibit_named(here.shared, name)
    if shown.look.how in content.INLINE:
        note_openings(by=here.desk, share=here.share, items=[f"exhibit:{shown.exhibit.ref}"], now=here.now)
    else:
        _exported(here, shown, "exported")
    return content.sent(request, here.shared, shown, is_inline=True)


@require_safe
@with_shared("files")
def exhibit_viewed(request: HttpRequest, here: Visit, name: str) -> HttpResponse:
    """A copy, inside its page, of a picture that browsers cannot show."""
    shown = exhibit_named(here.shared, name)
    note_openings(by=here.desk, share=here.share, items=[f"exhibit:{shown.exhibit.ref}"], now=here.now)
    return content.copied(request, here.shared, shown, is_inline=True, refused="shared_reading/not_cleaned.html")


@require_safe
@with_shared("files")
def exhibit_downloaded(request: HttpRequest, here: Visit, name: str) -> HttpResponse:
    """The original, untouched, to keep; that it left is in the account first."""
    shown = exhibit_named(here.shared, name)
    _exported(here, shown, "exported")
    return content.sent(request, here.shared, shown, is_inline=False)


@require_safe
@with_shared("files")
def exhibit_cleaned(request: HttpRequest, here: Visit, name: str) -> HttpResponse:
    """A copy of a picture without place, time or camera, to keep."""
    shown = exhibit_named(here.shared, name)
    require("export", here.desk, here.case, here.now, part="files")
    copy = content.copied(request, here.shared, shown, is_inline=False, refused="shared_reading/not_cleaned.html")
    if copy.status_code == 200:
        _exported(here, shown, "copied")
    return copy


def _exported(here: Visit, shown: Shown, action: str) -> None:
    """Ask whether it may leave, and write down that it does."""
    require("export", here.desk, here.case, here.now, part="files")
    note_in_account(by=here.desk, share=here.share, item=f"exhibit:{shown.exhibit.ref}", action=action)
