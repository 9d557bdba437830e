"""The guidance as anybody gets it: every page there is, found by following links from the first one, without a database."""

from __future__ import annotations

import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import brotli
import pytest
from django.test import Client
from lxml import html

from plain_english import ASSERTING, REASSURING, reading_age, says, sentences
from throughline.guidance.load import load_content
from throughline.guidance.review import due
from throughline.guidance.version import content_version
from throughline.guidance.wording import plain
from throughline.web.guidance import same_for_all
from throughline.web.guidance.leaves import PLACE_NAMES, address_of, ids_by_mark, leaf, leaves
from throughline.web.guidance.searching import find

CONTENT = load_content()
WEB = Path(same_for_all.__file__).resolve().parents[1]
TEMPLATES = sorted((WEB / "templates" / "guide").glob("*.html"))
LEAVES = list(leaves().values())
OTHERS = ("/me/", "/care", "/way-out", "/weather", "/static/", "/figures/")
"""Where the pages of the guidance lead that are not of it."""
VIGNETTES = [
    it
    for path in sorted((Path(__file__).parents[1] / "spec" / "guidance" / "vignettes").glob("*.toml"))
    for it in tomllib.loads(path.read_text("utf-8"))["vignette"]
]
FIRST_LOAD = ("throughline.css", "throughline.js", "icon.svg")


def browser() -> Client:
    """A visitor without any cookie, whose forms are looked at as a real one's are."""
    return Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)


def tree_of(text: str):
    return html.fromstring(text)


def links_of(address: str, text: str) -> Iterator[str]:
    """Where the page leads inside the service, without the place on the page."""
    for href in tree_of(text).xpath("//a/@href"):
        joined = urlsplit(urljoin(f"http://here{address}", href))
        if joined.netloc == "here":
            yield joined.path


@lru_cache(maxsize=1)
def site() -> dict[str, str]:
    """Every page that links lead to from the first one, its address to its HTML, each answered without a cookie."""
    found: dict[str, str] = {}
    to_do = ["/"]
    while to_do:
        address = to_do.pop()
        if address in found or address.startswith(OTHERS):
            continue
        answer = browser().get(address)
        assert answer.status_code == 200, f"a link leads to {address}, which answers {answer.status_code}"
        assert not answer.cookies, address
        assert answer["Cache-Control"] == "no-store", address
        found[address] = answer.content.decode() if "html" in answer["Content-Type"] else ""
        to_do += links_of(address, found[address]) if found[address] else []
    return found


def visible(text: str) -> str:
    """What stands in the main part of a page, in one line."""
    return " ".join(tree_of(text).xpath("//main")[0].text_content().split())


def test_links_from_the_first_page_lead_to_every_page_and_to_no_dead_end():
    pages = site()
    assert {it.address for it in LEAVES if it.kind not in ("risk",)} - set(pages) == set()
    for it in LEAVES:
        assert f"{it.address.rstrip('/')}.json" in pages or it.kind == "risk"


def test_every_anchor_that_is_led_to_is_there():
    for address, text in site().items():
        for href in tree_of(text).xpath("//a/@href") if text else ():
            path, _, anchor = href.partition("#")
            there = site().get(urljoin(f"http://here{address}", path).removeprefix("http://here"), "")
            assert not anchor or not there or tree_of(there).xpath(f"//*[@id='{anchor}']"), (address, href)


@pytest.mark.parametrize("it", LEAVES, ids=lambda it: f"{it.kind}-{it.id}")
def test_every_fact_of_a_page_stands_there_with_its_source_and_its_doubt(it):
    text = browser().get(it.address).content.decode()
    page, told = tree_of(text), visible(text)
    there = page.xpath("//ol[contains(@class, 'tl-sources')]//a")
    assert [a.get("href") for a in there] == [cited.source.address for cited in it.sources]
    assert {a.get("rel") for a in there} == {"noreferrer"}
    for part in it.parts:
        for said in part.said:
            assert said.sources
            assert all(1 <= number <= len(it.sources) for number in said.sources)
            assert (said.mark == "") == (said.certainty == "verified")
    marks = page.xpath("//main//span[@class='tl-doubt'][not(starts-with(., 'from '))]")
    assert [mark.text for mark in marks] == [said.mark for said in it.said if said.is_marked]
    listed = [" ".join(li.text.split()) for li in page.xpath("//main//details[@id='doubts']//li")]
    assert sorted(listed) == sorted({" ".join(said.plain.split()) for said in it.said if said.certainty != "verified"})
    for certainty in {said.certainty for said in it.said} - {"verified"}:
        assert told.count(CONTENT.doubts[certainty]) == 1
    assert content_version() in told
    assert f"{it.checked_on:%-d %B %Y}" in told


def test_the_foot_of_a_page_counts_what_was_not_checked_and_what_is_not_settled():
    shown = leaf("behaviour", "tracker")
    of = Counter(said.certainty for said in shown.said)
    assert set(of) == {"conflicting", "unverified", "secondary", "verified"}
    told = visible(site()[shown.address])
    total, unchecked = len(shown.said), of["secondary"] + of["unverified"]
    assert f"Not yet checked against its own source: {unchecked} of the {total} facts on this page." in told
    assert f"Sources differ, or it may have changed: {of['conflicting']} of {total}." in told


def test_what_differs_or_may_have_changed_or_could_be_acted_on_wrongly_says_so_where_it_stands():
    for it in LEAVES:
        unsettled = [said for said in it.said if said.certainty in ("flagged", "conflicting")]
        whole = it.kind in ("way", "figure")  # one thing: its doubt stands once on it
        assert sum(said.is_marked for said in unsettled) == (bool(unsettled) if whole else len(unsettled)), it.id
        assert all(said.mark for said in it.said if said.is_marked)
    marked = [
        said for it in LEAVES for said in it.said if said.is_marked and said.certainty in ("secondary", "unverified")
    ]
    assert marked


def test_a_page_of_several_counts_the_facts_it_shows():
    told = visible(site()["/guide/figures/"])
    facts = {(said.plain, said.certainty) for it in LEAVES if it.kind == "figure" for said in it.said}
    unchecked = sum(certainty in ("secondary", "unverified") for _, certainty in facts)
    assert f"{unchecked} of the {len(facts)} facts on this page" in told


def test_every_point_of_the_content_is_on_its_page():
    for page in CONTENT.pages():
        kind = type(page).__name__.lower()
        shown = leaf(kind, page.id)
        assert [said.certainty for part in shown.parts for said in part.said] == [it.certainty for it in page.points]
        told = [[shown.sources[n - 1] for n in said.sources] for part in shown.parts for said in part.said]
        assert told == [list(it.sources) for it in page.points]


def test_links_out_are_sources_or_the_sites_of_services_and_carry_no_referrer():
    known = {it.address for it in CONTENT.sources.values()} | {it.website for it in CONTENT.ways.values()}
    for address, text in site().items():
        for a in tree_of(text).xpath("//a[starts-with(@href, 'http')]") if text else ():
            assert a.get("href") in known, address
            assert a.get("rel") == "noreferrer", address


def test_telephone_numbers_come_from_the_directory_alone():
    known = {it.number.replace(" ", "") for it in CONTENT.ways.values() if it.number}
    for address, text in site().items():
        if not text:
            continue
        dialled = {it.removeprefix("tel:") for it in tree_of(text).xpath("//a[starts-with(@href, 'tel:')]/@href")}
        assert dialled <= known, address
        for written in re.findall(r"(?<![\d/.])0\d{2,4}[ \d]{5,}\d", visible(text)):
            assert written.replace(" ", "") in known, (address, written)


def test_nothing_reassures_and_nothing_accuses():
    for address, text in site().items():
        if text and not address.removeprefix("/cy").startswith(
            ("/guide/law/", "/guide/risk/", "/guide/route/", "/guide/routes/", "/guide/review/")
        ):
            words = visible(re.split('id="(?:sure|sources)"', text)[0])
            said = [it for it in (*REASSURING, *ASSERTING) if says(it, words)]
            assert said == [], address


def test_what_the_templates_add_is_plain():
    for template in TEMPLATES:
        marked = re.sub(r'{% translate "(.*?)" %}', r"\1", template.read_text("utf-8"))
        text = re.sub(r"{%.*?%}|{{.*?}}", "", marked)
        parts = [" ".join(it.split()) for it in html.fromstring(f"<div>{text}</div>").itertext()]
        words = sentences([it for it in parts if len(it.split()) > 3])
        if words:
            assert reading_age(words) <= 11, template.name


def test_a_first_visit_weighs_less_than_60_kilobytes():
    built = WEB / "static_built"
    beside = sum(len(brotli.compress((built / name).read_bytes())) for name in FIRST_LOAD)
    beside += sum(it.stat().st_size for it in (built / "fonts").glob("*.woff2"))
    heaviest = max((len(brotli.compress(text.encode())), address) for address, text in site().items())
    assert beside + heaviest[0] < 60_000, (beside, heaviest)


@pytest.mark.parametrize("it", LEAVES, ids=lambda it: f"{it.kind}-{it.id}")
def test_json_and_text_say_all_that_the_page_says(it):
    address = it.address.rstrip("/")
    told = json.loads(browser().get(f"{address}.json").content)
    text = browser().get(f"{address}.txt").content.decode()
    points = [point for part in told["parts"] for point in part["points"]]
    said = [said for part in it.parts for said in part.said]
    assert [(point["text"], point["certainty"], point["shape"]) for point in points] == [
        (one.plain, one.certainty, one.shape) for one in said
    ]
    assert all(point["sources"] and (point["doubt"] is None) == (point["certainty"] == "verified") for point in points)
    assert [point["is_marked"] for point in points] == [one.is_marked for one in said]
    assert told["facts"] == len({one.plain for one in said})
    assert told["facts_unchecked"] == len({one.plain for one in said if one.certainty in ("secondary", "unverified")})
    assert (told["kind"], told["id"], told["title"], told["content_version"]) == (
        it.kind,
        it.id,
        it.title,
        content_version(),
    )
    assert date.fromisoformat(told["checked_on"]) == it.checked_on
    assert all(point["text"] in text for point in points)
    assert all(f"\n- {point['text']}\n" in text for point in points if point["doubt"])
    assert all(source["address"] in text for source in told["sources"])
    assert all(link["address"] in site() for point in points for link in point["links"])


def test_the_list_of_pages_leads_to_every_page_as_json():
    told = json.loads(browser().get("/guide/pages.json").content)
    assert [(it["kind"], it["id"]) for it in told["pages"]] == list(leaves())
    for it in told["pages"]:
        own = json.loads(browser().get(it["json"]).content)
        assert (own["title"], own["checked_on"], own["content_version"]) == (
            it["title"],
            it["checked_on"],
            told["content_version"],
        )


def test_a_page_of_the_content_as_json_has_the_words_of_its_file():
    told = json.loads(browser().get(address_of("behaviour", "silent_calls")[:-1] + ".json").content)
    page = CONTENT.behaviours["silent_calls"]
    numbers = {it.id: it.number for it in CONTENT.ways.values()}
    assert [it["text"] for part in told["parts"] for it in part["points"]] == [
        plain(it.body, numbers) for it in page.points
    ]


def test_a_page_past_its_day_says_so_and_is_shown(monkeypatch):
    it = leaf("guide", "danger_now")
    shown = []
    for day in (date(2031, 1, 1), it.checked_on):
        monkeypatch.setattr("throughline.web.guidance.views.today", lambda day=day: day)
        monkeypatch.setattr(same_for_all, "today", lambda day=day: day)
        shown.append(visible(browser().get(it.address).content.decode()))
    assert ["have not done so yet" in told for told in shown] == [True, False]
    assert all("Call 999" in told for told in shown)
    same_for_all.forget_rendered()


def test_a_kept_page_is_the_page_however_it_is_packed():
    same_for_all.forget_rendered()
    made = browser().get("/guide/").content
    kept = browser().get("/guide/", headers={"accept-encoding": "gzip, br"})
    assert kept["Content-Encoding"] == "br"
    assert brotli.decompress(kept.content) == made
    assert browser().get("/guide/", headers={"accept-encoding": "identity"}).content == made


def test_no_place_is_assumed():
    asked = visible(browser().get("/guide/routes/").content.decode())
    assert not any(law.title in asked for law in CONTENT.law.values())
    for place, name in PLACE_NAMES.items():
        page = tree_of(browser().get(f"/guide/routes/{place}/").content.decode())
        led = {
            ids_by_mark()[it.split("/")[3]]
            for it in page.xpath("//main//a/@href")
            if it.startswith(("/guide/route/", "/guide/law/"))
        }
        of = {(CONTENT.routes.get(id) or CONTENT.law[id]).jurisdiction for id in led}
        assert of == {place}
        assert led >= {it.id for it in CONTENT.routes.values() if it.jurisdiction == place}, name
    assert browser().get("/guide/routes/france/").status_code == 404


def test_the_directory_narrows_by_need_place_and_person_and_always_has_999():
    answer = browser().post("/guide/who/", {"need": "talk", "place": "scotland", "person": "men"})
    told = visible(answer.content.decode())
    assert CONTENT.ways["mens_advice"].title in told
    assert CONTENT.ways["live_fear_free"].title not in told
    assert "999" in told
    assert not answer.cookies
    assert browser().post("/guide/who/", {"need": "'; --", "place": "x"}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [
        ("air tag in my car", "behaviour/tracker"), ("silent calls at night", "behaviour/silent_calls"), ("my work", "behaviour/workplace"),
        ("followed home", "behaviour/following_on_foot"), ("export whatsapp", "guide/keeping_whatsapp"), ("101", "way/101"),
        ("restraining order", "route/ew.restraining_order"), ("crime reference number", "script/police_101"),
    ],
)  # fmt: skip
def test_the_search_finds_what_was_meant(asked, wanted):
    assert wanted in [f"{it.leaf.kind}/{it.leaf.id}" for it in find(asked)[:6]]


def test_the_search_says_nothing_of_a_person_for_whom_nothing_was_found_and_keeps_nothing(caplog):
    answer = browser().post("/guide/find/", {"asked": "<b>qqzzqq</b>"})
    told = visible(answer.content.decode())
    assert "says nothing about what happens to you" in told
    assert "<b>qqzzqq" not in answer.content.decode()
    assert not answer.cookies
    assert not caplog.records
    assert not same_for_all._kept or not any("qqzzqq" in str(it) for it in same_for_all._kept.values())


def test_the_self_check_asks_everything_and_requires_nothing():
    page = tree_of(browser().get("/guide/check/").content.decode())
    names = set(page.xpath("//main//input/@name"))
    assert names == {*CONTENT.questions, "where"}
    assert not page.xpath("//main//input[@checked or @required]")
    empty = browser().post("/guide/check/", {})
    assert empty.status_code == 200
    assert not empty.cookies
    assert "Keep a diary" in visible(empty.content.decode())


def test_what_is_no_answer_counts_as_skipped():
    junk = browser().post(
        "/guide/check/", {"danger_now": "perhaps", "nothing": "yes", "where": "france", "contact": "yes"}
    )
    plainly = browser().post("/guide/check/", {"contact": "yes"})
    assert junk.status_code == 200
    assert junk.content == plainly.content


def test_answers_can_be_changed_and_come_back_as_they_were():
    answer = browser().post("/guide/check/", {"contact": "yes", "where": "scotland", "again": "yes"})
    checked = tree_of(answer.content.decode()).xpath("//main//input[@checked]")
    assert {(it.get("name"), it.get("value")) for it in checked} == {("contact", "yes"), ("where", "scotland")}


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda it: it["id"])
def test_a_story_gets_from_the_first_page_to_the_right_first_step_in_three_pages(vignette):
    """The first page, the questions, the answer: what it says first is the step that an adviser would name."""
    assert "/guide/check/" in links_of("/", site()["/"])
    place = {"where": vignette["place"]} if "place" in vignette else {}
    text = browser().post("/guide/check/", {**vignette["answers"], **place}).content.decode()
    page = tree_of(text)
    first = page.xpath("//main/section[1]")[0]
    assert CONTENT.urgencies[vignette["level"]].title in first.text_content()
    dialled = first.xpath(".//a[starts-with(@href, 'tel:')]")
    if vignette["level"] == "emergency":
        assert dialled[0].text == "999"
    if "first" in vignette:
        reached = page.xpath("//main/article[1]//a/@href")[0]
        assert reached == address_of("way", vignette["first"])
    led = set(links_of("/guide/check/", text))
    assert {address_of("behaviour", it) for it in vignette.get("behaviours", [])} <= led
    assert "/me/begin/" in led
    assert {address_of("law", it) for it in vignette.get("law", [])} <= led


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda it: it["id"])
def test_a_story_without_the_questions_is_three_pages_away_too(vignette):
    """The first page, the guide, the page of what happens; and danger is one step from each of them."""
    for name in vignette.get("behaviours", []):
        way = ("/", "/guide/", address_of("behaviour", name))
        for here, following in pairwise(way):
            assert following in links_of(here, site()[here])
        step = CONTENT.behaviours[name].next_safe_step
        assert tree_of(site()[way[-1]]).xpath("//section[@aria-labelledby='first_safe_step']")
        assert plain(step.body).split(".")[0][:40] in visible(site()[way[-1]])
    assert "/now" in links_of("/", site()["/"])


def test_help_now_is_one_step_from_every_page_and_says_what_the_guide_says():
    for address, text in site().items():
        here = "/cy/now" if address.startswith("/cy/") else "/now"
        assert not text or here in links_of(address, text), address
    told = visible(site()["/now"])
    for point in CONTENT.guides["danger_now"].points:
        assert plain(point.body).split("(")[0].strip()[:60] in told


def test_a_page_that_is_not_there_is_not_there():
    for address in (
        "/guide/behaviour/silent_calls/",
        "/guide/behaviour/00000000/",
        address_of("law", "silent_calls"),
        "/guide/question/contact/",
        "/guide/words/x.json",
        address_of("way", "999")[:-1] + ".txt/",
    ):
        assert browser().get(address).status_code == 404


def test_no_address_says_what_its_page_is_about():
    """It stays in the browser's history, where somebody else may read it."""
    assert set(ids_by_mark().values()) == {id for _, id in leaves()}
    about = {id for _, id in leaves() if len(id) > 3 and id != "figures"}
    assert [(id, address) for address in site() for id in about if id in address] == []


@pytest.mark.parametrize("answer", ["no", "skip"])
def test_the_self_check_never_says_no(answer):
    told = visible(browser().post("/guide/check/", dict.fromkeys(CONTENT.questions, answer)).content.decode())
    assert CONTENT.urgencies["report"].title in told
    assert "Keep a diary" in told
    assert not re.search(r"not stalking|is not harassment|no sign|nothing to", told)


def test_the_list_of_what_is_not_sure_is_the_one_of_the_command():
    listed = due(CONTENT, same_for_all.today())
    assert f"{len(listed)} things" in visible(site()["/guide/review/"])
    for concern in {it.concern for it in listed}:
        told = visible(site()[f"/guide/review/{concern}/"])
        assert [it.place for it in listed if it.concern == concern and " ".join(it.words.split()) not in told] == []
