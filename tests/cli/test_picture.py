"""How sending stands, as terminals of all widths show it: nothing is cut, no moment is broken."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from rich.console import Console

from bot.alerting.survey import Broadcast, Overview
from bot.cli.picture import picture
from bot.core.bulletin import Bulletin
from bot.core.delivery import ALERT, Hold, State
from bot.core.progress import Tally, progress
from bot.store import Alert

NOW = (
    datetime.now(UTC)
    .astimezone()
    .replace(hour=12, minute=0, second=0, microsecond=0)
    .astimezone(UTC)
)
CALM = Bulletin(at=NOW, rate=25, full_rate=25, busy=True, under_way=4, slots=8)
MANY = {State.PENDING: 81_234, State.SENDING: 8, State.SENT: 18_000, State.GONE: 311}

widths = pytest.mark.parametrize("width", [60, 80, 120])


def a_broadcast(number: int, counts: dict[State, int], **facts: Any) -> Broadcast:
    alert = Alert(
        id=number,
        key=f"update:{number}",
        kind=facts.pop("kind", "update"),
        campaign="karaganda-2003",
        subject="update",
        policy=ALERT,
        created=NOW - timedelta(minutes=3),
        expires=NOW + timedelta(hours=6),
        cancelled=False,
    )
    tally = Tally(counts=counts, expires=alert.expires, **facts)
    return Broadcast(alert=alert, tally=tally, progress=progress(tally, NOW, CALM))


def an_overview(*broadcasts: Broadcast, bulletin: Bulletin = CALM) -> Overview:
    return Overview(at=NOW, running=True, bulletin=bulletin, broadcasts=broadcasts, latest=None)


def shown(overview: Overview, width: int) -> list[str]:
    console = Console(width=width, highlight=False)
    with console.capture() as captured:
        console.print(picture(overview))
    lines = captured.get().splitlines()
    assert max(map(len, lines)) <= width
    return [line.rstrip() for line in lines]


BUSY = an_overview(
    a_broadcast(12, MANY, to_queue=900_000, kind="hearing-changed"),
    a_broadcast(13, {State.PENDING: 10, State.SENT: 1_200_000, State.EXPIRED: 20}),
    a_broadcast(14, {State.PENDING: 40}, held=Hold.REFUSED, kind="action-ends"),
)


@widths
def test_no_number_and_no_moment_is_broken_in_two(width: int) -> None:
    lines = shown(BUSY, width)
    told = "\n".join(lines)
    assert "…" not in told
    for whole in ("4 of 8 under way.", "1,200,000", "900,000", "waiting since 11:57"):
        assert whole in told, told
    assert [line for line in lines if re.search(r"(until|since|at)$", line)] == []


@widths
def test_of_few_numbers_there_is_a_table(width: int) -> None:
    lines = shown(an_overview(a_broadcast(12, {State.PENDING: 40, State.SENT: 10})), width)
    assert lines[-4].split() == ["waiting", "being", "sent", "sent", "rows"]
    assert lines[-2].split() == ["#12", "40", "0", "10", "50"]


def test_where_no_table_fits_what_is_nothing_is_not_told() -> None:
    told = "\n".join(shown(BUSY, 60))
    assert "  waiting 40 · being sent 0 · sent 0 · rows 40\n" in told + "\n"
    assert "gone 0" not in told
    assert "to be queued 0" not in told


def test_what_is_not_today_has_its_day() -> None:
    late = replace(CALM, rate=1)
    few = a_broadcast(12, {State.PENDING: 16 * 3600})
    far = replace(
        few, progress=progress(replace(few.tally, expires=NOW + timedelta(days=2)), NOW, late)
    )
    told = "\n".join(shown(an_overview(far, bulletin=late), 120))
    tomorrow = (NOW + timedelta(hours=16)).astimezone()
    assert f"until {tomorrow:%a %d %b %H:%M}; waiting since 11:57" in told


def test_the_very_last_messages_do_not_take_no_time() -> None:
    told = "\n".join(shown(an_overview(a_broadcast(12, {State.PENDING: 1, State.SENT: 900})), 80))
    assert "about 1 s, until 12:00" in told


@widths
def test_an_idle_bot_tells_its_speed_alone(width: int) -> None:
    first, second = shown(an_overview(), width)
    assert first == "The bot is running: 25 of 25 messages a second."
    assert second == "Nothing is being sent."


@widths
def test_why_telegram_keeps_everybody_waiting_is_one_sentence(width: int) -> None:
    gated = replace(CALM, gate=NOW + timedelta(seconds=77))
    told = " ".join(shown(an_overview(a_broadcast(12, MANY), bulletin=gated), width))
    assert "Telegram has asked everybody to wait: it goes on in 77 s, at 12:01." in told
