from __future__ import annotations

from datetime import datetime

import pytest

from bot.core.opening_rules import ParserError, holidays_spelt_out, open_times

NEW_YEAR = "2003 Jan 01,2003 Jan 02"


def local(text: str) -> datetime:
    """2003-01-06 09:00, by the office's own clock."""
    return datetime.fromisoformat(text)


def spelt(expression: str, country: str = "KZ") -> str:
    """With the holidays of January 2003 only, to be readable."""
    full = holidays_spelt_out(expression, country, range(2003, 2004))
    head, dates, tail = full.partition(NEW_YEAR)
    return head + dates + tail[tail.find("2003 Dec 17") + len("2003 Dec 17") :] if dates else full


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Mo-Fr 09:00-18:00", "Mo-Fr 09:00-18:00"),
        ("Mo-Fr 09:00-18:00; PH off", f"Mo-Fr 09:00-18:00; {NEW_YEAR} off"),
        ("Su,PH 10:00-12:00", f"Su 10:00-12:00; {NEW_YEAR} 10:00-12:00"),
        ("Mo-Fr 09:00-18:00; PH, Su off", f"Mo-Fr 09:00-18:00; Su off; {NEW_YEAR} off"),
        ("Mo[1,3],PH off || 24/7", f"Mo[1,3] off; {NEW_YEAR} off || 24/7"),
        ("PH Mo-Fr 10:00-11:00", f"{NEW_YEAR} Mo-Fr 10:00-11:00"),
        ("ph off", f"{NEW_YEAR} off"),
        ('Mo 09:00-10:00 "not on PH; ring"', 'Mo 09:00-10:00 "not on PH; ring"'),
    ],
)
def test_holidays_become_dates(written: str, read: str) -> None:
    assert spelt(written) == read


def test_a_rule_about_holidays_vanishes_where_there_are_none() -> None:
    assert spelt("Mo-Fr 09:00-18:00; PH off", "BV") == "Mo-Fr 09:00-18:00"
    assert spelt("PH 09:00-18:00", "BV") == "off"


@pytest.mark.parametrize(
    "expression",
    ["Jan PH off", "PH +1 day off", "Mo 09:00-10:00, PH 10:00-11:00", "week 1 PH off"],
)
def test_other_uses_of_holidays_are_refused_with_the_rule_at_fault(expression: str) -> None:
    with pytest.raises(ValueError, match="PH"):
        holidays_spelt_out(f"24/7; {expression}", "KZ", range(2003, 2004))


def test_open_times_are_in_order_on_the_offices_own_clock() -> None:
    expression = "Mo-Fr 09:00-13:00,14:00-18:00; PH off"
    found = list(open_times(expression, "KZ", local("2003-01-01 00:00"), local("2003-01-06 12:00")))
    assert found == [
        (local("2003-01-03 09:00"), local("2003-01-03 13:00")),
        (local("2003-01-03 14:00"), local("2003-01-03 18:00")),
        (local("2003-01-06 09:00"), local("2003-01-06 12:00")),
    ]


def test_holidays_of_both_years_count_around_new_year() -> None:
    found = open_times(
        "00:00-24:00; PH off", "KZ", local("2002-12-16 00:00"), local("2003-01-03 00:00")
    )
    assert list(found) == [(local("2002-12-18 00:00"), local("2003-01-01 00:00"))]


def test_what_is_no_expression_is_refused() -> None:
    with pytest.raises(ParserError):
        list(open_times("nine to five", "KZ", local("2003-01-01 00:00"), local("2003-01-02 00:00")))
