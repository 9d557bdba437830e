"""A cluster of days with contact is told as a fact, and not as a rise."""

from __future__ import annotations

from datetime import date, timedelta

from small_cases import found, incident, lay_out
from throughline.patterns.detectors import burst, frequency_change
from throughline.patterns.engine import keep_together

START = date(2026, 1, 1)
NOW_AND_THEN = range(0, 170, 12)
CLOSE = range(100, 108)


def came(days: list[int], per_day: int = 1) -> str:
    return "".join(
        f"c{day}-{hour} | {START + timedelta(days=day)}T{10 + hour}:00:00 | p1 | sms\n"
        for day in sorted(set(days))
        for hour in range(per_day)
    )


def clusters(*, days: list[int], per_day: int = 1):
    return [it for it in found(burst, lay_out(came=came(days, per_day))) if it.rule == "burst_of_days/1"]


def test_days_close_together_are_a_cluster_with_its_number_and_dates() -> None:
    (cluster,) = clusters(days=[*NOW_AND_THEN, *CLOSE])
    assert (
        cluster.statement == "A cluster of 9 contacts from Sam came on 9 days between 11 April 2026 and 19 April 2026."
    )
    assert cluster.sort == "fact"
    assert cluster.measure is not None
    assert len(cluster.because) == cluster.measure.value == 9


def test_separate_contacts_on_one_day_are_each_counted() -> None:
    (cluster,) = clusters(days=[*NOW_AND_THEN, *CLOSE], per_day=2)
    assert cluster.statement.startswith("A cluster of 18 contacts from Sam came on 9 days ")


def test_one_long_cluster_is_no_rise() -> None:
    case = lay_out(came=came([*NOW_AND_THEN, *CLOSE]))
    assert keep_together(frequency_change.detect(case)) == []
    still_going_on = lay_out(came=came([*range(0, 100, 12), *CLOSE]))
    assert keep_together(frequency_change.detect(still_going_on)) == []


def test_a_faster_pace_that_lasts_for_weeks_is_no_cluster() -> None:
    assert clusters(days=[*range(0, 84, 7), *range(84, 140, 2)]) == []


def test_even_contact_and_contact_on_every_day_have_no_cluster() -> None:
    assert clusters(days=list(range(0, 170, 5))) == []
    assert clusters(days=list(range(60))) == []


def test_incidents_are_counted_and_those_whose_day_is_not_sure_are_not() -> None:
    diary = [
        incident(f"i{day}", f"{START + timedelta(days=day)}T12:00", "loitering") for day in [*NOW_AND_THEN, *CLOSE]
    ]
    unsure = incident("unsure", "2026-04", "loitering", precision="month")
    (cluster,) = [it for it in found(burst, lay_out(*diary, unsure)) if it.rule == "burst_of_days/1"]
    assert "unsure" not in cluster.because
    assert set(cluster.because) >= {f"i{day}" for day in CLOSE}
