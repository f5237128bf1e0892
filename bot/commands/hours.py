"""Waking hours: the part of the day in which a reader is asked to ring an office."""

from __future__ import annotations

from bot.core.messages import Button, Reply

from .numbers import number
from .request import Request
from .sorry import Stale

WAKES = (5, 6, 7, 8, 9, 10)
SLEEPS = (20, 21, 22, 23, 24)


async def ask(request: Request) -> Reply:
    """Two rows of hours: when the day begins and when it ends; the present ones are marked."""
    rows = (
        _row("settings:wakes", WAKES, request.chat.wakes),
        _row("settings:sleeps", SLEEPS, request.chat.sleeps),
        (request.button("back_to_settings", "settings:screen"),),
    )
    return request.page("settings/hours.j2", rows, chat=request.chat)


async def choose(request: Request) -> Reply:
    """Keep one end of the day; only the hours that are offered are taken."""
    field, offered = ("wakes", WAKES) if request.arg(0) == "wakes" else ("sleeps", SLEEPS)
    hour = number(request.arg(1))
    if hour not in offered:
        raise Stale
    return await ask(await request.keep(**{field: hour}))


def _row(press: str, offered: tuple[int, ...], present: int) -> tuple[Button, ...]:
    return tuple(
        Button(label=f"{'✓ ' if hour == present else ''}{hour:02}", press=f"{press}:{hour}")
        for hour in offered
    )
