"""Many people who subscribed before, an organiser who writes to them all, and who got what."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from typing import Any

from bot.clock import SystemClock
from bot.core.delivery import State
from bot.demo.bot_api import BotApi
from bot.store import open_store
from tests.emulator import Emulator
from tests.process.bots import HOST, Installation
from tests.store.builders import SLUG, subscribe

WORDS = "The court has sat for an hour. Please keep the lines busy."


def people(count: int) -> tuple[int, ...]:
    return tuple(range(7_100_000_001, 7_100_000_001 + count))


def subscribed(place: Installation, ids: Sequence[int]) -> None:
    """They live in Telegram, and the bot knows them."""

    def arrive(api: BotApi) -> None:
        for id in ids:
            api.add_user(id, "Somebody", zone="Europe/London", started=True)

    async def remembered() -> None:
        address = f"sqlite:///{place.database}"
        async with open_store(address, SystemClock()) as store, store.transaction() as tx:
            await subscribe(tx, *ids)

    place.emulator.act(arrive)
    asyncio.run(remembered())


def broadcast(emulator: Emulator) -> None:
    """The organiser writes to all, looks at the preview, and taps Send."""
    text = f"/broadcast {SLUG} {WORDS}"
    emulator.act(lambda api: api.user_sends(chat_id=HOST, user_id=HOST, text=text))
    emulator.until("the preview", lambda api: bool(_send_button(api)))
    emulator.act(_tap_send)


def _send_button(api: BotApi) -> tuple[int, str] | None:
    for message in api.history(HOST):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if str(button.get("callback_data", "")).startswith("broadcast:send:"):
                    return message["message_id"], button["callback_data"]
    return None


def _tap_send(api: BotApi) -> None:
    found = _send_button(api)
    assert found is not None
    api.user_presses(user_id=HOST, chat_id=HOST, message_id=found[0], data=found[1])


def got(api: BotApi) -> Counter[int]:
    """How many copies of the alert each subscriber has by the emulator's own account."""
    counted = Counter(delivery.chat_id for delivery in api.deliveries)
    del counted[HOST]
    return counted


def states(place: Installation) -> dict[State, int]:
    """The bot's own account of all rows there are, also while it runs."""
    counted = rows(place, "SELECT state, COUNT(*) FROM outbox GROUP BY state")
    return {State(state): count for state, count in counted}


def rows(place: Installation, query: str) -> list[tuple[Any, ...]]:
    """What stands in the database, looked at from outside."""
    with closing(sqlite3.connect(f"file:{place.database}?mode=ro", uri=True)) as db:
        return list(db.execute(query))
