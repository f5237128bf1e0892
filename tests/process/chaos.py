"""A broadcast in several alerts, and everything that can happen to it; by chance, from a seed."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from random import Random

from bot.core.delivery import ALERT, CORRECTION, REPORT, WITHDRAWAL, Act, Hold, Policy, State
from bot.core.messages import Message
from bot.core.wire import to_json
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from bot.jobs.sender import slots_for
from bot.store import Store, Tx, open_store
from bot.store.moments import stored
from tests.emulator import Emulator
from tests.mixture import WRITING, Kind, Mixture
from tests.oracle import Verdict, Witness, judge, words
from tests.process.bots import HOST, TOKEN, USERNAME
from tests.process.lone import FastClock, Life, Point, lone_sender
from tests.store.builders import LONDON, an_alert, queue_for_all, subscribe
from tests.store.test_outbox import GROUP

SHARES = {
    Kind.LATE: 20,
    Kind.UNHEARD: 15,
    Kind.UNDONE: 15,
    Kind.GARBLED: 4,
    Kind.GARBAGE: 4,
    Kind.SERVER: 6,
    Kind.SERVER_DONE: 4,
    Kind.TOO_MANY: 1,
    Kind.BLOCKED: 1,
    Kind.DEACTIVATED: 1,
    Kind.KICKED: 1,
    Kind.NOT_FOUND: 1,
    Kind.UNPARSED: 1,
    Kind.TOO_LONG: 1,
}
"""Of a thousand calls."""
POLICIES = (ALERT, CORRECTION, ALERT, REPORT)
PEOPLE, GROUPS = 7_100_000_001, -500_000_001
BIG = -1_000_000_000_000
LONGEST = 2.0
"""Seconds in which a life that does not come to its point is ended all the same."""
WAIT = 1900.0
"""Longer than the longest pause before a resend, in seconds."""


@dataclass(kw_only=True)
class Figures:
    """What was done, and what came of it."""

    kills: int = 0
    in_flight: int = 0
    """Messages that were under way when their sender was killed, all kills together."""
    worst: int = 0
    slots: int
    """How many may be."""
    stops: int = 0
    points: dict[str, int] = field(default_factory=dict)
    episodes: dict[str, int] = field(default_factory=dict)


class Chaos:
    """One database, one Telegram, many short lives of senders."""

    def __init__(self, folder: Path, emulator: Emulator, random: Random, rate: float) -> None:
        self.folder, self.emulator, self.random, self.rate = folder, emulator, random, rate
        self.database, self.written = folder / "bot.db", folder / "log.txt"
        self.figures = Figures(slots=slots_for(rate))
        self.began, self.later = time.time(), 0.0
        self.queued: dict[int, Sequence[int]] = {}
        self.groups: list[int] = []
        self.mixture = Mixture(random.random, SHARES)
        self.witness = emulator.act(Witness)

    def life(self, dies: Point | None = None, passes: int = 0) -> Life:
        return Life(
            database=self.database,
            url=self.emulator.url,
            token=TOKEN,
            username=USERNAME,
            written=self.written,
            began=self.began,
            rate=self.rate,
            later=self.later,
            dies=dies,
            passes=passes,
        )

    @property
    def clock(self) -> FastClock:
        return self.life().clock

    def prepare(self, people: int, groups: int) -> None:
        """They live in Telegram, the bot knows them, and the alerts wait for all of them."""
        persons = list(range(PEOPLE, PEOPLE + people))
        self.groups = list(range(GROUPS, GROUPS - groups, -1))

        def arrive(api: BotApi) -> None:
            for id in persons:
                api.add_user(id, "Somebody", started=True)
            for id in self.groups:
                api.add_group(id, "Group", HOST)
                api.add_bot_to_group(id, by=HOST)

        async def queue(tx: Tx) -> None:
            await subscribe(tx, *persons)
            await subscribe(tx, *self.groups, kind="group", zone=None)
            for policy in POLICIES:
                number = await self._added(tx, policy)
                assert await queue_for_all(tx, number) == people + groups
                self.queued[number] = [*persons, *self.groups]

        self.emulator.act(arrive)
        self._write(queue)

    async def _added(
        self, tx: Tx, policy: Policy, act: Act = Act.SEND, target: int | None = None
    ) -> int:
        lasts = self.clock.now() + timedelta(days=30)
        made = an_alert(
            key=f"{act}:{target}:{self.random.random()}",
            policy=policy,
            created=self.clock.now(),
            expires=lasts,
            texts={},
            act=act,
            target=target,
        )
        number = await tx.alerts.add(made) or 0
        text = words(number) if target is None else words(target, corrected=True)
        body = to_json(Message(html=text))
        numbers = None if target is None else await tx.alerts.audiences(target)
        await tx.alerts.add_texts(number, {LONDON: body, GROUP: body}, numbers)
        return number

    def follow(self, target: int, act: Act) -> None:
        """Correct or withdraw an alert, as the commands for that do."""

        async def write(tx: Tx) -> None:
            if act is Act.DELETE:
                await tx.alerts.cancel(target)
            else:
                body = to_json(Message(html=words(target, corrected=True)))
                audiences = await tx.alerts.audiences(target)
                await tx.alerts.reword(target, dict.fromkeys(audiences.values(), body))
            number = await self._added(tx, WITHDRAWAL, act, target)
            await tx.fanout.begin(number)
            left = await tx.alerts.get(number)
            while left is not None:
                left = (await tx.fanout.slice(left)).left

        self._write(write)

    def _write(self, work: Callable[[Tx], object]) -> None:
        async def done() -> None:
            store: Store = open_store(f"sqlite:///{self.database}", self.clock)
            async with store, store.transaction() as tx:
                await work(tx)  # type: ignore[misc]  # a coroutine

        asyncio.run(done())

    def count(self, condition: str) -> int:
        with closing(sqlite3.connect(f"file:{self.database}?mode=ro", uri=True, timeout=30)) as db:
            query = f"SELECT COUNT(*) FROM outbox WHERE {condition}"  # noqa: S608  # our own
            return int(db.execute(query).fetchone()[0])

    def is_killed(self, point: Point | None, passes: int) -> None:
        """One life, until a point that it passes up to so often; None: until any moment.

        Commits are some times rarer than messages.
        """
        rare = point in (Point.COMMITTING, Point.COMMITTED)
        passes = self.random.randrange(passes // (4 if rare else 1) + 1)
        own = point if point is not Point.WRITTEN else None
        with lone_sender(self.life(own, passes)) as process:
            if point is Point.WRITTEN:
                self.emulator.act(lambda api: dies_when_asked(api, process, passes))
            if point is not None:
                process.join(LONGEST)
            else:
                time.sleep(self.random.uniform(0, 0.3))
            process.kill()
            process.join()
        self.emulator.act(lambda api: api.faults.clear())
        self.count_kill(point)

    def count_kill(self, point: Point | None) -> None:
        figures, under_way = self.figures, self.count(f"state = {State.SENDING:d}")
        figures.kills += 1
        figures.in_flight += under_way
        figures.worst = max(figures.worst, under_way)
        assert under_way <= figures.slots, f"{under_way} under way with {figures.slots} slots"
        name = "any moment" if point is None else point.name.lower()
        figures.points[name] = figures.points.get(name, 0) + 1

    def is_stopped(self, seconds: float) -> None:
        """One life that ends in order: nothing is left of unknown fate."""
        with lone_sender(self.life()) as process:
            time.sleep(seconds)
            stopped(process)
        assert self.count(f"state = {State.SENDING:d}") == 0, "a stop leaves nothing under way"
        self.figures.stops += 1

    def waives(self) -> None:
        """A host has looked at what was held back, and lets it go on."""

        async def write(tx: Tx) -> None:
            for alert in await tx.outbox.open_alerts():
                if alert.held in (Hold.REFUSED, Hold.GONE):
                    await tx.alerts.hold(alert.id, Hold.WAIVED)
                    self.happened("held and waived")

        self._write(write)

    def happened(self, episode: str) -> None:
        self.figures.episodes[episode] = self.figures.episodes.get(episode, 0) + 1

    def storm(self) -> None:
        """The next calls are all too many; after each a longer pause is made."""
        self.happened("429 storm")
        fault = Fault.too_many_requests(self.random.randrange(4))
        calls = self.random.randrange(2, 7)
        self.emulator.act(
            lambda api: api.faults.script(lambda call: call.method in WRITING, fault, times=calls)
        )

    def migration(self) -> None:
        """A group becomes a supergroup."""
        if self.groups:
            self.happened("migration")
            group = self.groups.pop(self.random.randrange(len(self.groups)))
            self.emulator.act(lambda api: api.migrate_group(group, BIG + group))

    def outage(self, seconds: float) -> None:
        self.happened("outage")
        with self.emulator.away():
            time.sleep(seconds)

    def locked(self, seconds: float) -> None:
        """Another program holds the database."""
        self.happened("locked database")
        with closing(sqlite3.connect(self.database, timeout=10)) as other:
            other.execute("BEGIN IMMEDIATE")
            time.sleep(seconds)
            other.rollback()

    def comes_to_an_end(self, patience: float = 60.0) -> None:
        """Lives without faults, each later by the longest pause, until no row is open."""
        self.emulator.act(lambda api: setattr(api.faults, "otherwise", None))
        for _ in range(8):
            if not self.count("state IN (0, 1, 7)"):
                return
            self.waives()
            self.later += WAIT
            with lone_sender(self.life()) as process:
                give_up = time.monotonic() + patience
                while self.count(self._due()) and time.monotonic() < give_up:
                    time.sleep(0.05)
                stopped(process)

    def _due(self) -> str:
        return f"state IN (0, 1) OR (state = 7 AND not_before <= {stored(self.clock.now())})"

    def verdict(self) -> Verdict:
        return judge(self.database, self.witness, self.queued)


def stopped(process: BaseProcess) -> None:
    process.terminate()
    process.join(20)
    assert process.exitcode == 0, f"told to stop, it ended with {process.exitcode}"


def dies_when_asked(api: BotApi, process: BaseProcess, passes: int) -> None:
    """The process is killed when the server has read its next request but so many."""
    left, pid = [passes], process.pid

    def kills(call: Call) -> bool:
        left[0] -= call.method in WRITING
        if left[0] < 0 and pid is not None:
            left[0] = sys.maxsize
            os.kill(pid, signal.SIGKILL)
        return False

    api.faults.script(kills, Fault.delay(0), times=None)
