"""The lists: what is offered first, the directory, the numbers, and the routes side by side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, gettext_noop

from throughline.domain.vocabulary import Jurisdiction
from throughline.guidance.pages import Guide
from throughline.guidance.schema import Area, Need, Reader, Route, Side, Way
from throughline.web.diary.kinds import GROUPS
from throughline.web.guidance.leaves import POINTS_OF_A_ROUTE, Leaf, Part, Said, leaf, titled
from throughline.web.languages import guidance

GROUP_NAMES = {
    "danger": gettext_noop("In danger now"), "understanding": gettext_noop("Is this stalking?"),
    "evidence": gettext_noop("Keeping evidence"), "safety": gettext_noop("Staying safer"), "reporting": gettext_noop("Reporting"),
    "help": gettext_noop("Who can help"), "others": gettext_noop("For others"),
}  # fmt: skip
NEED_NAMES: dict[Need, str] = {
    "danger": gettext_noop("In danger now"), "report": gettext_noop("To report it"), "talk": gettext_noop("To talk to somebody"),
    "advocate": gettext_noop("An advocate by your side"), "court": gettext_noop("Going to court"),
    "devices": gettext_noop("Phones, accounts and trackers"), "images": gettext_noop("Pictures and posts online"),
    "health": gettext_noop("How you feel"), "rights": gettext_noop("Your rights"),
}  # fmt: skip


def guides_of(group: str) -> list[Guide]:
    """The guides of a part, in their order."""
    return sorted((it for it in guidance().guides.values() if it.group == group), key=lambda it: it.order)


def behaviours_listed() -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """The behaviours in the groups of the diary."""
    return [(gettext(group), titled("behaviour", names)) for group, names in GROUPS.items()]


def directory(*, need: str = "", place: str = "", person: str = "") -> list[tuple[str, list[Leaf]]]:
    """Ways to reach somebody, under the need each is for first: those for the need, the place and the person, where they are
    given. What is for anybody, or for the whole UK, is for everybody."""
    ways = [it for it in guidance().ways.values() if _fits(it, need, place, person)]
    under = [(name, [it for it in ways if _listed_under(it, need) == key]) for key, name in NEED_NAMES.items()]
    return [(gettext(name), [leaf("way", it.id) for it in of]) for name, of in under if of]


def _fits(way: Way, need: str, place: str, person: str) -> bool:
    places: Sequence[Area] = way.places
    people: Sequence[Reader] = way.people
    return (
        (not need or need in way.needs)
        and (not place or place in places or "uk" in places)
        and (not person or person in people or "anyone" in people)
    )


def _listed_under(way: Way, need: str) -> str:
    return need or way.needs[0]


@dataclass(frozen=True, slots=True)
class Told:
    """One thing said about routes, and which of them it is said about; empty where it is all of that side."""

    said: Said
    about: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One question, with what each side says to it."""

    heading: str
    criminal: tuple[Told, ...]
    civil: tuple[Told, ...]


def side_by_side(place: Jurisdiction) -> list[Row]:
    """The criminal and the civil route of a place, question by question."""
    criminal, civil = routes_of(place, "criminal"), routes_of(place, "civil")
    return [Row(gettext(heading), _told(key, criminal), _told(key, civil)) for key, heading in POINTS_OF_A_ROUTE]


def routes_of(place: Jurisdiction, side: Side) -> list[Route]:
    """The routes of one side in one place."""
    return [it for it in guidance().routes.values() if it.jurisdiction == place and it.side == side]


def _told(key: str, routes: Iterable[Route]) -> tuple[Told, ...]:
    """What is said to a question, each thing once, with the routes it is about."""
    by_words: dict[str, tuple[Said, list[str]]] = {}
    titles = [route.title for route in routes]
    for route in routes:
        said = _part(leaf("route", route.id), key).said[0]
        by_words.setdefault(said.plain, (said, []))[1].append(route.title)
    return tuple(Told(said, () if about == titles else tuple(about)) for said, about in by_words.values())


_OF_AN_ORDER = ("body", "starts", "breach")
"""What stands on the card of an order; the rest is on its own page."""


def orders_of(place: Jurisdiction) -> list[tuple[Leaf, list[Part]]]:
    """The other orders of a place, each with what stands on its card."""
    shown = [leaf("route", it.id) for it in routes_of(place, "order")]
    return [(it, [part for part in it.parts if part.key in _OF_AN_ORDER]) for it in shown]


def changes_of(place: Jurisdiction) -> list[tuple[str, Said]]:
    """The newest changes in the law of a place, each with the route it is about."""
    routes = [it for it in guidance().routes.values() if it.jurisdiction == place and it.changes]
    return [(it.title, said) for it in routes for said in _part(leaf("route", it.id), "changes").said]


def _part(of: Leaf, key: str) -> Part:
    return next(part for part in of.parts if part.key == key)
