"""An update that takes too long is broken off and undone, and holds up nobody else."""

from __future__ import annotations

import asyncio
import gc

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.core.messages import Incoming, Message, Reply
from bot.demo.bot_api import BotApi
from bot.jobs.inbox import TRIES, InboxWorker
from bot.jobs.pace import Pace
from bot.jobs.ports import Answerer, Translator
from bot.store import Locked, Store, Tx
from bot.store.inbox import Inbox
from tests.jobs.builders import PEOPLE, QuickClock, texts
from tests.jobs.test_inbox import arrives, echo, translate, waiting, work

SLOW, OTHERS = PEOPLE[0], PEOPLE[1:4]
BUDGET = 0.2


class Bench:
    """What the worker leans on; counts the tries of what is slow."""

    def __init__(self, store: Store, messenger: TelegramMessenger, clock: QuickClock) -> None:
        self.store = store
        self.messenger = messenger
        self.clock = clock
        self.tries = 0

    def worker(
        self, answer: Answerer, translator: Translator = translate, budget: float = BUDGET
    ) -> InboxWorker:
        apology = Reply(messages=(Message(html="Something went wrong here."),))
        return InboxWorker(
            self.store,
            translator,
            answer,
            self.messenger,
            Pace(self.clock),
            lambda _: apology,
            budget=budget,
        )

    async def everybody_writes(self) -> None:
        """The slow one twice, and before all others."""
        for update, person in enumerate((SLOW, *OTHERS, SLOW), 1):
            text = "slow" if update == 1 else "hello"
            await arrives(self.store, update, person, text)


async def test_what_takes_too_long_is_broken_off_undone_and_given_up_after_three_tries(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    bench = Bench(store, messenger, clock)

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        if incoming.text == "slow":
            bench.tries += 1
            await tx.marks.put("half", "done")
            await asyncio.sleep(3600)
        return await echo(incoming, tx)

    await bench.everybody_writes()
    async with asyncio.timeout(30):
        await work(bench.worker(answer))
    assert bench.tries == TRIES
    assert texts(api, SLOW) == ["Something went wrong here.", "heard hello"]
    assert [texts(api, person) for person in OTHERS] == [["heard hello"]] * len(OTHERS)
    assert await waiting(store) == 0
    async with store.reading() as tx:
        assert await tx.marks.get("half") is None


async def test_what_cannot_be_understood_in_time_is_given_up_and_others_do_not_wait_for_it(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    bench = Bench(store, messenger, clock)
    others_are_done = asyncio.Event()

    async def hangs(body: str) -> Incoming | None:
        if body.endswith(" slow"):
            bench.tries += 1
            assert bench.tries > 1 or await others_are_done.wait()
            await asyncio.sleep(3600)
        return await translate(body)

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        if incoming.chat_id == OTHERS[-1]:
            others_are_done.set()
        return await echo(incoming, tx)

    await bench.everybody_writes()
    async with asyncio.timeout(30):
        await work(bench.worker(answer, hangs))
    assert others_are_done.is_set()
    assert bench.tries == TRIES
    assert texts(api, SLOW) == ["heard hello"]
    assert await waiting(store) == 0


async def test_the_wait_for_the_database_that_others_hold_is_no_failure(
    store: Store,
    messenger: TelegramMessenger,
    clock: QuickClock,
    api: BotApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    failures: list[int] = []

    async def failed(_inbox: Inbox, update_id: int) -> int:
        failures.append(update_id)
        return len(failures)

    monkeypatch.setattr(Inbox, "failed", failed)
    await arrives(store, 1, SLOW, "hello")
    async with store.transaction():
        working = asyncio.create_task(work(Bench(store, messenger, clock).worker(echo)))
        await asyncio.sleep(BUDGET * 3)
        assert not working.done()
    await working
    assert failures == []
    assert texts(api, SLOW) == ["heard hello"]


async def test_a_failure_that_cannot_be_written_down_waits_like_any_other(
    store: Store,
    messenger: TelegramMessenger,
    clock: QuickClock,
    api: BotApi,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The database fails just when the failed try is to be counted."""
    bench = Bench(store, messenger, clock)
    broken: list[object] = []

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        bench.tries += 1
        if bench.tries == 1:
            raise ZeroDivisionError
        return await echo(incoming, tx)

    async def away(_inbox: Inbox, _update_id: int) -> int:
        raise Locked

    monkeypatch.setattr(Inbox, "failed", away)
    asyncio.get_running_loop().set_exception_handler(lambda _, context: broken.append(context))
    await arrives(store, 1, SLOW, "hello")
    await work(bench.worker(answer))
    gc.collect()
    assert texts(api, SLOW) == ["heard hello"]
    assert broken == []
