"""Section 6: single answers through the dispatcher, each in its own transaction; no network.

The readers are of many languages, countries and clocks, in a database with many subscribers. What
counts is the processor's time of this process, all its threads together: a wall clock would measure
the neighbours.
"""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle, islice, product
from typing import Any

import uvloop

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.content.letterpress import LetterPress
from bot.content.loader import load_folder
from bot.core.agenda import Agenda
from bot.core.chats import Chat
from bot.core.library import Library
from bot.core.messages import Incoming, Reply
from bot.settings import shipped
from bot.store import Store
from bot.store.cities import Cities
from bot.words import Words
from tests.bench.engine import MOMENT, SLUG, store_at
from tests.bench.race import asked, tell

FIRST = 7_100_000_001
PLACES = (
    ("GB", "Europe/London"),
    ("US", "America/Los_Angeles"),
    ("DE", "Europe/Berlin"),
    ("KZ", "Asia/Almaty"),
    ("TR", "Europe/Istanbul"),
    ("BR", "America/Sao_Paulo"),
    ("IN", "Asia/Kolkata"),
    ("JP", "Asia/Tokyo"),
    ("AU", "Australia/Sydney"),
    ("EG", "Africa/Cairo"),
)
CALL, LETTER, PDF, WORD, PAGE = (
    "/call, text",
    "/letter, text of the draft",
    "letter as PDF",
    "letter as a Word file",
    "picture of the day",
)
TEXTS = (CALL, LETTER)
"""What people wait for on their screen; measured in fresh processes too."""


def readers(words: Words) -> Iterator[Chat]:
    """People everywhere, in every language, each with a chat of their own."""
    for place, ((country, zone), language) in enumerate(product(PLACES, words.languages)):
        yield Chat(
            id=FIRST + place,
            kind="private",
            language=language,
            language_chosen=True,
            country=country,
            zone=zone,
            known=True,
        )


class Asker:
    """Somebody who asks the bot for things. ``spent``: milliseconds of processor for an answer."""

    def __init__(self, store: Store, desk: Desk, chat: Chat) -> None:
        self._store = store
        self._desk = desk
        self._chat = chat

    async def arrives(self) -> None:
        async with self._store.transaction() as tx:
            await tx.chats.save(self._chat, "2003-W01")

    async def says(self, text: str) -> float:
        name, _, args = text.partition(" ")
        return await self._spent(event="message", command=name, args=args)

    async def presses(self, data: str) -> float:
        return await self._spent(event="press", press=f"{data}", press_id="1", message_id=1)

    async def does(self, what: str) -> float:
        """One of the things that are measured; what leads to it is not counted."""
        if what == CALL:
            return await self.says(f"call {SLUG}")
        if what == PAGE:
            return await self.presses(f"call:{SLUG}:court:day")
        await self.presses(f"letter:{SLUG}:president")
        drafted = await self.presses(f"letter:{SLUG}:.none")
        if what == LETTER:
            return drafted
        return await self.presses(f"letter:{SLUG}:{'.pdf' if what == PDF else '.docx'}")

    async def _spent(self, **facts: Any) -> float:
        chat = self._chat
        incoming = Incoming(
            update_id=1, chat_id=chat.id, chat_kind=chat.kind, user_id=chat.id, **facts
        )
        started = time.process_time()
        async with self._store.transaction() as tx:
            reply: Reply = await answer(incoming, tx, self._desk, MOMENT)
        spent = (time.process_time() - started) * 1000
        if not (reply.messages or reply.edit):
            raise SystemExit(f"No answer to {facts}.")
        return spent


async def timed(wanted: dict[str, Any]) -> dict[str, Any]:
    """Milliseconds of each try, by what was asked for; ``times`` 1: the very first ones."""
    with Cities() as cities:
        async with store_at(wanted["database"]) as store:
            desk = _desk(cities)
            Agenda(desk.library).follow()  # as the bot does before it answers anybody, and …
            desk.words.prepare()  # … in its first second
            if wanted["times"] == 1:
                chat = list(readers(desk.words))[wanted["reader"]]
                asker = Asker(store, desk, chat)
                await asker.arrives()
                return {what: [await asker.does(what)] for what in TEXTS}
            return await _warm(store, desk, wanted["times"])


async def _warm(store: Store, desk: Desk, times: int) -> dict[str, list[float]]:
    """After everybody has asked for everything once."""
    askers = [Asker(store, desk, chat) for chat in readers(desk.words)]
    for asker in askers:
        await asker.arrives()
    found: dict[str, list[float]] = {}
    for what in (CALL, LETTER, PDF, WORD, PAGE):
        for asker in askers:
            await asker.does(what)
        found[what] = [await asker.does(what) for asker in islice(cycle(askers), times)]
    return found


def _desk(cities: Cities) -> Desk:
    desk = Desk(
        library=Library(load_folder(shipped("campaigns")).entries),
        words=Words.load(None),
        cities=cities,
        letters=LetterPress(),
    )
    return replace(desk, public_url="https://bot.example.org")


def summary(times: list[float]) -> tuple[float, float]:
    """Median, and what 99 of 100 take at most."""
    return statistics.median(times), statistics.quantiles(times, n=100)[98]


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        wanted = asked()
        found = runner.run(timed(wanted))
        told = found if wanted["times"] == 1 else {name: summary(found[name]) for name in found}
        tell(**told)
