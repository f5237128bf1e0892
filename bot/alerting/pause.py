"""A note to the hosts when Telegram kept the whole bot waiting for long."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime

from bot.store import Tx
from bot.words import Words

from .notice import tell_hosts


def telling_of_pauses(
    words: Words, hosts: Collection[int]
) -> Callable[[Tx, datetime], Awaitable[None]]:
    """Who tells them, in the transaction that keeps until when the pause lasts; once a day."""

    async def tell(tx: Tx, until: datetime) -> None:
        minutes = round((until - tx.now).total_seconds() / 60)
        key = f"pause:{tx.now:%Y-%m-%d}"
        await tell_hosts(tx, words, hosts, "notices/pause.j2", tx.now, key, minutes=minutes)

    return tell
