"""Whether an office can be rung is decided in one place: everything that shows it says the same."""

from __future__ import annotations

import ast
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import bot
from bot.commands.call_card import office
from bot.commands.call_view import View
from bot.commands.evening import OPEN, in_turn
from bot.core.calls import office_cards
from bot.core.chats import Standing
from bot.core.hours import OfficeHours
from bot.core.news import Scheduled
from bot.core.readiness import awaited
from bot.core.schedule import opening
from bot.core.urgency import urgency
from bot.words import Words
from bot.words.answering import answering
from tests.appeal import COURT, FAX, PRESIDENT
from tests.commands.talk import LONDON, an_entry

WORDS = Words.load()
DECIDE = {"core/hours.py", "core/hours_check.py"}
"""Only these may read opening hours themselves; the second checks how they are written."""
STEP = timedelta(hours=89, minutes=13)
"""Meets weekdays and hours in ever other pairs, on both sides of the changes of the clocks."""
CLOSURE = {"since": "2026-06-29", "until": "2026-07-03"}
OFFICES = (
    COURT | {"closures": [CLOSURE]},
    PRESIDENT | {"zone": "America/New_York", "country": "US", "hours": "Mo-Fr 08:30-17:15"},
    COURT | {"id": "night", "zone": "Europe/London", "country": "GB", "hours": "Mo-Su 22:00-02:00"},
    COURT | {"id": "always", "hours": "24/7"},
)


def test_nothing_else_reads_opening_hours() -> None:
    root = Path(bot.__file__).parent
    readers = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").endswith("opening_rules")
    }
    assert readers == DECIDE


@pytest.mark.parametrize("one", OFFICES, ids=[str(each["id"]) for each in OFFICES])
def test_at_every_moment_of_a_year_all_say_the_same(one: dict[str, object]) -> None:
    times = {"begins": "2026-01-02", "ends": "2027-03-01", "offices": [one["id"]]}
    action = FAX | times | {"letter": None}
    line = {"id": "line", "kind": "phone", "offices": [one["id"]]}
    numbers = [{"e164": "+77212420220"}]
    entry = an_entry(
        offices=[one], channels=[line | {"numbers": numbers}], letters=[], actions=[action]
    )
    campaign = entry.campaign
    there = campaign.offices[0]
    hours = OfficeHours.of(there)
    standing = Standing(audience=LONDON.audience, country="GB", wakes=8, sleeps=8)
    now = datetime(2026, 1, 5, tzinfo=UTC)
    while now < datetime(2027, 1, 5, tzinfo=UTC):
        state = hours.state(now)
        is_open = state.open
        assert is_open == bool(hours.openings(now, now + timedelta.resolution)), now
        [card] = office_cards(campaign, LONDON, now)
        assert card.open == is_open, now
        if there.hours != "24/7":
            [group] = answering([there], now)
            assert group.open == is_open, now
        assert (awaited(campaign, there, now) is None) == is_open, now
        assert awaited(campaign, there, now) == (None if is_open else state.opens), now
        view = View(words=WORDS, entry=entry, chat=LONDON, now=now)
        [turn] = in_turn([view], ())
        assert (turn.rank == OPEN) == is_open, now
        reminder = opening(campaign.slug, there.id, now, now + timedelta(hours=1))
        soonest = urgency(campaign, Scheduled(moment=reminder), standing, now)
        assert (soonest < 3) == is_open, now
        first = office(view, card, alone=True, reminder=None).buttons[0][0]
        assert (first.press == f"call:{campaign.slug}:{there.id}:dial") == is_open, now
        now += STEP
