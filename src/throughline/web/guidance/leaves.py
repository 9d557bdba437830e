"""One page of guidance, whatever it is about, as plain values: the web page, the JSON and the plain text are all made of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Literal

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from throughline.domain.vocabulary import Jurisdiction
from throughline.guidance.entry import CertaintyKind, Citation, Entry, Point, Shape
from throughline.guidance.pages import Behaviour, Guide, Page, Script
from throughline.guidance.schema import Figure, Law, Risk, Route, Way
from throughline.guidance.translating import WRITTEN_IN, Untranslated
from throughline.guidance.wording import plain, spans
from throughline.web.languages import guidance, language

PLACE_NAMES: Mapping[Jurisdiction, str] = {
    "england_wales": gettext_noop("England and Wales"), "scotland": gettext_noop("Scotland"),
    "northern_ireland": gettext_noop("Northern Ireland"),
}  # fmt: skip
AREA_NAMES = {
    "uk": gettext_noop("the whole UK"), "england": gettext_noop("England"), "wales": gettext_noop("Wales"),
    "scotland": gettext_noop("Scotland"), "northern_ireland": gettext_noop("Northern Ireland"),
}  # fmt: skip
READER_NAMES = {
    "anyone": gettext_noop("anybody"), "women": gettext_noop("women"), "men": gettext_noop("men"),
    "lgbt": gettext_noop("LGBT+ people"), "under_18": gettext_noop("people under 18"),
    "deaf": gettext_noop("people who are deaf, or for whom speech is hard"),
    "honour": gettext_noop("people who face so-called honour-based abuse"), "rail": gettext_noop("people on trains and in stations"),
}  # fmt: skip
APPLICANT_NAMES = {
    "you": gettext_noop("you"), "police": gettext_noop("the police"), "prosecutor": gettext_noop("the prosecutor"),
    "court": gettext_noop("the court itself"), "others": gettext_noop("others whom the law names"),
}  # fmt: skip
POINTS_OF_A_ROUTE = (
    ("starts", gettext_noop("Who starts it")), ("proof", gettext_noop("How sure the court must be")),
    ("evidence", gettext_noop("What helps")), ("cost", gettext_noop("What it costs")), ("time_limit", gettext_noop("By when")),
    ("outcome", gettext_noop("What can come of it")), ("breach", gettext_noop("If it is broken")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Run:
    """A run of words. `address` is where a link leads; `number` the telephone number of what it leads to; a gap has its `name`,
    and in `text` what stands there."""

    kind: Literal["text", "strong", "link", "gap"]
    text: str
    address: str = ""
    number: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: its words, how sure it is (`mark` is empty where it is; `is_marked` when the mark stands beside the
    words), what it rests on, and the numbers of that on the page. `language` is given where it is not the page's."""

    runs: tuple[Run, ...]
    plain: str
    certainty: CertaintyKind
    mark: str
    is_marked: bool
    cited: tuple[Citation, ...]
    sources: tuple[int, ...] = ()
    shape: Shape = "paragraph"
    since: date | None = None
    language: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading and what is said under it."""

    key: str
    heading: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page: `kind` and `id` are its address."""

    kind: str
    id: str
    title: str
    summary: str
    place: str
    parts: tuple[Part, ...]
    sources: tuple[Citation, ...]
    checked_on: date
    review_by: date
    see: tuple[tuple[str, str], ...] = ()
    law: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    number: str = ""
    website: str = ""

    @property
    def address(self) -> str:
        """Where it stands."""
        return address_of(self.kind, self.id)

    @property
    def said(self) -> tuple[Said, ...]:
        """Everything that is said on it, in order."""
        return tuple(said for part in self.parts for said in part.said)

    @property
    def words(self) -> str:
        """The words of all of it, for the search."""
        told = (said.plain for said in self.said)
        return " ".join((self.title, self.summary, self.number, *(part.heading for part in self.parts), *told))


def address_of(kind: str, id: str) -> str:
    """The address of a page."""
    return reverse("guide:leaf", args=[kind, id])


def mark_of(id: str) -> str:
    """What stands for an id in an address: always the same, and it tells nothing to whoever finds it in a browser's history."""
    return sha256(id.encode()).hexdigest()[:8]


@lru_cache(maxsize=1)
def ids_by_mark() -> Mapping[str, str]:
    """The id behind each mark."""
    return {mark_of(id): id for _, id in leaves()}


def leaves() -> Mapping[tuple[str, str], Leaf]:
    """Every page there is, by kind and id, in the order of the content and in the language of the page that is made."""
    return _leaves(language())


@lru_cache(maxsize=16)
def _leaves(_language: str) -> Mapping[tuple[str, str], Leaf]:
    content = guidance()
    kinds: Iterable[tuple[str, Iterable[Page | Entry]]] = (
        ("guide", content.guides.values()), ("behaviour", content.behaviours.values()), ("script", content.scripts.values()),
        ("route", content.routes.values()), ("law", content.law.values()), ("way", content.ways.values()),
        ("figure", content.figures.values()), ("risk", content.risks.values()),
    )  # fmt: skip
    return {(kind, it.id): _leaf(kind, it) for kind, all_of in kinds for it in all_of}


def leaf(kind: str, id: str) -> Leaf:
    """One page. Raises KeyError where there is none."""
    return leaves()[kind, id]


def titled(kind: str, ids: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Pages of a kind as titles with their addresses."""
    content = guidance()
    held: Mapping[str, Mapping[str, Page | Entry]] = {
        "guide": content.guides, "behaviour": content.behaviours, "law": content.law, "route": content.routes, "way": content.ways,
        "script": content.scripts,
    }  # fmt: skip
    return tuple((held[kind][id].title, address_of(kind, id)) for id in ids)


def language_in(words: str) -> str:
    """The language of words of the content, where it is not that of the page."""
    return WRITTEN_IN if isinstance(words, Untranslated) else ""


def alike(words: str, source: str) -> str:
    """Words made of a text of the content: English where that is."""
    return Untranslated(words) if isinstance(source, Untranslated) else words


def together(first: str, second: str) -> str:
    """A heading and its sentence as one text."""
    return alike(f"{first}. {second}", second)


def runs_of(body: str, gaps: Mapping[str, str]) -> tuple[Run, ...]:
    """The words of a point, with its links as addresses."""
    return tuple(_run(span.kind, span.text, span.target, gaps) for span in spans(body))


def _run(kind: Literal["text", "strong", "link", "gap"], text: str, target: str, gaps: Mapping[str, str]) -> Run:
    if kind == "link":
        of, _, id = target.partition(":")
        number = guidance().ways[id].number if of == "way" else ""
        return Run("link", text, address_of(of, id), "" if number in text else number)
    return Run("gap", gaps.get(target, ""), name=target) if kind == "gap" else Run(kind, text)


class _Cited:
    """The sources of a page, numbered as they are met."""

    def __init__(self) -> None:
        self.numbers: dict[Citation, int] = {}

    def said(self, point: Point, gaps: Mapping[str, str] | None = None) -> Said:
        """A point of a page, whose words are in our Markdown."""
        numbers = {it.id: it.number for it in guidance().ways.values()}
        runs, words = runs_of(point.body, gaps or {}), plain(point.body, numbers)
        said = replace(said_plainly(point), runs=runs, plain=words, shape=point.shape)
        return self._numbered(said)

    def entry(self, entry: Entry, body: str | None = None) -> Said:
        """The body of an entry, or something else it says, which are plain words. Its doubt is marked once, at the body."""
        said = said_plainly(entry, body)
        return self._numbered(said if body is None else replace(said, is_marked=False))

    def plainly(self, point: Point) -> Said:
        """A point of a table, whose words are plain."""
        return self._numbered(replace(said_plainly(point), since=point.in_force_from))

    def _numbered(self, said: Said) -> Said:
        return replace(said, sources=tuple(self.numbers.setdefault(it, len(self.numbers) + 1) for it in said.cited))


def said_plainly(of: Entry | Point, body: str | None = None) -> Said:
    """The body of an entry or of a point of a table, or something else it says: plain words, with its doubt and its sources."""
    words = of.body if body is None else body
    mark = guidance().doubt_marks.get(of.certainty, "")
    return Said((Run("text", words),), words, of.certainty, mark, of.is_marked, of.sources, language=language_in(words))


def _leaf(kind: str, it: Page | Entry) -> Leaf:
    cited = _Cited()
    parts = tuple(_parts(it, cited))
    return Leaf(
        kind, it.id, it.title, it.summary if isinstance(it, Guide) else "",
        gettext(PLACE_NAMES[it.jurisdiction]) if it.jurisdiction else "", parts, tuple(cited.numbers),
        it.checked_on, it.review_by, _see(it), _law(it) if isinstance(it, Behaviour) else (),
        it.number if isinstance(it, Way) else "", it.website if isinstance(it, Way) else "",
    )  # fmt: skip


_PLAINLY = gettext_noop("In plain words")
_FIRST_HEADING: Mapping[type, str] = {
    Way: gettext_noop("How it can help"), Figure: gettext_noop("What to know"), Risk: gettext_noop("What to know"),
}  # fmt: skip


def _parts(it: Page | Entry, cited: _Cited) -> Iterator[Part]:
    if isinstance(it, Page):
        gaps = it.gaps if isinstance(it, Script) else {}
        for section in it.sections:
            yield Part(section.key, section.heading, tuple(cited.said(point, gaps) for point in section.points))
        return
    heading = gettext(_FIRST_HEADING.get(type(it), _PLAINLY))
    since = it.in_force_from if isinstance(it, Law) else None
    if isinstance(it, Figure):
        number = alike(f"{it.number}, {it.year}", it.number)
        yield Part("number", number, (cited.entry(it, it.counts),))
    yield Part("body", heading, (replace(cited.entry(it), since=since),))
    if isinstance(it, Route):
        yield from _of_route(it, cited)
    elif isinstance(it, Way):
        yield from _of_way(it, cited)
    elif isinstance(it, Figure):
        yield from _of_figure(it, cited)


def _of_route(route: Route, cited: _Cited) -> Iterator[Part]:
    who = ", ".join(gettext(APPLICANT_NAMES[it]) for it in route.applicants)
    for key, heading in POINTS_OF_A_ROUTE:
        said = cited.plainly(getattr(route, key))
        by = f"{gettext(heading)}: {who}" if key == "starts" else gettext(heading)
        yield Part(key, by, (said,))
    if route.changes:
        yield Part("changes", gettext("What is new"), tuple(cited.plainly(it) for it in route.changes))
    elements = guidance().elements
    needed = [elements[id] for id in route.elements]
    if needed:
        yield Part(
            "elements",
            gettext("What a court looks for"),
            tuple(cited.entry(it, together(it.title, it.body)) for it in needed),
        )


def _of_way(way: Way, cited: _Cited) -> Iterator[Part]:
    places = ", ".join(gettext(AREA_NAMES[it]) for it in way.places)
    readers = ", ".join(gettext(READER_NAMES[it]) for it in way.people)
    whom = gettext("For %(readers)s, in %(places)s.") % {"places": places, "readers": readers}
    yield Part("whom", gettext("Who it is for"), (cited.entry(way, whom),))
    for key, heading, words in (
        ("hours", gettext("When"), way.hours), ("calling", gettext("Before you get in touch"), way.calling),
        ("checked_how", gettext("How we know"), way.checked_how),
    ):  # fmt: skip
        if words:
            yield Part(key, heading, (cited.entry(way, words),))


def _of_figure(figure: Figure, cited: _Cited) -> Iterator[Part]:
    if figure.claim:
        claim = alike(f"“{figure.claim}.”", figure.claim)
        yield Part("claim", gettext("What our founding page says"), (cited.entry(figure, claim),))


def _see(it: Page | Entry) -> tuple[tuple[str, str], ...]:
    if isinstance(it, Guide):
        return titled("guide", it.see)
    if isinstance(it, Law):
        routes = [route.id for route in guidance().routes.values() if it.id in route.law]
        return (*titled("behaviour", it.behaviours), *titled("route", routes))
    return titled("law", it.law) if isinstance(it, Route) else ()


def _law(behaviour: Behaviour) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    """The provisions that may apply, place by place: none is shown before the reader says where it happened."""
    content = guidance()
    found = (
        (gettext(name), [law.id for law in content.law_for(behaviour.id, place)]) for place, name in PLACE_NAMES.items()
    )
    return tuple((name, titled("law", ids)) for name, ids in found if ids)
