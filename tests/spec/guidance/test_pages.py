"""What every page must be: traced point by point, plain, kind, safe to show, and never surer than its sources."""

from __future__ import annotations

import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from plain_english import ASSERTING, GENDERED, REASSURING, reading_age, says, sentences, words_shown
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, BEHAVIOURS
from throughline.guidance.load import load_content
from throughline.guidance.pages import BEHAVIOUR_SECTIONS, Page
from throughline.guidance.wording import plain, spans, targets

CONTENT = load_content()
FOLDER = Path(str(files("throughline.guidance") / "content"))
PAGES = CONTENT.pages()
POINTS = [(page, point) for page in PAGES for point in page.points]
SHORT_NUMBERS = {"999", "101", "112", "111", "55", "1471"}
UNSURE_IN_DOMAIN = {
    # The open list of the research (README.md, 11 and 12), and phrases tagged [K], [V2], [FLAG] or [CONFLICT] there.
    ("gifts_left", "Refuse the next one"): {"unverified"},
    ("vehicle_tampering", "Do not drive"): {"unverified"},
    ("contact_through_children", "stop it before you have asked a solicitor"): {"unverified"},
    ("safer_children", "agree a password"): {"unverified"},
    ("self_harm_threats", "Call 999 for them"): {"secondary"},
    ("letters", "paper bag"): {"unverified"},
    ("emails", "Save a copy as a file"): {"unverified"},
    ("messages", "First export the chat"): {"unverified"},
    ("tracker", "take out the battery"): {"conflicting"},
    ("messages", "Should you block"): {"conflicting"},
    ("blocking", "For leaving the way open"): {"conflicting"},
    ("account_break_in", "save first and then change"): {"conflicting"},
    ("danger_now", "the line may stay open"): {"conflicting"},
    ("fake_accounts", "who an unknown stalker is"): {"flagged"},
    ("intimate_images", "more rules were due in June 2026"): {"flagged"},
    ("your_rights", "A new one was being written"): {"flagged"},
    ("figures", "1.4 million"): {"secondary"},
    ("figures", "Nearly half"): {"unverified"},
    ("handing_over_phone", "closed for that reason"): {"unverified"},
    ("what_is_stalking", "more than twice"): {"conflicting"},
}


WEIGHS = {
    # Not verified, and somebody could act on it wrongly: a time limit, a promise about what happens, what may be an offence.
    ("danger_now", "There is no 55 on a landline"), ("if_nothing_happens", "within ten working days"),
    ("handing_over_phone", "You may say no"), ("for_a_parent", "do not save, send or print"), ("intimate_images", "as evidence"),
    ("safer_children", "do not stop it before"), ("contact_through_children", "do not stop it before"),
    ("order_breach", "The order binds them"),
}  # fmt: skip


def test_all_38_behaviours_and_something_else_have_a_page():
    assert set(CONTENT.behaviours) == BEHAVIOUR_NAMES
    assert len(BEHAVIOURS) == 38


@pytest.mark.parametrize("name", sorted(BEHAVIOUR_NAMES))
def test_a_behaviour_says_all_that_a_person_needs(name):
    page = CONTENT.behaviours[name]
    assert [section.key for section in page.sections][:7] == list(BEHAVIOUR_SECTIONS)[:7]
    assert len(page.in_short) == 3
    assert all(len(plain(point.body)) <= 140 for point in page.in_short), "three lines must fit beside an incident"
    assert len(plain(page.next_safe_step.body)) <= 160


@pytest.mark.parametrize("name", sorted(BEHAVIOUR_NAMES - {"other"}))
def test_a_behaviour_leads_to_somebody_who_can_help(name):
    told = " ".join(plain(point.body) for point in CONTENT.behaviours[name].section("tell"))
    assert re.search(r"police|999", told, re.I)


@pytest.mark.parametrize("name", sorted(BEHAVIOUR_NAMES - {"other"}))
@pytest.mark.parametrize("place", ["england_wales", "scotland", "northern_ireland"])
def test_a_behaviour_names_law_of_the_place_asked_about_and_of_no_other(name, place):
    assert {it.jurisdiction for it in CONTENT.law_for(name, place)} == {place}


def test_law_that_names_a_behaviour_and_law_that_its_page_names_both_count():
    named = {it.id for it in CONTENT.law_for("silent_calls", "england_wales")}
    assert {"ew.pha1997.s2a3.b", "ew.ca2003.s127", "ew.mca1988.s1"} <= named


@pytest.mark.parametrize("page", PAGES, ids=lambda it: it.id)
def test_every_point_has_its_source(page: Page):
    assert all(point.sources for point in page.points)
    assert date(2026, 11, 23) <= page.checked_on < page.review_by
    assert (page.review_by - page.checked_on).days <= 366


def test_a_point_that_is_not_verified_is_never_shown_without_its_doubt():
    for _, point in POINTS:
        shown = words_shown(point)
        assert (shown == point.body) == (point.certainty == "verified")
        assert shown.endswith(CONTENT.doubts.get(point.certainty, point.body))
    assert set(CONTENT.doubt_marks) == set(CONTENT.doubts)


@pytest.mark.parametrize(("where", "certainty"), UNSURE_IN_DOMAIN.items(), ids=lambda it: str(it)[:50])
def test_what_the_research_is_not_sure_of_is_not_shown_as_certain(where, certainty):
    page, words = where
    found = {point.certainty for at, point in POINTS if at.id == page and words in plain(point.body)}
    assert found == certainty


def test_the_doubt_stands_beside_what_differs_what_may_have_changed_and_what_weighs():
    for page, point in POINTS:
        weighs = any(page.id == id and words in plain(point.body) for id, words in WEIGHS)
        assert point.is_marked == (weighs or point.certainty in ("flagged", "conflicting")), point.body


def test_a_time_limit_that_was_not_read_in_the_law_itself_says_so_where_it_stands():
    years = re.compile(r"within six months|six years", re.I)
    limits = [route.time_limit for route in CONTENT.routes.values() if years.search(route.time_limit.body)]
    limits += [law for law in CONTENT.law.values() if law.id.endswith(("time_limits", "pha1997.s6"))]
    assert len(limits) >= 6
    assert all(it.is_marked == (it.certainty != "verified") for it in limits)


@pytest.mark.parametrize("phrase", REASSURING + ASSERTING + GENDERED)
def test_no_page_reassures_blames_asserts_or_assumes(phrase):
    titles = [(page.id, page.title) for page in PAGES] + [(page.id, page.summary) for page in CONTENT.guides.values()]
    texts = titles + [(page.id, plain(point.body)) for page, point in POINTS]
    assert [(id, text) for id, text in texts if says(phrase, text)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda it: it.id)
def test_every_page_is_plain(page: Page):
    assert reading_age(sentences([plain(point.body) for point in page.points])) <= 11


def test_the_whole_can_be_read_at_nine_to_ten():
    assert reading_age(sentences([plain(point.body) for _, point in POINTS])) <= 10


def test_no_point_is_a_wall_of_words():
    assert [(page.id, point.body) for page, point in POINTS if len(plain(point.body).split()) > 75] == []


def test_numbers_to_call_are_links_or_the_few_everybody_knows():
    number = re.compile(r"(?<![\d,.])\d{3,}(?![\d,.]?\d)")
    for page, point in POINTS:
        text = "".join(span.text for span in spans(point.body) if span.kind != "link")
        called = {it for it in number.findall(text) if not 1990 <= int(it) <= 2030} - SHORT_NUMBERS
        assert called <= ({"100"} if page.id == "figures" else set()), text


def test_no_page_leads_out():
    assert all("://" not in point.body and "www." not in point.body for _, point in POINTS)


def test_danger_comes_first_and_can_be_reached_from_reporting():
    first = CONTENT.guides["danger_now"]
    assert (first.group, first.order) == ("danger", 1)
    assert plain(first.points[0].body).startswith("Call 999")
    assert "guide:danger_now" in {
        target for point in CONTENT.guides["reporting"].points for target in targets(point.body)
    }


def test_the_helpline_and_999_are_written_right():
    numbers = {way.id: way.number for way in CONTENT.ways.values() if way.number}
    assert plain("Ask the [National Stalking Helpline](way:helpline).", numbers) == (
        "Ask the National Stalking Helpline (0808 802 0300)."
    )
    assert plain("Call [101](way:101).", numbers) == "Call 101."


def test_guides_are_in_an_order_that_is_nobodys_accident():
    places = [(guide.group, guide.order) for guide in CONTENT.guides.values()]
    assert len(places) == len(set(places))
    assert all(guide.order >= 1 for guide in CONTENT.guides.values())


def test_every_guide_can_be_reached_from_another_page():
    linked = {target for _, point in POINTS for target in targets(point.body)}
    seen = {f"guide:{id}" for guide in CONTENT.guides.values() for id in guide.see}
    entrances = {f"guide:{guide.id}" for guide in CONTENT.guides.values() if guide.order == 1}
    assert {f"guide:{id}" for id in CONTENT.guides} - linked - seen - entrances == set()


def test_scripts_ask_for_the_reference_number_and_can_be_read_with_gaps():
    for script in CONTENT.scripts.values():
        words = " ".join(plain(point.body) for point in script.points)
        assert "crime reference number" in words
        assert "........" in words
        assert len(words.split()) < 400, "a script is one page"


def test_every_founding_figure_is_traced():
    claims = [figure for figure in CONTENT.figures.values() if figure.claim]
    assert len(claims) == 5
    assert [figure.id for figure in claims if figure.certainty == "verified"] == []
    assert all(re.search(r"\b(19|20)\d\d\b|older", figure.year) for figure in CONTENT.figures.values())


def test_files_hold_no_html():
    for path in FOLDER.rglob("*.md"):
        assert not re.search(r"<[a-z/!]|!\[|javascript:", path.read_text("utf-8"), re.I), path.name
