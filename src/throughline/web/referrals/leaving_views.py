"""Pages on which something leaves: a pack or a letter is looked at first, and where it shows an address two members of staff confirm it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from throughline.casework.referral import Referral
from throughline.casework.safe_contact import PACK_WARNINGS
from throughline.casework.state import Item
from throughline.domain.errors import MissingKey, NotAllowed
from throughline.packs.making import write_pack
from throughline.web.cases.drafts import filled, saved
from throughline.web.referrals import actions, forms
from throughline.web.referrals.access import AtCase, at_case
from throughline.web.referrals.leaving import PACK_FOR, Leaving, addresses_in, confirmed_by, letter_of, pack_of
from throughline.web.referrals.queries import as_shown, confirmed, counted, pack_words, safe_contact_told, shown
from throughline.web.referrals.views import page
from throughline.web.referrals.wording import letter_begun
from throughline.web.shared_reading.access import Visit, visit
from throughline.web.shared_reading.queries import places_of
from throughline.web.sharing.actions import note_openings
from throughline.web.sharing.queries import SharedCase, open_shared
from throughline.web.takeaway.downloads import streamed
from throughline.web.takeaway.queries import packable, told_before, with_links
from throughline.web.takeaway.views import download


@require_http_methods(["GET", "HEAD", "POST"])
@at_case("export")
def pack(request: HttpRequest, here: AtCase, id: str) -> HttpResponseBase:
    """Choose what goes into a pack, see what it reveals, then have it."""
    item = here.referral(id)
    here.require("refer", referral=id)
    seen = visit(here.desk, here.case, here.now)
    note_openings(by=here.desk, share=seen.share, items=[f"part:{it}" for it in sorted(seen.parts)], now=here.now)
    form = forms.PackChoice(request.POST or None, case=seen.shared)
    waits = confirmed(here, item, seen.shared)
    if request.method != "POST" or not form.is_valid():
        return page(
            request,
            here,
            "pack",
            form=form,
            it=shown(here, item),
            waits=None if waits and waits.leaving.letter else waits,
        )
    leaving = pack_of(
        id, seen.shared, withheld=frozenset(form.cleaned_data["withheld"]),
        with_answers=bool(form.cleaned_data.get("answers")),
    )  # fmt: skip
    looked = forms.Looked(request.POST if "make" in request.POST else None)
    if "make" not in request.POST or not looked.is_valid():
        return _pack_preview(request, here, seen, item, leaving, looked)
    if not _may_leave(here, leaving, addresses_in(leaving, seen.shared), said_so=looked.cleaned_data["address"]):
        return redirect("referrals:second", here.case.row.id, id)
    return _pack_made(here, seen.shared, item, leaving)


def _pack_preview(
    request: HttpRequest, here: AtCase, seen: Visit, item: Item[Referral], leaving: Leaving, looked: forms.Looked
) -> HttpResponse:
    places = places_of(here.case, seen.shared)
    cautions = [
        with_links(seen.shared, it, places.entry, entry="the entry {}", noted="what they noted {}")
        for it in told_before(seen.shared, frozenset(leaving.withheld))
    ]
    return page(
        request, here, "pack_preview", it=shown(here, item), leaving=leaving, form=looked, cautions=cautions,
        counted=counted(seen.shared, leaving), addresses=addresses_in(leaving, seen.shared), warnings=PACK_WARNINGS, safe_contact=safe_contact_told(here),
    )  # fmt: skip


def _may_leave(here: AtCase, leaving: Leaving, addresses: list[str], *, said_so: bool) -> bool:
    """Whether something may leave now. Where it shows an address, whoever asks confirms it; False until a second person did too.

    Raises NotAllowed where it may not leave at all.
    """
    here.require("refer", referral=leaving.referral)
    before = confirmed_by(here.said, leaving)
    if not addresses and not said_so and not before:
        return True
    if here.desk.staff.id not in before:
        actions.confirm(by=here, leaving=leaving, before=before)
        before |= {here.desk.staff.id}
    try:
        here.require("export_address", referral=leaving.referral, confirmed_by=before)
    except NotAllowed as refused:
        if refused.rule == "two_staff":
            return False
        raise
    return True


def _pack_made(here: AtCase, shared: SharedCase, item: Item[Referral], leaving: Leaving) -> HttpResponseBase:
    """The pack, written as it is sent. That it leaves is written down first."""
    referral = item.values[-1]
    actions.write_pack_made(by=here, item=item, words=pack_words(referral, shared, leaving))
    held = packable(shared)
    return download(
        "notes-pack.zip",
        streamed(
            lambda stream: write_pack(
                held, stream, recipient=PACK_FOR[referral.to], withheld_ids=frozenset(leaving.withheld),
                with_answers=leaving.with_answers,
            )
        ),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@at_case("open_case")
def letter(request: HttpRequest, here: AtCase, id: str) -> HttpResponse:
    """Write a letter, look at it, print it or hand it over, and write down that it went."""
    item = as_shown(here.referral(id), request.POST.get("made_from", ""))
    here.require("refer", referral=id)
    referral, waits = item.values[-1], confirmed(here, item, None)
    words = waits.leaving.letter if waits else letter_begun(referral, here.desk.helpline.name)
    form = filled(request, here.desk.staff, lambda typed: forms.Letter(typed, initial={"letter": words}))
    if request.method != "POST" or not form.is_valid() or "again" in request.POST:
        return page(request, here, "letter", form=form, it=shown(here, item), waits=waits)
    leaving = letter_of(id, form.cleaned_data["letter"])
    looked = forms.Looked(request.POST if "make" in request.POST else None)
    if "make" not in request.POST or not looked.is_valid():
        return page(
            request, here, "letter_preview", it=shown(here, item), leaving=leaving, form=looked,
            addresses=addresses_in(leaving, None), warnings=PACK_WARNINGS, safe_contact=safe_contact_told(here),
        )  # fmt: skip
    if not _may_leave(here, leaving, addresses_in(leaving, None), said_so=looked.cleaned_data["address"]):
        return redirect("referrals:second", here.case.row.id, id)
    answer_by = here.today + forms.ANSWER_WITHIN
    actions.record_sent(by=here, item=item, sent=leaving.letter, at=datetime.now(UTC), answer_by=answer_by)
    saved(request, here.desk.staff)
    messages.info(request, _("It is written down as sent, with its words."))
    return redirect("referrals:one", here.case.row.id, id)


@require_http_methods(["GET", "HEAD", "POST"])
@at_case("confirm_address")
def second(request: HttpRequest, here: AtCase, id: str) -> HttpResponse:
    """What waits for a second member of staff because it shows an address. They see why it does, and a letter itself; not what
    the person shared, unless the case is theirs as well."""
    item = here.referral(id)
    shared = _shared_for_second(here)
    waits = confirmed(here, item, shared)
    is_mine = waits is not None and here.desk.staff.id in waits.by
    if request.method == "POST" and waits is not None and not is_mine:
        actions.confirm(by=here, leaving=waits.leaving, before=waits.by)
        messages.info(request, _("Two of you confirmed it now. Whoever refers can let it go."))
        return redirect("referrals:second", here.case.row.id, id)
    return page(
        request, here, "second", it=shown(here, item), waits=waits, is_mine=is_mine,
        addresses=addresses_in(waits.leaving, shared) if waits else [],
    )  # fmt: skip


def _shared_for_second(here: AtCase) -> SharedCase | None:
    """What is shared, to see whether it is still what was confirmed; None where nothing is any more."""
    try:
        return None if here.case.row.share is None else open_shared(here.desk, here.case.row.share, here.now)
    except MissingKey:
        return None
