"""What is told otherwise as a case grows, and why."""

from __future__ import annotations

from dataclasses import replace

from throughline.domain.finding import Finding, Findings, LookedAt, NextSteps
from throughline.patterns.changes import changes_between


def told(*findings: Finding, engine: str = "throughline 1") -> Findings:
    numbered = tuple(replace(it, id=f"f{number}") for number, it in enumerate(findings, 1))
    return Findings(engine, LookedAt(1, 0, None, None), numbered, NextSteps("report"), ())


def finding(
    statement: str, *because: str, kind: str = "occasions", person: str = "p1", rule: str = "occasions/1"
) -> Finding:
    return Finding(kind, "fact", rule, statement, because, person)  # type: ignore[arg-type]


def test_the_same_findings_have_not_changed_whatever_their_number() -> None:
    first, second = finding("One.", "i1"), finding("Two.", "i2", kind="impact")
    assert changes_between(told(first, second), told(second, first)) == ()


def test_an_entry_that_came_to_a_finding_is_why_it_says_something_else() -> None:
    (change,) = changes_between(
        told(finding("2 occasions.", "i1", "i2")), told(finding("3 occasions.", "i1", "i2", "i3"))
    )
    assert (change.sort, change.why) == ("changed", "1 entry came to it.")
    assert change.before is not None
    assert change.after is not None
    assert change.to_json()["before"]["statement"] == "2 occasions."


def test_a_new_finding_says_whether_its_entries_are_new_too() -> None:
    old = told(finding("2 occasions.", "i1", "i2"))
    fresh = finding("First time at your work.", "i3", kind="first_of_kind")
    known = finding("A burst.", "i1", "i2", kind="burst")
    new = [change for change in changes_between(old, told(*old.findings, fresh, known)) if change.sort == "new"]
    assert [change.why for change in new] == [
        "1 entry is behind it that were behind nothing before.",
        "All that is behind it was there before; together with what came since it now says this.",
    ]


def test_a_finding_that_is_gone_says_whether_its_entries_are_still_there() -> None:
    burst, occasions = finding("A burst.", "i1", kind="burst"), finding("2 occasions.", "i1", "i2")
    (rare,) = changes_between(told(burst, occasions), told(occasions))
    (deleted,) = changes_between(told(burst), told(finding("1 occasion.", "i2")))[1:]
    assert (
        rare.why == "With what came since, it is no longer rare enough to tell. What is behind it is all still there."
    )
    assert deleted.why == "1 entry of those behind it were changed, deleted or count elsewhere now."


def test_a_new_rule_or_new_software_is_named() -> None:
    before, after = finding("2 occasions.", "i1"), finding("2 times.", "i1", rule="occasions/2")
    (rule,) = changes_between(told(before), told(after))
    assert rule.why == "The rule changed from occasions/1 to occasions/2."
    (software,) = changes_between(told(before), told(finding("2 times.", "i1"), engine="throughline 2"))
    assert software.why == "The same entries are behind it; the software was changed."


def test_findings_of_two_people_are_told_apart_and_the_closest_is_taken() -> None:
    one, other = finding("A.", "i1", "i2", kind="burst"), finding("B.", "i2", "i3", "i4", kind="burst")
    now = finding("B, longer.", "i3", "i4", "i5", kind="burst")
    changes = changes_between(told(one, other), told(now))
    assert [(it.sort, it.before.statement if it.before else None) for it in changes] == [
        ("changed", "B."),
        ("gone", "A."),
    ]
    someone_else = changes_between(told(finding("A.", "i1")), told(finding("A!", "i1", person="p2")))
    assert [it.sort for it in someone_else] == ["new", "gone"]
