"""A diary that is shared, and an adviser whose case it is, for tests of what a helpline reads and refers."""

from __future__ import annotations

import io
from datetime import UTC, datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from people import Someone
from staff import Worker
from throughline.domain.policies import Part
from throughline.web.desk.actions import record_in_case
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import open_helpline_case
from throughline.web.helplines.ledgers import Line
from throughline.web.helplines.models import Helpline
from throughline.web.sharing import actions
from throughline.web.sharing.models import Share
from throughline.web.sharing.projection import PARTS
from throughline.web.sharing.queries import account_of_share, keys_of


def picture() -> bytes:
    """A small picture, as a PNG."""
    made = io.BytesIO()
    Image.new("RGB", (8, 8), "orange").save(made, "PNG")
    return made.getvalue()


WORDS = "He was outside my building with a yellow umbrella."
MINE = "I have not told my sister."
PNG = picture()


def now() -> datetime:
    """The moment it is."""
    return datetime.now(UTC)


def write_diary(someone: Someone) -> Someone:
    """Entries of several days, a private note, a private entry, a milestone, two files and an answer."""
    add = someone.browser.post
    for day in range(1, 9):
        typed = {"account": f"{WORDS} Day {day}.", "exact": "minute", "date": f"2026-03-0{day}", "time": "19:40"}
        if day == 1:
            typed |= {"new_person": "D", "new_place": "Home", "witnesses": "Jo", "fear": "3", "everything": "yes"}
        add("/notes/add/", {**typed, "behaviours": ["loitering"]})
    add("/notes/i1/more/private/", {"private_note": MINE})
    add("/notes/add/", {"account": "For me alone.", "exact": "now"})
    add("/notes/i9/more/private/", {"private": "on"})
    add("/notes/milestone/new/", {"kind": "told_to_stop", "date": "2026-02-01", "note": "By text."})
    files = [SimpleUploadedFile("a.png", PNG), SimpleUploadedFile("letter.txt", b"I saw you at the market.")]
    add("/files/add/", {"file": files, "description": "Seen at the door", "to": "i1"})
    add("/questions/", {"could_harm": "not_sure", "keep": "on"})
    return someone


def give(diary: Someone, helpline: Helpline, parts: tuple[Part, ...] = PARTS, ends_at: datetime | None = None) -> Share:
    """Share it with a helpline."""
    return actions.give(
        by=diary.account, case=diary.case, helpline=helpline, parts=set(parts), purpose="advice", ends_at=ends_at,
        called="Ash",
    )  # fmt: skip


def case_of(share: Share) -> HelplineCase:
    """The helpline's case about it."""
    return HelplineCase.objects.get(share=share)


def take(worker: Worker, case: HelplineCase, *, knows: str | None = "no") -> HelplineCase:
    """A case that is theirs, with what they answered when they were asked whether they know anybody in it."""
    HelplineCase.objects.filter(pk=case.pk).update(adviser=worker.staff)
    if knows is not None:
        answer(worker, case, knows)
    case.refresh_from_db()
    return case


def answer(worker: Worker, case: HelplineCase, knows: str = "no") -> None:
    """Say whether they know anybody in a case."""
    desk = worker.desk
    line = Line(f"conflict:{desk.staff.id}", "recorded", {"value": {"knows": knows}})
    record_in_case(by=desk, case=open_helpline_case(desk, case.pk), lines=[line])


def account_of(diary: Someone, share: Share) -> list[tuple[str, str]]:
    """What the person finds in the account of a share: of what, and what was done."""
    share.refresh_from_db()
    return [(it.item, it.action) for it in account_of_share(keys_of(diary.case, share).account)]
