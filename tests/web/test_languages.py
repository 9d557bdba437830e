"""Pages in another language: chosen by the address alone, whole, and honest that they are a draft."""

from __future__ import annotations

import json
import re

import brotli
import pytest
from django.test import Client
from django.utils import translation
from lxml import html

from catalogues import needs_welsh
from throughline.guidance.load import load_content
from throughline.web.guidance import same_for_all
from throughline.web.guidance.leaves import address_of, leaf, leaves
from throughline.web.guidance.searching import find
from throughline.web.languages import DRAFT, language_of

pytestmark = needs_welsh
CONTENT = load_content()
WELSH = ["/cy/", "/cy/now", "/cy/guide/", "/cy/guide/check/", "/cy/guide/find/", "/cy/guide/who/", "/cy/guide/figures/",
         "/cy/guide/routes/", "/cy/guide/routes/scotland/", "/cy/guide/review/", "/cy/guide/review/flagged/"]  # fmt: skip


def browser() -> Client:
    return Client(SERVER_NAME="127.0.0.1", enforce_csrf_checks=True)


def welsh(kind: str, id: str) -> str:
    with translation.override("cy"):
        return address_of(kind, id)


def tree(address: str):
    answer = browser().get(address)
    assert answer.status_code == 200, address
    return html.fromstring(answer.content.decode())


@pytest.mark.parametrize("address", WELSH)
def test_a_welsh_page_says_so_is_a_draft_and_leads_to_the_english_one(address):
    page = tree(address)
    assert page.get("lang") == "cy"
    assert page.get("dir") is None
    banner = " ".join(page.xpath("//main/div[1]")[0].text_content().split())
    assert DRAFT in banner
    assert "Mae rhifau fel 999 yn gywir" in banner
    other = page.xpath("//nav[@class='tl-languages']/a")
    assert [(it.text, it.get("lang"), it.get("href")) for it in other] == [
        ("English", "en-GB", address.removeprefix("/cy"))
    ]


def test_an_english_page_offers_welsh_as_a_draft_and_has_no_banner():
    page = tree("/guide/")
    assert [(it.text, it.get("href")) for it in page.xpath("//nav[@class='tl-languages']/a")] == [
        ("Cymraeg (drafft)", "/cy/guide/")
    ]
    assert DRAFT not in page.text_content()


def test_pages_without_a_catalogue_are_offered_in_english_alone():
    for address in ("/care", "/way-out", "/me/in/", "/me/begin/"):
        assert tree(address).xpath("//nav[@class='tl-languages']") == []
        assert browser().get(f"/cy{address}").status_code == 404


def test_neither_a_cookie_nor_what_the_browser_likes_changes_the_language():
    asked = browser()
    asked.cookies["django_language"] = "cy"
    for headers in ({"accept-language": "cy"}, {}):
        assert 'lang="en-GB"' in asked.get("/guide/", headers=headers).content.decode()[:200]
    answer = browser().get("/cy/guide/", headers={"accept-language": "en"})
    assert 'lang="cy"' in answer.content.decode()[:200]
    assert not answer.cookies
    assert "Language" not in answer.get("Vary", "")


def test_addresses_name_their_language():
    assert [language_of(it) for it in ("/", "/guide/", "/cy/", "/cy/guide/", "/me/in/", "/xx/", "/way-out")] == [
        "en-gb", "en-gb", "cy", "cy", "en-gb", "en-gb", "en-gb",
    ]  # fmt: skip


def test_links_of_a_welsh_page_stay_in_welsh_where_they_can():
    for address in WELSH:
        hrefs = [it for it in tree(address).xpath("//main//a/@href") if it.startswith("/")]
        astray = [it for it in hrefs if it.startswith(("/guide", "/now")) or it == "/"]
        assert astray == [], address


def test_what_to_do_in_danger_is_all_in_welsh():
    page = tree("/cy/now")
    assert page.xpath("//main//*[@lang][not(contains(@class, 'govuk-body'))]") == []
    assert [it.text for it in page.xpath("//p[@class='tl-dial']/a")] == ["999", "101", CONTENT.ways["helpline"].number]


def test_the_questions_are_all_in_welsh_and_every_level_too():
    assert tree("/cy/guide/check/").xpath("//main//form//*[@lang]") == []
    for answers in ({"danger_now": "yes"}, {"threats": "yes"}, {"contact": "yes"}):
        told = html.fromstring(browser().post("/cy/guide/check/", answers).content.decode())
        first = told.xpath("//main/section[1]")[0]
        assert first.xpath(".//h2//*[@lang]") == []
        assert first.xpath("./p//*[@lang]") == []


@pytest.mark.parametrize("id", ["tracker", "silent_calls"])
def test_what_is_not_translated_stands_there_in_english_and_says_so(id):
    page = tree(welsh("behaviour", id))
    marked = page.xpath("//main//*[@lang='en-GB'][@dir='ltr']")
    told = " ".join(it.text_content() for it in marked)
    for point in CONTENT.behaviours[id].points[:3]:
        assert point.body.split(".")[0].split("[")[0].split("*")[0][:40] in told
    assert page.xpath("//h1//*[@lang='en-GB']")
    outside = page.xpath("//main//h2/text()")
    assert "O ble mae hyn yn dod" in outside


def test_a_law_keeps_its_title_and_its_place_is_named_in_welsh():
    page = tree(welsh("law", "ew.pha1997.s7"))
    assert CONTENT.law["ew.pha1997.s7"].title in page.xpath("//h1")[0].text_content()
    assert "Cymru a Lloegr" in page.text_content()


def test_dates_are_welsh():
    checked = CONTENT.law["ew.pha1997.s7"].checked_on
    assert f"{checked.day} Tachwedd {checked.year}" in tree(welsh("law", "ew.pha1997.s7")).text_content()


def test_json_and_text_name_the_language():
    address = welsh("guide", "danger_now")[:-1]
    told = json.loads(browser().get(f"{address}.json").content)
    assert (told["language"], told["is_draft_translation"]) == ("cy", True)
    assert {point["language"] for part in told["parts"] for point in part["points"]} == {"cy"}
    text = browser().get(f"{address}.txt").content.decode()
    assert text.startswith("MEWN PERYGL NAWR\n")
    assert DRAFT in text
    other = json.loads(browser().get(welsh("behaviour", "tracker")[:-1] + ".json").content)
    assert {point["language"] for part in other["parts"] for point in part["points"]} == {"en-GB"}
    plain = json.loads(browser().get(address_of("guide", "danger_now")[:-1] + ".json").content)
    assert (plain["language"], plain["is_draft_translation"]) == ("en-GB", False)
    assert json.loads(browser().get("/cy/guide/pages.json").content)["language"] == "cy"


def test_the_search_knows_welsh_and_english_words():
    with translation.override("cy"):
        for asked in ("argyfwng", "tracker"):
            assert find(asked), asked
        assert find("tracker")[0].leaf.id == "tracker"


def test_a_language_has_its_own_kept_pages():
    same_for_all.forget_rendered()
    first = browser().get("/guide/", headers={"accept-encoding": "br"}).content
    second = browser().get("/cy/guide/", headers={"accept-encoding": "br"}).content
    assert brotli.decompress(first) != brotli.decompress(second)
    assert browser().get("/cy/guide/", headers={"accept-encoding": "br"}).content == second
    assert leaf("guide", "danger_now").title == "In danger now"


def test_a_first_visit_in_welsh_weighs_less_than_60_kilobytes():
    from test_guide import FIRST_LOAD, WEB

    built = WEB / "static_built"
    if not built.exists():
        pytest.skip("the style sheets are not built: .venv/bin/python assets/build_pages.py")
    beside = sum(len(brotli.compress((built / name).read_bytes())) for name in FIRST_LOAD)
    beside += sum(it.stat().st_size for it in (built / "fonts").glob("*.woff2"))
    with translation.override("cy"):
        addresses = WELSH + [it.address for it in leaves().values() if it.kind in ("guide", "behaviour", "route")]
    heaviest = max((len(browser().get(it, headers={"accept-encoding": "br"}).content), it) for it in addresses)
    assert beside + heaviest[0] < 60_000, (beside, heaviest)


def test_no_welsh_page_has_two_of_one_number_out_of_order():
    for address in WELSH:
        for a in tree(address).xpath("//a[starts-with(@href, 'tel:')]"):
            assert a.get("dir") == "ltr"
            assert re.sub(r"\s", "", a.text) == a.get("href").removeprefix("tel:")
