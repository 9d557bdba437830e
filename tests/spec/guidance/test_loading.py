"""A content file that breaks the schema is refused with the file, the entry and the key named."""

from __future__ import annotations

import shutil
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
[[route]]
id = "sct.s39"
title = "Stalking"
body = "You tell the police."
law = []
elements = ["sct.course_of_conduct"]
sources = [{ id = "pha1997" }]
certainty = "unverified"
"""


@pytest.fixture
def content(tmp_path):
    """A copy of the shipped content, to add a file to."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "content"))


def test_an_entry_is_added_by_adding_a_file(content):
    (content / "england_wales" / "more.toml").write_text(LAW, "utf-8")
    read = read_content(content)
    assert read.law["ew.new"].jurisdiction == "england_wales"
    assert read.law["ew.new"].sources[0].section == "s.1"


def test_a_jurisdiction_is_added_by_adding_a_folder(content):
    (content / "scotland").mkdir()
    text = (content / "england_wales" / "routes.toml").read_text("utf-8").replace('id = "ew.pha1997.', 'id = "sct.')
    first = text.split("[[route]]")[0] + ROUTE
    (content / "scotland" / "routes.toml").write_text(first, "utf-8")
    found = elements(Case("Europe/London", "scotland"), empty(), (), content=read_content(content))
    assert [(it.route, it.element) for it in found] == [("sct.s39", "course_of_conduct")]


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
    "unknown certainty": (LAW.replace('"verified"', '"sure"'), "“sure” in “certainty” is not one of verified"),
    "unknown behaviour": (LAW + 'behaviours = ["stares"]\n', "law ew.new: “stares” in “behaviours” is not one of"),
    "id used twice": (LAW.replace("ew.new", "ew.pha1997.s7"), "there is another entry with the id “ew.pha1997.s7”"),
    "unknown level": (STEP.replace('"today"', '"green"'), "step new: “green” in “level” is not one of emergency, today, report"),
    "unknown condition": (STEP.replace("incident = {", "clock = {"), "step new, any 1: “clock” is not a condition"),
    "two conditions in one": (STEP.replace("{ incident", "{ contact = {}, incident"), "any 1: just one key is needed"),
    "unknown key in a condition": (STEP.replace("behaviours", "behaviour"), "any 1, incident: “behaviour” is not a key"),
    "no condition": (STEP.replace('any = [{ incident = { behaviours = ["drone"] } }]', ""), "step new: “any” is needed"),
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
