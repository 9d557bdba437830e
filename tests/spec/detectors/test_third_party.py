"""third_party: contact through family, helpers and children, as the user marked it."""

from __future__ import annotations

from small_cases import found, incident, lay_out, told
from throughline.patterns.detectors import third_party


def test_each_way_is_counted() -> None:
    case = lay_out(
        incident("i1", "2026-03-01", "contact_through_family", precision="day"),
        incident("i2", "2026-03-02T10:00", "helpers", "contact_through_family"), incident("i3", "2026-03-03T10:00", "messages"),
    )  # fmt: skip
    assert told(third_party, case) == [
        (
            "You wrote down contact from Sam through other people twice: through family or friends twice and through people who "
            "help them once.",
            ("i1", "i2"),
        )
    ]


def test_children_are_a_reason_of_their_own() -> None:
    (finding,) = found(
        third_party, lay_out(incident("i1", "2026-03-01T10:00", "contact_through_children", person=None))
    )
    assert finding.risk == ("third_parties", "children")
    assert finding.statement == "You wrote down contact through other people once: through children once."


def test_direct_contact_is_not_through_others() -> None:
    assert (
        told(
            third_party,
            lay_out(incident("i1", "2026-03-01T10:00", "messages"), came="c1 | 2026-03-01T10:00:00 | p2 | sms"),
        )
        == []
    )
