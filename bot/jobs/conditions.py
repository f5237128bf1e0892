"""What must hold for the sending side to be called healthy."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.clock import Clock
from bot.core.breaker import Trouble
from bot.store import Store

from .pace import Pace
from .sender import Sender

LONGEST_FLIGHT = 60.0
"""Seconds a request may be under way."""
LONGEST_WAIT = timedelta(minutes=5)
"""How long a message may be due and not be taken while nothing stops the sending."""

Condition = Callable[[], bool | Awaitable[bool]]


def of_sending(sender: Sender, pace: Pace, store: Store, clock: Clock) -> dict[str, Condition]:
    """Each by its name, as the log tells it."""

    async def nothing_is_left_behind() -> bool:
        if pace.gate_opens_in() > 0 or pace.breaker.open is not None:
            return True
        now = clock.now()
        async with store.reading() as tx:
            return not await tx.outbox.overdue(now - LONGEST_WAIT, now)

    return {
        "requests come back": lambda: sender.oldest_under_way() <= LONGEST_FLIGHT,
        "the token is accepted": lambda: pace.breaker.open is not Trouble.CREDENTIALS,
        "what is due is taken": nothing_is_left_behind,
    }
