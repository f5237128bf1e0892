"""Alerts that wait while their reason goes away: they are taken out of the queue."""

from __future__ import annotations

from collections.abc import Collection

from bot.core.schedule import SCHEDULED
from bot.log import logger
from bot.store import Tx

log = logger(__name__)


async def withdraw(tx: Tx, slug: str, keys: Collection[str]) -> int:
    """Cancel what waits of a campaign's dated alerts except ``keys``, which it still calls for.

    Gives how many chats will not be reached. An organiser's words and the news that a hearing
    changed stay: nobody's dates called for them.
    """
    missed = 0
    for alert in await tx.alerts.open_of(slug):
        if alert.kind in SCHEDULED and alert.key not in keys:
            chats = await tx.alerts.cancel(alert.id)
            log.info("alert withdrawn", kind=alert.kind, subject=alert.subject, chats=chats)
            missed += chats
    return missed
