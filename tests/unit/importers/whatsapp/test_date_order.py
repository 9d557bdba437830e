"""The order of a file's dates is learned from all of them, asked for where it cannot be known, and never guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from throughline.domain.errors import InputError, Question
from whatsapp_chats import brief, read_chat, reading_of


def times(folder: Path, text: str, **options: str) -> list[str]:
    return [at for at, _, _ in brief(read_chat(folder, text, **options))]


def test_an_order_that_nothing_settles_is_asked_for(tmp_path: Path) -> None:
    text = "03/04/2025, 10:00 - Sam: a\n03/04/2025, 10:01 - Alex: b\n"
    with pytest.raises(Question) as asked:
        read_chat(tmp_path, text)
    assert (asked.value.code, asked.value.exit_code) == ("Q_DATE_ORDER", 2)
    assert times(tmp_path, text, date_order="month-first")[0] == "2025-03-04 10:00:00"
    assert times(tmp_path, text, date_order="day-first")[0] == "2025-04-03 10:00:00"


def test_dates_that_are_the_same_either_way_are_no_question(tmp_path: Path) -> None:
    text = "05/05/2025, 10:00 - Sam: a\n06/06/2025, 10:01 - Alex: b\n"
    assert times(tmp_path, text) == ["2025-05-05 10:00:00", "2025-06-06 10:01:00"]


def test_the_order_in_which_time_runs_forwards_is_taken(tmp_path: Path) -> None:
    text = "01/02/2025, 10:00 - Sam: a\n02/02/2025, 10:01 - Alex: b\n01/03/2025, 10:01 - Alex: c\n"
    assert times(tmp_path, text)[-1] == "2025-03-01 10:01:00"


@pytest.mark.parametrize(("date", "stated"), [("15/01/2025", "month-first"), ("2025-01-15", "day-first")])
def test_an_order_that_cannot_be_is_refused(tmp_path: Path, date: str, stated: str) -> None:
    with pytest.raises(InputError) as refused:
        read_chat(tmp_path, f"{date}, 10:00 - Sam: a\n", date_order=stated)
    assert refused.value.code == "E_DATE_ORDER"


def test_a_year_of_two_digits_may_stand_first(tmp_path: Path) -> None:
    days = ("22/3/18", "22/3/19", "22/4/2", "22/4/30", "22/5/1")
    assert times(tmp_path, "".join(f"{day}, 10:00 - Sam: a\n" for day in days))[0] == "2022-03-18 10:00:00"
    stated = times(tmp_path, "22/03/18, 10:00 - Sam: a\n22/03/19, 10:00 - Sam: a\n", date_order="year-first")
    assert stated == ["2022-03-18 10:00:00", "2022-03-19 10:00:00"]


def test_a_calendar_that_is_not_known_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError) as refused:
        read_chat(tmp_path, "1401/12/05, 10:30 - Sam: a\n1401/12/15, 10:30 - Sam: a\n")
    assert refused.value.code == "E_CALENDAR"


def test_two_orders_in_one_layout_that_both_keep_time_are_refused(tmp_path: Path) -> None:
    days = ("15/01/2025", "16/01/2025", "01/20/2025", "01/21/2025")
    with pytest.raises(InputError):
        read_chat(tmp_path, "".join(f"{day}, 10:00 - Sam: a\n" for day in days))


def test_a_contradiction_late_in_a_long_file_is_told_before_the_first_item(tmp_path: Path) -> None:
    long = "".join(f"{15 + n // 1500}/01/2025, 10:{n // 60 % 60:02} - Sam: {n}\n" for n in range(5000))
    late = "".join(f"02/{13 + n}/2025, 10:00 - Sam: late\n" for n in range(5))
    with pytest.raises(InputError):
        reading_of(tmp_path, long + late)


def test_a_second_layout_whose_order_nothing_settles_is_asked_for(tmp_path: Path) -> None:
    text = (
        "15/01/2025, 10:00 - Sam: a\n[03/04/2025, 10:00:00] Alex: b\n[04/05/2025, 10:00:00] Alex: c\n"
        "25/12/2025, 10:00 - Sam: d\n"
    )
    with pytest.raises(Question):
        read_chat(tmp_path, text)
    assert times(tmp_path, text, date_order="day-first")[1:3] == ["2025-04-03 10:00:00", "2025-05-04 10:00:00"]
