"""What people and organisers do, as rules for an outbox and its model."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    MultipleResults,
    RuleBasedStateMachine,
    multiple,
    precondition,
    rule,
)

from bot.core.chats import Audience
from bot.core.delivery import ALERT, CORRECTION, REPORT, TURNS, WITHDRAWAL, Act, Hold, Policy, State
from bot.store import Alert, Store, Tx, alerts, line, open_store, outbox
from tests.store import outbox_model as model
from tests.store.builders import LONDON, SLUG, StillClock, an_alert, queue_for_all, subscribe

NOWHERE = Audience(language="en", zone=None, kind="private")
TEXTS = {LONDON: '{"html":"London"}', NOWHERE: '{"html":"Nowhere"}'}
CHATS = st.integers(1, 6)
ZONES = st.sampled_from((LONDON.zone, None))
MINUTES = st.integers(1, 60)
TURN = st.integers(0, TURNS - 1)


class Crowd(RuleBasedStateMachine):
    """Subscribers, alerts and what follows them, in any order."""

    seen: Bundle[Alert] = Bundle("seen")

    def __init__(self) -> None:
        super().__init__()
        self.small = pytest.MonkeyPatch()
        for module, name in ((line, "STRETCH"), (alerts, "SLICE"), (outbox, "SLICE")):
            self.small.setattr(module, name, model.SLICE)
        self.folder = tempfile.TemporaryDirectory()
        self.url = f"sqlite:///{Path(self.folder.name) / 'bot.db'}"
        self.clock = StillClock()
        self.runner = asyncio.Runner()
        self.model = model.Model(now=self.clock.monotonic())
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
        self.small.undo()

    def some_alert(self, data: st.DataObject, *, sends: bool) -> model.Alert:
        known = self.model.alerts.values()
        able = [each for each in known if not sends or each.target is None]
        return data.draw(st.sampled_from(able))

    @rule(chat=CHATS, zone=ZONES)
    def a_chat_subscribes(self, chat: int, zone: str | None) -> None:
        async def act() -> None:
            async with self.store.transaction() as tx:
                await subscribe(tx, chat, zone=zone)

        self.runner.run(act())
        self.model.zones[chat] = zone
        self.model.gone.discard(chat)

    @rule(chat=CHATS)
    def a_chat_is_forgotten(self, chat: int) -> None:
        async def act() -> None:
            async with self.store.transaction() as tx:
                await tx.chats.forget(chat)

        self.runner.run(act())
        self.model.zones.pop(chat, None)
        self.model.gone.discard(chat)
        for key in [key for key in self.model.rows if key[1] == chat]:
            del self.model.rows[key]

    @rule(chat=CHATS)
    def a_chat_is_gone(self, chat: int) -> None:
        async def act() -> None:
            async with self.store.transaction() as tx:
                await tx.chats.retire(chat)

        self.runner.run(act())
        self.model.gone |= {chat} & self.model.zones.keys()
        for (_, owner), row in self.model.rows.items():
            if owner == chat and row.state in model.WAITING:
                row.end(State.CANCELLED)

    @rule(
        minutes=MINUTES,
        london=TURN,
        nowhere=TURN,
        policy=st.sampled_from((ALERT, CORRECTION, REPORT)),
        at_once=st.booleans(),
    )
    def an_alert_is_queued(
        self, minutes: int, london: int, nowhere: int, policy: Policy, at_once: bool
    ) -> None:
        """All its rows at once, or none yet."""
        expires = self.clock.moment + timedelta(minutes=minutes)
        turns: dict[str | None, int] = {LONDON.zone: london, NOWHERE.zone: nowhere}
        key = str(len(self.model.alerts))

        async def act() -> tuple[int, int]:
            async with self.store.transaction() as tx:
                made = an_alert(key=key, texts=TEXTS, policy=policy, expires=expires)
                alert_id = await tx.alerts.add(made) or 0
                await place(tx, alert_id, turns)
                if at_once:
                    return alert_id, await queue_for_all(tx, alert_id)
                await tx.fanout.begin(alert_id)
                return alert_id, 0

        alert_id, queued = self.runner.run(act())
        alert = model.Alert(alert_id, policy, expires.timestamp(), drawn=turns)
        assert alert_id not in self.model.alerts
        self.model.alerts[alert_id] = alert
        self.model.place(alert)
        assert queued == (self.model.fill(alert) if at_once else 0)

    @precondition(lambda self: self.model.sending())
    @rule(data=st.data())
    def an_alert_goes_to_whoever_came_since(self, data: st.DataObject) -> None:
        alert = data.draw(st.sampled_from(self.model.sending()))

        async def act() -> int:
            async with self.store.transaction() as tx:
                return await queue_for_all(tx, alert.id)

        assert self.runner.run(act()) == self.model.fill(alert)

    @precondition(lambda self: self.model.alerts)
    @rule(data=st.data(), chat=CHATS)
    def an_alert_goes_to_a_single_chat(self, data: st.DataObject, chat: int) -> None:
        alert = self.some_alert(data, sends=True)

        async def act() -> None:
            async with self.store.transaction() as tx:
                await tx.fanout.singles(alert.id, [chat])

        self.runner.run(act())
        self.model.single(alert, chat)

    @precondition(lambda self: self.model.alerts)
    @rule(data=st.data(), minutes=MINUTES, act=st.sampled_from(Act))
    def an_alert_is_followed_by_another(self, data: st.DataObject, minutes: int, act: Act) -> None:
        """Its copies are edited or deleted, or who got one is told something."""
        followed = self.some_alert(data, sends=True)
        policy = WITHDRAWAL if act is Act.DELETE else CORRECTION
        expires = self.clock.moment + timedelta(minutes=minutes)
        key, target = str(len(self.model.alerts)), followed.id
        new = an_alert(key=key, policy=policy, expires=expires, act=act, target=target)

        async def begin() -> int:
            async with self.store.transaction() as tx:
                alert_id = await tx.alerts.add(new) or 0
                await tx.fanout.begin(alert_id)
                return alert_id

        alert_id = self.runner.run(begin())
        follower = model.Alert(alert_id, policy, expires.timestamp(), act, target)
        self.model.alerts[alert_id] = follower

    @rule(target=seen)
    def somebody_looks_which_alerts_lack_rows(self) -> MultipleResults[Alert]:
        async def act() -> list[Alert]:
            async with self.store.reading() as tx:
                return await tx.fanout.unfilled()

        found = self.runner.run(act())
        lacking = [
            each.id
            for each in self.model.alerts.values()
            if each.open and not each.filled and not each.cancelled
        ]
        assert sorted(alert.id for alert in found) == lacking
        return multiple(*found)

    @rule(alert=seen, limit=st.integers(1, 3))
    def the_next_rows_are_made(self, alert: Alert, limit: int) -> None:
        """By what was seen, which may be long ago."""
        turns = self.model.alerts[alert.id].drawn

        async def act() -> int | None:
            async with self.store.transaction() as tx:
                done = await tx.fanout.slice(alert, limit)
                if done.lacking:
                    await place(tx, alert.id, turns)
                    done = await tx.fanout.slice(alert, limit)
                return None if done.left is None else done.left.reached

        expected = self.model.slice(self.model.alerts[alert.id], alert.reached, limit)
        assert self.runner.run(act()) == expected

    @precondition(lambda self: self.model.alerts)
    @rule(data=st.data(), held=st.sampled_from((Hold.REFUSED, Hold.GONE, Hold.WAIVED)))
    def an_alert_has_to_wait_or_may_go_on(self, data: st.DataObject, held: Hold) -> None:
        alert = self.some_alert(data, sends=False)

        async def act() -> None:
            async with self.store.transaction() as tx:
                await tx.alerts.hold(alert.id, held)

        self.runner.run(act())
        alert.held = held is not Hold.WAIVED

    @precondition(lambda self: self.model.alerts)
    @rule(data=st.data())
    def an_alert_is_cancelled(self, data: st.DataObject) -> None:
        alert = self.some_alert(data, sends=False)

        async def act() -> int:
            async with self.store.transaction() as tx:
                return await tx.alerts.cancel(alert.id)

        assert self.runner.run(act()) == self.model.cancel(alert)


async def place(tx: Tx, alert_id: int, turns: dict[str | None, int]) -> None:
    """Texts and turns for all kinds of subscribers there are."""
    variants = await tx.alerts.audiences(alert_id)
    kinds = {each.id: each.standing.audience for each in await tx.standings.lacking(alert_id, SLUG)}
    await tx.fanout.add_turns(
        alert_id,
        {id: variants[audience] for id, audience in kinds.items()},
        {id: turns[audience.zone] for id, audience in kinds.items()},
    )
