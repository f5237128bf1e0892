"""Empties the outbox. A row is claimed on disk before its request and given back only when the
result is on disk, so a crash repeats at most as many messages as there are slots.
"""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.core.delivery import State
from bot.core.messages import Gone, Moved, Outcome, Refused, Sent, Unknown, Wait
from bot.core.wire import from_json
from bot.log import logger
from bot.store import Claimed, Settled, Store, Tx

from .pace import Pace
from .ports import Messenger, Prepared

log = logger(__name__)

SLOTS = 8
"""Messages that may be under way at once: the bound on repeats after a kill."""
SHORT = 2.0
"""Seconds that are waited for with the slot taken; for longer the row goes back."""
KEPT_TEXTS = 512
"""Prepared texts kept in memory; a text is one per alert and audience."""


class Sender:
    """Claims, sends and settles. One step writes what is known and starts what may start."""

    def __init__(
        self, store: Store, messenger: Messenger, pace: Pace, clock: Clock, slots: int = SLOTS
    ) -> None:
        self._store = store
        self._messenger = messenger
        self._pace = pace
        self._clock = clock
        self._slots = slots
        self._flying: dict[asyncio.Task[None], Claimed] = {}
        self._results: list[tuple[Claimed, Outcome]] = []
        self._texts: dict[tuple[int, int], Prepared] = {}
        self._draining = False
        self._astray = False
        """A transaction with claims in it failed: it may be on disk all the same."""

    @property
    def idle(self) -> bool:
        """Nothing is under way, and every result is on disk."""
        return not self._flying and not self._results

    async def recover(self) -> int:
        """At start only: what an earlier run left under way is of unknown fate; gives how many."""
        async with self._store.transaction() as tx:
            left = await tx.outbox.recover(self._store.epoch, self._clock.now())
        if left:
            log.warning("messages of unknown fate after a crash", messages=left)
        return left

    async def step(self) -> bool:
        """Settle, claim, start; or wait for one under way. False when there is nothing to do."""
        claimed = await self._turn(self._slots - len(self._flying))
        for row, text in claimed:
            task = asyncio.create_task(self._send(row, text))
            self._flying[task] = row
            task.add_done_callback(self._flying.pop)
        if self._flying and (not claimed or len(self._flying) >= self._slots):
            await asyncio.wait(set(self._flying), return_when=asyncio.FIRST_COMPLETED)
        return bool(claimed or self._flying or self._results)

    def halt(self) -> None:
        """Claim nothing from here on."""
        self._draining = True

    async def drain(self) -> None:
        """Start nothing more; wait for what is under way and write its results."""
        self.halt()
        while self._flying or self._results:
            if self._flying:
                await asyncio.wait(set(self._flying))
            await self._turn(0)

    def _halted(self) -> bool:
        return self._draining or self._pace.gate_opens_in() > 0

    async def _turn(self, room: int) -> list[tuple[Claimed, Prepared]]:
        """One transaction: results in, new claims out, each with its text."""
        results, self._results = self._results, []
        if self._halted():
            room = 0
        if not results and not room:
            return []
        now = self._clock.now()
        try:
            async with self._store.transaction() as tx:
                await self._settle(tx, results, now)
                if self._astray:
                    await self._find_astray(tx)
                claimed = await tx.outbox.claim(room, now, self._store.epoch) if room else []
                ready = [(row, await self._text(tx, row)) for row in claimed]
        except BaseException:
            self._results = results + self._results  # not on disk yet: never forget a result
            self._astray = True
            raise
        self._astray = False
        while len(self._texts) > KEPT_TEXTS:
            del self._texts[next(iter(self._texts))]
        return ready

    async def _find_astray(self, tx: Tx) -> None:
        """Claims of a transaction of which we never heard: nothing was sent, they wait again."""
        held = await tx.outbox.held(self._store.epoch)
        mine = [*self._flying.values(), *(row for row, _ in self._results)]
        known = {(row.alert_id, row.chat_id) for row in mine}
        await tx.outbox.settle(
            [
                Settled(alert_id=alert, chat_id=chat, epoch=self._store.epoch, state=State.PENDING)
                for alert, chat in held
                if (alert, chat) not in known
            ]
        )

    async def _settle(self, tx: Tx, results: list[tuple[Claimed, Outcome]], now: datetime) -> None:
        await tx.outbox.settle([self._settled(row, outcome, now) for row, outcome in results])
        for row, outcome in results:
            if isinstance(outcome, Gone):
                await tx.chats.retire(row.chat_id)
            if isinstance(outcome, Moved):
                await tx.chats.move(row.chat_id, outcome.chat_id)

    def _settled(self, row: Claimed, outcome: Outcome, now: datetime) -> Settled:
        state, not_before, reason = State.SENT, None, ""
        match outcome:
            case Wait(seconds=seconds):
                state, not_before = State.PENDING, now + timedelta(seconds=seconds)
            case Moved():
                state = State.PENDING
            case Gone(reason=reason):
                state = State.GONE
            case Refused(reason=reason):
                state = State.FAILED
            case Unknown(reason=reason):
                state, not_before = _fate(row, now)
        return Settled(
            alert_id=row.alert_id,
            chat_id=row.chat_id,
            epoch=self._store.epoch,
            state=state,
            message_id=outcome.message_id if isinstance(outcome, Sent) else None,
            not_before=not_before,
            reason=reason,
        )

    async def _text(self, tx: Tx, row: Claimed) -> Prepared:
        """The message of a row, prepared once for all chats that get the same."""
        if (row.alert_id, row.variant) not in self._texts:
            for variant, text in (await tx.alerts.texts(row.alert_id)).items():
                self._texts[row.alert_id, variant] = self._messenger.prepare(from_json(text))
        return self._texts[row.alert_id, row.variant]

    async def _send(self, row: Claimed, text: Prepared) -> None:
        try:
            outcome = await self._attempt(row, text)
        except Exception as bug:  # whatever happens, the row must get a result
            log.exception("a message could not be sent")
            outcome = Unknown(reason=type(bug).__name__)
        self._results.append((row, outcome))

    async def _attempt(self, row: Claimed, text: Prepared) -> Outcome:
        # A short wait is spent here, so that who talks to the bot all the time gets alerts too.
        wait = await self._pace.for_chat(row.chat_id, SHORT)
        if wait > 0:
            return Wait(seconds=wait)
        if not await self._pace.for_alert():
            return Wait(seconds=self._pace.gate_opens_in())
        outcome = await self._messenger.deliver(text, row.chat_id, row.thread, silent=row.silent)
        if isinstance(outcome, Wait) and outcome.everyone:
            self._pace.too_many(outcome.seconds)
        return outcome


def _fate(row: Claimed, now: datetime) -> tuple[State, datetime | None]:
    """What becomes of a message that may or may not have arrived, by the policy of its class."""
    resends = row.policy.resend_after
    if row.attempts >= len(resends):
        return State.UNKNOWN_FINAL, None
    return State.UNKNOWN, now + timedelta(seconds=resends[row.attempts])
