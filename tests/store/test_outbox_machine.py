"""Whatever happens in whatever order: the outbox against a model that is a dictionary."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import NamedTuple

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    consumes,
    invariant,
    multiple,
    rule,
)

from bot.core.delivery import State
from bot.store import Claimed, Line, OpenAlert
from tests.store import outbox_model as model
from tests.store.builders import end_all, settled, totals
from tests.store.outbox_rules import MINUTES, Crowd


class Taken(NamedTuple):
    """A claim, and the run that has it."""

    epoch: int
    message: Claimed


class Failed(Exception):
    """A transaction that is not to be."""


class OutboxMachine(Crowd):
    """With senders, crashes and the clock."""

    claimed: Bundle[Taken] = Bundle("claimed")

    def __init__(self) -> None:
        super().__init__()
        self.kept = Line()
        self.message_id = 0

    @rule(minutes=MINUTES)
    def time_passes(self, minutes: int) -> None:
        self.clock.moment += timedelta(minutes=minutes)
        self.model.now = self.clock.monotonic()

    @rule()
    def all_that_is_over_is_ended(self) -> None:
        async def act() -> int:
            async with self.store.transaction() as tx:
                return await end_all(tx, self.clock.moment)

        assert self.runner.run(act()) == self.model.end_all()

    @rule()
    def of_what_is_over_a_slice_is_ended(self) -> None:
        async def act() -> list[tuple[int, int]]:
            async with self.store.transaction() as tx:
                return [
                    (alert.id, await tx.outbox.end(alert))
                    for alert in await tx.outbox.open_alerts()
                    if alert.is_dead(self.clock.moment)
                ]

        for alert_id, ended in self.runner.run(act()):
            assert self.model.end(self.model.alerts[alert_id]) == ended

    @rule(target=claimed, limit=st.integers(1, 4), keeps=st.booleans())
    def a_sender_claims(self, limit: int, keeps: bool) -> MultipleResults[Taken]:
        """One that knows how far it has looked, or one that begins anew."""

        async def act() -> list[Claimed]:
            async with self.store.transaction() as tx:
                known = self.kept if keeps else None
                return await tx.outbox.claim(limit, self.clock.moment, self.store.epoch, known)

        claims = self.runner.run(act())
        before = {key: row.attempts for key, row in self.model.rows.items()}
        keys = [(claim.alert_id, claim.chat_id) for claim in claims]
        assert keys == self.model.claim(limit)
        for key, claim in zip(keys, claims, strict=True):
            assert (claim.attempts, claim.silent) == (before[key], before[key] > 0)
            assert claim.copy == self.model.rows[key].copy
        return multiple(*(Taken(self.store.epoch, claim) for claim in claims))

    @rule(limit=st.integers(1, 4))
    def a_sender_claims_in_vain(self, limit: int) -> None:
        async def act() -> None:
            async with self.store.transaction() as tx:
                await tx.outbox.claim(limit, self.clock.moment, self.store.epoch, self.kept)
                raise Failed

        with pytest.raises(Failed):
            self.runner.run(act())
        self.kept.forget()

    @rule(
        claim=consumes(claimed),
        state=st.sampled_from(sorted(set(State) - {State.SENDING})),
        minutes=st.integers(0, 5),
    )
    def a_result_comes(self, claim: Taken, state: State, minutes: int) -> None:
        wait = self.clock.moment + timedelta(minutes=minutes)
        key = (claim.message.alert_id, claim.message.chat_id)
        self.message_id += state is State.SENT
        copy = self.message_id if state is State.SENT else None

        async def act() -> None:
            async with self.store.transaction() as tx:
                facts = {"not_before": wait, "message_id": copy}
                result = settled(claim.message, claim.epoch, state, **facts)
                await tx.outbox.settle([result])
                if state in model.ARRIVED:
                    await tx.fanout.late_copies([key])

        self.runner.run(act())
        row = self.model.rows.get(key)
        if row is not None and row.state is State.SENDING and claim.epoch == self.store.epoch:
            row.state, row.copy = state, copy or row.copy
            row.not_before = wait.timestamp()
            row.attempts += state in {State.UNKNOWN, State.UNKNOWN_FINAL}
            self.model.settled(key)
        if state in model.ARRIVED:
            self.model.arrived(key)

    @rule()
    def the_bot_is_killed_and_starts_again(self) -> None:
        async def act() -> int:
            await self.close()
            await self.open()
            async with self.store.transaction() as tx:
                return await tx.outbox.recover(self.store.epoch, self.clock.moment)

        assert self.runner.run(act()) == self.model.recover()
        self.kept = Line()

    @invariant()
    def every_message_is_in_one_countable_state_and_the_next_is_known(self) -> None:
        async def look() -> tuple[dict[State, int], list[int], datetime | None, list[OpenAlert]]:
            async with self.store.reading() as tx:
                unfinished = [alert.id for alert in await tx.alerts.unfinished()]
                due = await tx.outbox.next_due(self.clock.moment)
                return await totals(tx), unfinished, due, await tx.outbox.open_alerts()

        counts, unfinished, due, known = self.runner.run(look())
        states = [row.state for row in self.model.rows.values()]
        assert counts == {state: states.count(state) for state in set(states)}
        assert unfinished == self.model.unfinished()
        assert (due.timestamp() if due else None) == self.model.next_due()
        assert sorted((alert.id, alert.fresh, alert.filled, alert.reached) for alert in known) == [
            (alert.id, alert.fresh, alert.filled, alert.reached)
            for alert in self.model.alerts.values()
            if alert.open
        ]

    @invariant()
    def what_is_closed_has_nothing_open(self) -> None:
        closed = {alert.id for alert in self.model.alerts.values() if not alert.open}
        rows = self.model.rows.items()
        assert not [key for key, row in rows if key[0] in closed and row.state in model.OPEN]


TestOutbox = OutboxMachine.TestCase
TestOutbox.settings = settings(
    max_examples=20,
    stateful_step_count=30,
    derandomize=True,
    phases=set(Phase) - {Phase.shrink},  # on a slow machine that outlasts the time limit
)
