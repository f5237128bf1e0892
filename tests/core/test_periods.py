from __future__ import annotations

from typing import Any

import pytest

from bot.core.periods import flaws


def told(document: dict[str, Any]) -> list[tuple[tuple[str | int, ...], str]]:
    return [(flaw.loc, flaw.what) for flaw in flaws(document)]


def numbers(*periods: dict[str, str]) -> dict[str, Any]:
    return {"channels": [{"numbers": list(periods)}]}


@pytest.mark.parametrize(
    ("document", "loc"),
    [
        ({"actions": [{"begins": "2003-01-06", "ends": "2003-01-05"}]}, ("actions", 0, "ends")),
        ({"events": [{"on": "2003-01-06", "until": "2003-01-05"}]}, ("events", 0, "until")),
        (
            {"sources": [{"written": "2003-01-06", "received": "2003-01-05"}]},
            ("sources", 0, "received"),
        ),
        (
            numbers({"since": "2003-01-06", "until": "2003-01-05"}),
            ("channels", 0, "numbers", 0, "until"),
        ),
        (
            {"hearings": [{"states": [{"on": "2003-01-06", "until": "2003-01-05"}]}]},
            ("hearings", 0, "states", 0, "until"),
        ),
    ],
)
def test_days_the_wrong_way_round_are_told_at_the_second(
    document: dict[str, Any], loc: tuple[str | int, ...]
) -> None:
    [(place, what)] = told(document)
    assert place == loc
    assert "(2003-01-05) lies before " in what


def test_periods_that_touch_do_not_overlap() -> None:
    assert told(numbers({"until": "2007-06-30"}, {"since": "2007-07-01"})) == []


def test_one_shared_day_is_too_much() -> None:
    [(place, what)] = told(numbers({"until": "2007-07-01"}, {"since": "2007-07-01"}))
    assert place == ("channels", 0, "numbers", 1)
    assert what == "two numbers of the channel are in force on 2007-07-01"


def test_two_without_days_are_in_force_at_the_same_time() -> None:
    document: dict[str, Any] = {"offices": [{"holders": [{}, {}]}]}
    assert told(document) == [
        (("offices", 0, "holders", 1), "two holders of the office are in force at the same time")
    ]


def test_misspelt_days_and_other_junk_are_left_to_the_model() -> None:
    assert told(numbers({"until": "in June"}, {"since": "2001-02-30"}, {})) == []
    assert told({"channels": [{"numbers": "x"}, {"numbers": ["x", "y"]}]}) == []
    assert told({"actions": [{"begins": "tomorrow", "ends": "2003-01-05"}]}) == []
