"""/sent: the newest alerts of all campaigns, each a tap away from being corrected or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.alerting.headline import headline
from bot.core.alerts import ALERTS
from bot.core.button_rows import shortened
from bot.core.delivery import State
from bot.core.messages import Button, Reply
from bot.store import Alert

from .report import to_queue, zone_of
from .request import Request

SHOWN = 6
"""Alerts that fit on one screen."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One alert in the list."""

    id: int
    about: str
    at: datetime
    zone: str | None
    sent: int
    total: int


async def run(request: Request) -> Reply:
    """The list, newest first, with a button for each."""
    found = await request.tx.alerts.newest(ALERTS, SHOWN)
    lines = [line for line in [await _line(request, alert) for alert in found] if line.total]
    rows = tuple(
        (Button(label=shortened(line.about), press=f"broadcast:status:{line.id}"),)
        for line in lines
    )
    return request.note("broadcast/earlier.j2", rows, lines=lines)


async def _line(request: Request, alert: Alert) -> Line:
    counts = await request.tx.alerts.counts(alert.id)
    rows = sum(counts.values())
    return Line(
        id=alert.id,
        about=await headline(request.tx, request.desk.library, alert, request.language),
        at=alert.created,
        zone=zone_of(request, alert),
        sent=counts.get(State.SENT, 0),
        total=rows + await to_queue(request, alert, rows),
    )
