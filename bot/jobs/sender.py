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
        self._flying: set[asyncio.Task[None]] = set()
        self._results: list[tuple[Claimed, Outcome]] = []
        self._texts: dict[tuple[int, int], Prepared] = {}
        self._draining = False

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
        for row in claimed:
            task = asyncio.create_task(self._send(row))
            self._flying.add(task)
            task.add_done_callback(self._flying.discard)
        if self._flying and (not claimed or len(self._flying) >= self._slots):
            await asyncio.wait(self._flying, return_when=asyncio.FIRST_COMPLETED)
        return bool(claimed or self._flying or self._results)

    async def drain(self) -> None:
        """Start nothing more; wait for what is under way and write its results."""
        self._draining = True
        while self._flying or self._results:
            if self._flying:
                await asyncio.wait(self._flying)
            await self._turn(0)

    def _halted(self) -> bool:
        return self._draining or self._pace.gate_opens_in() > 0

    async def _turn(self, room: int) -> list[Claimed]:
        """One transaction: results in, new claims out."""
        results, self._results = self._results, []
        if self._halted():
            room = 0
        if not results and not room:
            return []
        now = self._clock.now()
        try:
            async with self._store.transaction() as tx:
                await self._settle(tx, results, now)
                claimed = await tx.outbox.claim(room, now, self._store.epoch) if room else []
                await self._fetch_texts(tx, claimed)
        except BaseException:
            self._results = results + self._results  # not on disk yet: never forget a result
            raise
        return claimed

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

    async def _fetch_texts(self, tx: Tx, claimed: list[Claimed]) -> None:
        missing = {r.alert_id for r in claimed if (r.alert_id, r.variant) not in self._texts}
        if len(self._texts) > KEPT_TEXTS:
            self._texts.clear()
            missing = {row.alert_id for row in claimed}
        for alert_id in missing:
            for variant, text in (await tx.alerts.texts(alert_id)).items():
                self._texts[alert_id, variant] = self._messenger.prepare(from_json(text))

    async def _send(self, row: Claimed) -> None:
        try:
            outcome = await self._attempt(row)
        except Exception as bug:  # whatever happens, the row must get a result
            log.exception("a message could not be sent")
            outcome = Unknown(reason=type(bug).__name__)
        self._results.append((row, outcome))

    async def _attempt(self, row: Claimed) -> Outcome:
        wait = self._pace.chat_wait(row.chat_id)
        if wait > SHORT:
            return Wait(seconds=wait)
        # Waited for here, not in the outbox: whoever talks to the bot all the time gets alerts too.
        await self._clock.sleep(wait)
        if not await self._pace.for_alert(row.chat_id):
            return Wait(seconds=self._pace.gate_opens_in())
        outcome = await self._messenger.deliver(
            self._texts[row.alert_id, row.variant], row.chat_id, row.thread, silent=row.silent
        )
        if isinstance(outcome, Wait) and outcome.everyone:
            self._pace.too_many(outcome.seconds)
        return outcome


def _fate(row: Claimed, now: datetime) -> tuple[State, datetime | None]:
    """What becomes of a message that may or may not have arrived, by the policy of its class."""
    resends = row.policy.resend_after
    if row.attempts >= len(resends):
        return State.UNKNOWN_FINAL, None
    return State.UNKNOWN, now + timedelta(seconds=resends[row.attempts])
