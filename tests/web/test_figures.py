"""Figures in the service: who is counted agreed, once, sealed; a quarter is published once; and the pages show nothing small."""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
import threading
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from lxml import html

from people import PASSPHRASE
from plain_english import ASSERTING, REASSURING, reading_age, says
from riverside import RIVERSIDE
from throughline.domain.errors import InputError, Tampered
from throughline.statistics.budget import EPSILON, MOST, BudgetExceeded, spent
from throughline.statistics.coding import Coded
from throughline.statistics.quarters import Quarter
from throughline.statistics.tables import CELLS
from throughline.vault.identity import new_identity
from throughline.vault.notes import open_letter
from throughline.web.cases.models import EntryRow
from throughline.web.figures import actions, queries, views
from throughline.web.figures.actions import NoBox, count_for, make_box, publish_ended, put_in, take_back
from throughline.web.figures.key_files import read_key, write_new_key
from throughline.web.figures.models import BoxRow, PublishedRow, SlipRow
from throughline.web.figures.views import agreeing

TEMPLATES = Path(views.__file__).parents[1] / "templates" / "figures"
MAKE = runpy.run_path(str(RIVERSIDE / "make_figures.py"))
MAY, AUGUST, OCTOBER = (datetime(2026, month, 9, tzinfo=UTC) for month in (5, 8, 10))
Q2, Q3 = Quarter(2026, 2), Quarter(2026, 3)
ENTRY = {
    "account": "They waited outside again.", "exact": "minute", "date": "2026-03-01", "time": "19:40", "everything": "yes",
    "behaviours": ["loitering"], "changes": ["stopped_going_out"], "new_person": "D",
}  # fmt: skip
PAGE = "/figures/take-part/"


def told(answer) -> str:
    return " ".join(html.fromstring(answer.content.decode()).xpath("//main")[0].text_content().split())


@pytest.fixture
def key(transactional_db):
    """The key of the public's figures, which are collected since May."""
    identity = new_identity()
    make_box(by=identity.public, now=MAY)
    return identity


@pytest.fixture
def writing(someone, key):
    """Somebody with an entry, where figures are collected."""
    assert someone.browser.post("/notes/add/", ENTRY).status_code == 302
    return someone


def agree(writing, **named) -> None:
    case = writing.case
    count_for(by=writing.account, case=case, coded=queries.coded(case), now=MAY, **named)


def fill(number: int, coded: Coded, *, quarter: Quarter = Q2) -> None:
    box = BoxRow.objects.get(helpline="")
    for _ in range(number):
        put_in(box=box, quarter=quarter, coded=coded)


def test_the_page_shows_exactly_what_is_then_counted(writing, key):
    page = told(writing.browser.get(PAGE))
    assert "following, watching or turning up" in page
    assert "gave up going out or seeing people" in page
    assert "waited outside" not in page
    again = told(writing.browser.post(PAGE, {"age": "25_34", "region": "wales", "look": "yes"}))
    assert "Age25 to 34" in again
    assert not SlipRow.objects.exists()
    writing.browser.post(PAGE, {"age": "25_34", "region": "wales", "agree": "yes"})
    slip = SlipRow.objects.get()
    plain = json.loads(open_letter(key.private, bytes(slip.sealed), place="figures", item=slip.pk))
    assert plain == {
        "relationship": "not_known", "length": "under_month", "reported": "not_noted", "behaviours": ["following"],
        "effects": ["social"], "age": "25_34", "region": "wales",
    }  # fmt: skip


def test_nobody_is_counted_who_did_not_say_so(writing):
    for address in (PAGE, "/figures/", "/notes/", "/overview/"):
        writing.browser.get(address)
    writing.browser.post(PAGE, {"age": "25_34", "region": "wales"})
    writing.browser.post(PAGE, {"age": "41", "region": "wales", "agree": "yes"})
    assert not SlipRow.objects.exists()
    assert queries.notes(writing.case) == ()


def test_a_diary_is_counted_once_however_often_it_agrees(writing):
    for _ in range(3):
        writing.browser.post(PAGE, {"age": "not_said", "region": "not_said", "agree": "yes"})
    assert SlipRow.objects.count() == 1
    with pytest.raises(BudgetExceeded):
        agree(writing)
    assert SlipRow.objects.count() == 1


def test_whoever_takes_it_back_in_time_is_not_counted_and_may_agree_again(writing):
    agree(writing)
    assert "take them back" in told(writing.browser.get(PAGE))
    assert "You are not counted" in told(writing.browser.post(PAGE, {"back": "yes"}, follow=True))
    assert not SlipRow.objects.exists()
    assert queries.notes(writing.case) == ()
    agree(writing)
    assert SlipRow.objects.count() == 1


def test_agreeing_and_taking_it_back_again_and_again_leaves_a_diary_that_opens(writing):
    for _ in range(3):
        agree(writing)
        assert take_back(by=writing.account, case=writing.case)
    agree(writing)
    assert len(writing.case.case.incidents) == 1
    assert SlipRow.objects.count() == 1


def test_after_the_quarter_is_counted_it_says_plainly_that_it_cannot_be_taken_back(writing, key):
    agree(writing)
    assert publish_ended(by=key.private, now=AUGUST) == (Q2,)
    page = told(writing.browser.get(PAGE))
    assert "cannot be taken out of the numbers any more" in page
    assert "Take it back" not in page
    assert not take_back(by=writing.account, case=writing.case)
    assert "nothing that could be taken back" in told(writing.browser.post(PAGE, {"back": "yes"}, follow=True))
    with pytest.raises(BudgetExceeded):
        agree(writing)


def test_the_public_and_one_helpline_can_count_somebody_and_no_other(writing):
    for helpline in ("river", "hill"):
        make_box(by=new_identity().public, helpline=helpline, now=MAY)
    agree(writing)
    agree(writing, helpline="river")
    with pytest.raises(BudgetExceeded):
        agree(writing, helpline="hill")
    assert spent(it.spent for it in queries.notes(writing.case)) == MOST
    assert sorted(SlipRow.objects.values_list("box__helpline", flat=True)) == ["", "river"]
    take_back(by=writing.account, case=writing.case, helpline="river")
    agree(writing, helpline="hill")


@pytest.mark.parametrize("what", ["diary", "account"])
def test_deleting_the_diary_destroys_what_was_not_counted_yet(writing, what):
    agree(writing)
    fill(2, Coded())
    answer = writing.browser.post("/me/delete/", {"what": what, "passphrase": PASSPHRASE})
    assert answer.status_code == 302
    assert SlipRow.objects.count() == 2


def test_every_page_of_a_diary_that_is_counted_goes_on_as_before(writing):
    agree(writing)
    for address in (
        "/notes/",
        "/notes/i1/",
        "/overview/",
        "/overview/since/",
        "/take-away/",
        "/settings/",
        "/me/",
        PAGE,
    ):
        assert writing.browser.get(address).status_code == 200, address
    pack = b"".join(writing.browser.post("/take-away/pack/", {"recipient": "police", "make": "yes"}).streaming_content)
    slip = queries.note_of(writing.case).slip.encode()
    with zipfile.ZipFile(io.BytesIO(pack)) as whole:
        assert len(whole.namelist()) > 5
        assert not [name for name in whole.namelist() if slip in whole.read(name)]


def test_a_helpline_s_own_page_counts_for_it_alone(writing, rf):
    make_box(by=new_identity().public, helpline="river", now=MAY)
    from django.contrib.messages.storage.fallback import FallbackStorage

    def asked(method: str, **given):
        request = getattr(rf, method)("/somewhere/", given)
        request.user, request.session = writing.account, writing.browser.session
        request._messages = FallbackStorage(request)
        return agreeing(request, writing.case, helpline="river", name="the River helpline")

    assert "These are the figures of the River helpline." in told(asked("get"))
    answer = asked("post", age="not_said", region="not_said", agree="yes")
    assert answer["Location"] == "/somewhere/"
    assert list(SlipRow.objects.values_list("box__helpline", flat=True)) == ["river"]
    assert queries.note_of(writing.case) is None
    asked("post", back="yes")
    assert not SlipRow.objects.exists()


def test_two_who_publish_at_once_publish_once(key):
    fill(40, Coded())
    begin = threading.Barrier(2)
    done: list[tuple[Quarter, ...]] = []

    def publishes() -> None:
        begin.wait()
        try:
            done.append(publish_ended(by=key.private, now=AUGUST))
        finally:
            connection.close()

    both = [threading.Thread(target=publishes) for _ in range(2)]
    for it in both:
        it.start()
    for it in both:
        it.join()
    assert sorted(done) == [(), (Q2,)]
    assert PublishedRow.objects.count() == 1


def test_an_empty_diary_and_a_place_without_a_key_are_told_so(someone):
    assert "nothing in your diary yet" in told(someone.browser.get(PAGE))
    someone.browser.post("/notes/add/", ENTRY)
    page = someone.browser.post(PAGE, {"age": "not_said", "region": "not_said", "agree": "yes"})
    assert "No figures are collected here" in told(page)
    with pytest.raises(NoBox):
        agree(someone)


def test_somebody_else_s_note_and_slip_cannot_be_touched(writing, another):
    agree(writing)
    another.browser.post(PAGE, {"back": "yes"})
    assert SlipRow.objects.count() == 1


def test_what_the_database_holds_tells_neither_who_nor_what(writing, another, key):
    another.browser.post("/notes/add/", {**ENTRY, "behaviours": ["tracker", "threats"], "changes": []})
    agree(writing)
    agree(another)
    slips = list(SlipRow.objects.values())
    assert {frozenset(it) for it in slips} == {frozenset({"id", "box_id", "quarter", "sealed"})}
    assert len({len(it["sealed"]) for it in slips}) == 1
    sealed = b"".join(bytes(it["sealed"]) for it in slips)
    assert not any(word in sealed for word in (b"social", b"following", b"relationship"))
    for person in (writing, another):
        slip = queries.note_of(person.case).slip.encode()
        assert all(slip not in bytes(it) for it in EntryRow.objects.values_list("sealed", flat=True))


def test_agreeing_is_whole_or_not_at_all(writing, monkeypatch):
    def broken(**named):
        raise RuntimeError

    monkeypatch.setattr(actions, "record", broken)
    with pytest.raises(RuntimeError):
        agree(writing)
    assert not SlipRow.objects.exists()


def test_a_key_that_somebody_slipped_into_the_database_gets_nothing(writing):
    BoxRow.objects.update(public_key=new_identity().public.raw)
    with pytest.raises(Tampered):
        agree(writing)
    page = writing.browser.post(PAGE, {"age": "not_said", "region": "not_said", "agree": "yes"})
    assert "No figures are collected here" in told(page)
    assert not SlipRow.objects.exists()


def test_a_quarter_is_published_once_and_what_was_drawn_stays(key):
    fill(400, Coded("former_partner"))
    assert publish_ended(by=key.private, now=AUGUST) == (Q2,)
    first = PublishedRow.objects.get()
    assert not SlipRow.objects.exists()
    assert publish_ended(by=key.private, now=AUGUST) == ()
    assert PublishedRow.objects.get().numbers == first.numbers
    assert first.epsilon <= EPSILON
    assert len(first.numbers) == len(CELLS)
    assert abs(first.numbers["everybody.all"] - 400) < 200
    pages = {told(client_answer) for client_answer in _figures_pages(3)}
    assert len(pages) == 1


def _figures_pages(number: int):
    from django.test import Client

    return [Client(SERVER_NAME="127.0.0.1").get("/figures/") for _ in range(number)]


def test_a_quarter_that_is_not_over_is_not_published(key):
    fill(400, Coded(), quarter=Q3)
    assert publish_ended(by=key.private, now=AUGUST) == (Q2,)
    assert SlipRow.objects.filter(quarter=Q3.text).count() == 400
    assert publish_ended(by=key.private, now=OCTOBER) == (Q3,)


def test_a_quarter_in_which_nobody_agreed_is_published_like_any_other(key):
    publish_ended(by=key.private, now=OCTOBER)
    assert [it.quarter for it in queries.published()] == [Q2, Q3]
    assert queries.told().together.everybody is None


def test_another_key_publishes_nothing(key):
    fill(30, Coded())
    with pytest.raises(InputError, match="not the key"):
        publish_ended(by=new_identity().private, now=AUGUST)
    assert SlipRow.objects.count() == 30
    assert not PublishedRow.objects.exists()


def test_a_slip_that_was_changed_stops_the_publication_and_nothing_is_lost(key):
    fill(3, Coded())
    slip = SlipRow.objects.first()
    SlipRow.objects.filter(pk=slip.pk).update(sealed=bytes(slip.sealed)[:-1] + b"x")
    with pytest.raises(Tampered):
        publish_ended(by=key.private, now=AUGUST)
    assert SlipRow.objects.count() == 3
    assert not PublishedRow.objects.exists()
    assert publish_ended(by=key.private, now=AUGUST, leaves_out_broken=True) == (Q2,)
    assert not SlipRow.objects.exists()


def test_a_new_key_waits_until_nothing_lies_under_the_old_one(key):
    fill(1, Coded())
    new = new_identity()
    with pytest.raises(InputError, match="waits in the box"):
        make_box(by=new.public)
    publish_ended(by=key.private, now=AUGUST)
    make_box(by=new.public)
    fill(1, Coded(), quarter=Q3)
    assert publish_ended(by=new.private, now=OCTOBER) == (Q3,)


def test_what_waits_under_a_lost_key_can_be_dropped_and_whoever_agreed_can_agree_again(writing, key):
    agree(writing)
    new = new_identity()
    make_box(by=new.public, drops_waiting=True)
    assert not SlipRow.objects.exists()
    assert queries.notes(writing.case) == ()
    assert "Yes, count me" in told(writing.browser.get(PAGE))
    agree(writing)
    assert publish_ended(by=new.private, now=AUGUST) == (Q2,)
    with pytest.raises(BudgetExceeded):
        agree(writing)


def test_a_published_quarter_stands_against_dropping_too(writing, key):
    agree(writing)
    publish_ended(by=key.private, now=AUGUST)
    make_box(by=new_identity().public, drops_waiting=True)
    with pytest.raises(BudgetExceeded):
        agree(writing)


def test_helplines_see_nothing_of_each_other_or_of_the_public(key):
    publish_ended(by=key.private, now=AUGUST)
    assert queries.published("river") == ()
    assert queries.told("river").quarters == ()


def test_with_six_people_the_page_says_too_few_and_no_number(client, key):
    fill(6, Coded("former_partner", effects=frozenset({"social"})))
    publish_ended(by=key.private, now=AUGUST)
    page = told(client.get("/figures/", SERVER_NAME="127.0.0.1"))
    assert "Too few people have agreed" in page
    assert page.count("too few to show") >= 4
    assert not re.search(r"\b0 people", page)
    rows = list(
        csv.DictReader(io.StringIO(client.get("/figures/figures.csv", SERVER_NAME="127.0.0.1").content.decode()))
    )
    assert {it["about"] for it in rows} == {""}
    assert {it["made_up"] for it in rows} == {"no"}


def test_the_page_stands_on_example_data_with_its_method(client, transactional_db):
    assert MAKE["make_figures"](now=OCTOBER, quarters=3)
    page = told(client.get("/figures/", SERVER_NAME="127.0.0.1"))
    assert "These figures are made up. Nobody real is counted in them." in page
    assert "What our founding page says" in page
    assert page.count("give or take") > 20
    method = told(client.get("/figures/method/", SERVER_NAME="127.0.0.1"))
    assert "April to June 20262" in method
    told_rows = list(
        csv.DictReader(io.StringIO(client.get("/figures/figures.csv", SERVER_NAME="127.0.0.1").content.decode()))
    )
    shown = [int(it["about"]) for it in told_rows if it["about"]]
    assert {it["quarter"] for it in told_rows} == {"2026-Q1", "2026-Q2", "2026-Q3"}
    assert min(shown) >= 40
    assert {it["made_up"] for it in told_rows} == {"yes"}
    assert all(it % 5 == 0 for it in shown)


def test_made_up_figures_are_the_same_people_each_time_and_never_among_real_ones(key):
    from random import Random

    first, again = (list(MAKE["people"](Random(6), 40)) for _ in range(2))
    assert first == again
    with pytest.raises(RuntimeError, match="real people"):
        MAKE["make_figures"](now=OCTOBER)


def test_before_anything_is_published_the_page_says_so_and_shows_what_others_found(client, transactional_db):
    page = told(client.get("/figures/", SERVER_NAME="127.0.0.1"))
    assert "There are no figures yet" in page
    assert "about 45 in 100" in page
    assert "nothing is used" in told(client.get("/figures/method/", SERVER_NAME="127.0.0.1"))


def test_each_picture_has_its_numbers_as_a_table(client, transactional_db):
    MAKE["make_figures"](now=OCTOBER, quarters=2)
    page = html.fromstring(client.get("/figures/", SERVER_NAME="127.0.0.1").content.decode())
    pictures = page.xpath("//figure[contains(@class, 'tl-picture')]")
    assert len(pictures) == 7 + 4
    for picture in pictures:
        assert picture.xpath("./*[name()='svg']/@aria-label | .//svg/@aria-label")
        assert picture.getnext().xpath(".//table//td")
    assert not page.xpath("//main//script | //main//*[@style]")


def test_the_two_commands_make_a_key_and_publish_with_it(tmp_path, capsys, transactional_db):
    path = tmp_path / "figures.key"
    call_command("begin_figures", path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert read_key(path).public.raw == bytes(BoxRow.objects.get().public_key)
    assert read_key(path).raw.hex() not in capsys.readouterr().out
    BoxRow.objects.update(since="2026-Q1")
    call_command("publish_figures", path)
    assert "Published: January to March 2026." in capsys.readouterr().out
    call_command("publish_figures", path)
    assert "published before" in capsys.readouterr().out


def test_the_commands_say_what_stands_against_them(tmp_path, key):
    path = tmp_path / "other.key"
    write_new_key(path)
    for name, file, why in (
        ("begin_figures", path, "cannot be written"), ("publish_figures", path, "not the key"),
        ("publish_figures", tmp_path / "none", "cannot be read"),
    ):  # fmt: skip
        with pytest.raises(CommandError, match=why):
            call_command(name, file)
    fill(1, Coded())
    fresh = tmp_path / "new.key"
    with pytest.raises(CommandError, match="waits in the box"):
        call_command("begin_figures", fresh)
    assert not fresh.exists()
    path.write_text("nothing")
    with pytest.raises(InputError, match="does not hold"):
        read_key(path)


def test_operations_of_a_helpline_are_a_table(transactional_db):
    from django.template.loader import render_to_string

    from throughline.statistics.operations import Contact, operations

    called = Contact(MAY, MAY, promised=AUGUST, stage="open")
    shown = {
        "operations": operations([called], now=OCTOBER),
        "since": "1 May",
        "until": "1 June",
        "stages": [("Open", 1)],
    }
    page = html.fromstring(render_to_string("figures/operations.html", shown))
    rows = {row.xpath("string(th)"): row.xpath("string(td)") for row in page.xpath("//tbody/tr")}
    assert (rows["Missed"], rows["Calls and messages"], rows["Open"]) == ("1", "1", "1")


@pytest.mark.parametrize("name", ["home", "method", "take_part", "told"])
def test_the_pages_are_plain_and_reassure_nobody(name):
    source = (TEMPLATES / f"{name}.html").read_text("utf-8")
    found = re.findall(r'{% translate "([^"]*)"', source) + re.findall(r"blocktranslate[^%]*%}(.*?){% endblock", source)
    for_people = [it for it in found if not it.startswith("Pure differential privacy")]
    text = " ".join(it if it.endswith((".", "?", ":")) else f"{it}." for it in for_people)
    assert reading_age(text) < 11
    assert [it for it in (*REASSURING, *ASSERTING) if says(it, text)] == []
