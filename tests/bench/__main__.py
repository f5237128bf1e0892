"""Prints how long the storage of a broadcast and the answers to people take, on this machine, now.

The storage figures leave out the network; the answers are commands through the dispatcher, each in
a transaction of its own. Writes ``build/bench.json``.
"""

from __future__ import annotations

import asyncio
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from bot.clock import SystemClock
from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.content.letterpress import LetterPress
from bot.content.loader import load_folder
from bot.core.chats import Chat
from bot.core.delivery import State
from bot.core.library import Library
from bot.core.messages import Incoming
from bot.settings import shipped
from bot.store import Settled, Store, open_store
from bot.store.cities import Cities
from bot.words import Words
from tests.store.builders import SLUG, an_alert, subscribe

CHATS = 10_000
ASKED = 300
SLOTS = 8
NOW = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
OUT = Path("build/bench.json")


async def _measure() -> dict[str, float]:
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as folder, Cities() as cities:
        async with open_store(f"sqlite:///{folder}/bench.db", SystemClock()) as store:
            await _broadcast(store, figures)
            await _answers(store, cities, figures)
    return figures


def _print(figures: dict[str, float]) -> None:
    table = Table("measured", "figure", title=f"{platform.platform()}, Python {sys.version[:6]}")
    for name, figure in figures.items():
        table.add_row(name, f"{figure:,.2f}")
    Console().print(table)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(orjson.dumps(figures, option=orjson.OPT_INDENT_2))


async def _broadcast(store: Store, figures: dict[str, float]) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, *range(7_000_000_000, 7_000_000_000 + CHATS))
        alert = await tx.alerts.add(an_alert())
    started = time.perf_counter()
    async with store.transaction() as tx:
        await tx.outbox.enqueue_subscribers(alert or 0, SLUG)
    figures[f"queueing an alert for {CHATS:,} chats, ms"] = _ms(started)
    started = time.perf_counter()
    done: list[Settled] = []
    while True:
        async with store.transaction() as tx:
            await tx.outbox.settle(done)
            claimed = await tx.outbox.claim(SLOTS, an_alert().created, store.epoch)
        done = [
            Settled(
                alert_id=row.alert_id,
                chat_id=row.chat_id,
                epoch=store.epoch,
                state=State.SENT,
                message_id=1,
            )
            for row in claimed
        ]
        if not claimed:
            break
    seconds = time.perf_counter() - started
    figures[f"claiming and settling {SLOTS} at a time, chats/s"] = CHATS / seconds


async def _answers(store: Store, cities: Cities, figures: dict[str, float]) -> None:
    desk = Desk(
        library=Library(load_folder(shipped("campaigns")).entries),
        words=Words.load(None),
        cities=cities,
        letters=LetterPress(),
    )
    chat = Chat(id=7_100_000_001, kind="private", country="GB", zone="Europe/London", known=True)
    async with store.transaction() as tx:
        await tx.chats.save(chat, "2003-W01")

    async def ask(event: str, text: str) -> None:
        pressed = event == "press"
        incoming = Incoming(
            update_id=1,
            event="press" if pressed else "message",
            chat_id=chat.id,
            chat_kind="private",
            user_id=chat.id,
            command=None if pressed else text.split(maxsplit=1)[0],
            args=" ".join(text.split()[1:]),
            press=text if pressed else None,
        )
        async with store.transaction() as tx:
            await answer(incoming, tx, desk, NOW)

    for text in ("start", f"call {SLUG}", f"case {SLUG}"):
        await _timed(f"/{text.split()[0]}", partial(ask, "message", text), figures)
    await ask("press", f"letter:{SLUG}")
    await ask("press", f"letter:{SLUG}:president")
    await ask("press", f"letter:{SLUG}:.none")
    await _timed("letter as PDF", partial(ask, "press", f"letter:{SLUG}:.pdf"), figures)


async def _timed(name: str, deed: Callable[[], Awaitable[None]], figures: dict[str, float]) -> None:
    times = []
    for _ in range(ASKED):
        started = time.perf_counter()
        await deed()
        times.append(_ms(started))
    figures[f"{name}, median ms"] = statistics.median(times)
    figures[f"{name}, p99 ms"] = statistics.quantiles(times, n=100)[98]


def _ms(started: float) -> float:
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    _print(asyncio.run(_measure()))
