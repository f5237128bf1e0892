"""The one place where our own engine is put together for measuring: as the program does it, with
its store, its Telegram messenger and its connections, but without listening for updates.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import sqlite3
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot import log
from bot.app import App, _build
from bot.chat.connection import Connection, connected
from bot.chat.messenger import TelegramMessenger
from bot.chat.translate import UpdateTranslator
from bot.clock import Clock, TravelClock
from bot.commands.desk import Desk
from bot.content.letterpress import LetterPress
from bot.core.chats import Audience
from bot.core.delivery import ALERT, TURNS, State
from bot.core.library import Library
from bot.core.messages import Button, Incoming, Message, Outcome, Reply
from bot.core.pacing import Pacer
from bot.core.wire import to_json
from bot.jobs.heart import Heart
from bot.jobs.pace import Pace
from bot.settings import Settings
from bot.store import NewAlert, Store
from bot.store.cities import Cities
from bot.store.sqlite import SqliteEngine
from bot.store.store import Tx
from bot.words import Words
from tests.bench.children import TOKEN
from tests.bench.message import HTML, LINK, PRESS

SLUG = "karaganda-2003"
MOMENT = datetime(2003, 1, 6, 3, 30, tzinfo=UTC)
"""When it is measured by the bot's clock: that campaign is in full swing."""
LANGUAGES = ("en", "ru", "kk")
COUNTRIES = ("GB", "US", "KZ", "DE", "FR")
ZONES = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Moscow",
    "Asia/Almaty",
    "Asia/Tokyo",
    "America/New_York",
    "America/Los_Angeles",
    "America/Sao_Paulo",
)
"""Where subscribers are, evenly mixed."""
NO_LIMIT = 1e9
"""Messages a second that nobody reaches."""
BREATH = 0.005
"""Seconds until the sender is asked again, where it has nothing to do at this moment."""
Told = Callable[[int], None]
numbers = itertools.count()


def pacer(rate: float = NO_LIMIT, reserve: float = 0.0) -> Pacer:
    """A pacer at a rate; ``reserve`` of it is for replies."""
    return Pacer(rate=rate, reserve=reserve)


class TimedStore(Store):
    """A store that knows for how long its one writer was held by a single transaction."""

    longest_hold = 0.0

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        async with super().transaction() as tx:
            started = time.perf_counter()
            yield tx
        self.longest_hold = max(self.longest_hold, time.perf_counter() - started)


class HeardMessenger(TelegramMessenger):
    """The messenger, and ``told`` hears which chat has got its reply."""

    told: Told = staticmethod(lambda _chat: None)

    async def reply(
        self, incoming: Incoming, reply: Reply, *, skip: int = 0
    ) -> tuple[Outcome, ...]:
        outcomes = await super().reply(incoming, reply, skip=skip)
        self.told(incoming.chat_id)
        return outcomes


@dataclass(frozen=True, kw_only=True)
class Engine:
    """The parts that are driven and looked at."""

    app: App
    store: TimedStore
    messenger: HeardMessenger
    telegram: Connection


def store_at(database: str, clock: Clock | None = None) -> TimedStore:
    """The store on a file, as ``open_store`` would make it."""
    return TimedStore(SqliteEngine(Path(database)), clock or TravelClock(MOMENT))


@asynccontextmanager
async def engine(url: str, database: str, pacer: Pacer) -> AsyncIterator[Engine]:
    """Everything between a database and the Bot API at ``url``; no loop runs yet."""
    log.configure("WARNING")
    clock = TravelClock(MOMENT)
    settings = Settings(telegram_api_url=url, send_rate=1000, paid_broadcast="yes")
    async with store_at(database, clock) as store, connected(TOKEN, url) as telegram:
        name = await telegram.username(asyncio.Event()) or ""
        with Cities() as cities:
            desk = Desk(
                library=Library(),
                words=Words.load(settings.locales_dir),
                cities=cities,
                letters=LetterPress(),
                bot_username=name,
            )
            messenger = HeardMessenger(telegram.bot, telegram.transport, name)
            translate = UpdateTranslator(telegram.bot, name)
            pace, heart = Pace(clock, pacer), Heart(clock)
            app = _build(settings, clock, pace, store, desk, messenger, translate, heart)
            gc.collect()
            gc.freeze()  # as the program does when it has read the campaigns
            yield Engine(app=app, store=store, messenger=messenger, telegram=telegram)


async def add_alert(store: Store) -> int:
    """An alert with the message of the contest; it is queued for nobody yet."""
    buttons = (
        (Button(label=PRESS[0], press=PRESS[1]),),
        (Button(label=LINK[0], url=LINK[1]),),
    )
    alert = NewAlert(
        key=f"bench:{next(numbers)}",
        kind="update",
        campaign=SLUG,
        subject="bench",
        policy=ALERT,
        created=MOMENT,
        expires=MOMENT + timedelta(hours=6),
        texts={
            Audience(language=language, zone=zone, kind="private"): to_json(
                Message(html=HTML, buttons=buttons)
            )
            for language in LANGUAGES
            for zone in ZONES
        },
    )
    async with store.transaction() as tx:
        number = await tx.alerts.add(alert)
    assert number is not None
    return number


async def fan_out(store: Store) -> int:
    """Queue an alert for all subscribers, as an approval does; gives the alert's number."""
    alert_id = await add_alert(store)
    await _place(store, alert_id)
    async with store.transaction() as tx:
        await tx.fanout.begin(alert_id)
        left = await tx.alerts.get(alert_id)
    while left is not None:
        async with store.transaction() as tx:
            left = (await tx.fanout.slice(left)).left
    return alert_id


async def queued(store: Store, alert_id: int) -> int:
    """How many rows there are."""
    async with store.reading() as tx:
        return sum((await tx.alerts.counts(alert_id)).values())


async def _place(store: Store, alert_id: int) -> None:
    """A text and a turn for every standing, looked up and kept as ``bot.jobs.filler`` does it."""
    async with store.reading() as tx:
        standings = await tx.standings.lacking(alert_id, SLUG)
        variants = await tx.alerts.audiences(alert_id)
    chosen = {each.id: variants[each.standing.audience] for each in standings}
    turns = {each.id: each.id % TURNS for each in standings}
    async with store.transaction() as tx:
        await tx.fanout.add_turns(alert_id, chosen, turns)


async def send_for(engine: Engine, seconds: float) -> None:
    """The sender's steps for a while, or until nothing is queued any more."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if await engine.app.sender.step():
            continue
        async with engine.store.reading() as tx:
            if await tx.outbox.next_due(engine.app.clock.now()) is None:
                return
        await asyncio.sleep(BREATH)


def sent_on_disk(database: str) -> tuple[int, int]:
    """Rows marked as sent, and their different message ids."""
    db = sqlite3.connect(database)
    try:
        question = "SELECT COUNT(*), COUNT(DISTINCT message_id) FROM outbox WHERE state = ?"
        rows, ids = db.execute(question, (int(State.SENT),)).fetchone()
        return int(rows), int(ids)
    finally:
        db.close()
