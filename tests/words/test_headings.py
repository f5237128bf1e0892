"""By what an alert is recognised where it is spoken of."""

from __future__ import annotations

import pytest

from bot.core.messages import Message
from bot.words.corrections import heading, untimed

GROUP = (
    '⚖️ <b>Court in 1 hour:</b> <tg-time unix="1041822000" format="wDT">Mon 6 January, 09:00'
    "</tg-time> (Monday 09:00 in Karaganda)\nThe verdict"
)


def test_a_groups_moment_stands_by_the_offices_clock_which_is_named() -> None:
    assert heading(Message(html=GROUP)) == "Court in 1 hour: (Monday 09:00 in Karaganda)"


@pytest.mark.parametrize(
    ("line", "before"),
    [
        ("Court in 1 hour: today, Sun 5 January, 19:00 for you", "Court in 1 hour"),
        ("Calls ended at 17:00", None),
    ],
)
def test_what_stands_before_a_moment_is_anybodys(line: str, before: str | None) -> None:
    assert untimed(line) == before
