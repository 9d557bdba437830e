"""many_channels_day: days on which several channels were used together."""

from __future__ import annotations

from small_cases import found, lay_out, told
from throughline.patterns.detectors import many_channels_day
from throughline.patterns.engine import keep_together

DAYS = (3, 7, 12, 18, 25, 27)
WAYS = ("sms", "phone", "whatsapp", "email")
TOGETHER = "\n".join(
    f"c{day}{n} | 2026-03-{day:02}T{10 + 2 * n}:00 | p1 | {way}" for day in DAYS for n, way in enumerate(WAYS)
)
APART = "\n".join(
    f"d{day}{n} | 2026-03-{day:02}T{10 + 2 * n}:00 | p1 | {WAYS[day % 4]}"
    for day in (1, 5, 9, 14, 20, 22, 24)
    for n in range(2)
)


def test_days_with_every_way_are_told_with_how_rare_that_is() -> None:
    case = lay_out(came=f"{TOGETHER}\n{APART}")
    (finding,) = found(many_channels_day, case)
    assert finding.statement.startswith(
        "On 6 days of 13, contact from Sam came in 4 ways or more: text messages, phone calls, WhatsApp and e-mail. If each way had "
        "been used apart from the others, a record would show as much about 1 time in"
    )
    assert finding.because == tuple(f"c{day}{n}" for day in DAYS for n in range(4))
    assert finding.measure is not None
    assert (finding.measure.value, finding.measure.of) == (6, 13)
    assert finding in keep_together([finding])


def test_one_way_one_such_day_or_too_little_says_nothing() -> None:
    assert told(many_channels_day, lay_out(came=APART.replace("phone", "sms").replace("email", "sms"))) != told(
        many_channels_day, lay_out(came=TOGETHER)
    )
    one_way = "\n".join(f"c{n} | 2026-03-{n // 2 + 1:02}T{10 + n % 2}:00 | p1 | sms" for n in range(20))
    one_day = "\n".join(f"c{n} | 2026-03-03T{10 + n}:00 | p1 | {way}" for n, way in enumerate(WAYS))
    assert told(many_channels_day, lay_out(came=one_way)) == []
    assert told(many_channels_day, lay_out(came=one_day)) == []


def test_a_channel_given_up_for_another_is_not_told() -> None:
    first = [f"c{n} | 2026-01-{n // 2 + 1:02}T{10 + n % 2 * 3}:00 | p1 | sms" for n in range(20)]
    then = [f"d{n} | 2026-02-{n // 2 + 1:02}T{10 + n % 2 * 3}:00 | p1 | whatsapp" for n in range(20)]
    assert keep_together(found(many_channels_day, lay_out(came="\n".join(first + then)))) == []


def test_days_are_those_of_the_zone_of_the_case() -> None:
    late = "\n".join(
        f"c{day}{n} | 2026-06-{day:02}T{at} | p1 | {way}"
        for day in DAYS
        for n, (at, way) in enumerate(
            [("22:30:00+00:00", "sms"), ("23:30:00+00:00", "phone"), ("21:00:00+00:00", "phone")]
        )
    )
    for finding in found(many_channels_day, lay_out(came=late)):
        assert not [id for id in finding.because if id.endswith("1")]
