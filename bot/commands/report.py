"""How far a broadcast is, and what became of it when it was withdrawn or corrected."""

from __future__ import annotations

from dataclasses import replace

from bot.alerting.aftermath import Aftermath, aftermath
from bot.alerting.correction import bar, concerns, words_of
from bot.alerting.headline import headline, title
from bot.core.delivery import FINAL, Act, State
from bot.core.messages import Reply
from bot.core.progress import bar as drawn
from bot.store import Alert

from .numbers import number
from .request import Request, Rows
from .sorry import Stale


async def chosen(request: Request, typed: str) -> Alert:
    """The alert of that number; Stale where it is none that went to subscribers."""
    alert = await request.tx.alerts.get(number(typed))
    if alert is None or not concerns(alert):
        raise Stale
    return alert


async def status(request: Request) -> Reply:
    """How far a broadcast is, in the states every chat ends in."""
    return await page(request, await chosen(request, request.arg(1)))


async def page(request: Request, alert: Alert) -> Reply:
    """The same for an alert; where it was withdrawn or corrected, every copy is counted as well."""
    counts = await request.tx.alerts.counts(alert.id)
    rows = sum(counts.values())
    unqueued = await to_queue(request, alert, rows)
    after = await aftermath(request.tx, alert, request.now)
    if not rows + unqueued and after is None:
        raise Stale
    waiting = unqueued + sum(n for state, n in counts.items() if state not in FINAL)
    moving = waiting > 0 or (after is not None and not after.over)
    reply = request.page(
        "broadcast/status.j2",
        await _buttons(request, alert, moving=moving),
        about=await headline(request.tx, request.desk.library, alert, request.audience),
        total=rows + unqueued,
        waiting=waiting,
        sent=counts.get(State.SENT, 0),
        gone=counts.get(State.GONE, 0),
        unknown=counts.get(State.UNKNOWN_FINAL, 0),
        not_sent=sum(
            counts.get(state, 0) for state in (State.FAILED, State.EXPIRED, State.CANCELLED)
        ),
        after=after,
        withdrawn=_is(after, Act.DELETE),
        title=title_beside(request, alert),
        drawn=drawn((rows + unqueued - waiting) / max(1, rows + unqueued)),
    )
    return replace(reply, live=f"broadcast:status:{alert.id}") if moving else reply


async def to_queue(request: Request, alert: Alert, rows: int) -> int:
    """Chats that have no row yet, while rows are being made."""
    if alert.filled or alert.cancelled:
        return 0
    return max(0, await request.tx.subscriptions.number(alert.campaign) - rows)


def title_beside(request: Request, alert: Alert) -> str:
    """The campaign of an organiser's own words, which do not name it; empty for other alerts."""
    if words_of(alert) is None:
        return ""
    return title(request.desk.library, alert, request.language)


def _is(after: Aftermath | None, act: Act) -> bool:
    return after is not None and after.act is act


async def _buttons(request: Request, alert: Alert, *, moving: bool) -> Rows:
    """What can still be done with it."""
    rows: Rows = ()
    if moving:
        rows = ((request.button("how_far", f"broadcast:status:{alert.id}"),),)
    tx, now = request.tx, request.now
    if words_of(alert) is not None and await bar(tx, alert, Act.EDIT, now) is None:
        rows = (*rows, (request.button("correct_it", f"broadcast:correct:{alert.id}"),))
    if await bar(tx, alert, Act.DELETE, now) is None:
        rows = (*rows, (request.button("withdraw_it", f"broadcast:withdraw:{alert.id}"),))
    return rows
