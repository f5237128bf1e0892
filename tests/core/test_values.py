from __future__ import annotations

from datetime import date, time
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from bot.core.values import Day, Flag, Hour, Whole, Years, day_in


class Values(BaseModel):
    day: Day | None = None
    hour: Hour | None = None
    whole: Whole | None = None
    years: Years | None = None
    flag: Flag | None = None


@pytest.mark.parametrize(
    ("field", "written", "meant"),
    [
        ("day", "2003-01-06", date(2003, 1, 6)),
        ("hour", "09:00", time(9)),
        ("hour", "23:59:59", time(23, 59, 59)),
        ("whole", "0", 0),
        ("whole", "1440", 1440),
        ("years", "7", 7.0),
        ("years", "2.5", 2.5),
        ("flag", "true", True),
        ("flag", "false", False),
        ("day", date(2003, 1, 6), date(2003, 1, 6)),
        ("hour", time(9), time(9)),
        ("whole", 60, 60),
        ("years", 2, 2.0),
        ("flag", False, False),
    ],
)
def test_one_spelling_is_read(field: str, written: object, meant: object) -> None:
    assert getattr(Values.model_validate({field: written}), field) == meant


@pytest.mark.parametrize(
    ("field", "written"),
    [
        *(("day", day) for day in ("6.1.2003", "2003-1-6", "2003-02-30", "1041811200", "", "2003")),
        *(("day", day) for day in ("2003-01-06T00:00", " 2003-01-06", "٢٠٠٣-٠١-٠٦", "0000-01-01")),
        *(("hour", hour) for hour in ("9:00", "09.00", "24:00", "32400", "09:60", "09:00Z", "9")),
        *(("whole", number) for number in ("1_000", "+5", "-1", "1.0", "007", " 1", "٣", "9" * 10)),
        *(("years", years) for years in ("two", "1e3", "nan", "inf", "-1", "2,5", "1_0")),
        *(("flag", flag) for flag in ("yes", "no", "on", "1", "True", "TRUE", "t", "")),
    ],
)
def test_every_other_spelling_is_refused(field: str, written: str) -> None:
    with pytest.raises(ValidationError):
        Values.model_validate({field: written})


def test_values_survive_json() -> None:
    values: dict[str, Any] = {"day": "2003-01-06", "hour": "09:00", "whole": "3", "flag": "true"}
    read = Values.model_validate(values)
    assert Values.model_validate_json(read.model_dump_json()) == read


def test_a_raw_day_is_read_or_passed_over() -> None:
    assert day_in("2003-01-06") == date(2003, 1, 6)
    junk: list[object] = ["2003-02-30", "x", None, [], 3]
    assert [day_in(raw) for raw in junk] == [None] * 5
