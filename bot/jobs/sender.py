"""Empties the outbox. A row is claimed on disk before its request and its slot is given back only
when the result is on disk, so a crash repeats at most as many messages as there are slots.
"""

from __future__ import annotations

import asyncio
import math
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.core.messages import Outcome, Refused, Unknown, Wait
from bot.log import logger
from bot.store import Claimed, Line, OpenAlert, Store, StoreError, Tx

from .brakes import Brakes
from .canary import Canary
from .pace import REMARKABLE, Pace
from .ports import Messenger
from .settling import Asked, Settling, nobody
from .texts import Texts

log = logger(__name__)

FEWEST, MOST = 8, 200
"""Slots: messages that may be under way at once, the bound on repeats after a kill."""
ROUND_TRIP = 0.15
"""Seconds from the claim to the result on disk, for which slots are needed."""
SHORT = 1.1
"""Seconds that are waited for a chat's turn with the slot taken; for longer the row goes back."""
TICK, GATHER = 0.02, 0.008
"""Seconds between two claims, and seconds for further results to join the first one's commit."""
EXACT = 0.012
"""A longer wait for the next claim is kept to exactly: what comes late in a full window is lost."""
LOOK = 1.0
"""A pause longer than so many seconds is left to the loop, which can be woken; after so many it is
looked whether something else is due."""
LONGEST = 75.0
PARDON = 10.0
"""Seconds after which a request is late, longer than two answers take; so long after that is seen
it is broken off."""
GATE = "gate"
"""Name of the mark that holds until when Telegram keeps us waiting."""
LONG_PAUSE = timedelta(seconds=REMARKABLE)
"""Of a pause as long as this the hosts hear, too."""

Paused = Callable[[Tx, datetime], Awaitable[None]]
"""Told of a long pause and its end, in the transaction that keeps it."""


async def unheard(_tx: Tx, _until: datetime) -> None:
    """Where there is nobody to tell."""


def slots_for(rate: float) -> int:
    """Messages that have to be under way to send at a rate (messages a second)."""
    return max(FEWEST, min(MOST, math.ceil(rate * ROUND_TRIP) + 2))


class Sender:
    """Claims, sends and settles. One step writes what is known and starts what may start."""

    def __init__(
        self,
        store: Store,
        messenger: Messenger,
        pace: Pace,
        clock: Clock,
        *,
        brakes: Brakes | None = None,
        ask: Asked = nobody,
        paused: Paused = unheard,
        slots: int | None = None,
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._pace = pace
        self._clock = clock
        self._brakes = brakes or Brakes()
        self.slots = slots or slots_for(pace.full_rate)
        self._flying: dict[tuple[int, int], tuple[float, asyncio.Task[None]]] = {}
        """What is under way, and since when by the monotonic clock; the oldest first."""
        self._results: list[tuple[Claimed, Outcome]] = []
        self._texts = Texts(messenger)
        self._line = Line()
        self._canary = Canary()
        self._settling = Settling(store.epoch, self._canary, ask)
        self._paused = paused
        self._bell = asyncio.Event()
        self._enough = 1
        self._late_since = math.inf
        self._draining = False
        self._hungry = True
        """The last claim brought all that was asked for: there may be more."""
        self._astray = False
        """A transaction with claims in it failed: it may be on disk all the same."""

    @property
    def idle(self) -> bool:
        """Nothing is under way, and every result is on disk."""
        return not self._flying and not self._results

    @property
    def under_way(self) -> int:
        """Messages whose result is not on disk yet."""
        return len(self._flying) + len(self._results)

    def oldest_under_way(self) -> float:
        """Seconds for which the oldest request has been under way; 0 where there is none."""
        now = self._clock.monotonic()
        return now - min((since for since, _ in self._flying.values()), default=now)

    async def recover(self) -> int:
        """At start only: what an earlier run left under way is of unknown fate; gives how many."""
        async with self._store.transaction() as tx:
            left = await tx.outbox.recover(self._store.epoch, self._clock.now())
            gate = await tx.marks.get(GATE)
        if gate is not None:
            self._pace.restore_gate(datetime.fromisoformat(gate))
        if left:
            log.warning("messages of unknown fate after a crash", messages=left)
        return left

    async def step(self) -> bool:
        """Settle, claim, start; then wait for what comes next. False when nothing is to be done."""
        await self._probe()
        self._break_off()
        room = self._room()
        if room or self._results or self._pace.gate_to_save() is not None:
            ready, more = await self._turn(room)
            self._start(ready)
            self._hungry = more or (len(ready) >= room if room else self._hungry)
        return await self._rest()

    def halt(self) -> None:
        """Claim nothing from here on."""
        self._draining = True
        self._bell.set()

    async def drain(self) -> None:
        """Start nothing more; wait for what is under way and write its results."""
        self.halt()
        while not self.idle:
            self._break_off()
            if self._flying:
                tasks = {task for _, task in self._flying.values()}
                await asyncio.wait(tasks, timeout=LOOK)
            try:
                await self._turn(0)
            except StoreError as trouble:  # what is known must get on disk, or it is repeated
                log.warning("results wait", why=type(trouble).__name__)
                await self._clock.sleep(LOOK)

    async def _probe(self) -> None:
        """While nothing gets through, ask now and then whether Telegram is there again."""
        if not self._draining and self._pace.should_probe():
            self._pace.heard(await self._messenger.probe())

    def _break_off(self) -> None:
        """Whatever keeps a request from ending, it must not keep its slot for ever.

        A clock that jumped, as that of a machine that slept, leaves answers time to be read.
        """
        now = self._clock.monotonic()
        late = [task for since, task in self._flying.values() if now - since > LONGEST]
        self._late_since = min(self._late_since, now) if late else math.inf
        if now - self._late_since > PARDON:
            for task in late:
                task.cancel()

    def _may_claim(self) -> bool:
        return not self._draining and not self._brakes.on

    def _room(self) -> int:
        """How many rows to claim now; results are in the same commit, and free their slots."""
        if not self._may_claim():
            return 0
        return self._pace.alerts_due(self.slots - len(self._flying), len(self._flying))

    def _mine(self) -> set[tuple[int, int]]:
        """Alert and chat of all that is under way at this moment, or whose result is."""
        return {*self._flying, *((row.alert_id, row.chat_id) for row, _ in self._results)}

    def _most(self) -> Callable[[int], int]:
        """While the first words of an alert are not proven only a few of its messages fly."""
        flying = Counter(alert_id for alert_id, _ in self._flying)
        return lambda alert_id: self._canary.most(alert_id, flying[alert_id])

    async def _rest(self) -> bool:
        """Wait until more may be claimed or a result comes in; True if there is more to do."""
        if self._hungry and self._may_claim() and self.under_way < self.slots:
            wait = self._pace.next_alert_in()
            self._pace.alerts_wait = True
            if wait <= LOOK:
                await self._clock.sleep(wait if wait > EXACT else TICK)
                return True
        self._pace.alerts_wait = False
        if self._flying and not self._results:
            await self._results_come(1, LOOK)  # no longer: something more urgent may be due
        if self._flying and self._results:
            await self._results_come(self.slots // 2, GATHER)  # many share one commit
        return bool(self._flying or self._results)

    async def _results_come(self, number: int, seconds: float) -> None:
        """Wait until so many results are in, nothing is under way any more, or it is too long."""
        self._enough = number
        self._bell.clear()
        if len(self._results) >= number or not self._flying:
            return
        rings = asyncio.ensure_future(self._bell.wait())
        await asyncio.wait((rings,), timeout=seconds)
        rings.cancel()

    async def _turn(self, room: int) -> tuple[list[tuple[Claimed, Any]], bool]:
        """One transaction: results in, new claims out, each with its text; and is there more?"""
        results, self._results = self._results, []
        now, gate = self._clock.now(), self._pace.gate_to_save()
        try:
            async with self._store.transaction() as tx:
                alerts = await tx.outbox.open_alerts()
                verdict = await self._settling.write(tx, results, alerts, now)
                if self._astray:
                    await self._settling.give_back(tx, self._mine)
                if gate is not None:
                    await tx.marks.put(GATE, gate.isoformat())
                    if gate - now > LONG_PAUSE:
                        await self._paused(tx, gate)
                more = await self._end(tx, alerts, now) if self._may_claim() else False
                claimed = []
                if room:
                    claimed = await tx.outbox.claim(
                        room, now, self._store.epoch, self._line, alerts, self._most()
                    )
                ready = [(row, await self._texts.of(tx, row)) for row in claimed]
        except BaseException:
            self._results = results + self._results  # not on disk yet: never forget a result
            self._astray = True
            self._line.forget()
            raise
        self._astray = False
        if gate is not None:
            self._pace.gate_saved(gate)
        self._canary.note(verdict)
        self._canary.keep(frozenset(alert.id for alert in alerts))
        self._texts.tidy()
        asked = bool(verdict.holds)  # a question to the hosts waits since
        return ready, more or asked or self._line.more

    async def _end(self, tx: Tx, alerts: list[OpenAlert], now: datetime) -> bool:
        """A slice of what is expired or cancelled is ended; True where there may be more.

        What is under way is waited for: only then is it known what can be ended.
        """
        flying = {alert_id for alert_id, _ in self._flying}
        for alert in alerts:
            if alert.is_dead(now) and alert.id not in flying and await tx.outbox.end(alert):
                return True
        return False

    def _start(self, ready: list[tuple[Claimed, Any]]) -> None:
        self._pace.alerts_go(len(ready))
        now = self._clock.monotonic()
        for row, text in ready:
            task = asyncio.create_task(self._send(row, text))
            self._flying[row.alert_id, row.chat_id] = (now, task)

    async def _send(self, row: Claimed, text: Any) -> None:
        try:
            outcome = await self._attempt(row, text)
        except asyncio.CancelledError:  # broken off: nobody knows how far it got
            outcome = self._pace.heard(Unknown(reason="no end"))
        except Exception as bug:  # whatever happens, the row must get a result
            log.exception("a message could not be sent")
            outcome = Unknown(reason=type(bug).__name__)
        self._results.append((row, outcome))
        self._flying.pop((row.alert_id, row.chat_id), None)
        if len(self._results) >= self._enough or not self._flying:
            self._bell.set()

    async def _attempt(self, row: Claimed, text: Any) -> Outcome:
        if text is None:
            return Refused(reason="no text")
        wait = self._pace.turn_of(row.chat_id, within=SHORT)
        if wait > SHORT:
            return Wait(seconds=wait)
        if wait > 0:
            # A short wait is spent here, so that who talks to the bot all the time gets alerts too.
            await self._clock.sleep(wait)
        gate = self._pace.gate_opens_in()
        if gate > 0:
            return Wait(seconds=gate, everyone=True)
        outcome = await self._messenger.deliver(
            text, row.chat_id, row.thread, silent=row.silent, copy=row.copy
        )
        return self._pace.heard(outcome)
