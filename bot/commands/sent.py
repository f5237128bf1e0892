"""/sent: the newest alerts of all campaigns, each a tap away from being corrected or withdrawn."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from bot.alerting.correction import bar
from bot.alerting.headline import headline
from bot.core.alerts import ALERTS
from bot.core.button_rows import shortened
from bot.core.delivery import Act, State
from bot.core.messages import Button, Reply
from bot.store import Alert

from .report import title_beside, to_queue
from .request import Request

SHOWN = 6
"""Alerts that fit on one screen."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One alert in the list."""

    id: int
    about: str
    at: datetime
    title: str
    """That of the campaign, where ``about`` does not name it."""
    mark: str
    """Whether it was withdrawn or corrected since."""
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
    barred = await bar(request.tx, alert, Act.EDIT, request.now)
    return Line(
        id=alert.id,
        about=await headline(request.tx, request.desk.library, alert, request.audience),
        at=alert.created,
        title=title_beside(request, alert),
        mark=barred.value if barred else "",
        sent=counts.get(State.SENT, 0),
        total=rows + await to_queue(request, alert, rows),
    )
