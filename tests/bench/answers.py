"""Section 6: single commands through the dispatcher, each in its own transaction; no network."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import uvloop

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.content.letterpress import LetterPress
from bot.content.loader import load_folder
from bot.core.chats import Chat
from bot.core.library import Library
from bot.core.messages import Incoming
from bot.settings import shipped
from bot.store import Store
from bot.store.cities import Cities
from bot.words import Words
from tests.bench.engine import MOMENT, SLUG, store_at
from tests.bench.race import asked, tell

CHAT = Chat(id=7_100_000_001, kind="private", country="GB", zone="Europe/London", known=True)
Deed = Callable[[], Awaitable[None]]


class Asker:
    """One person who asks the bot for things."""

    def __init__(self, store: Store, desk: Desk) -> None:
        self._store = store
        self._desk = desk

    def command(self, text: str) -> Deed:
        name, _, args = text.partition(" ")
        return partial(self._ask, event="message", command=name, args=args)

    def press(self, data: str) -> Deed:
        return partial(self._ask, event="press", press=data)

    async def _ask(self, **facts: Any) -> None:
        incoming = Incoming(
            update_id=1, chat_id=CHAT.id, chat_kind=CHAT.kind, user_id=CHAT.id, **facts
        )
        async with self._store.transaction() as tx:
            await answer(incoming, tx, self._desk, MOMENT)


async def timed(wanted: dict[str, Any]) -> dict[str, list[float]]:
    """Milliseconds of each try, by what was asked for."""
    times = wanted["times"]
    with Cities() as cities:
        async with store_at(wanted["database"]) as store:
            async with store.transaction() as tx:
                await tx.chats.save(CHAT, "2003-W01")
            asker = Asker(store, _desk(cities))
            found = {
                f"/{text.split()[0]}": await _timed(asker.command(text), times)
                for text in ("start", f"call {SLUG}", f"case {SLUG}")
            }
            for step in (f"letter:{SLUG}", f"letter:{SLUG}:president", f"letter:{SLUG}:.none"):
                await asker.press(step)()
            found["letter as PDF"] = await _timed(asker.press(f"letter:{SLUG}:.pdf"), times)
    return found


def _desk(cities: Cities) -> Desk:
    return Desk(
        library=Library(load_folder(shipped("campaigns")).entries),
        words=Words.load(None),
        cities=cities,
        letters=LetterPress(),
    )


async def _timed(deed: Deed, count: int) -> list[float]:
    times = []
    for _ in range(count):
        started = time.perf_counter()
        await deed()
        times.append((time.perf_counter() - started) * 1000)
    return times


def summary(times: list[float]) -> tuple[float, float]:
    """Median, and what 99 of 100 take at most."""
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        found = runner.run(timed(asked()))
        tell(**{name: summary(times) for name, times in found.items()})
