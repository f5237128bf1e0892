"""Whatever happens in whatever order: the inbox against a model that is a dictionary."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
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

from bot.jobs.cleaning import INBOX_KEPT
from bot.store import Pending, Store, Tx, open_store
from tests.store.builders import StillClock

CHATS = st.integers(1, 4)
REPEATED_FOR = timedelta(hours=24)
"""So long Telegram repeats what it was not told to have arrived."""


@dataclass
class Update:
    """What the model knows of one update."""

    chat: int
    received: datetime
    tries: int = 0
    done: bool = False


class InboxMachine(RuleBasedStateMachine):
    """Telegram, handlers, crashes and the clock, in any order."""

    taken: Bundle[tuple[int, Pending]] = Bundle("taken")

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.home = Path(self.folder.name) / "0"
        self.home.mkdir()
        self.clock = StillClock()
        self.runner = asyncio.Runner()
        self.next = 5_000
        self.updates: dict[int, Update] = {}
        self.busy: dict[int, int] = {}
        self.effects: dict[int, list[int]] = {}
        self.store: Store
        self.runner.run(self.open())

    async def open(self) -> None:
        self.store = await open_store(f"sqlite:///{self.home / 'bot.db'}", self.clock).__aenter__()

    async def close(self) -> None:
        await self.store.__aexit__(None, None, None)

    def teardown(self) -> None:
        self.runner.run(self.close())
        self.runner.close()
        self.folder.cleanup()

    def waiting(self) -> list[int]:
        return sorted(number for number, update in self.updates.items() if not update.done)

    async def stores(self, number: int, chat: int) -> int:
        """How many more there are to be done after it."""
        async with self.store.transaction() as tx:
            before = await tx.inbox.waiting()
            await tx.inbox.store_all([(number, chat, f'"{number}"')], self.clock.moment)
            return await tx.inbox.waiting() - before

    @rule(chat=CHATS)
    def an_update_arrives(self, chat: int) -> None:
        assert self.runner.run(self.stores(self.next, chat)) == 1
        self.updates[self.next] = Update(chat, self.clock.moment)
        self.next += 1

    @rule(data=st.data())
    def an_update_is_repeated(self, data: st.DataObject) -> None:
        since = self.clock.moment - REPEATED_FOR
        recent = [number for number, update in self.updates.items() if update.received >= since]
        if recent:
            number = data.draw(st.sampled_from(sorted(recent)))
            assert not self.runner.run(self.stores(number, self.updates[number].chat))

    @rule(down=st.integers(1, 200))
    def the_numbers_begin_anew_after_a_week(self, down: int) -> None:
        self.clock.moment += timedelta(days=8)
        self.next = min((*self.updates, self.next)) - down - 100

    @rule(hours=st.integers(1, 40))
    def time_passes(self, hours: int) -> None:
        self.clock.moment += timedelta(hours=hours)

    @rule()
    def what_is_old_is_purged(self) -> None:
        before = self.clock.moment - INBOX_KEPT

        async def act() -> int:
            async with self.store.transaction() as tx:
                return await tx.inbox.purge(before)

        old = [n for n, update in self.updates.items() if update.done and update.received < before]
        assert self.runner.run(act()) == len(old)
        for number in old:
            del self.updates[number]

    @rule(target=taken, limit=st.integers(1, 3))
    def updates_are_taken(self, limit: int) -> MultipleResults[tuple[int, Pending]]:
        async def act() -> list[Pending]:
            async with self.store.reading() as tx:
                found = await tx.inbox.take(limit + len(self.busy))
            return [each for each in found if each.chat_id not in self.busy][:limit]

        found = self.runner.run(act())
        first: dict[int, int] = {}
        for number in self.waiting():
            first.setdefault(self.updates[number].chat, number)
        free = [number for chat, number in first.items() if chat not in self.busy]
        assert [update.update_id for update in found] == sorted(free)[:limit]
        for update in found:
            known = self.updates[update.update_id]
            body = f'"{update.update_id}"'
            assert (update.chat_id, update.tries, update.body) == (known.chat, known.tries, body)
            self.busy[update.chat_id] = update.update_id
        return multiple(*((self.store.epoch, update) for update in found))

    async def handle(self, tx: Tx, update: Pending) -> None:
        """An effect that shows how often and in which order it was had; then the mark."""
        name = f"chat {update.chat_id}"
        before = await tx.marks.get(name) or ""
        await tx.marks.put(name, f"{before} {update.update_id}")
        await tx.inbox.done(update.update_id)

    @rule(held=consumes(taken))
    def an_update_is_handled(self, held: tuple[int, Pending]) -> None:
        epoch, update = held
        if epoch != self.store.epoch:
            return  # who took it is dead

        async def act() -> None:
            async with self.store.transaction() as tx:
                await self.handle(tx, update)

        self.runner.run(act())
        del self.busy[update.chat_id]
        self.updates[update.update_id].done = True
        self.effects.setdefault(update.chat_id, []).append(update.update_id)

    @rule(held=consumes(taken))
    def an_update_fails_after_its_effect(self, held: tuple[int, Pending]) -> None:
        epoch, update = held
        if epoch != self.store.epoch:
            return

        async def act() -> int:
            with contextlib.suppress(ZeroDivisionError):
                async with self.store.transaction() as tx:
                    await self.handle(tx, update)
                    raise ZeroDivisionError
            async with self.store.transaction() as tx:
                return await tx.inbox.failed(update.update_id)

        known = self.updates[update.update_id]
        known.tries += 1
        assert self.runner.run(act()) == known.tries
        del self.busy[update.chat_id]

    @rule(held=consumes(taken))
    def the_bot_is_killed_between_an_effect_and_its_commit(self, held: tuple[int, Pending]) -> None:
        epoch, update = held
        if epoch == self.store.epoch:
            self.killed(update)

    @rule()
    def the_bot_is_killed_and_starts_again(self) -> None:
        self.killed(None)

    def killed(self, update: Pending | None) -> None:
        """Go on with the files as they are at that moment; what the old bot does then is lost."""
        next_home = self.home.with_name(str(self.store.epoch))

        async def act() -> None:
            with contextlib.suppress(ZeroDivisionError):
                async with self.store.transaction() as tx:
                    if update is not None:
                        await self.handle(tx, update)
                    next_home.mkdir()
                    for name in ("bot.db", "bot.db-wal"):
                        shutil.copy(self.home / name, next_home)
                    raise ZeroDivisionError
            await self.close()
            self.home = next_home
            await self.open()

        self.runner.run(act())
        self.busy.clear()

    @invariant()
    def each_effect_was_had_once_and_in_order_and_nothing_is_lost(self) -> None:
        async def look() -> tuple[int, dict[int, list[int]]]:
            async with self.store.reading() as tx:
                had = {chat: await tx.marks.get(f"chat {chat}") or "" for chat in range(1, 5)}
                return await tx.inbox.waiting(), {
                    chat: [int(number) for number in text.split()] for chat, text in had.items()
                }

        waiting, effects = self.runner.run(look())
        assert waiting == len(self.waiting())
        assert effects == {chat: self.effects.get(chat, []) for chat in range(1, 5)}
        assert all(len(had) == len(set(had)) for had in effects.values())


TestInbox = InboxMachine.TestCase
TestInbox.settings = settings(max_examples=15, stateful_step_count=30)
