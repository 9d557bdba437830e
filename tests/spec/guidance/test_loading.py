"""A content file that breaks the schema is refused with the file, the entry and the key named."""

from __future__ import annotations

import re
import shutil
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from throughline.communications.table import empty
from throughline.domain.case import Case
from throughline.guidance.elements import elements
from throughline.guidance.fields import ContentError
from throughline.guidance.load import read_content

SHIPPED = Path(str(files("throughline.guidance") / "content"))
LAW = """
checked_on = 2026-11-23
review_by = 2027-05-23

[[law]]
id = "ew.new"
title = "A new Act"
body = "It says something."
sources = [{ id = "pha1997", section = "s.1" }]
certainty = "verified"
"""
STEP = """
[[step]]
id = "new"
level = "today"
title = "New"
body = "Why."
why = "Because."
checked_on = 2026-11-23
review_by = 2027-05-23
sources = [{ id = "pha1997" }]
certainty = "unverified"
any = [{ incident = { behaviours = ["drone"] } }]
"""

ROUTE = """
[[law]]
id = "sct.new"
title = "A new Act of Scotland"
body = "It says something."
sources = [{ id = "pha1997" }]
certainty = "unverified"

[[route]]
id = "sct.new"
title = "A new route"
body = "You tell the police."
side = "criminal"
applicants = ["police"]
law = ["sct.new"]
elements = ["sct.course_of_conduct"]
sources = [{ id = "pha1997" }]
certainty = "unverified"
starts = { body = "You tell the police.", sources = [{ id = "das2018", section = "s.1" }], certainty = "verified" }
proof = { body = "The court must be sure." }
evidence = { body = "Your list." }
cost = { body = "Nothing." }
time_limit = { body = "None." }
outcome = { body = "An order." }
breach = { body = "Tell the police." }

[[route.changes]]
body = "It is new."
certainty = "flagged"
in_force_from = 2026-01-01
"""
ADDED = "checked_on = 2026-11-23\nreview_by = 2027-05-23\n" + ROUTE
QUESTION = """
[[question]]
id = "new"
part = "you"
title = "Is it new?"
body = "It may be."
checked_on = 2026-11-23
review_by = 2027-05-23
sources = [{ id = "pha1997" }]
certainty = "unverified"
"""
TRIGGER = QUESTION.replace("question", "trigger").replace('part = "you"\n', "")


@pytest.fixture
def content(tmp_path):
    """A copy of the shipped content, to add a file to."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "content"))


def test_an_entry_is_added_by_adding_a_file(content):
    (content / "england_wales" / "more.toml").write_text(LAW, "utf-8")
    read = read_content(content)
    assert read.law["ew.new"].jurisdiction == "england_wales"
    assert read.law["ew.new"].sources[0].section == "s.1"


def test_a_route_of_another_place_is_added_by_adding_a_file(content):
    (content / "scotland" / "zz_more.toml").write_text(ADDED, "utf-8")
    read = read_content(content)
    found = elements(Case("Europe/London", "scotland"), empty(), (), content=read)
    assert (found[-1].route, found[-1].element) == ("sct.new", "course_of_conduct")
    route = read.routes["sct.new"]
    assert (route.starts.certainty, route.starts.sources[0].section) == ("verified", "s.1")
    assert (route.proof.certainty, route.proof.sources) == ("unverified", route.sources)
    assert [(it.certainty, it.in_force_from) for it in route.changes] == [("flagged", date(2026, 1, 1))]


def test_a_jurisdiction_is_added_by_adding_a_folder(content):
    shutil.rmtree(content / "northern_ireland")
    for named in (content / "self_check_results.toml", *(content / "behaviours").iterdir()):
        named.write_text(re.sub(r', "ni\.[^"]+"', "", named.read_text("utf-8")), "utf-8")
    assert elements(Case("Europe/London", "northern_ireland"), empty(), (), content=read_content(content)) == ()
    (content / "northern_ireland").mkdir()
    added = ADDED.replace('"sct.new"', '"ni.new"').replace('elements = ["sct.course_of_conduct"]', "elements = []")
    (content / "northern_ireland" / "law.toml").write_text(added, "utf-8")
    assert read_content(content).routes["ni.new"].jurisdiction == "northern_ireland"


WRONG_IN_SCOTLAND = {
    "no point": (ADDED.replace('cost = { body = "Nothing." }', ""), "route sct.new, cost: a table of keys and values is needed"),
    "an empty point": (ADDED.replace('"Nothing."', '""'), "route sct.new, cost: “body” is empty"),
    "sources with no certainty": (ADDED.replace('section = "s.1" }], certainty = "verified"', 'section = "s.1" }]'), "route sct.new, starts: “certainty” is missing"),
    "unknown side": (ADDED.replace('"criminal"', '"church"'), "“church” in “side” is not one of criminal, civil, order"),
    "nobody who starts it": (ADDED.replace('applicants = ["police"]', "applicants = []"), "route sct.new: “applicants” is missing"),
    "law of another place": (ADDED.replace('law = ["sct.new"]', 'law = ["ew.pha1997.s2"]'), "“ew.pha1997.s2” is the law of another place"),
    "an element of another place": (ADDED.replace("sct.course_of_conduct", "ni.course_of_conduct"), "“ni.course_of_conduct” is the law of another place"),
    "a route that no law names": (ADDED.replace('id = "sct.new"\ntitle = "A new route"', 'id = "sct.other"\ntitle = "A new route"'), "route sct.other: “sct.other” in “id” is not an entry"),
    "a day that is none": (ADDED.replace("in_force_from = 2026-01-01", 'in_force_from = "soon"'), "changes 1: “in_force_from” must be a day"),
    "a question that no rule hears": (QUESTION, "question new: no step has it in “asked”"),
    "a question of no part": (QUESTION.replace('"you"', '"us"'), "“us” in “part” is not one of danger, happening, them, you"),
    "a topic there is not": (QUESTION + "topic = 27\n", "“topic” must be from 1 to 26"),
    "a trigger met by nothing": (TRIGGER, "trigger new: “milestones”, “findings”, “asked” or another way to find it is needed"),
    "a trigger that asks nothing": (TRIGGER + 'asked = ["weather"]\n', "“weather” in “asked” is not an entry"),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG_IN_SCOTLAND.values(), ids=WRONG_IN_SCOTLAND.keys())
def test_each_fault_of_a_route_or_a_question_names_its_place(content, text, message):
    (content / "scotland" / "wrong.toml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as wrong:
        read_content(content)
    assert message in wrong.value.message


WRONG = {
    "not TOML": ("= 3", "england_wales/wrong.toml: this is not TOML"),
    "unknown kind of table": ("[[laws]]\nid = 'x'", "wrong.toml: “laws” is not a key that belongs here"),
    "unknown key": (LAW + "colour = 'red'\n", "law ew.new: “colour” is not a key"),
    "missing key": (LAW.replace('title = "A new Act"', ""), "law ew.new: “title” is missing"),
    "empty text": (LAW.replace("It says something.", " "), "law ew.new: “body” is empty"),
    "wrong type": (LAW.replace('"A new Act"', "3"), "law ew.new: “title” must be a text"),
    "no source": (LAW.replace('sources = [{ id = "pha1997", section = "s.1" }]', ""), "law ew.new: “sources” is missing"),
    "unknown source": (LAW.replace("pha1997", "pha1998"), "“pha1998” in “id” is not an entry"),
    "no day": (LAW.replace("review_by = 2027-05-23", ""), "law ew.new: “review_by” is missing"),
    "a day that is a text": (LAW.replace("2027-05-23", '"2027-05-23"'), "“review_by” must be a day"),
    "review before check": (LAW.replace("2027-05-23", "2026-05-23"), "“review_by” must be later"),
    "a weight without a doubt": (LAW.replace('certainty = "verified"', 'certainty = "verified"\nweighs = true', 1), "what is “verified” has no doubt to show"),
    "unknown certainty": (LAW.replace('"verified"', '"sure"'), "“sure” in “certainty” is not one of verified"),
    "unknown behaviour": (LAW + 'behaviours = ["stares"]\n', "law ew.new: “stares” in “behaviours” is not one of"),
    "id used twice": (LAW.replace("ew.new", "ew.pha1997.s7"), "there is another entry with the id “ew.pha1997.s7”"),
    "unknown level": (STEP.replace('"today"', '"green"'), "step new: “green” in “level” is not one of emergency, today, report"),
    "unknown condition": (STEP.replace("incident = {", "clock = {"), "step new, any 1: “clock” is not a condition"),
    "two conditions in one": (STEP.replace("{ incident", "{ contact = {}, incident"), "any 1: just one key is needed"),
    "unknown key in a condition": (STEP.replace("behaviours", "behaviour"), "any 1, incident: “behaviour” is not a key"),
    "no condition": (STEP.replace('any = [{ incident = { behaviours = ["drone"] } }]', ""), "step new: “any” or “asked” is needed"),
    "unknown word list": (STEP.replace('behaviours = ["drone"]', 'words = ["rude"]'), "“rude” in “words” is not an entry"),
    "unknown risk": (STEP + 'risks = ["bad"]\n', "“bad” in “risks” is not an entry"),
    "negative number": (STEP.replace('behaviours = ["drone"]', "fear_at_least = -1"), "“fear_at_least” must not be less than 0"),
    "true for a number": (STEP.replace('behaviours = ["drone"]', "fear_at_least = true"), "must be a whole number"),
    "address that is none": ("[[source]]\nid = 'a'\ntitle = 'a'\npublisher = 'a'\naddress = 'book'", "source a: “address” must be"),
    "a table where a list is due": ("[law]\nid = 'x'", "“law” must be a list"),
    "capital letters in phrases": (
        LAW.replace("[[law]]", "[[words]]") + 'phrases = ["Knife"]\n', "words ew.new: “phrases” must be a list of texts in small letters",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG.keys())
def test_each_fault_names_its_place(content, text, message):
    (content / "england_wales" / "wrong.toml").write_text(text, "utf-8")
    with pytest.raises(ContentError) as wrong:
        read_content(content)
    assert message in wrong.value.message
    assert wrong.value.code == "E_GUIDANCE"


def test_a_folder_that_is_no_jurisdiction_is_refused(content):
    (content / "france").mkdir()
    (content / "france" / "law.toml").write_text(LAW, "utf-8")
    with pytest.raises(ContentError, match=r"france/law.toml: the folder must be one of england_wales"):
        read_content(content)


@pytest.mark.parametrize(
    ("file", "old", "new", "message"),
    [
        ("triage.toml", "is_last_resort = true", 'any = [{ contact = {} }]', "must be the last resort"),
        ("triage.toml", 'routes = ["999", "101", "helpline"]', 'routes = ["112"]', "“112” in “routes” is not an entry"),
        ("triage.toml", 'id = "report"\n', 'id = "low"\n', "“low” in “id” is not one of"),
        ("doubts.toml", 'id = "flagged"', 'id = "verified"', "there is no doubt “flagged”"),
        ("england_wales/routes.toml", '"ew.pha1997.actual_or_feared_breach"]', '"ew.x"]', "“ew.x” in “elements” is not an entry"),
        ("england_wales/routes.toml", 'law = ["ew.pha1997.s3"]', 'law = ["ew.x"]', "“ew.x” in “law” is not an entry"),
    ],
)  # fmt: skip
def test_what_names_something_that_is_not_there_is_refused(content, file, old, new, message):
    text = (content / file).read_text("utf-8")
    assert old in text
    (content / file).write_text(text.replace(old, new), "utf-8")
    with pytest.raises(ContentError) as wrong:
        read_content(content)
    assert message in wrong.value.message
