"""The page and the pictures of the table hold what was measured and nothing else."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from figures import Figure
from pictures import draw
from table import page

SVG = "{http://www.w3.org/2000/svg}"
MEASURED = [
    Figure("found, 3x", method, family, n, value, value - 0.05, value + 0.05, ">= .32" if method == "ours" else "")
    for method, family, values in (
        ("ours", "bursts & runs", (0.3, 0.6, 0.9)), ("naive: slope", "bursts & runs", (0.2, 0.4, 0.8)), ("ours", "short", (0.5,)),
    )
    for n, value in zip((15, 60, 200), values, strict=False)
]  # fmt: skip


def test_a_curve_is_drawn_for_each_method_and_family_with_three_sizes(tmp_path: Path) -> None:
    (path,) = draw("frequency", MEASURED, tmp_path / "pictures")
    assert path.name == "frequency-found-3x.svg"
    svg = ElementTree.parse(path).getroot()
    assert [it.text for it in svg.iter(f"{SVG}title")] == ["found, 3x, by number of contacts"]
    assert len(list(svg.iter(f"{SVG}polyline"))) == 2
    assert len(list(svg.iter(f"{SVG}circle"))) == 6
    words = [it.text for it in svg.iter(f"{SVG}text")]
    assert {"bursts & runs", "naive: slope, bursts & runs", "15", "60", "200"} <= set(words)
    first, last = (list(svg.iter(f"{SVG}circle"))[at] for at in (0, 2))
    assert float(first.attrib["cy"]) > float(last.attrib["cy"])  # larger values stand higher


def test_nothing_is_drawn_where_there_are_fewer_sizes(tmp_path: Path) -> None:
    assert draw("whole", MEASURED[-1:], tmp_path / "pictures") == []
    assert not (tmp_path / "pictures").exists()


def test_a_page_says_how_many_goals_are_met_and_holds_every_line() -> None:
    text = page(
        {"frequency": MEASURED}, {"frequency": ["../pictures/benchmark/frequency-found-3x.svg"]}, "a command", "it"
    )
    assert "3 of 4 goals are met" in text
    assert text.count("\n| found, 3x |") == len(MEASURED)
    assert "![Frequency found 3x, by number of contacts](../pictures/benchmark/frequency-found-3x.svg)" in text
