"""The page of a pack as a browser lays it out: on a phone and on a screen nothing runs over the edge, whatever was written."""

from __future__ import annotations

import json
import os
import re
import subprocess
from html import escape, unescape
from pathlib import Path

import pytest

from browsing import BROWSER, NO_BROWSER
from packed import files_of, incident, make, message, write_case
from riverside import take_in_riverside

pytestmark = pytest.mark.skipif(BROWSER is None, reason=NO_BROWSER)
LONG = "x" * 300
_MEASURE = """
addEventListener("load", () => {
  const inside = document.querySelector("iframe").contentDocument, width = inside.documentElement.clientWidth;
  const over = [...inside.querySelectorAll("body *")].filter(it => !it.closest(".wide") && it.getBoundingClientRect().right > width + 1);
  const small = [...inside.querySelectorAll("body *")].filter(it => it.textContent.trim() && parseFloat(getComputedStyle(it).fontSize) < 12);
  const told = {width, scroll: inside.documentElement.scrollWidth, entries: inside.querySelectorAll("[id^=e-]").length,
    over: over.slice(0, 5).map(it => it.outerHTML.slice(0, 90)), small: small.slice(0, 5).map(it => it.outerHTML.slice(0, 90))};
  document.body.textContent = "MEASURED " + JSON.stringify(told) + " END";
});
"""


def page_of(pack: Path) -> str:
    return files_of(pack)["data/index.html"].decode()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("pages")
    make(take_in_riverside(folder / "riverside"), folder / "riverside.zip")
    awkward = {"witnesses": [LONG], "reports": [{"to": LONG, "reference": LONG}], "place": "home", "exhibits": ["AB/1"],
               "impact": {"changes": ["moved_home"], "note": LONG}}  # fmt: skip
    case = write_case(
        folder / "awkward", [("AB/1", f"{LONG[:120]}.jpg", b"x")], [message(n, LONG, "AB/1") for n in range(3)],
        incidents=[incident("i" + "1" * 60, LONG, **awkward)], places=[{"id": "home", "label": LONG}],
        people=[{"id": "p1", "name": LONG, "identifiers": [{"kind": "phone", "value": "+447700900123"}]}],
    )  # fmt: skip
    make(case, folder / "awkward.zip")
    return {"riverside": page_of(folder / "riverside.zip"), "awkward": page_of(folder / "awkward.zip")}


def measured(page: str, width: int, folder: Path) -> dict[str, object]:
    """What a frame of that width says about the page. The page forbids script and frames of its own, so the frame is around it."""
    frame = f'<iframe width="{width}" height="900" srcdoc="{escape(page)}"></iframe>'
    (folder / "frame.html").write_text(f'<!doctype html><meta charset="utf-8"><body>{frame}<script>{_MEASURE}</script>')
    options = ["--headless", "--disable-gpu", "--hide-scrollbars", f"--user-data-dir={folder / 'profile'}"]
    options += ["--no-sandbox"] if os.geteuid() == 0 else []
    command = [str(BROWSER), *options, "--dump-dom", (folder / "frame.html").as_uri()]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    told = re.search(r"MEASURED (.*) END", done.stdout, re.DOTALL)
    assert told, done.stderr[-500:]
    return json.loads(unescape(told[1]))  # type: ignore[no-any-return]


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", ["riverside", "awkward"])
def test_nothing_runs_over_the_edge_and_nothing_is_too_small(
    pages: dict[str, str], name: str, width: int, tmp_path: Path
) -> None:
    told = measured(pages[name], width, tmp_path)
    assert told["entries"]
    assert (told["over"], told["small"]) == ([], [])
    assert int(str(told["scroll"])) <= int(str(told["width"]))
