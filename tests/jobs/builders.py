"""A clock that runs but can be moved, people who started the bot, and alerts waiting for them."""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime, timedelta

from bot.core.delivery import ALERT, Policy
from bot.core.messages import Message
from bot.core.wire import to_json
from bot.demo.bot_api import BotApi
from bot.store import NewAlert, Store
from tests.store.builders import LONDON, SLUG, queue_for_all, subscribe

TOKEN = "1000000001:token-of-the-emulated-bot-api-000000"
USERNAME = "solidarity_test_bot"
PEOPLE = tuple(range(7_000_000_001, 7_000_000_041))
EVENING = datetime(2003, 1, 5, 20, tzinfo=UTC)


class QuickClock:
    """Wall time stands still until moved; monotonic time runs fifty times as fast."""

    def __init__(self, now: datetime = EVENING) -> None:
        self.moment = now
        self._began = time.monotonic()
        self._start = 0.0

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self._start + (time.monotonic() - self._began) * 50

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / 50)

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)
        self._start += timedelta(**by).total_seconds()


async def queued(
    store: Store,
    *people: int,
    key: str = "an-alert",
    html: str = "Court tomorrow",
    policy: Policy = ALERT,
    expires: timedelta = timedelta(hours=6),
) -> int:
    """An alert waiting for these people, who are subscribed; gives its number."""
    async with store.transaction() as tx:
        await subscribe(tx, *people)
        alert_id = await tx.alerts.add(
            NewAlert(
                key=key,
                kind="update",
                campaign=SLUG,
                subject="update",
                policy=policy,
                created=EVENING,
                expires=EVENING + expires,
                texts={LONDON: to_json(Message(html=html))},
            )
        )
        assert alert_id is not None
        await queue_for_all(tx, alert_id)
    return alert_id


async def states(store: Store, alert_id: int) -> dict[str, int]:
    """How many chats stand where, by the names of the states."""
    async with store.reading() as tx:
        counts = await tx.alerts.counts(alert_id)
    return {state.name: count for state, count in counts.items() if count}


def texts(api: BotApi, person: int) -> list[str]:
    """What a person has got, oldest first."""
    return [message["text"] for message in api.history(person)]
