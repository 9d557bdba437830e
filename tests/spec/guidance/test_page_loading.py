"""A page that breaks the form is refused with the file, the line or the key; a good one is added by adding a file."""

from __future__ import annotations

import shutil
from importlib.resources import files
from pathlib import Path

import pytest

from throughline.guidance.fields import ContentError
from throughline.guidance.load import read_content

SHIPPED = Path(str(files("throughline.guidance") / "content"))
GUIDE = """+++
title = "A new guide"
group = "safety"
order = 90
summary = "One line."
see = ["danger_now"]
checked_on = 2026-11-23
review_by = 2027-05-23
+++

## First

Call **999**, or [the helpline](way:helpline). {police_advice}

- One thing
  that goes on. {secondary: idas_stalking, pha1997 s.7(2)}
- Another. {unverified: police_advice}
- Somebody could act on this wrongly. {unverified!: police_advice}

1. A step. {conflicting: veritas, lincs}
"""
SCRIPT = """+++
title = "A script"
checked_on = 2026-11-23
review_by = 2027-05-23

[gaps]
day = "the day"
+++

## Say

“It was on [[day]].” {slt_advice}
"""


@pytest.fixture
def content(tmp_path):
    """A copy of the shipped content, to add a file to."""
    return Path(shutil.copytree(SHIPPED, tmp_path / "content"))


def write(content: Path, place: str, text: str) -> None:
    (content / place).parent.mkdir(parents=True, exist_ok=True)
    (content / place).write_text(text, "utf-8")


def test_a_guide_is_added_by_adding_a_file(content):
    write(content, "guides/new_guide.md", GUIDE)
    guide = read_content(content).guides["new_guide"]
    assert (guide.title, guide.group, guide.order, guide.see) == ("A new guide", "safety", 90, ("danger_now",))
    assert [(point.shape, point.body, point.certainty, point.is_marked) for point in guide.points] == [
        ("paragraph", "Call **999**, or [the helpline](way:helpline).", "verified", False),
        ("item", "One thing that goes on.", "secondary", False),
        ("item", "Another.", "unverified", False),
        ("item", "Somebody could act on this wrongly.", "unverified", True),
        ("step", "A step.", "conflicting", True),
    ]
    assert [(cited.source.id, cited.section) for cited in guide.points[1].sources] == [
        ("idas_stalking", ""),
        ("pha1997", "s.7(2)"),
    ]
    assert [section.key for section in guide.sections] == ["first"]


def test_a_page_in_the_folder_of_a_jurisdiction_holds_there(content):
    write(content, "northern_ireland/guides/new_guide.md", GUIDE)
    assert read_content(content).guides["new_guide"].jurisdiction == "northern_ireland"


def test_a_script_has_its_gaps(content):
    write(content, "scripts/new_script.md", SCRIPT)
    assert dict(read_content(content).scripts["new_script"].gaps) == {"day": "the day"}


def shipped(name: str) -> str:
    return (SHIPPED / "behaviours" / f"{name}.md").read_text("utf-8")


WRONG = {
    "no head": ("guides/wrong.md", "## First\n\nWords. {police_advice}\n", "guides/wrong.md: the file must begin with its head"),
    "a head that is not TOML": ("guides/wrong.md", GUIDE.replace('"A new guide"', "guide"), "guides/wrong.md: the head is not TOML"),
    "no source": ("guides/wrong.md", GUIDE.replace(" {police_advice}", ""), "guides/wrong.md, line 13: this must end with its source"),
    "unknown source": ("guides/wrong.md", GUIDE.replace("{police_advice}", "{police}"), "line 13: “police” in “the source of a point”"),
    "unknown certainty": ("guides/wrong.md", GUIDE.replace("secondary:", "sure:"), "line 15: “sure” is not one of verified"),
    "a weight without a doubt": ("guides/wrong.md", GUIDE.replace("{police_advice}", "{verified!: police_advice}", 1), "line 13: what is “verified” has no doubt"),
    "no heading": ("guides/wrong.md", GUIDE.replace("## First\n", ""), "line 12: a heading, such as “## In short”, must come first"),
    "empty section": ("guides/wrong.md", GUIDE + "\n## Last\n", "guides/wrong.md: the section “Last” is empty"),
    "nothing in it": ("guides/wrong.md", GUIDE.split("## First")[0], "guides/wrong.md: there is no section"),
    "two sections of one name": ("guides/wrong.md", GUIDE + "\n## First\n\nAgain. {veritas}\n", "there are two sections “First”"),
    "HTML": ("guides/wrong.md", GUIDE.replace("**999**", "<b>999</b>"), "line 13: “<” is not in the Markdown"),
    "a picture": ("guides/wrong.md", GUIDE.replace("**999**", "![x](y.png)"), "line 13: “[” is not in the Markdown"),
    "a link out": ("guides/wrong.md", GUIDE.replace("way:helpline", "https://example.org"), "line 13: “[” is not in the Markdown"),
    "a bare address": ("guides/wrong.md", GUIDE.replace("**999**", "https://example.org"), "line 13: “://” is not in the Markdown"),
    "a dead link": ("guides/wrong.md", GUIDE.replace("way:helpline", "way:nobody"), "page wrong: “nobody” in “a link to a way”"),
    "a dead see": ("guides/wrong.md", GUIDE.replace('["danger_now"]', '["danger_then"]'), "guide wrong: “danger_then” in “see”"),
    "unknown group": ("guides/wrong.md", GUIDE.replace('"safety"', '"misc"'), "“misc” in “group” is not one of danger"),
    "unknown key": ("guides/wrong.md", GUIDE.replace("order = 90", "order = 90\ncolour = 1"), "“colour” is not a key"),
    "review before check": ("guides/wrong.md", GUIDE.replace("2027-05-23", "2026-05-23"), "“review_by” must be later"),
    "the same page twice": ("scotland/guides/danger_now.md", GUIDE, "there is another page with the id “danger_now”"),
    "a gap that is not named": ("scripts/wrong.md", SCRIPT.replace("[[day]]", "[[night]]"), "the gap “day” must be both"),
    "no such behaviour": ("behaviours/stares.md", shipped("drone"), "“stares” is not the name of a behaviour"),
    "a section missing": ("behaviours/drone.md", shipped("drone").replace("## Who to tell", "## Who"), "the sections must be “In short”"),
    "two lines in short": (
        "behaviours/drone.md", shipped("drone").replace("- Go inside and close the curtains. {unverified: caa_drones}\n", ""),
        "“In short” has three points",
    ),
    "unknown law": ("behaviours/drone.md", shipped("drone").replace('law = [', 'law = ["ew.x", '), "behaviour drone: “ew.x” in “law”"),
}  # fmt: skip


@pytest.mark.parametrize(("place", "text", "message"), WRONG.values(), ids=WRONG.keys())
def test_each_fault_names_its_place(content, place, text, message):
    write(content, place, text)
    with pytest.raises(ContentError) as wrong:
        read_content(content)
    assert message in wrong.value.message


WAY = """
checked_on = 2026-11-23
review_by = 2027-02-21

[[way]]
id = "new"
title = "New"
website = "https://example.org"
body = "They help."
checked_how = "Read."
sources = [{ id = "pha1997" }]
certainty = "verified"
"""


def test_an_organisation_is_added_by_adding_a_table(content):
    write(content, "more.toml", WAY)
    assert read_content(content).ways["new"].website == "https://example.org"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("https://", "http://", "“website” must begin with https://"),
        ('website = "https://example.org"\n', "", "a “number” or a “website” is needed"),
        ('checked_how = "Read."', "", "“checked_how” is missing"),
        ('checked_how = "Read."', 'checked_how = "Read."\npeople = ["cats"]', "“cats” in “people” is not one of"),
    ],
)
def test_an_organisation_that_cannot_be_reached_is_refused(content, old, new, message):
    write(content, "more.toml", WAY.replace(old, new))
    with pytest.raises(ContentError) as wrong:
        read_content(content)
    assert message in wrong.value.message
