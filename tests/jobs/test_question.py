"""A broadcast that fails from the start is stopped, and hosts decide: over real HTTP."""

from __future__ import annotations

import re

import pytest

from bot.alerting.enqueue import enqueue
from bot.alerting.question import asking
from bot.chat.messenger import TelegramMessenger
from bot.core.delivery import Hold
from bot.core.library import Library
from bot.core.news import Update
from bot.core.pacing import Pacer
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from bot.jobs.pace import Pace
from bot.jobs.sender import Sender
from bot.store import Store
from bot.words import Words
from tests.commands.cases import an_entry
from tests.jobs.builders import PEOPLE, QuickClock, states, texts
from tests.store.builders import an_alert, queue_for_all, subscribe
from tests.unwritable import break_templates

HOST, *READERS = PEOPLE
ENTRY = an_entry()


@pytest.fixture
def sender(store: Store, messenger: TelegramMessenger, clock: QuickClock, words: Words) -> Sender:
    ask = asking(words, Library((ENTRY,)), [HOST])
    return Sender(store, messenger, Pace(clock, Pacer(rate=25)), clock, ask=ask)


async def queued(store: Store, words: Words, clock: QuickClock) -> int:
    async with store.transaction() as tx:
        await subscribe(tx, *READERS)
        news = Update(text="Come", language="en")
        done = await enqueue(tx, words, ENTRY, news, clock.now())
    assert done.alert_id is not None
    return done.alert_id


def refuse(api: BotApi, times: int | None = None) -> None:
    """Telegram refuses what is sent to anybody but the host."""
    api.faults.script(
        lambda call: call.params.get("chat_id") != HOST,
        Fault.answer(400, "Bad Request: can't parse entities"),
        times=times,
    )


async def run_dry(sender: Sender) -> None:
    while await sender.step():
        pass


async def test_refused_words_stop_the_broadcast_and_the_host_is_asked_once(
    store: Store, sender: Sender, api: BotApi, words: Words, clock: QuickClock
) -> None:
    refuse(api)
    alert = await queued(store, words, clock)
    await run_dry(sender)
    counts = await states(store, alert)
    assert counts["PENDING"] > 10, "most are spared"
    [asked] = texts(api, HOST)
    told = re.search(r"refused (\d+) of the first (\d+) messages", asked.replace("\xa0", " "))
    assert told is not None
    assert 5 <= int(told[1]) == int(told[2]) <= counts["FAILED"]
    assert "“Come”" in asked
    buttons = api.history(HOST)[0]["reply_markup"]["inline_keyboard"]
    assert [row[0]["text"] for row in buttons] == ["Go on", "Stop it"]


async def test_what_a_host_lets_go_on_goes_on_and_is_not_asked_about_again(
    store: Store, sender: Sender, api: BotApi, words: Words, clock: QuickClock
) -> None:
    refuse(api, times=12)
    alert = await queued(store, words, clock)
    await run_dry(sender)
    assert len(texts(api, HOST)) == 1
    async with store.transaction() as tx:
        await tx.alerts.hold(alert, Hold.WAIVED)
    await run_dry(sender)
    counts = await states(store, alert)
    assert counts == {"FAILED": 12, "SENT": len(READERS) - 12}
    assert len(texts(api, HOST)) == 1


async def test_a_question_that_cannot_be_written_is_asked_in_plain_words(
    store: Store,
    sender: Sender,
    api: BotApi,
    words: Words,
    clock: QuickClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is written in the sender's own transaction: what failed there would stop all sending."""
    refuse(api)
    await queued(store, words, clock)
    break_templates(monkeypatch, "broadcast/held.j2")
    await run_dry(sender)
    [asked] = texts(api, HOST)
    assert "A broadcast is stopped and waits for your word." in asked
    buttons = api.history(HOST)[0]["reply_markup"]["inline_keyboard"]
    assert [row[0]["text"] for row in buttons] == ["Go on", "Stop it"]


async def test_a_broadcast_whose_own_text_is_the_trouble_is_asked_about_by_its_title(
    store: Store, sender: Sender, api: BotApi
) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, *READERS)
        chat = await tx.chats.get(READERS[0])
        assert chat is not None
        alert = await tx.alerts.add(an_alert(kind="hearing", texts={chat.audience: "{"}))
        assert alert is not None
        await queue_for_all(tx, alert)
    await run_dry(sender)
    await run_dry(sender)  # the question was queued in its last step
    assert (await states(store, alert))["PENDING"] > 10
    [asked] = texts(api, HOST)
    assert "waiting for your word" in asked
    assert "Worker activists on trial" in asked
