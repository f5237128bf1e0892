"""/status: how far everything is that is being sent, what holds it up, and when it will end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Protocol

from bot.alerting.survey import Broadcast
from bot.core.messages import Incoming, Reply
from bot.core.progress import bar, named
from bot.store import Store

from .desk import Desk
from .request import Request

SHOWN = 3
"""Broadcasts on one screen."""
SLOW = 5
"""A request under way for so many seconds is worth a line."""


class Understood(Protocol):
    """Turns an update into our own words; the jobs' Translator is one."""

    def __call__(self, body: str) -> Awaitable[Incoming | None]: ...


def asks(incoming: Incoming, hosts: frozenset[int]) -> bool:
    """Whether this will be answered here, so that somebody should count beforehand."""
    asked = incoming.command == "status" or (incoming.press or "").split(":")[0] == "status"
    return asked and incoming.chat_kind == "private" and incoming.user_id in hosts


async def run(request: Request) -> Reply:
    """All of it on one screen, which moves by itself while something is sent."""
    overview = await request.desk.sight.take(request.tx, request.now)
    shown, latest = overview.broadcasts[:SHOWN], overview.latest
    bulletin = overview.bulletin
    reply = request.page(
        "status/overview.j2",
        ((request.button("look_again", "status"),),),
        broadcasts=[_shown(request, each) for each in shown],
        more=len(overview.broadcasts) - len(shown),
        latest=None if latest is None else _shown(request, latest),
        bulletin=bulletin,
        slow=bulletin is not None and bulletin.oldest >= SLOW,
        holdups=overview.holdups,
        unknown=overview.unknown,
    )
    return replace(reply, live="status") if overview.broadcasts else reply


def _shown(request: Request, broadcast: Broadcast) -> dict[str, Any]:
    """One broadcast as the template wants it."""
    alert, progress = broadcast.alert, broadcast.progress
    entry = request.entry(alert.campaign)
    counts = named(broadcast.tally.counts)
    return {
        "campaign": None if entry is None else entry.campaign,
        "slug": alert.campaign,
        "kind": request.label("kind", of=alert.kind),
        "created": alert.created,
        "expires": alert.expires,
        "bar": bar(progress.share),
        "counts": {word: number for word, number in counts.items() if number},
        "to_queue": broadcast.tally.to_queue,
        "progress": progress,
        "waits_since": broadcast.waits_since,
    }


def seeing(
    understood: Understood, desk: Desk, store: Store, now: Callable[[], datetime]
) -> Understood:
    """Whoever understands updates, and counts before a host is told what was counted."""

    async def seen(body: str) -> Incoming | None:
        incoming = await understood(body)
        if incoming is not None and asks(incoming, desk.hosts):
            await desk.sight.look(store, now)
        return incoming

    return seen
