"""Reading the content: every TOML file under `content/`, checked whole, as one `Content`.

A folder under `content/` is a jurisdiction; files beside the folders hold for the whole of the UK. A file may hold
any kind of table (`source doubt law risk words way figure change level element route step question recognition closing
trigger`), so that a route or a jurisdiction is added by adding a file. Days that a file gives at its top (`checked_on`,
`review_by`) hold for each entry that does not give its own. Pages are Markdown files in folders of their own (`page_files`).
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from throughline.domain.finding import LEVELS
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, Jurisdiction, words
from throughline.guidance.conditions import FindingsOf, IncidentsWith, MessagesWith
from throughline.guidance.entry import Entry, EntryFields, Source
from throughline.guidance.fields import ContentError, Fields, known, no_weight_without_doubt
from throughline.guidance.page_files import PARTS, read_pages
from throughline.guidance.reading_checks import (
    check_questions,
    read_check_question,
    read_recognition,
    read_trigger,
)
from throughline.guidance.reading_conditions import read_conditions, read_question
from throughline.guidance.reading_routes import CERTAINTIES, check_routes, read_citations, read_route
from throughline.guidance.schema import (
    Area,
    Change,
    CheckQuestion,
    Closing,
    Content,
    ElementRule,
    Figure,
    Law,
    Need,
    Outcome,
    Reader,
    Recognition,
    Risk,
    StepRule,
    Trigger,
    Urgency,
    Way,
    WordList,
)
from throughline.guidance.wording import LINKED, targets

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from throughline.guidance.conditions import Condition

_JURISDICTIONS: tuple[Jurisdiction, ...] = words(Jurisdiction)  # type: ignore[assignment]
_OUTCOMES: tuple[Outcome, ...] = words(Outcome)  # type: ignore[assignment]
_NEEDS: tuple[Need, ...] = words(Need)  # type: ignore[assignment]
_AREAS: tuple[Area, ...] = words(Area)  # type: ignore[assignment]
_READERS: tuple[Reader, ...] = words(Reader)  # type: ignore[assignment]
Kind = TypeVar("Kind", bound=Entry)


@dataclass(frozen=True, slots=True)
class _File:
    """One content file: the jurisdiction of its folder, and its tables."""

    jurisdiction: Jurisdiction | None
    head: Fields


@lru_cache(maxsize=1)
def load_content() -> Content:
    """The content that ships with this version. Raises ContentError when a file breaks the schema."""
    return read_content(files("throughline.guidance") / "content")


def read_content(folder: Traversable) -> Content:
    """Everything under a content folder. Raises ContentError naming file, entry and key for the first fault."""
    read = [_read_file(file, jurisdiction) for file, jurisdiction in _walk(folder)]
    sources = _read_sources(read)

    def gather(kind: str, make: Callable[[Fields, EntryFields], Kind]) -> Mapping[str, Kind]:
        return _gather(read, kind, sources, make)

    law = gather("law", _law)
    doubts, marks = _read_doubts(read)
    pages = read_pages(folder, sources)
    content = Content(
        sources=sources,
        law=law,
        risks=gather("risk", _risk),
        words=gather("words", _words),
        ways=gather("way", _way),
        urgencies=gather("level", _urgency),
        elements=gather("element", lambda fields, entry: _element(fields, entry, law)),
        routes=gather("route", lambda fields, entry: read_route(fields, entry, sources)),
        steps=gather("step", lambda fields, entry: _step(fields, entry, law)),
        figures=gather("figure", _figure),
        changes=gather("change", lambda fields, entry: _change(fields, entry, law)),
        **pages._asdict(),
        doubts=doubts,
        doubt_marks=marks,
        questions=gather("question", lambda fields, entry: CheckQuestion(**entry, **read_check_question(fields))),
        recognitions=gather("recognition", lambda fields, entry: Recognition(**entry, **read_recognition(fields))),
        closings=gather("closing", lambda _fields, entry: Closing(**entry)),
        triggers=gather("trigger", lambda fields, entry: Trigger(**entry, **read_trigger(fields))),
    )
    for file in read:
        file.head.done()
    _check_links(content)
    return content


def law_entry(id: str) -> Law:
    """The provision a finding or an element names. Raises KeyError for an id that no file has."""
    return load_content().law[id]


def _walk(folder: Traversable) -> Iterator[tuple[Traversable, str | None]]:
    """The TOML files, in the order of their names: those for the whole UK, then each jurisdiction's."""
    inside = sorted(folder.iterdir(), key=lambda item: item.name)
    yield from ((item, None) for item in inside if item.name.endswith(".toml"))
    for jurisdiction in (item for item in inside if item.is_dir() and item.name not in PARTS):
        held = sorted(jurisdiction.iterdir(), key=lambda item: item.name)
        yield from ((item, jurisdiction.name) for item in held if item.name.endswith(".toml"))


def _read_file(file: Traversable, folder: str | None) -> _File:
    place = file.name if folder is None else f"{folder}/{file.name}"
    if folder is not None and folder not in _JURISDICTIONS:
        raise ContentError(place, f"the folder must be one of {', '.join(_JURISDICTIONS)}")
    try:
        head = Fields(tomllib.loads(file.read_text(encoding="utf-8")), place)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as broken:
        raise ContentError(place, f"this is not TOML ({broken})") from broken
    jurisdiction = next((name for name in _JURISDICTIONS if name == folder), None)
    return _File(jurisdiction, head)


def _read_sources(read: list[_File]) -> Mapping[str, Source]:
    sources: dict[str, Source] = {}
    for file in read:
        for fields in file.head.tables("source"):
            source = Source(fields.text("id"), fields.text("title"), fields.text("publisher"), fields.text("address"))
            fields.done()
            if not source.address.startswith(("https://", "http://")):
                raise ContentError(fields.place, "“address” must be the address of a public page")
            _put(sources, source.id, source, fields.place)
    return MappingProxyType(sources)


def _read_doubts(read: list[_File]) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The doubt of each certainty as a sentence, and as a mark of a few words."""
    doubts: dict[str, str] = {}
    marks: dict[str, str] = {}
    for file in read:
        for fields in file.head.tables("doubt"):
            certainty = fields.choice("id", CERTAINTIES)
            _put(doubts, certainty, fields.text("body"), fields.place)
            marks[certainty] = fields.text("mark")
            fields.done()
    missing = [certainty for certainty in CERTAINTIES if certainty not in doubts and certainty != "verified"]
    if missing:
        raise ContentError(
            "doubts.toml", f"there is no doubt “{missing[0]}”, which says what is shown beside such facts"
        )
    return MappingProxyType(doubts), MappingProxyType(marks)


def _gather(
    read: list[_File], kind: str, sources: Mapping[str, Source], make: Callable[[Fields, EntryFields], Kind]
) -> Mapping[str, Kind]:
    entries: dict[str, Kind] = {}
    for file in read:
        days = {key: file.head.day(key) for key in ("checked_on", "review_by") if file.head.has(key)}
        for fields in file.head.tables(kind):
            entry = make(fields, _entry(fields, file.jurisdiction, days, sources))
            fields.done()
            _put(entries, entry.id, entry, fields.place)
    return MappingProxyType(entries)


def _put(entries: dict[str, Any], id: str, entry: object, place: str) -> None:
    if id in entries:
        raise ContentError(place, f"there is another entry with the id “{id}”")
    entries[id] = entry


def _entry(
    fields: Fields, jurisdiction: Jurisdiction | None, days: Mapping[str, date], sources: Mapping[str, Source]
) -> EntryFields:
    entry = EntryFields(
        id=fields.text("id"),
        title=fields.text("title"),
        body=fields.text("body"),
        sources=read_citations(fields, sources),
        checked_on=fields.day("checked_on", days.get("checked_on")),
        review_by=fields.day("review_by", days.get("review_by")),
        certainty=fields.choice("certainty", CERTAINTIES),
        weighs=fields.yes("weighs"),
        jurisdiction=jurisdiction,
    )
    no_weight_without_doubt(entry["certainty"], entry["weighs"], fields.place)
    if not entry["sources"]:
        raise ContentError(fields.place, "“sources” is missing; every fact names where it comes from")
    if entry["review_by"] <= entry["checked_on"]:
        raise ContentError(fields.place, "“review_by” must be later than “checked_on”")
    return entry


def _law(fields: Fields, entry: EntryFields) -> Law:
    return Law(
        **entry,
        behaviours=fields.choices("behaviours", sorted(BEHAVIOUR_NAMES)),
        in_force_from=fields.day("in_force_from") if fields.has("in_force_from") else None,
    )


def _risk(fields: Fields, entry: EntryFields) -> Risk:
    return Risk(**entry, outcome=fields.choice("outcome", _OUTCOMES))


def _words(fields: Fields, entry: EntryFields) -> WordList:
    phrases = fields.texts("phrases")
    if not phrases or any(phrase != phrase.lower() for phrase in phrases):
        raise ContentError(fields.place, "“phrases” must be a list of texts in small letters")
    return WordList(**entry, phrases=phrases)


def _way(fields: Fields, entry: EntryFields) -> Way:
    def optional(key: str) -> str:
        return fields.text(key) if fields.has(key) else ""

    way = Way(
        **entry,
        number=optional("number"),
        website=optional("website"),
        needs=fields.choices("needs", _NEEDS),
        places=fields.choices("places", _AREAS),
        people=fields.choices("people", _READERS),
        hours=optional("hours"),
        calling=optional("calling"),
        checked_how=fields.text("checked_how"),
    )
    if not (way.number or way.website or way.hours):
        raise ContentError(fields.place, "a “number” or a “website” is needed, or “hours” that say how to find it")
    if way.website and not way.website.startswith("https://"):
        raise ContentError(fields.place, "“website” must begin with https://")
    return way


def _figure(fields: Fields, entry: EntryFields) -> Figure:
    return Figure(
        **entry,
        number=fields.text("number"),
        year=fields.text("year"),
        counts=fields.text("counts"),
        claim=fields.text("claim") if fields.has("claim") else "",
    )


def _change(fields: Fields, entry: EntryFields, law: Mapping[str, Law]) -> Change:
    named = known(fields.texts("law"), law, "law", fields.place)
    return Change(**entry, law=named, happened_on=fields.day("happened_on"))


def _urgency(fields: Fields, entry: EntryFields) -> Urgency:
    fields.choice("id", LEVELS)
    return Urgency(**entry, routes=fields.texts("routes"))


def _element(fields: Fields, entry: EntryFields, law: Mapping[str, Law]) -> ElementRule:
    return ElementRule(
        **entry,
        name=fields.text("name"),
        law=known(fields.texts("law"), law, "law", fields.place),
        shows=read_conditions(fields, "shows", law),
        asks=tuple(read_question(table, law) for table in fields.tables("asks")),
    )


def _step(fields: Fields, entry: EntryFields, law: Mapping[str, Law]) -> StepRule:
    rule = StepRule(
        **entry,
        level=fields.choice("level", LEVELS),
        why=fields.text("why"),
        conditions=read_conditions(fields, "any", law),
        asked=fields.texts("asked"),
        when_not_sure=fields.yes("when_not_sure"),
        risks=fields.texts("risks"),
        ways=fields.texts("ways"),
        is_last_resort=fields.yes("is_last_resort"),
    )
    if rule.is_last_resort == bool(rule.conditions or rule.asked or rule.when_not_sure):
        raise ContentError(fields.place, "“any” or “asked” is needed, unless the rule is the last resort")
    return rule


def _check_links(content: Content) -> None:
    """Raise ContentError for an entry that names another that does not exist."""
    check_routes(content)
    check_questions(content)
    for urgency in content.urgencies.values():
        known(urgency.routes, content.ways, "routes", f"level {urgency.id}")
    known(LEVELS, content.urgencies, "id", "the levels of next steps")
    if not any(rule.is_last_resort for rule in content.steps.values()):
        raise ContentError("the steps", "one rule must be the last resort, for a case with nothing in it")
    for rule in content.steps.values():
        known(rule.risks, content.risks, "risks", f"step {rule.id}")
        _check_conditions(rule.conditions, content, f"step {rule.id}")
    for element in content.elements.values():
        asked = tuple(condition for question in element.asks for condition in question.unless)
        _check_conditions(element.shows + asked, content, f"element {element.id}")
    _check_pages(content)


def _check_pages(content: Content) -> None:
    """Raise ContentError for a page that leads nowhere."""
    kinds: Mapping[str, Mapping[str, object]] = dict(
        zip(
            LINKED,
            (content.behaviours, content.guides, content.scripts, content.ways, content.law, content.risks,
             content.figures, content.routes),
            strict=True,
        )
    )  # fmt: skip
    for behaviour in content.behaviours.values():
        known(behaviour.law, content.law, "law", f"behaviour {behaviour.id}")
    for guide in content.guides.values():
        known(guide.see, content.guides, "see", f"guide {guide.id}")
    for page in content.pages():
        for target in (target for point in page.points for target in targets(point.body)):
            kind, _, id = target.partition(":")
            known([id], kinds[kind], f"a link to a {kind}", f"page {page.id}")


def _check_conditions(conditions: tuple[Condition, ...], content: Content, place: str) -> None:
    for condition in conditions:
        if isinstance(condition, IncidentsWith | MessagesWith):
            known(condition.words, content.words, "words", place)
        if isinstance(condition, FindingsOf):
            known(condition.risks, content.risks, "risks", place)
