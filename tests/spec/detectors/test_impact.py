"""impact: what changed and when, and fear in the person's own degrees."""

from __future__ import annotations

from small_cases import found, incident, lay_out, milestone, told
from throughline.patterns.detectors import impact


def test_each_change_is_told_once_from_when_it_was_first_noted() -> None:
    case = lay_out(
        incident("i1", "2026-03-01T19:40", "loitering", changes=["stopped_going_out"]),
        incident("i2", "2026-03-05", "loitering", changes=["stopped_going_out", "changed_route"], precision="day"),
        incident("i3", None, "loitering", changes=["new_locks"]),
        milestone("m1", "2026-03-02", "moved"),
    )
    assert told(impact, case) == [
        (
            "You wrote down 4 changes in your life: “stopped going out” (on 1 March 2026 at 7.40pm), moving home (on 2 March 2026), "
            "“changed route” (on 5 March 2026) and “new locks” (no time noted).",
            ("i1", "m1", "i2", "i3"),
        )
    ]


def test_fear_is_told_in_words_and_none_is_not_told() -> None:
    case = lay_out(
        incident("i1", "2026-03-01T19:40", "loitering", fear=2), incident("i2", "2026-03-02T19:40", "loitering", fear=4),
        incident("i3", "2026-03-03T19:40", "loitering", fear=4), incident("i4", "2026-03-04T19:40", "loitering", fear=0),
    )  # fmt: skip
    (finding,) = found(impact, case)
    assert (
        finding.statement
        == "You wrote down how afraid you were in 3 incidents with Sam: very afraid twice and fairly afraid once."
    )
    assert finding.because == ("i1", "i2", "i3")
    assert "high_fear" in finding.risk


def test_fear_below_very_is_not_called_high() -> None:
    (finding,) = found(impact, lay_out(incident("i1", "2026-03-01T19:40", "loitering", fear=3)))
    assert "high_fear" not in finding.risk


def test_no_change_and_no_fear_is_no_finding() -> None:
    assert (
        told(
            impact, lay_out(incident("i1", "2026-03-01T19:40", "loitering", fear=0), incident("i2", "2026-03-01T19:40"))
        )
        == []
    )
