"""The inbox worker: each update once, in order within a chat, whatever happens on the way."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.chat.messenger import TelegramMessenger
from bot.core.messages import SILENCE, Incoming, Message, Reply
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from bot.jobs.cleaning import Cleaner
from bot.jobs.inbox import InboxWorker
from bot.jobs.pace import PATIENCE, Pace
from bot.jobs.ports import Answerer
from bot.store import Locked, Pending, Store, Tx
from bot.store.inbox import Inbox
from bot.store.traces import traces
from tests.jobs.builders import EVENING, PEOPLE, QuickClock, texts


async def translate(body: str) -> Incoming | None:
    """Updates of these tests are written ``<update> <chat> <text>``."""
    update, chat, text = body.split(" ", 2)
    if text == "not for us":
        return None
    return Incoming(
        update_id=int(update),
        event="message",
        chat_id=int(chat),
        chat_kind="private",
        user_id=int(chat),
        text=text,
    )


def a_worker(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, answer: Answerer
) -> InboxWorker:
    apology = Reply(messages=(Message(html="Something went wrong here."),))
    return InboxWorker(store, translate, answer, messenger, Pace(clock), lambda _: apology)


async def arrives(store: Store, update: int, chat: int, text: str) -> None:
    async with store.transaction() as tx:
        await tx.inbox.store_all([(update, chat, f"{update} {chat} {text}")], EVENING)


async def work(worker: InboxWorker) -> None:
    while await worker.step():
        pass
    await worker.drain()


async def waiting(store: Store) -> int:
    async with store.reading() as tx:
        return len(await tx.inbox.take(100))


async def echo(incoming: Incoming, tx: Tx) -> Reply:
    return Reply(messages=(Message(html=f"heard {incoming.text}"),))


async def test_an_update_is_answered_and_done(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    await arrives(store, 1, PEOPLE[0], "hello")
    await work(a_worker(store, messenger, clock, echo))
    assert texts(api, PEOPLE[0]) == ["heard hello"]
    assert await waiting(store) == 0


async def test_a_repeated_update_is_answered_once(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    worker = a_worker(store, messenger, clock, echo)
    await arrives(store, 1, PEOPLE[0], "hello")
    await work(worker)
    await arrives(store, 1, PEOPLE[0], "hello")
    await work(worker)
    assert texts(api, PEOPLE[0]) == ["heard hello"]


async def test_updates_of_one_chat_are_handled_in_order_and_chats_side_by_side(
    store: Store, messenger: TelegramMessenger, clock: QuickClock
) -> None:
    begun: list[str] = []
    others_may_go = asyncio.Event()

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        begun.append(incoming.text)
        return SILENCE

    async def slow_translate(body: str) -> Incoming | None:
        if body.endswith(" first"):
            await others_may_go.wait()
        if body.endswith(" other"):
            others_may_go.set()
        return await translate(body)

    worker = InboxWorker(store, slow_translate, answer, messenger, Pace(clock), lambda _: SILENCE)
    await arrives(store, 1, PEOPLE[0], "first")
    await arrives(store, 2, PEOPLE[0], "second")
    await arrives(store, 3, PEOPLE[1], "other")
    await work(worker)
    assert sorted(begun) == ["first", "other", "second"]
    assert begun.index("first") < begun.index("second")


async def test_what_becomes_free_during_a_look_is_looked_for_again(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_end = asyncio.Event()

    async def held(body: str) -> Incoming | None:
        await may_end.wait()
        return await translate(body)

    worker = InboxWorker(store, held, echo, messenger, Pace(clock), lambda _: SILENCE)
    await arrives(store, 1, PEOPLE[0], "first")
    assert await worker.step()
    await arrives(store, 2, PEOPLE[0], "second")
    worker.knock()
    genuine = Inbox.take

    async def ends_meanwhile(inbox: Inbox, limit: int) -> list[Pending]:
        found = await genuine(inbox, limit)
        may_end.set()
        await worker.drain()
        return found

    monkeypatch.setattr(Inbox, "take", ends_meanwhile)
    assert await worker.step(), "the second can be taken now"
    monkeypatch.undo()
    await work(worker)
    assert await waiting(store) == 0


async def test_while_nothing_new_came_nobody_looks(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[int] = []
    genuine = Inbox.take

    async def counted(inbox: Inbox, limit: int) -> list[Pending]:
        looks.append(limit)
        return await genuine(inbox, limit)

    monkeypatch.setattr(Inbox, "take", counted)
    for number, person in enumerate(PEOPLE[:5]):
        await arrives(store, number, person, "hello")
    await work(a_worker(store, messenger, clock, echo))
    assert len(looks) == 2, "once for all five, and once when all of them are done"


async def test_who_writes_while_another_is_handled_does_not_wait_for_that(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    begun, answered, may_end = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def held(body: str) -> Incoming | None:
        if body.endswith(" slow"):
            begun.set()
            await may_end.wait()
        return await translate(body)

    worker = InboxWorker(store, held, echo, messenger, Pace(clock), lambda _: SILENCE, answered.set)
    await arrives(store, 1, PEOPLE[0], "slow")
    working = asyncio.create_task(work(worker))
    async with asyncio.timeout(10):
        await begun.wait()
        await arrives(store, 2, PEOPLE[1], "hello")
        worker.knock()
        await answered.wait()
    assert (texts(api, PEOPLE[0]), texts(api, PEOPLE[1])) == ([], ["heard hello"])
    may_end.set()
    await working


async def test_what_failed_is_tried_again_while_others_are_still_handled(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    tries, given_up, may_end = 0, asyncio.Event(), asyncio.Event()

    async def held(body: str) -> Incoming | None:
        if body.endswith(" slow"):
            await may_end.wait()
        return await translate(body)

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        nonlocal tries
        if incoming.text == "poison":
            tries += 1
            raise ZeroDivisionError
        return await echo(incoming, tx)

    def apology(_incoming: Incoming) -> Reply:
        given_up.set()
        return SILENCE

    worker = InboxWorker(store, held, answer, messenger, Pace(clock), apology)
    await arrives(store, 1, PEOPLE[0], "slow")
    await arrives(store, 2, PEOPLE[1], "poison")
    working = asyncio.create_task(work(worker))
    async with asyncio.timeout(10):
        await given_up.wait()
    assert tries == 3
    may_end.set()
    await working
    assert texts(api, PEOPLE[0]) == ["heard slow"]


async def test_what_an_update_changes_is_undone_if_it_fails_and_the_person_is_told(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    tries = 0

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        nonlocal tries
        tries += 1
        await tx.marks.put("half", "done")
        raise ZeroDivisionError

    await arrives(store, 1, PEOPLE[0], "poison")
    await arrives(store, 2, PEOPLE[1], "poison too")
    await work(a_worker(store, messenger, clock, answer))
    assert tries == 6, "three tries for each, then it is given up"
    assert texts(api, PEOPLE[0]) == ["Something went wrong here."]
    assert await waiting(store) == 0
    async with store.reading() as tx:
        assert await tx.marks.get("half") is None


async def test_a_poisoned_update_does_not_stop_the_next_one_of_its_chat(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        if incoming.text == "poison":
            raise KeyError(incoming.text)
        return await echo(incoming, tx)

    await arrives(store, 1, PEOPLE[0], "poison")
    await arrives(store, 2, PEOPLE[0], "hello")
    await work(a_worker(store, messenger, clock, answer))
    assert texts(api, PEOPLE[0]) == ["Something went wrong here.", "heard hello"]


async def test_an_update_that_is_not_for_us_is_done_without_an_answer(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    await arrives(store, 1, PEOPLE[0], "not for us")
    await work(a_worker(store, messenger, clock, echo))
    assert texts(api, PEOPLE[0]) == []
    assert await waiting(store) == 0


async def test_an_update_waits_while_the_database_is_in_trouble(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    in_trouble = True

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        nonlocal in_trouble
        if in_trouble:
            in_trouble = False
            raise Locked
        return await echo(incoming, tx)

    await arrives(store, 1, PEOPLE[0], "hello")
    await work(a_worker(store, messenger, clock, answer))
    assert texts(api, PEOPLE[0]) == ["heard hello"]


async def test_a_reply_that_meets_a_429_closes_the_gate_for_all(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    api.faults.script("sendMessage", Fault.too_many_requests(3000))
    pace = Pace(clock)
    worker = InboxWorker(store, translate, echo, messenger, pace, lambda _: SILENCE)
    await arrives(store, 1, PEOPLE[0], "hello")
    await work(worker)
    assert pace.gate_opens_in() > 60
    await arrives(store, 2, PEOPLE[0], "again")
    await work(worker)
    assert texts(api, PEOPLE[0]) == [], "an answer so late is none"
    assert await waiting(store) == 0


def holds_trace(log: Path) -> bool:
    return any(trace in log.read_bytes() for trace in traces({PEOPLE[0]}))


async def test_forgetting_empties_the_log_before_the_person_is_told(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi, tmp_path: Path
) -> None:
    log, traces_left = tmp_path / "bot.db-wal", list[bool]()

    def note(call: Call) -> bool:
        traces_left.append(holds_trace(log))
        return False

    api.faults.script(note, Fault.answer(500, "never"), times=None)

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        await tx.chats.forget(incoming.chat_id)
        return Reply(messages=(Message(html="Forgotten."),), wipe=True)

    await arrives(store, 1, PEOPLE[0], "forget me")
    assert holds_trace(log)
    await work(a_worker(store, messenger, clock, answer))
    assert texts(api, PEOPLE[0]) == ["Forgotten."]
    assert traces_left == [False]


async def test_what_a_429_kept_back_of_an_answer_goes_out_after_it(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    parts = ("one", "two", "three")

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        return Reply(messages=tuple(Message(html=part) for part in parts))

    api.faults.script(lambda call: call.params.get("text") == "two", Fault.too_many_requests(5))
    await arrives(store, 1, PEOPLE[0], "hello")
    await work(a_worker(store, messenger, clock, answer))
    assert texts(api, PEOPLE[0]) == list(parts)


async def test_the_second_update_of_a_chat_does_not_wait_for_a_stranger(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    """It comes while its first is handled, and the stranger's takes long."""
    begun, may_end = defaultdict[str, asyncio.Event](asyncio.Event), dict[str, asyncio.Event]()

    async def held(body: str) -> Incoming | None:
        word = body.split(" ")[2]
        begun[word].set()
        if word in may_end:
            await may_end[word].wait()
        return await translate(body)

    may_end |= {"first": asyncio.Event(), "slow": asyncio.Event()}
    worker = InboxWorker(store, held, echo, messenger, Pace(clock), lambda _: SILENCE)
    await arrives(store, 1, PEOPLE[0], "first")
    await arrives(store, 2, PEOPLE[1], "slow")
    working = asyncio.create_task(work(worker))
    async with asyncio.timeout(10):
        await begun["first"].wait()
        await arrives(store, 3, PEOPLE[0], "second")
        await arrives(store, 4, PEOPLE[2], "other")
        worker.knock()
        await begun["other"].wait()
        may_end["first"].set()
        await begun["second"].wait()
    may_end["slow"].set()
    await working
    assert texts(api, PEOPLE[0]) == ["heard first", "heard second"]


async def test_an_answer_that_repeated_429s_keep_back_is_given_up_in_time(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    api.faults.script("sendMessage", Fault.too_many_requests(25), times=5)
    began = clock.monotonic()
    await arrives(store, 1, PEOPLE[0], "hello")
    await work(a_worker(store, messenger, clock, echo))
    assert texts(api, PEOPLE[0]) == [], "each wait was short, together they were too long"
    assert clock.monotonic() - began < PATIENCE + 20
    assert await waiting(store) == 0


async def test_who_is_forgotten_hears_of_it_though_the_traces_have_to_wait(
    store: Store,
    messenger: TelegramMessenger,
    clock: QuickClock,
    api: BotApi,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        await tx.chats.forget(incoming.chat_id)
        return Reply(messages=(Message(html="Forgotten."),), wipe=True)

    async def cannot() -> None:
        raise Locked

    await arrives(store, 1, PEOPLE[0], "forget me")
    with monkeypatch.context() as patched:
        patched.setattr(store, "wipe_log", cannot)
        await work(a_worker(store, messenger, clock, answer))
    assert texts(api, PEOPLE[0]) == ["Forgotten."]
    log = tmp_path / "bot.db-wal"
    assert holds_trace(log)
    await Cleaner(store, clock).step()
    assert not holds_trace(log), "the cleaner makes up for it"


async def test_what_waits_for_the_database_is_said_once_a_minute(
    store: Store, messenger: TelegramMessenger, clock: QuickClock, api: BotApi
) -> None:
    in_trouble = {"1", "2", "3"}

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        if incoming.text in in_trouble:
            in_trouble.discard(incoming.text)
            raise Locked
        return await echo(incoming, tx)

    for number in (1, 2, 3):
        await arrives(store, number, PEOPLE[number], str(number))
    with capture_logs() as logs:
        await work(a_worker(store, messenger, clock, answer))
    assert [line["event"] for line in logs] == ["updates wait"]
    assert await waiting(store) == 0
