"""Reading a route and what is told about it. A point that gives neither sources nor certainty has those of its route."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from throughline.domain.vocabulary import words
from throughline.guidance.entry import CertaintyKind, Citation, EntryFields, Point, Source
from throughline.guidance.fields import ContentError, Fields, known, no_weight_without_doubt
from throughline.guidance.schema import Applicant, Route, Side

if TYPE_CHECKING:
    from throughline.guidance.entry import Entry
    from throughline.guidance.schema import Content

CERTAINTIES: tuple[CertaintyKind, ...] = words(CertaintyKind)  # type: ignore[assignment]
_SIDES: tuple[Side, ...] = words(Side)  # type: ignore[assignment]
_APPLICANTS: tuple[Applicant, ...] = words(Applicant)  # type: ignore[assignment]


def read_citations(fields: Fields, sources: Mapping[str, Source]) -> tuple[Citation, ...]:
    """The list under `sources`, each an id and, where there is one, the section."""
    return tuple(_citation(table, sources) for table in fields.tables("sources"))


def read_route(fields: Fields, entry: EntryFields, sources: Mapping[str, Source]) -> Route:
    """A route, whose points have its own sources and certainty where they give none."""

    def point(table: Fields) -> Point:
        return _point(table, entry["sources"], entry["certainty"], sources)

    return Route(
        **entry,
        law=fields.texts("law"),
        elements=fields.texts("elements"),
        side=fields.choice("side", _SIDES),
        applicants=fields.choices("applicants", _APPLICANTS),
        starts=point(fields.table("starts")),
        proof=point(fields.table("proof")),
        evidence=point(fields.table("evidence")),
        cost=point(fields.table("cost")),
        time_limit=point(fields.table("time_limit")),
        outcome=point(fields.table("outcome")),
        breach=point(fields.table("breach")),
        changes=tuple(point(table) for table in fields.tables("changes")),
    )


def check_routes(content: Content) -> None:
    """Raise ContentError for a route that names what does not exist, or what is the law of another place."""
    for route in content.routes.values():
        place = f"route {route.id}"
        known(route.law, content.law, "law", place)
        known(route.elements, content.elements, "elements", place)
        known([route.id], content.law, "id", place)
        if not route.applicants:
            raise ContentError(place, "“applicants” is missing; it says who may start it")
        _check_place(route, [*map(content.law.get, route.law), *map(content.elements.get, route.elements)])
    for element in content.elements.values():
        known(element.law, content.law, "law", f"element {element.id}")
        _check_place(element, [content.law[id] for id in element.law])


def _check_place(entry: Entry, named: list[Entry | None]) -> None:
    for other in named:
        if other is not None and other.jurisdiction not in (None, entry.jurisdiction):
            raise ContentError(entry.id, f"“{other.id}” is the law of another place")


def _citation(fields: Fields, sources: Mapping[str, Source]) -> Citation:
    (id,) = known([fields.text("id")], sources, "id", fields.place)
    citation = Citation(sources[id], fields.text("section") if fields.has("section") else "")
    fields.done()
    return citation


def _point(
    fields: Fields, cited: tuple[Citation, ...], certainty: CertaintyKind, sources: Mapping[str, Source]
) -> Point:
    own = read_citations(fields, sources)
    if own and not fields.has("certainty"):
        raise ContentError(fields.place, "“certainty” is missing; a point with its own sources says how sure it is")
    point = Point(
        body=fields.text("body"),
        sources=own or cited,
        certainty=fields.choice("certainty", CERTAINTIES) if fields.has("certainty") else certainty,
        in_force_from=fields.day("in_force_from") if fields.has("in_force_from") else None,
        weighs=fields.yes("weighs"),
    )
    no_weight_without_doubt(point.certainty, point.weighs, fields.place)
    fields.done()
    return point
