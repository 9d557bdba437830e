"""Reading the pages: Markdown files under `content/`, in a folder for each kind of page.

A file begins with TOML between two lines of `+++`. Below it, `## ` begins a section; paragraphs, `- ` items and `1. `
steps are its points. Every point ends with where it comes from: `{police_advice}`, or `{secondary: idas, pha1997 s.7}`
where it is not verified, or `{secondary!: idas}` where somebody could act on it wrongly. The file's name is the id.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple, TypedDict, TypeVar

from throughline.domain.vocabulary import BEHAVIOUR_NAMES, Jurisdiction, words
from throughline.guidance.entry import CertaintyKind, Citation, Point, Shape
from throughline.guidance.fields import ContentError, Fields, known, no_weight_without_doubt
from throughline.guidance.pages import (
    BEHAVIOUR_SECTIONS,
    Behaviour,
    Guide,
    GuideGroup,
    Page,
    Script,
    Section,
)  # fmt: skip
from throughline.guidance.wording import gaps, spans

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from throughline.guidance.entry import Source

PARTS = ("behaviours", "guides", "scripts")
"""The folders that hold pages, at the top and in the folder of a jurisdiction."""
_JURISDICTIONS: tuple[Jurisdiction, ...] = words(Jurisdiction)  # type: ignore[assignment]
_CERTAINTIES: tuple[CertaintyKind, ...] = words(CertaintyKind)  # type: ignore[assignment]
_GROUPS: tuple[GuideGroup, ...] = words(GuideGroup)  # type: ignore[assignment]
_TAG = re.compile(r"^(?P<words>.*\S)\s*\{(?:(?P<certainty>[a-z]+)(?P<weighs>!?):\s*)?(?P<cited>[^{}]+)\}$", re.DOTALL)
_BEGINS: tuple[tuple[re.Pattern[str], Shape], ...] = ((re.compile(r"- +"), "item"), (re.compile(r"\d+\. +"), "step"))
_IN_SHORT = 3
Kind = TypeVar("Kind", bound=Page)


class Pages(NamedTuple):
    """Every page, by its id."""

    behaviours: Mapping[str, Behaviour]
    guides: Mapping[str, Guide]
    scripts: Mapping[str, Script]


class _PageFields(TypedDict):
    id: str
    title: str
    sections: tuple[Section, ...]
    checked_on: date
    review_by: date
    jurisdiction: Jurisdiction | None


class _Block(NamedTuple):
    """Lines that belong together, as one text, and where they begin."""

    place: str
    text: str


def read_pages(folder: Traversable, sources: Mapping[str, Source]) -> Pages:
    """Every page under a content folder. Raises ContentError with the file and the line of the first fault."""
    behaviours: dict[str, Behaviour] = {}
    guides: dict[str, Guide] = {}
    scripts: dict[str, Script] = {}
    for part, jurisdiction, file in _walk(folder):
        place = "/".join(filter(None, (jurisdiction, part, file.name)))
        head, body = _halves(file, place)
        page = _page(head, file.name.removesuffix(".md"), jurisdiction, _sections(body, sources))
        if part == "behaviours":
            _put(behaviours, _behaviour(head, page), place)
        elif part == "guides":
            _put(guides, _guide(head, page), place)
        else:
            _put(scripts, _script(head, page), place)
        head.done()
    return Pages(MappingProxyType(behaviours), MappingProxyType(guides), MappingProxyType(scripts))


def _walk(folder: Traversable) -> Iterator[tuple[str, Jurisdiction | None, Traversable]]:
    for jurisdiction in (None, *_JURISDICTIONS):
        for part in PARTS:
            held = (folder / jurisdiction if jurisdiction else folder) / part
            if held.is_dir():
                files = sorted(held.iterdir(), key=lambda item: item.name)
                yield from ((part, jurisdiction, file) for file in files if file.name.endswith(".md"))


def _put(pages: dict[str, Kind], page: Kind, place: str) -> None:
    if page.id in pages:
        raise ContentError(place, f"there is another page with the id “{page.id}”")
    pages[page.id] = page


def _halves(file: Traversable, place: str) -> tuple[Fields, list[_Block]]:
    """The head of a file, and the blocks below it."""
    lines = file.read_text(encoding="utf-8").splitlines()
    if lines[:1] != ["+++"] or "+++" not in lines[1:]:
        raise ContentError(place, "the file must begin with its head between two lines of “+++”")
    end = lines.index("+++", 1)
    try:
        head = tomllib.loads("\n".join(lines[1:end]))
    except tomllib.TOMLDecodeError as broken:
        raise ContentError(place, f"the head is not TOML ({broken})") from broken
    return Fields(head, place), _blocks(lines[end + 1 :], place, end + 2)


def _blocks(lines: list[str], place: str, first: int) -> list[_Block]:
    """Headings, paragraphs, items and steps. A line goes on the one above it unless it begins one of these."""
    blocks: list[_Block] = []
    goes_on = False
    for at, line in enumerate(map(str.strip, lines), first):
        begins = line.startswith("## ") or any(pattern.match(line) for pattern, _ in _BEGINS)
        if line and goes_on and not begins:
            blocks[-1] = _Block(blocks[-1].place, f"{blocks[-1].text} {line}")
        elif line:
            blocks.append(_Block(f"{place}, line {at}", line))
        goes_on = bool(line) and not line.startswith("## ")
    return blocks


def _sections(blocks: list[_Block], sources: Mapping[str, Source]) -> tuple[Section, ...]:
    found: list[tuple[str, list[Point]]] = []
    for block in blocks:
        if block.text.startswith("## "):
            found.append((block.text.removeprefix("## ").strip(), []))
        elif found:
            found[-1][1].append(_point(block, sources))
        else:
            raise ContentError(block.place, "a heading, such as “## In short”, must come first")
    return tuple(Section(_key(heading), heading, tuple(points)) for heading, points in found)


def _key(heading: str) -> str:
    """What a section is called on its page: small letters, with `_` for what is between the words."""
    fixed = {words: key for key, words in BEHAVIOUR_SECTIONS.items()}
    return fixed.get(heading) or re.sub(r"[^a-z0-9]+", "_", heading.lower()).strip("_")


def _point(block: _Block, sources: Mapping[str, Source]) -> Point:
    tagged = _TAG.match(block.text)
    if not tagged:
        raise ContentError(block.place, "this must end with its source, such as {police_advice}")
    body, shape = _shaped(tagged["words"])
    try:
        spans(body)
    except ValueError as wrong:
        raise ContentError(block.place, str(wrong)) from wrong
    cited = tuple(_citation(text.strip(), sources, block.place) for text in tagged["cited"].split(","))
    certainty, weighs = _certainty(tagged["certainty"], block.place), bool(tagged["weighs"])
    no_weight_without_doubt(certainty, weighs, block.place)
    return Point(body=body, sources=cited, certainty=certainty, shape=shape, weighs=weighs)


def _shaped(text: str) -> tuple[str, Shape]:
    """A block's words without the mark that begins it, and what the mark says it is."""
    for pattern, shape in _BEGINS:
        begun = pattern.match(text)
        if begun:
            return text[begun.end() :], shape
    return text, "paragraph"


def _certainty(word: str | None, place: str) -> CertaintyKind:
    found = next((it for it in _CERTAINTIES if it == (word or "verified")), None)
    if found is None:
        raise ContentError(place, f"“{word}” is not one of {', '.join(_CERTAINTIES)}")
    return found


def _citation(text: str, sources: Mapping[str, Source], place: str) -> Citation:
    id, _, section = text.partition(" ")
    known([id], sources, "the source of a point", place)
    return Citation(sources[id], section.strip())


def _page(head: Fields, id: str, jurisdiction: Jurisdiction | None, sections: tuple[Section, ...]) -> _PageFields:
    page = _PageFields(
        id=id,
        title=head.text("title"),
        sections=sections,
        checked_on=head.day("checked_on"),
        review_by=head.day("review_by"),
        jurisdiction=jurisdiction,
    )
    if page["review_by"] <= page["checked_on"]:
        raise ContentError(head.place, "“review_by” must be later than “checked_on”")
    empty = next((section.heading for section in sections if not section.points), None)
    if empty or not sections:
        raise ContentError(head.place, f"the section “{empty}” is empty" if empty else "there is no section")
    twice = next((it.heading for it in sections if [other.key for other in sections].count(it.key) > 1), None)
    if twice:
        raise ContentError(head.place, f"there are two sections “{twice}”")
    return page


def _behaviour(head: Fields, page: _PageFields) -> Behaviour:
    if page["id"] not in BEHAVIOUR_NAMES:
        raise ContentError(head.place, f"“{page['id']}” is not the name of a behaviour")
    keys = [section.key for section in page["sections"]]
    wanted = [key for key in BEHAVIOUR_SECTIONS if key != "differs" or key in keys]
    if keys != wanted:
        needed = "”, “".join(BEHAVIOUR_SECTIONS[key] for key in wanted)
        raise ContentError(head.place, f"the sections must be “{needed}”, in this order")
    behaviour = Behaviour(**page, law=head.texts("law"))
    if len(behaviour.in_short) != _IN_SHORT or len(behaviour.section("first_safe_step")) != 1:
        raise ContentError(head.place, "“In short” has three points, and “First safe step” has one")
    return behaviour


def _guide(head: Fields, page: _PageFields) -> Guide:
    return Guide(
        **page,
        group=head.choice("group", _GROUPS),
        order=head.whole_number("order") or 0,
        summary=head.text("summary"),
        see=head.texts("see"),
    )


def _script(head: Fields, page: _PageFields) -> Script:
    named = head.table("gaps")
    script = Script(**page, gaps=MappingProxyType({name: named.text(name) for name in named.names()}))
    used = {name for point in script.points for name in gaps(point.body)}
    if used != set(script.gaps):
        odd = sorted(used ^ set(script.gaps))[0]
        raise ContentError(head.place, f"the gap “{odd}” must be both in [gaps] and in the words")
    return script
