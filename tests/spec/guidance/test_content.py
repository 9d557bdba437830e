"""What every piece of guidance must be: sourced, dated, honest about how sure it is, plain, and never reassuring."""

from __future__ import annotations

import ast
import re
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from plain_english import ASSERTING, REASSURING, reading_age, says, words_shown
from throughline.domain.vocabulary import BEHAVIOUR_NAMES, Jurisdiction, words
from throughline.guidance.load import law_entry, load_content

CONTENT = load_content()
FOLDER = Path(str(files("throughline.guidance") / "content"))
PATTERNS = Path(str(files("throughline.guidance"))).parent / "patterns"
SOURCES_MD = Path(__file__).resolve().parents[4] / "shared" / "domain" / "sources.md"
UNSURE_IN_DOMAIN = {
    # domain/law.md and risk.md tag these [K], [FLAG], [V2] or [CONFLICT].
    "ew.oapa1861.s16": "unverified", "ew.pha1997.s3a": "unverified", "ew.cpa2026.stalking": "flagged",
    "ew.daa2021.part3": "flagged", "ew.soa2003.s66b": "flagged", "ew.pha1997.s4": "secondary", "ew.pha1997.s4a": "secondary",
    "ew.pha1997.s2b": "secondary", "ew.ca2003.s127": "secondary", "ew.fla1996.s42": "secondary", "ew.time_limits": "secondary",
    "ew.cda1971": "unverified", "ew.pha1997.s4a.effect": "secondary",
}  # fmt: skip


LOOKED_UP_LATER = {
    # Read on 2026-11-26 for what domain/law.md left open: stored copies of the public pages.
    "bedford_row_dapo", "carloway", "childprotection_proof", "crisis_numbers", "das2018_start", "govuk_dapo",
    "govuk_non_molestation", "justice_ni_orders", "law_gazette_proof", "lawscot_protection", "newsletter_spo",
    "nhs_111_option_2", "nilegalguide_orders", "opfs_orders", "police_fixated", "ppsni_role", "scotgov_corroboration",
    "scotgov_exclusion", "scotgov_stalking", "scrs", "shelter_exclusion", "shelter_nho", "slab_interdicts", "slt_civil", "worthingtons",
}  # fmt: skip


UNSURE_POINTS = {
    # The same, of what is told about routes: tagged [K], [V2], [FLAG] or [CONFLICT], or not in the facts at all.
    ("ew.pha1997.s2a", "proof"), ("ew.pha1997.s2a", "cost"), ("ew.pha1997.s2a", "time_limit"), ("ew.pha1997.s4a", "outcome"),
    ("ew.pha1997.s3", "proof"), ("ew.pha1997.s3", "cost"), ("ew.pha1997.s3", "breach"), ("ew.spa2019", "proof"),
    ("ew.fla1996.s42", "proof"), ("ew.fla1996.s42", "outcome"), ("ew.fla1996.occupation", "breach"), ("ew.daa2021.dapo", "starts"),
    ("ew.daa2021.dapo", "outcome"), ("ew.daa2021.dapo", "breach"), ("ew.daa2021.dapn", "starts"), ("sct.cjla2010.s39", "proof"),
    ("sct.cjla2010.s39", "time_limit"), ("sct.interdict", "proof"), ("sct.exclusion_order", "breach"), ("ni.psa2022.s1", "proof"),
    ("ni.psa2022.spo", "proof"), ("ni.pho1997.art4", "outcome"), ("ni.pho1997.art5", "time_limit"), ("ni.pho1997.art7", "proof"),
}  # fmt: skip


def shown_texts() -> list[tuple[str, str]]:
    """Every text a reader of the product may see, by id."""
    for_authors = (*CONTENT.words, *CONTENT.steps, *CONTENT.changes)
    entries = [(it.id, words_shown(it)) for it in CONTENT.entries() if it.id not in for_authors]
    entries += [(it.id, f"{it.title}. {it.hours} {it.calling} {it.checked_how}") for it in CONTENT.ways.values()]
    entries += [(it.id, f"{it.title}. {it.year}. {it.counts}") for it in CONTENT.figures.values()]
    whys = [(rule.id, rule.why) for rule in CONTENT.steps.values()]
    asked = [(question.id, question.title) for question in CONTENT.questions.values()]
    points = [(route.id, words_shown(point)) for route in CONTENT.routes.values() for point in route.points()]
    asks = [(rule.id, question.ask) for rule in CONTENT.elements.values() for question in rule.asks]
    return entries + whys + asked + points + asks


@pytest.mark.parametrize("entry", CONTENT.entries(), ids=lambda it: it.id)
def test_every_entry_has_its_sources_and_its_days(entry):
    assert entry.sources
    assert all(it.source.address.startswith("http") and it.source.publisher for it in entry.sources)
    assert date(2026, 11, 23) <= entry.checked_on < entry.review_by
    assert (entry.review_by - entry.checked_on).days <= 366


def test_every_source_is_used():
    told = [
        *CONTENT.entries(),
        *CONTENT.pages(),
        *(point for route in CONTENT.routes.values() for point in route.points()),
    ]
    used = {it.source.id for entry in told for it in entry.sources}
    assert set(CONTENT.sources) == used


@pytest.mark.parametrize(("id", "certainty"), UNSURE_IN_DOMAIN.items())
def test_what_the_facts_are_not_sure_of_is_not_shown_as_certain(id, certainty):
    entry = law_entry(id)
    assert entry.certainty == certainty
    assert words_shown(entry) != entry.body
    assert words_shown(entry).endswith(CONTENT.doubts[certainty])


@pytest.mark.parametrize(("route", "aspect"), sorted(UNSURE_POINTS))
def test_what_is_told_of_a_route_is_as_sure_as_the_facts(route, aspect):
    point = getattr(CONTENT.routes[route], aspect)
    assert point.certainty != "verified"
    assert words_shown(point).endswith(CONTENT.doubts[point.certainty])


@pytest.mark.parametrize("route", CONTENT.routes.values(), ids=lambda it: it.id)
def test_every_route_can_be_set_beside_the_others(route):
    """Each point has its sources; what must be shown is there; and a change is dated, flagged, or names its year."""
    assert route.elements
    assert all(point.sources and point.body for point in route.points())
    assert [
        it.body
        for it in route.changes
        if not (it.in_force_from or it.certainty == "flagged" or re.search(r"20\d\d", it.body))
    ] == []
    assert "police" in route.applicants or route.side != "criminal"


@pytest.mark.parametrize("jurisdiction", words(Jurisdiction))
def test_every_place_has_both_routes_and_the_other_orders(jurisdiction):
    sides = [route.side for route in CONTENT.routes.values() if route.jurisdiction == jurisdiction]
    assert set(sides) == {"criminal", "civil", "order"}
    assert sides == sorted(sides, key=["criminal", "civil", "order"].index)


def test_the_newest_changes_are_flagged_until_they_are_known_to_have_begun():
    flagged = {route.id for route in CONTENT.routes.values() for it in route.changes if it.certainty == "flagged"}
    assert {"ew.spa2019", "ew.daa2021.dapo", "ew.daa2021.dapn", "ew.pha1997.s2a"} <= flagged
    assert CONTENT.routes["sct.cjla2010.s39"].changes[0].in_force_from == date(2026, 1, 1)


def test_only_what_is_verified_stands_alone():
    points = [point for route in CONTENT.routes.values() for point in route.points()]
    for entry in (*CONTENT.entries(), *points):
        assert (words_shown(entry) == entry.body) == (entry.certainty == "verified")


@pytest.mark.parametrize("phrase", REASSURING + ASSERTING)
def test_nothing_reassures_blames_or_asserts(phrase):
    assert [id for id, text in shown_texts() if says(phrase, text)] == []


def test_every_reason_above_report_says_when_to_call_999():
    assert [rule.id for rule in CONTENT.steps.values() if rule.level != "report" and "999" not in rule.why] == []


def test_telephone_numbers_stand_in_one_file():
    number = re.compile(r"\b0[\d ]{7,}\d\b|\b(?:116 ?123|61016|1800[01])\b")
    texts = {path.name: path.read_text("utf-8") for path in FOLDER.rglob("*.*")}
    for link in ("[18000](way:relay_999)", "[18001](way:relay_101)"):
        texts = {
            name: text.replace(link, "") for name, text in texts.items()
        }  # the words of a link to the number itself
    assert {name for name, text in texts.items() if number.search(text)} == {"ways.toml"}


def test_sites_of_services_stand_in_one_file_and_are_private_on_the_way():
    sites = {way.website for way in CONTENT.ways.values() if way.website}
    assert sites
    assert all(site.startswith("https://") for site in sites)


def test_opening_hours_are_never_stated():
    clock = re.compile(
        r"\b\d{1,2}([:.]\d\d)? ?(am|pm|o'clock)\b|\b\d{1,2}:\d\d\b|\b(mon|tues|wednes|thurs|fri)day", re.I
    )
    assert [way.id for way in CONTENT.ways.values() if clock.search(f"{way.body} {way.hours} {way.calling}")] == []
    assert all(
        way.hours and way.checked_how and way.needs and way.places and way.people for way in CONTENT.ways.values()
    )


def test_a_doubtful_number_says_what_to_do_when_it_fails():
    unsure = [way for way in CONTENT.ways.values() if way.number and way.certainty not in ("verified", "secondary")]
    assert unsure == []


def test_the_38_behaviours_have_the_places_the_act_gives_them():
    placed = {name for id, law in CONTENT.law.items() if id.startswith("ew.pha1997.s2a3") for name in law.behaviours}
    assert BEHAVIOUR_NAMES - placed == {"self_harm_threats", "order_breach", "assault", "other"}


def test_addresses_are_those_of_the_facts():
    if not SOURCES_MD.exists():
        pytest.skip("the research the facts were taken from is not in ../shared/domain; put its sources.md there")
    listed = SOURCES_MD.read_text("utf-8")
    # Acts of Parliament have one address each; the studies are named in risk.md by author and year.
    others = [
        source.id for source in CONTENT.sources.values()
        if source.address not in listed and not source.address.startswith("https://www.legislation.gov.uk/")
        and source.id not in LOOKED_UP_LATER
    ]  # fmt: skip
    assert sorted(others) == sorted([
        # Not opened: what rests on them is unverified, and they are where a maintainer should look first.
        "citizens_advice", "rights_of_women", "womens_aid_ni",
        "churcher2013", "cps_stalking", "homicide2017", "mcfarlane2002", "rosenfeld2004", "sheridan2011", "two_weeks",
        # Read on 2026-11-26 for the guides and the directory.
        "android_backup", "bsl_999", "court_help", "court_help_people", "friend_uic", "friend_una", "iphone_keep", "own_statement",
        "rise", "safer_places", "school_orders", "stop_ncii", "us_hotline", "capture", "cctv_request", "emergency_sms", "emergency_sms_police", "free_101",
        "gmail_original", "home_cctv", "karma_nirvana", "meta_download", "nhs_wales_crisis",
        "norwood", "nspcc", "ons2025", "phoning_999", "pirc", "police_complaints", "psni_helpline", "right_to_review", "safety_check", "silent_cambs",
        "snapchat_data", "snapchat_steps", "standing_together", "text_relay", "vsni", "whatsapp_limits", "womenslaw",
    ])  # fmt: skip


def test_the_reading_age_of_the_whole_is_nine_to_eleven():
    assert reading_age(" ".join(text for _, text in shown_texts())) <= 11


@pytest.mark.parametrize(
    ("id", "text"), [pair for pair in shown_texts() if pair[0] not in CONTENT.law], ids=lambda it: it[:40]
)
def test_every_text_for_everyday_reading_is_plain(id, text):
    assert reading_age(text) <= 12.5


@pytest.mark.parametrize("id", sorted(CONTENT.law))
def test_every_provision_is_told_as_plainly_as_its_name_allows(id):
    assert reading_age(law_entry(id).body) <= 14


def ids_in_detectors() -> tuple[set[str], set[str]]:
    """The law and risk ids that detectors name: texts that look like a provision, and what stands under `risk` names."""
    law: set[str] = set()
    risk: set[str] = set()
    for path in PATTERNS.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Constant)
                and isinstance(node.value, str)
                and re.fullmatch(r"(ew|sct|ni)\.[a-z0-9_.]+", node.value)
            ):
                law.add(node.value)
            named = isinstance(node, ast.keyword) and node.arg == "risk" and node.value
            if isinstance(node, ast.Assign) and any(
                isinstance(it, ast.Name) and "RISK" in it.id.upper() for it in node.targets
            ):
                named = node.value
            if named:
                parts = named.values if isinstance(named, ast.Dict) else [named]  # keys of a table are not risks
                tuples = [it for part in parts for it in ast.walk(part) if isinstance(it, ast.Tuple)]
                named_in = [it for each in tuples for it in each.elts]
                risk |= {it.value for it in named_in if isinstance(it, ast.Constant) and isinstance(it.value, str)}
    return law, risk


def test_every_provision_and_risk_that_a_detector_names_can_be_looked_up():
    law, risk = ids_in_detectors()
    assert law
    assert risk
    whole = {id for id in law if not id.endswith(".")}
    begun = law - whole  # `ew.pha1997.s2a3.` with a letter to come
    assert sorted(whole - set(CONTENT.law)) == []
    assert [id for id in begun if not any(known.startswith(id) for known in CONTENT.law)] == []
    assert sorted(risk - set(CONTENT.risks)) == []


def test_entries_are_found_by_id_and_unknown_ones_are_not():
    assert law_entry("ew.pha1997.s7").title.endswith("what the words mean")
    assert load_content().risks["threats"].outcome == "violence"
    with pytest.raises(KeyError):
        law_entry("ew.nothing")
