"""A process with nothing but a store, a sender and the door to Telegram; it can die at a point.

All of these are the product's own, only the clock runs faster, so that pauses of minutes can be
lived through. Forked from a process that has read the program already: it starts in no time.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from multiprocessing.connection import Connection as Pipe
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

from bot import log
from bot.chat.connection import connected
from bot.chat.messenger import TelegramMessenger
from bot.core.pacing import Pacer
from bot.jobs.loop import Loop
from bot.jobs.pace import Pace
from bot.jobs.sender import Sender
from bot.store import Store, Tx
from bot.store.sqlite import SqliteEngine

PATIENCE = 30.0


class Point(StrEnum):
    """Where a sender can die."""

    CLAIMED = "the claim is on disk, the request not begun"
    WRITTEN = "the request is written, and not answered"
    ANSWERED = "the answer is there, its result not on disk"
    COMMITTING = "just before a commit"
    COMMITTED = "just after a commit"


class FastClock:
    """Both clocks run ``speed`` times as fast as time does, the same in all processes."""

    def __init__(self, began: float, speed: float, later: float = 0.0) -> None:
        self._began, self.speed, self._later = began, speed, later

    def now(self) -> datetime:
        seconds = self._began + (time.time() - self._began) * self.speed + self._later
        return datetime.fromtimestamp(seconds, UTC)

    def monotonic(self) -> float:
        return time.monotonic() * self.speed

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds / self.speed)


@dataclass(kw_only=True)
class Life:
    """Where to send what from, how fast, and where it ends."""

    database: Path
    url: str
    token: str
    username: str
    written: Path
    began: float
    speed: float = 20.0
    rate: float = 40.0
    later: float = 0.0
    dies: Point | None = None
    passes: int = 0
    """How often it passes that point before."""

    @property
    def clock(self) -> FastClock:
        return FastClock(self.began, self.speed, self.later)

    def at(self, point: Point) -> None:
        """Die here, if it is time."""
        if point is self.dies:
            self.passes -= 1
            if self.passes < 0:
                os.kill(os.getpid(), signal.SIGKILL)


class MortalStore(Store):
    """A store whose process may die before and after a commit."""

    life: Life

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        async with super().transaction() as tx:
            yield tx
            self.life.at(Point.COMMITTING)
        self.life.at(Point.COMMITTED)


class MortalMessenger(TelegramMessenger):
    """A messenger whose process may die before and after a request."""

    life: Life

    async def deliver(self, *args: Any, **options: Any) -> Any:
        self.life.at(Point.CLAIMED)
        outcome = await super().deliver(*args, **options)
        self.life.at(Point.ANSWERED)
        return outcome


async def send(life: Life, ready: Pipe) -> None:
    """As the bot does, until SIGTERM."""
    stop, clock = asyncio.Event(), life.clock
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    store = MortalStore(SqliteEngine(life.database), clock)
    store.life = life
    async with store, connected(life.token, life.url) as telegram:
        messenger = MortalMessenger(telegram.bot, telegram.transport, life.username)
        messenger.life = life
        sender = Sender(store, messenger, Pace(clock, Pacer(rate=life.rate)), clock)
        await sender.recover()
        loop = Loop("sender", sender.step, 1 / life.speed, clock=clock)
        task = asyncio.create_task(loop.run())
        ready.send("ready")
        await stop.wait()
        sender.halt()
        loop.stop()
        await task
        await sender.drain()


def run(life: Life, ready: Pipe) -> None:
    """What the process does."""
    out = os.open(life.written, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, sys.stdout.fileno())
    os.dup2(out, sys.stderr.fileno())
    log.configure("INFO")
    asyncio.run(send(life, ready))


@contextmanager
def lone_sender(life: Life) -> Iterator[BaseProcess]:
    """Such a process at work, killed at the end. With a point to die at it may be dead already."""
    nursery = multiprocessing.get_context("forkserver")
    nursery.set_forkserver_preload(["bot.cli.run"])
    here, there = nursery.Pipe(duplex=False)
    process = nursery.Process(target=run, args=(life, there))
    process.start()
    there.close()
    try:
        try:
            assert here.poll(PATIENCE), "it does not start"
            here.recv()
        except EOFError:  # dead before it was ready
            process.join(PATIENCE)
            assert life.dies is not None, f"it ended: {process.exitcode}"
        yield process
    finally:
        process.kill()
        process.join(PATIENCE)
        process.close()
        here.close()
