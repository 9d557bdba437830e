"""Referral: consent first, a pack or a letter that is looked at before it leaves, two members of staff where it shows an address, an
answer that is asked for; all of it where the person reads it."""

from __future__ import annotations

import logging
import re
import runpy
import zipfile
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from readers import MINE, WORDS, account_of, answer, case_of, give, now, take, write_diary
from staff import new_helpline, new_worker
from throughline.casework.checks import TIME_ZONE
from throughline.casework.referral import Consent, Referral
from throughline.packs.verify import main as verify
from throughline.web.cases.deletion import forget_journal
from throughline.web.desk.actions import begin_helpline_case, record_in_case
from throughline.web.desk.models import HelplineCase
from throughline.web.desk.queries import open_helpline_case
from throughline.web.desk.standing import state_of, told
from throughline.web.helplines.models import Role
from throughline.web.referrals.forms import ANSWER_WITHIN
from throughline.web.sharing import actions

pytestmark = pytest.mark.django_db(transaction=True)

AGREED = "The police get a pack of your diary, to look into it."
CONSENT = {"to": "police", "named": "Sussex Police", "how": "spoken", "to_what": AGREED}


@pytest.fixture
def reader(helpline):
    return new_worker(helpline[1])


@pytest.fixture
def diary(someone):
    return write_diary(someone)


@pytest.fixture
def shared(diary, helpline, reader):
    share = give(diary, helpline[0])
    return share, take(reader, case_of(share))


@pytest.fixture
def caller(reader):
    """A case of somebody who called and shares nothing."""
    case = begin_helpline_case(by=reader.desk).row
    answer(reader, case)
    return HelplineCase.objects.get(pk=case.pk)


def at_now() -> dict[str, str]:
    wall = now().astimezone(TIME_ZONE)
    return {"date": f"{wall:%Y-%m-%d}", "time": f"{wall:%H:%M}"}


def text(answer) -> str:
    return answer.content.decode()


def main(answer) -> str:
    return text(answer).partition("<main")[2].partition("</main>")[0]


def refer(reader, case, **more) -> str:
    """Write down a consent; gives the address of the referral."""
    answer = reader.browser.post(f"/desk/referrals/{case.pk}/new/", {**CONSENT, **at_now(), **more})
    assert answer.status_code == 302, text(answer)
    return answer["Location"]


def referrals(reader, case) -> list[Referral]:
    return list(told(open_helpline_case(reader.desk, case.pk)).values_of(Referral))


def made(answer, tmp_path: Path) -> Path:
    path = tmp_path / "pack.zip"
    path.write_bytes(b"".join(answer.streaming_content))
    return path


def everything_in(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_consent_is_written_down_and_the_person_reads_to_what(shared, diary, reader):
    share, case = shared
    address = refer(reader, case)
    [referral] = referrals(reader, case)
    assert (referral.to, referral.named, referral.sent_at) == ("police", "Sussex Police", None)
    assert referral.consent is not None
    assert (referral.consent.how, referral.consent.to_what) == ("spoken", AGREED)
    assert account_of(diary, share)[-1] == (f"referral:{address.split('/')[-2]}", "agreed")
    told_to_person = text(diary.browser.get(f"/sharing/{share.pk}/"))
    assert "Kit wrote down that you agreed to be referred to Sussex Police." in told_to_person
    assert AGREED in told_to_person
    assert "Written down by Kit." in text(reader.browser.get(address))


@pytest.mark.parametrize("missing", ["to", "named", "how", "to_what", "date", "time"])
def test_consent_needs_all_of_it(shared, reader, missing):
    _, case = shared
    sent = {**CONSENT, **at_now(), missing: " "}
    assert reader.browser.post(f"/desk/referrals/{case.pk}/new/", sent).status_code == 200
    assert referrals(reader, case) == []


def test_consent_that_is_still_to_come_is_none(shared, reader):
    _, case = shared
    later = {"date": f"{now().date() + timedelta(days=1):%Y-%m-%d}", "time": "12:00"}
    answer = reader.browser.post(f"/desk/referrals/{case.pk}/new/", {**CONSENT, **later})
    assert "still to come" in text(answer)
    assert referrals(reader, case) == []


def test_a_pack_is_looked_at_before_it_is_made_and_its_verifier_accepts_it(shared, diary, reader, tmp_path):
    share, case = shared
    address = refer(reader, case)
    preview = reader.browser.post(f"{address}pack/", {"withheld": ["i3"]})
    assert "What this pack will reveal" in text(preview)
    assert "A pack is not sealed." in text(preview)
    assert "Nobody has asked whether it is safe to call" in text(preview)
    assert "referral" not in {
        item.partition(":")[0] for item, action in account_of(diary, share) if action == "exported"
    }
    unlooked = reader.browser.post(f"{address}pack/", {"withheld": ["i3"], "make": "yes"})
    assert "Look through it first" in text(unlooked)
    answer = reader.browser.post(f"{address}pack/", {"withheld": ["i3"], "make": "yes", "looked": "on"})
    assert answer["Content-Disposition"] == 'attachment; filename="notes-pack.zip"'
    path = made(answer, tmp_path)
    assert verify([str(path)]) == 0
    held = everything_in(path)
    assert f"{WORDS} Day 1.".encode() in held
    for words in (f"{WORDS} Day 3.", "For me alone", MINE):
        assert words.encode() not in held
    assert account_of(diary, share)[-1] == (f"referral:{address.split('/')[-2]}", "exported")
    assert "Kit made a pack of what you share. A pack for Sussex Police: " in text(
        diary.browser.get(f"/sharing/{share.pk}/")
    )


def test_answers_are_in_a_pack_only_where_that_was_ticked(shared, reader, tmp_path):
    _, case = shared
    address = refer(reader, case)
    looked = {"make": "yes", "looked": "on"}
    assert b"could_harm" not in everything_in(made(reader.browser.post(f"{address}pack/", looked), tmp_path))
    with_them = reader.browser.post(f"{address}pack/", {**looked, "answers": "on"})
    assert b"could_harm" in everything_in(made(with_them, tmp_path))


def test_a_pack_that_shows_an_address_takes_two(shared, diary, reader, helpline, tmp_path):
    share, case = shared
    diary.browser.post("/notes/add/", {"account": "He wrote: I know you live at SW1A 1AA.", "exact": "now"})
    address = refer(reader, case)
    make = {"make": "yes", "looked": "on"}
    first = reader.browser.post(f"{address}pack/", make)
    assert first["Location"] == f"{address}second/"
    assert "A second member of staff has to look" in text(reader.browser.get(f"{address}second/"))
    assert f'href="{address}second/"' in reader.browser.get(address).content.decode()
    again = reader.browser.post(f"{address}second/")
    assert again.status_code == 200
    assert reader.browser.post(f"{address}pack/", make).status_code == 302
    second = new_worker(helpline[1], known_as="Max")
    refused = second.browser.get(f"{address}second/")
    asked = second.browser.get(refused["Location"])
    assert f'name="next" value="{address}second/"' in asked.content.decode()
    answered = second.browser.post(f"/desk/cases/{case.pk}/in/", {"knows": "no", "next": f"{address}second/"})
    assert answered["Location"] == f"{address}second/"
    page = text(second.browser.get(f"{address}second/"))
    assert "postcode" in page
    assert "SW1A" not in page
    assert WORDS not in page
    assert second.browser.post(f"{address}second/").status_code == 302
    assert second.browser.post(f"{address}pack/", make).status_code == 403
    path = made(reader.browser.post(f"{address}pack/", make), tmp_path)
    assert verify([str(path)]) == 0
    actions_there = [action for item, action in account_of(diary, share) if item.startswith("referral:")]
    assert actions_there == ["agreed", "address_confirmed", "address_confirmed", "exported"]


def test_what_was_confirmed_is_void_once_anything_is_otherwise(shared, diary, reader, helpline):
    _, case = shared
    diary.browser.post("/notes/add/", {"account": "He wrote: I know you live at SW1A 1AA.", "exact": "now"})
    address = refer(reader, case)
    make = {"make": "yes", "looked": "on"}
    reader.browser.post(f"{address}pack/", make)
    second = new_worker(helpline[1], known_as="Max")
    answer(second, case)
    second.browser.post(f"{address}second/")
    assert reader.browser.post(f"{address}pack/", {**make, "withheld": ["i2"]}).status_code == 302
    diary.browser.post("/notes/add/", {"account": "And my sister at SW1A 2AA.", "exact": "now"})
    assert "Nothing waits here any more" in text(second.browser.get(f"{address}second/"))
    assert reader.browser.post(f"{address}pack/", make).status_code == 302


def test_an_address_that_only_a_person_sees_takes_two_as_well(shared, reader):
    _, case = shared
    address = refer(reader, case)
    answer = reader.browser.post(f"{address}pack/", {"make": "yes", "looked": "on", "address": "on"})
    assert answer["Location"] == f"{address}second/"


def test_nothing_goes_without_consent_or_once_it_was_taken_back(shared, diary, reader):
    share, case = shared
    address = refer(reader, case)
    assert reader.browser.post(f"{address}back/", at_now()).status_code == 302
    for place in ("pack/", "letter/", "sent/"):
        for page in (
            reader.browser.get(address + place),
            reader.browser.post(address + place, {"make": "yes", "looked": "on"}),
        ):
            assert page.status_code == 403, place
            assert "has not agreed to this, or took it back" in text(page)
    assert account_of(diary, share)[-1][1] == "consent_taken_back"
    assert "took their consent back" in main(reader.browser.get(address))


def test_a_yes_to_one_is_none_to_another(shared, reader):
    _, case = shared
    refer(reader, case)
    other = refer(reader, case, named="Kent Police")
    reader.browser.post(f"{other}back/", at_now())
    assert reader.browser.get(f"{other}pack/").status_code == 403
    desk = reader.desk
    state = state_of(desk, open_helpline_case(desk, case.pk), now())
    assert len({it.recipient for it in state.consents}) == 2


def test_what_was_sent_is_expected_asked_for_and_answered(shared, diary, reader):
    share, case = shared
    address = refer(reader, case)
    late = date.today() - timedelta(days=1)
    sent = {"sent": "The pack, by hand", **at_now(), "answer_by": f"{late:%Y-%m-%d}"}
    assert reader.browser.post(f"{address}sent/", sent).status_code == 302
    page = main(reader.browser.get(f"/desk/referrals/{case.pk}/"))
    assert "No answer. One was expected by" in page
    case.refresh_from_db()
    assert any(it is not None and it <= now() for it in (case.first_from, case.today_from, case.soon_from))
    soon = now().astimezone(TIME_ZONE).date() + ANSWER_WITHIN
    assert reader.browser.post(f"{address}chase/", {"words": "Rang 101, they will look", "answer_by": f"{soon:%Y-%m-%d}"}).status_code == 302  # fmt: skip
    assert "No answer." not in main(reader.browser.get(f"/desk/referrals/{case.pk}/"))
    assert (
        reader.browser.post(f"{address}answer/", {"answer": "An officer has it: PC 12", **at_now()}).status_code == 302
    )
    [referral] = referrals(reader, case)
    assert (referral.sent, referral.answer, referral.answer_by) == (
        "The pack, by hand",
        "An officer has it: PC 12",
        soon,
    )
    told_to_person = text(diary.browser.get(f"/sharing/{share.pk}/"))
    for words in ("The pack, by hand", "Rang 101, they will look", "An officer has it: PC 12"):
        assert words in told_to_person


def test_nothing_was_sent_before_they_agreed(shared, reader):
    _, case = shared
    address = refer(reader, case)
    before = {"sent": "The pack", "date": "2026-01-01", "time": "12:00", "answer_by": ""}
    assert "They had not agreed by then" in text(reader.browser.post(f"{address}sent/", before))
    assert referrals(reader, case)[0].sent_at is None


def test_an_answer_needs_something_that_was_sent(shared, reader):
    _, case = shared
    address = refer(reader, case)
    assert "Write down first what was sent" in text(
        reader.browser.post(f"{address}answer/", {"answer": "x", **at_now()})
    )


def test_without_a_share_a_letter_goes_with_the_same_consent(caller, reader):
    address = refer(reader, caller, to="isac", named="An advocate")
    page = main(reader.browser.get(address))
    assert "Write a letter" in page
    assert "Make a pack" not in page
    assert reader.browser.get(f"{address}pack/").status_code == 403
    assert AGREED in text(reader.browser.get(f"{address}letter/"))
    typed = {"letter": "To: An advocate\r\n\r\nPlease ring our client on Friday."}
    preview = text(reader.browser.post(f"{address}letter/", typed))
    assert "The letter as it goes" in preview
    assert reader.browser.post(f"{address}letter/", {**typed, "make": "yes", "looked": "on"}).status_code == 302
    [referral] = referrals(reader, caller)
    assert referral.sent == "To: An advocate\n\nPlease ring our client on Friday."
    assert referral.is_waiting


def test_a_letter_with_a_postcode_takes_two(caller, reader, helpline):
    address = refer(reader, caller)
    typed = {"letter": "They live at SW1A 1AA.", "make": "yes", "looked": "on"}
    assert reader.browser.post(f"{address}letter/", typed)["Location"] == f"{address}second/"
    second = new_worker(helpline[1], known_as="Max")
    answer(second, caller)
    assert "They live at SW1A 1AA." in text(second.browser.get(f"{address}second/"))
    second.browser.post(f"{address}second/")
    changed = {**typed, "letter": "They live at SW1A 2AA."}
    assert reader.browser.post(f"{address}letter/", changed)["Location"] == f"{address}second/"
    assert referrals(reader, caller)[0].sent == ""
    assert "SW1A 2AA" in text(second.browser.get(f"{address}second/"))
    second.browser.post(f"{address}second/")
    assert reader.browser.post(f"{address}letter/", changed)["Location"] == address
    assert referrals(reader, caller)[0].sent == "They live at SW1A 2AA."


def test_after_a_share_is_taken_back_no_pack_is_made_and_the_person_still_reads_on(shared, diary, reader):
    share, case = shared
    address = refer(reader, case)
    actions.withdraw(by=diary.account, case=diary.case, share=share)
    assert reader.browser.post(f"{address}pack/", {"make": "yes", "looked": "on"}).status_code == 403
    sent = {"sent": "A letter", **at_now(), "answer_by": ""}
    assert reader.browser.post(f"{address}sent/", sent).status_code == 302
    assert account_of(diary, share)[-1][1] == "sent"


def test_nobody_else_refers_or_reads_it(shared, diary, reader, helpline, another):
    _, case = shared
    address = refer(reader, case)
    _, elsewhere = new_helpline("Another Helpline")
    colleague, manager = new_worker(helpline[1]), new_worker(helpline[1], Role.MANAGER)
    answer(colleague, case)
    here = f"/desk/referrals/{case.pk}/"
    places = [
        here,
        f"{here}new/",
        *(address + it for it in ("", "pack/", "letter/", "sent/", "chase/", "answer/", "back/")),
    ]
    for place in places:
        for method in ("get", "post"):
            for who, refused in (
                (elsewhere, {404}),
                (another, {404}),
                (colleague, {403}),
                (manager, {403}),
                (helpline[1], {302, 403}),
            ):
                page = getattr(who.browser, method)(place)
                assert page.status_code in {405, *refused}, (place, method)
                assert AGREED not in text(page)


def test_who_knows_somebody_in_the_case_does_not_refer(shared, reader):
    _, case = shared
    address = refer(reader, case)
    answer(reader, case, "yes")
    for place in ("", "pack/", "letter/", "sent/", "second/"):
        assert reader.browser.get(address + place).status_code == 403


def test_two_who_write_at_once_lose_nothing_of_each_other(shared, reader):
    from throughline.casework.coding import encode
    from throughline.web.helplines.ledgers import Line

    _, case = shared
    address = refer(reader, case)
    id = address.split("/")[-2]
    desk = reader.desk
    opened = open_helpline_case(desk, case.pk)
    numbers = list(told(opened).item(Referral, id).made_from)
    consent = Consent("spoken", now() - timedelta(hours=1), AGREED)
    for named in ("Sussex Police", "Sussex Police, Hove"):
        value = encode(Referral("police", named, consent))
        record_in_case(by=desk, case=opened, lines=[Line(f"referral:{id}", "amended", {"value": value, "made_from": numbers})])  # fmt: skip
    page = main(reader.browser.get(address))
    assert "Two people wrote to this at the same time" in page
    assert "Sussex Police, Hove" in page


def test_a_form_that_was_open_while_somebody_else_wrote_takes_nothing_of_theirs(shared, reader):
    _, case = shared
    address = refer(reader, case)
    form = text(reader.browser.get(f"{address}sent/"))
    found = re.search(r'name="made_from" value="([\d,]+)"', form)
    assert found is not None
    first = {"sent": "The pack, by Max", **at_now(), "answer_by": "", "made_from": found[1]}
    assert reader.browser.post(f"{address}sent/", first).status_code == 302
    second = {**first, "sent": "A letter, by Kit"}
    assert reader.browser.post(f"{address}sent/", second).status_code == 302
    assert {it.sent for it in referrals(reader, case)} == {"The pack, by Max", "A letter, by Kit"}
    page = main(reader.browser.get(address))
    assert "The pack, by Max" in page
    assert "A letter, by Kit" in page
    state = state_of(reader.desk, open_helpline_case(reader.desk, case.pk), now())
    assert len(state.consents) == 1
    merged = text(reader.browser.get(f"{address}answer/"))
    both = re.search(r'name="made_from" value="([\d,]+)"', merged)
    assert both is not None
    reader.browser.post(f"{address}answer/", {"answer": "Thank you for both.", **at_now(), "made_from": both[1]})
    assert len(referrals(reader, case)) == 1


def test_what_is_being_typed_is_kept_by_page(shared, reader):
    _, case = shared
    address = refer(reader, case)
    place = f"{address}sent/".strip("/")
    assert len(place) <= 60
    assert reader.browser.post(f"/notes/draft/{place}/", {"sent": "Half a sentence"}).status_code == 204
    assert "Half a sentence" in text(reader.browser.get(f"{address}sent/"))
    assert "Half a sentence" not in text(reader.browser.get(f"{address}letter/"))


def test_a_moment_is_meant_by_the_clock_on_the_wall(shared, reader):
    _, case = shared
    refer(reader, case, date="2026-07-01", time="12:00")
    [referral] = referrals(reader, case)
    assert referral.consent is not None
    assert referral.consent.at == datetime.fromisoformat("2026-07-01T11:00+00:00")


def test_no_word_of_a_referral_lies_anywhere_in_plain_text(shared, caller, diary, reader, tmp_path, caplog, settings):
    canary, found = runpy.run_path(str(Path(__file__).with_name("test_canary.py"))), "zanzibar-lighthouse"
    caplog.set_level(logging.DEBUG)
    forget_journal()
    for case in (shared[1], caller):
        address = refer(reader, case, named=f"{found} police", to_what=f"{found} consent")
        looked = {"make": "yes", "looked": "on", "address": "on"}
        reader.browser.post(f"{address}letter/", {"letter": f"{found} letter SW1A 1AA", **looked})
        reader.browser.post(f"/notes/draft/{address.strip('/')}/sent/", {"sent": f"{found} draft"})
        reader.browser.post(f"{address}sent/", {"sent": f"{found} sent", **at_now(), "answer_by": ""})
        soon = f"{now().date() + ANSWER_WITHIN:%Y-%m-%d}"
        reader.browser.post(f"{address}chase/", {"words": f"{found} chase", "answer_by": soon})
        reader.browser.post(f"{address}answer/", {"answer": f"{found} answer", **at_now()})
        page = text(reader.browser.get(address))
        told_there = set(re.findall(rf"{found} \w+", page))
        assert {f"{found} {it}" for it in ("police", "consent", "sent", "answer")} <= told_there
    assert canary["rows_with"](found) == []
    assert canary["places_with"](found, tmp_path, settings.DATA) == []
    assert canary["places_with"]("yellow umbrella", tmp_path, settings.DATA) == []
    assert found not in caplog.text


def test_whom_a_pack_is_for_by_name_and_what_they_agreed_to_is_in_no_pack(shared, reader, tmp_path):
    _, case = shared
    address = refer(reader, case, named="Officer Lark", to_what="A pack for the lark.")
    held = everything_in(made(reader.browser.post(f"{address}pack/", {"make": "yes", "looked": "on"}), tmp_path))
    assert b"Lark" not in held
    assert b"lark" not in held


def test_the_question_before_a_case_leads_back_to_this_service_alone(shared, helpline):
    _, case = shared
    colleague = new_worker(helpline[1], known_as="Max")
    for wanted in ("https://example.org/", "//example.org/", "javascript:alert(1)"):
        sent = colleague.browser.post(f"/desk/cases/{case.pk}/in/", {"knows": "no", "next": wanted})
        assert sent["Location"] == f"/desk/cases/{case.pk}/"
