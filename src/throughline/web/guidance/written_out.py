"""A page in the forms that others can build on: JSON, and plain text that prints and reads aloud well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.dateformat import format as dated
from django.utils.translation import gettext, gettext_noop

from throughline.guidance.entry import Citation
from throughline.guidance.version import content_version
from throughline.web.guidance.leaves import Leaf, Said
from throughline.web.guidance.standing import standing
from throughline.web.languages import draft_words, guidance, language, tag_of

LICENCE = "AGPL-3.0-or-later"
_UNCHECKED = gettext_noop(
    "Not yet checked against its own source: %(standing_unchecked)s of the %(standing_facts)s facts on this page."
)
_UNSETTLED = gettext_noop("Sources differ, or it may have changed: %(standing_unsettled)s of %(standing_facts)s.")
"""The same words as at the foot of a page."""


def as_json(leaf: Leaf, today: date) -> dict[str, Any]:
    """Everything a page says, point by point, each with how sure it is and where it comes from."""
    how_sure = standing(leaf.said)
    return {
        "kind": leaf.kind, "id": leaf.id, "title": leaf.title, "summary": leaf.summary, "place": leaf.place or None,
        "number": leaf.number or None, "website": leaf.website or None, "language": tag_of(language()),
        "is_draft_translation": bool(draft_words()), "licence": LICENCE,
        "content_version": content_version(), "checked_on": leaf.checked_on.isoformat(), "review_by": leaf.review_by.isoformat(),
        "is_past_review": leaf.review_by < today, "facts": how_sure.facts, "facts_unchecked": how_sure.unchecked,
        "facts_unsettled": how_sure.unsettled,
        "parts": [
            {"key": part.key, "heading": part.heading, "points": [_point(said) for said in part.said]}
            for part in leaf.parts
        ],
        "law": [{"place": place, "provisions": _links(links)} for place, links in leaf.law],
        "see": _links(leaf.see),
        "sources": [_source(cited) for cited in leaf.sources],
    }  # fmt: skip


def listed_as_json(all_of: Iterable[Leaf]) -> dict[str, Any]:
    """The list of all pages, each with the addresses of the page and of its JSON."""
    pages = [
        {"kind": it.kind, "id": it.id, "title": it.title, "place": it.place or None, "address": it.address,
         "json": reverse("guide:leaf-json", args=[it.kind, it.id]), "checked_on": it.checked_on.isoformat()}
        for it in all_of
    ]  # fmt: skip
    spoken = {"language": tag_of(language()), "is_draft_translation": bool(draft_words())}
    return {"content_version": content_version(), "licence": LICENCE, **spoken, "pages": pages}


def _point(said: Said) -> dict[str, Any]:
    return {
        "text": said.plain, "language": said.language or tag_of(language()), "shape": said.shape, "certainty": said.certainty,
        "doubt": guidance().doubts.get(said.certainty), "is_marked": said.is_marked,
        "in_force_from": said.since.isoformat() if said.since else None,
        "sources": [_source(cited) for cited in said.cited],
        "links": [{"text": run.text, "address": run.address} for run in said.runs if run.kind == "link"],
    }  # fmt: skip


def _links(links: tuple[tuple[str, str], ...]) -> list[dict[str, str]]:
    return [{"title": title, "address": address} for title, address in links]


def _source(cited: Citation) -> dict[str, str]:
    source = cited.source
    return {"title": source.title, "publisher": source.publisher, "address": source.address, "section": cited.section}


def as_text(leaf: Leaf, today: date) -> str:
    """The page in plain text: sources by number, and every doubt with the facts it is about, at its foot."""
    return "\n".join(_lines(leaf, today)) + "\n"


def _lines(leaf: Leaf, today: date) -> Iterator[str]:
    yield from (leaf.title.upper(), "")
    if draft_words():
        yield from (gettext(draft_words()), draft_words(), "")
    if leaf.place:
        yield from (gettext("This is about %(place)s.") % {"place": leaf.place}, "")
    if leaf.review_by < today:
        late = gettext("This page was to be looked at again by %(day)s. Check it before you rely on it.")
        yield from (late % {"day": day(leaf.review_by)}, "")
    if leaf.number or leaf.website:
        yield from (" ".join(it for it in (leaf.number, leaf.website) if it), "")
    for part in leaf.parts:
        yield from (part.heading, "-" * len(part.heading))
        yield from _said_lines(part.said)
        yield ""
    for place, links in leaf.law:
        may_apply = gettext("Law that may apply in %(place)s") % {"place": place}
        yield from (may_apply, *(f"- {title}" for title, _ in links), "")
    yield from _how_sure(leaf)
    yield gettext("Where this comes from")
    for number, cited in enumerate(leaf.sources, 1):
        section = f", {cited.section}" if cited.section else ""
        yield f"[{number}] {cited.source.title}{section}. {cited.source.publisher}. {cited.source.address}"
    checked = gettext("Checked on %(day)s. Content version %(version)s.")
    yield from ("", checked % {"day": day(leaf.checked_on), "version": content_version()})


def _how_sure(leaf: Leaf) -> Iterator[str]:
    how = standing(leaf.said)
    if how.doubts:
        heading = gettext("How sure we are")
        yield from (heading, "-" * len(heading))
        numbers = {
            "standing_unchecked": how.unchecked,
            "standing_unsettled": how.unsettled,
            "standing_facts": how.facts,
        }
        yield gettext(_UNCHECKED) % numbers
        yield gettext(_UNSETTLED) % numbers
        for doubt in how.doubts:
            yield from ("", f"{doubt.mark.capitalize()}. {doubt.sentence}")
            for fact in doubt.facts:
                yield from (f"- {fact.words}", f"  {'; '.join(cited.source.title for cited in fact.sources)}")
        yield ""


def _said_lines(all_of: tuple[Said, ...]) -> Iterator[str]:
    step = 0
    for said in all_of:
        step = step + 1 if said.shape == "step" else 0
        before = {"item": "- ", "step": f"{step}. "}.get(said.shape, "")
        began = gettext("from %(day)s") % {"day": day(said.since)} if said.since else ""
        since = f" ({began})" if began else ""
        mark = f" ({said.mark})" if said.is_marked else ""
        yield f"{before}{said.plain}{since}{mark} [{', '.join(map(str, said.sources))}]"


def day(at: date) -> str:
    """A day as people say it."""
    return dated(at, "j F Y")
