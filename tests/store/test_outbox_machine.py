"""Whatever happens in whatever order: the outbox against a model that is a dictionary."""

from __future__ import annotations

import asyncio
import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    consumes,
    invariant,
    multiple,
    rule,
)

from bot.core.delivery import ALERT, FINAL, State
from bot.store import Claimed, Store, open_store
from tests.store.builders import SLUG, StillClock, an_alert, settled, subscribe

CHATS = st.integers(1, 6)
WAITING = frozenset({State.PENDING, State.UNKNOWN})
Key = tuple[int, int]


@dataclass
class Row:
    """What the model knows of one message."""

    state: State = State.PENDING
    not_before: float = 0
    attempts: int = 0


class OutboxMachine(RuleBasedStateMachine):
    """Subscribers, alerts, senders, crashes and the clock, in any order."""

    claimed: Bundle[tuple[int, Claimed]] = Bundle("claimed")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.url = f"sqlite:///{Path(self.folder.name) / 'bot.db'}"
        self.clock = StillClock()
        self.runner = asyncio.Runner()
        self.subscribed: set[int] = set()
        self.gone: set[int] = set()
        self.expires: dict[int, float] = {}
        self.cancelled: set[int] = set()
        self.rows: dict[Key, Row] = {}
        self.store: Store
        self.runner.run(self.open())

    async def open(self) -> None:
        self.store = await open_store(self.url, self.clock).__aenter__()

    async def close(self) -> None:
        await self.store.__aexit__(None, None, None)

    def teardown(self) -> None:
        self.runner.run(self.close())
        self.runner.close()
        self.folder.cleanup()

    @property
    def now(self) -> float:
        return self.clock.monotonic()

    def dead(self, alert_id: int) -> bool:
        return alert_id in self.cancelled or self.expires[alert_id] <= self.now

    def due(self) -> set[Key]:
        return {
            key
            for key, row in self.rows.items()
            if row.state in WAITING and row.not_before <= self.now and not self.dead(key[0])
        }

    def end(self, row: Row, state: State) -> None:
        row.state = State.UNKNOWN_FINAL if row.state is State.UNKNOWN else state

    @rule(chat=CHATS)
    def a_chat_subscribes(self, chat: int) -> None:
        async def act() -> None:
            async with self.store.transaction() as tx:
                await subscribe(tx, chat)

        self.runner.run(act())
        self.subscribed.add(chat)
        self.gone.discard(chat)

    @rule(chat=CHATS)
    def a_chat_is_forgotten(self, chat: int) -> None:
        async def act() -> None:
            async with self.store.transaction() as tx:
                await tx.chats.forget(chat)

        self.runner.run(act())
        self.subscribed.discard(chat)
        self.gone.discard(chat)
        self.rows = {key: row for key, row in self.rows.items() if key[1] != chat}

    @rule(chat=CHATS)
    def a_chat_is_gone(self, chat: int) -> None:
        async def act() -> None:
            async with self.store.transaction() as tx:
                await tx.chats.retire(chat)

        self.runner.run(act())
        if chat in self.subscribed:
            self.gone.add(chat)
        for (_, owner), row in self.rows.items():
            if owner == chat and row.state in WAITING:
                self.end(row, State.CANCELLED)

    @rule(minutes=st.integers(1, 60))
    def an_alert_is_queued(self, minutes: int) -> None:
        expires = self.clock.moment + timedelta(minutes=minutes)

        async def act() -> tuple[int | None, int]:
            async with self.store.transaction() as tx:
                alert_id = await tx.alerts.add(
                    an_alert(key=str(len(self.expires)), expires=expires)
                )
                return alert_id, await tx.fanout.all_subscribers(alert_id or 0)

        alert_id, queued = self.runner.run(act())
        assert alert_id == len(self.expires) + 1
        assert queued == len(self.subscribed - self.gone)
        self.expires[alert_id] = expires.timestamp()
        self.rows |= {(alert_id, chat): Row() for chat in self.subscribed - self.gone}

    @rule(data=st.data())
    def an_alert_is_cancelled(self, data: st.DataObject) -> None:
        if not self.expires:
            return
        alert_id = data.draw(st.sampled_from(sorted(self.expires)))

        async def act() -> None:
            async with self.store.transaction() as tx:
                await tx.alerts.cancel(alert_id)

        self.runner.run(act())
        self.cancelled.add(alert_id)
        for key, row in self.rows.items():
            if key[0] == alert_id and row.state in WAITING:
                self.end(row, State.CANCELLED)

    @rule(minutes=st.integers(1, 40))
    def time_passes(self, minutes: int) -> None:
        self.clock.moment += timedelta(minutes=minutes)

    @rule()
    def what_is_over_is_ended(self) -> None:
        async def act() -> int:
            async with self.store.transaction() as tx:
                return await tx.outbox.expire(self.clock.moment)

        ended = [
            (key, row)
            for key, row in self.rows.items()
            if row.state in WAITING and self.dead(key[0])
        ]
        assert self.runner.run(act()) == len(ended)
        for key, row in ended:
            self.end(row, State.CANCELLED if key[0] in self.cancelled else State.EXPIRED)

    @rule(target=claimed, limit=st.integers(1, 4))
    def a_sender_claims(self, limit: int) -> MultipleResults[tuple[int, Claimed]]:
        async def act() -> list[Claimed]:
            async with self.store.transaction() as tx:
                return await tx.outbox.claim(limit, self.clock.moment, self.store.epoch)

        claims = self.runner.run(act())
        keys = [(claim.alert_id, claim.chat_id) for claim in claims]
        assert keys == sorted(self.due())[:limit]
        for key, claim in zip(keys, claims, strict=True):
            row = self.rows[key]
            assert (claim.attempts, claim.silent) == (row.attempts, row.attempts > 0)
            row.state = State.SENDING
        return multiple(*((self.store.epoch, claim) for claim in claims))

    @rule(
        claim=consumes(claimed),
        state=st.sampled_from(sorted(set(State) - {State.SENDING})),
        minutes=st.integers(0, 5),
    )
    def a_result_comes(self, claim: tuple[int, Claimed], state: State, minutes: int) -> None:
        epoch, message = claim
        wait = self.clock.moment + timedelta(minutes=minutes)

        async def act() -> None:
            async with self.store.transaction() as tx:
                await tx.outbox.settle([settled(message, epoch, state, not_before=wait)])

        self.runner.run(act())
        row = self.rows.get((message.alert_id, message.chat_id))
        if row is not None and row.state is State.SENDING and epoch == self.store.epoch:
            row.state = state
            row.not_before = wait.timestamp()
            row.attempts += state in {State.UNKNOWN, State.UNKNOWN_FINAL}

    @rule()
    def the_bot_is_killed_and_starts_again(self) -> None:
        async def act() -> int:
            await self.close()
            await self.open()
            async with self.store.transaction() as tx:
                return await tx.outbox.recover(self.store.epoch, self.clock.moment)

        orphans = [row for row in self.rows.values() if row.state is State.SENDING]
        assert self.runner.run(act()) == len(orphans)
        for row in orphans:
            again = row.attempts < len(ALERT.resend_after)
            row.state = State.UNKNOWN if again else State.UNKNOWN_FINAL
            row.not_before = self.now + (ALERT.resend_after[row.attempts] if again else 0)
            row.attempts += 1

    @invariant()
    def every_message_is_in_one_countable_state_and_the_next_is_known(self) -> None:
        async def look() -> tuple[dict[State, int], list[int], datetime | None]:
            async with self.store.reading() as tx:
                totals, unfinished = await tx.outbox.totals(), await tx.alerts.unfinished()
                due = await tx.outbox.next_due(self.clock.moment)
            return totals, [alert.id for alert in unfinished], due

        totals, unfinished, due = self.runner.run(look())
        states = [row.state for row in self.rows.values()]
        assert totals == {state: states.count(state) for state in set(states)}
        open_alerts = {key[0] for key, row in self.rows.items() if row.state not in FINAL}
        assert unfinished == sorted(open_alerts)
        assert (due.timestamp() if due else None) == min(self.coming(), default=None)

    def coming(self) -> list[float]:
        """When the messages that are still of use can be claimed."""
        return [
            max(row.not_before, self.now)
            for key, row in self.rows.items()
            if row.state in WAITING
            and not self.dead(key[0])
            and self.expires[key[0]] > row.not_before
        ]


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(max_examples=15, stateful_step_count=30)
