"""Rows of large broadcasts: made in slices, all of them, once, whatever happens between two."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from datetime import datetime

import pytest
from jinja2 import UndefinedError
from structlog.testing import capture_logs

from bot.alerting.correction import withdraw_alert
from bot.alerting.enqueue import enqueue
from bot.core.chats import Audience
from bot.core.delivery import State
from bot.core.library import Entry, Library
from bot.core.messages import Message
from bot.core.news import News, Update
from bot.core.wire import from_json
from bot.jobs.filler import Filler
from bot.store import Line, Store, Tx
from bot.store.fanout import Fanout
from bot.words import Words
from bot.words.alerts import compose
from tests.commands.cases import PEOPLE, VERDICT, an_entry
from tests.jobs.builders import QuickClock
from tests.store.builders import SLUG, WEEK, a_chat, end_all, settled, subscribe

ENTRY = an_entry(hearings=[VERDICT], people=PEOPLE)
NEWS = Update(text="The court has sat for an hour.", language="en")
ANOTHER = Update(text="The judge is back.", language="en")
HOST = 9_000
EVERYBODY = range(1, 31)
OLD, NEW = -5000, -1_001_000_000_100
OTHERS = (*(-1_000_000_000_000 - number for number in range(1, 10)), *EVERYBODY)
"""With groups between the two numbers of one that moves."""
ZONES = ("Europe/London", "Asia/Almaty", "America/Los_Angeles", None)

Garbled = set[tuple[str, str]]
"""Languages in which a text cannot be written."""


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Thirty chats are many, and a slice has four."""
    monkeypatch.setattr("bot.alerting.enqueue.AT_ONCE", 10)
    monkeypatch.setattr("bot.alerting.correction.AT_ONCE", 10)
    monkeypatch.setattr("bot.store.fanout.Fanout.slice.__defaults__", (4,))


@pytest.fixture
def library() -> Library:
    return Library((ENTRY,))


@pytest.fixture
def filler(store: Store, library: Library, words: Words, clock: QuickClock) -> Filler:
    return Filler(store, library, words, clock)


async def begun(store: Store, words: Words, clock: QuickClock, chats: Iterable[int]) -> int:
    """An approved broadcast to these chats, whose clocks differ."""
    async with store.transaction() as tx:
        for chat in chats:
            await subscribe(tx, chat, zone=ZONES[chat % len(ZONES)])
        queued = await enqueue(tx, words, ENTRY, NEWS, clock.now())
    assert queued.alert_id is not None
    return queued.alert_id


async def rows(store: Store, alert_id: int) -> dict[State, int]:
    async with store.reading() as tx:
        return await tx.alerts.counts(alert_id)


async def has_begun(store: Store) -> bool:
    """Whether some rows are there."""
    async with store.reading() as tx:
        return any(alert.reached is not None for alert in await tx.fanout.unfilled())


async def claimed(store: Store, clock: QuickClock) -> list[int]:
    async with store.transaction() as tx:
        claims = await tx.outbox.claim(100, clock.now(), store.epoch, Line())
    return [claim.chat_id for claim in claims]


async def test_every_chat_gets_its_row_and_nothing_goes_before_all_have(
    store: Store, filler: Filler, words: Words, clock: QuickClock
) -> None:
    alert_id = await begun(store, words, clock, EVERYBODY)
    assert await rows(store, alert_id) == {}
    steps = 0
    while await filler.step():
        steps += 1
        made = sum((await rows(store, alert_id)).values())
        taken = await claimed(store, clock)
        assert taken == [] or made == len(EVERYBODY)
        if taken:
            assert sorted(taken) == list(EVERYBODY)
    assert steps > len(EVERYBODY) // 4
    assert await rows(store, alert_id) == {State.SENDING: len(EVERYBODY)}


async def test_few_chats_have_their_rows_in_the_transaction_that_queues(
    store: Store, filler: Filler, words: Words, clock: QuickClock
) -> None:
    alert_id = await begun(store, words, clock, range(1, 9))
    assert await rows(store, alert_id) == {State.PENDING: 8}
    assert not await filler.step()


async def test_each_reader_gets_the_words_for_the_own_clock_as_of_the_approval(
    store: Store, filler: Filler, words: Words, clock: QuickClock
) -> None:
    alert_id = await begun(store, words, clock, EVERYBODY)
    clock.forward(hours=3)
    while await filler.step():
        pass
    async with store.reading() as tx:
        texts = await tx.alerts.texts(alert_id)
        audiences = await tx.alerts.audiences(alert_id)
    assert {audience.zone for audience in audiences} == set(ZONES)
    assert all(NEWS.text in from_json(text).html for text in texts.values())


async def test_a_program_that_starts_anew_goes_on_where_the_last_one_stopped(
    store: Store, library: Library, words: Words, clock: QuickClock
) -> None:
    alert_id = await begun(store, words, clock, EVERYBODY)
    for _ in range(60):  # each step by another program
        if not await Filler(store, library, words, clock).step():
            break
    assert await rows(store, alert_id) == {State.PENDING: len(EVERYBODY)}


@pytest.mark.parametrize("after", range(10))
async def test_who_changes_the_clock_meanwhile_is_neither_missed_nor_told_twice(
    store: Store, filler: Filler, words: Words, clock: QuickClock, after: int
) -> None:
    alert_id = await begun(store, words, clock, EVERYBODY)
    for _ in range(after):
        await filler.step()
    async with store.transaction() as tx:
        for chat in EVERYBODY:
            await tx.chats.save(a_chat(chat, zone="Asia/Tokyo", language="ru"), WEEK)
    while await filler.step():
        pass
    assert await rows(store, alert_id) == {State.PENDING: len(EVERYBODY)}


@pytest.mark.parametrize("after", range(12))
async def test_a_group_that_moves_meanwhile_is_neither_missed_nor_told_twice(
    store: Store, filler: Filler, words: Words, clock: QuickClock, after: int
) -> None:
    """Its new number lies before all it had passed by."""
    alert_id = await begun(store, words, clock, (OLD, *OTHERS))
    for _ in range(after):
        await filler.step()
    async with store.transaction() as tx:
        await tx.chats.move(OLD, NEW)
    while await filler.step():
        pass
    assert sorted(await claimed(store, clock)) == sorted((NEW, *OTHERS))
    assert await rows(store, alert_id) == {State.SENDING: len(OTHERS) + 1}


async def test_a_step_that_was_under_way_when_a_group_moved_passes_it_by_no_more(
    store: Store,
    filler: Filler,
    words: Words,
    clock: QuickClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await begun(store, words, clock, (OLD, *OTHERS))
    while not await has_begun(store):
        await filler.step()
    real = store.transaction

    @asynccontextmanager
    async def overtaken() -> AsyncIterator[Tx]:
        """The group moves after the filler has looked, and before it writes."""
        monkeypatch.setattr(store, "transaction", real)
        async with real() as tx:
            await tx.chats.move(OLD, NEW)
        async with real() as tx:
            yield tx

    monkeypatch.setattr(store, "transaction", overtaken)
    while await filler.step():
        pass
    assert sorted(await claimed(store, clock)) == sorted((NEW, *OTHERS))


@pytest.mark.parametrize("after", range(10, 18))
async def test_who_moves_while_readers_are_told_of_a_correction_is_told_too(
    store: Store, filler: Filler, words: Words, clock: QuickClock, after: int
) -> None:
    number = await begun(store, words, clock, (OLD, *OTHERS))
    while await filler.step():
        pass
    async with store.transaction() as tx:
        sent = await tx.outbox.claim(100, clock.now(), store.epoch)
        await tx.outbox.settle([settled(each, store.epoch, State.SENT) for each in sent])
        alert = await tx.alerts.get(number)
        assert alert is not None
        await withdraw_alert(tx, words, ENTRY, alert, clock.now())
    for _ in range(after):
        await filler.step()
    async with store.transaction() as tx:
        await tx.chats.move(OLD, NEW)
    while await filler.step():
        pass
    assert sorted(await claimed(store, clock)) == sorted((NEW, *OTHERS))


async def test_a_broadcast_that_is_stopped_meanwhile_stays_stopped(
    store: Store, filler: Filler, words: Words, clock: QuickClock
) -> None:
    alert_id = await begun(store, words, clock, EVERYBODY)
    for _ in range(4):
        await filler.step()
    async with store.transaction() as tx:
        await tx.alerts.cancel(alert_id)
    assert not await filler.step()
    assert await claimed(store, clock) == []
    async with store.transaction() as tx:
        await end_all(tx, clock.now())
        assert await tx.alerts.unfinished() == []
    assert set(await rows(store, alert_id)) == {State.CANCELLED}


async def test_a_broadcast_of_a_campaign_that_is_gone_is_given_up_and_said(
    store: Store, words: Words, clock: QuickClock
) -> None:
    alert_id = await begun(store, words, clock, EVERYBODY)
    filler = Filler(store, Library(), words, clock)
    with capture_logs() as logs:
        assert await filler.step()
    assert [line["log_level"] for line in logs] == ["error"]
    assert not await filler.step()
    async with store.reading() as tx:
        alert = await tx.alerts.get(alert_id)
    assert alert is not None
    assert alert.cancelled
    assert alert.campaign == SLUG


@pytest.fixture
def garbled(monkeypatch: pytest.MonkeyPatch) -> Garbled:
    """Whom nothing can be written for."""
    unwritable: Garbled = set()
    genuine = compose

    def composed(
        words: Words, entry: Entry, news: News, audience: Audience, now: datetime
    ) -> Message:
        if (audience.language, getattr(news, "text", "")) in unwritable:
            raise UndefinedError
        return genuine(words, entry, news, audience, now)

    monkeypatch.setattr("bot.alerting.wording.compose", composed)
    return unwritable


async def fill(filler: Filler) -> list[str]:
    """Every step there is; the errors in the log."""
    with capture_logs() as logs:
        while await filler.step():
            pass
    return [line["event"] for line in logs if line["log_level"] == "error"]


async def two_broadcasts(store: Store, words: Words, clock: QuickClock) -> tuple[int, int]:
    """The last three chats read Russian."""
    async with store.transaction() as tx:
        for chat in EVERYBODY:
            await subscribe(tx, chat, language="ru" if chat > 27 else "en")
        first = await enqueue(tx, words, ENTRY, NEWS, clock.now())
        second = await enqueue(tx, words, ENTRY, ANOTHER, clock.now())
    assert first.alert_id is not None
    assert second.alert_id is not None
    return first.alert_id, second.alert_id


async def test_an_audience_that_cannot_be_written_for_gets_the_default_language(
    store: Store, filler: Filler, words: Words, clock: QuickClock, garbled: Garbled
) -> None:
    garbled.add(("ru", NEWS.text))
    alerts = await two_broadcasts(store, words, clock)
    assert await fill(filler) == ["an alert cannot be written for all"]
    for alert_id in alerts:
        assert await rows(store, alert_id) == {State.PENDING: len(EVERYBODY)}
    async with store.reading() as tx:
        texts = await tx.alerts.texts(alerts[0])
    assert len(texts) == 2
    assert len(set(texts.values())) == 1


async def test_who_cannot_be_written_for_at_all_is_left_out_and_hosts_hear_of_it_once(
    store: Store, library: Library, words: Words, clock: QuickClock, garbled: Garbled
) -> None:
    garbled |= {("en", NEWS.text)}
    alerts = await two_broadcasts(store, words, clock)
    filler = Filler(store, library, words, clock, hosts=[HOST])
    assert await fill(filler) == ["an alert cannot be written for all"]
    assert await rows(store, alerts[0]) == {State.PENDING: 3}
    assert await rows(store, alerts[1]) == {State.PENDING: len(EVERYBODY)}
    async with store.reading() as tx:
        noted = await tx.alerts.known(f"notice:unwritten:{alerts[0]}")
        assert noted is not None
        assert await tx.alerts.known(f"notice:unwritten:{alerts[1]}") is None
        [note] = (await tx.alerts.texts(noted)).values()
    assert "get nothing: 27." in from_json(note).html


async def test_a_broadcast_that_nobody_can_read_is_given_up_and_the_next_one_goes_out(
    store: Store, filler: Filler, words: Words, clock: QuickClock, garbled: Garbled
) -> None:
    garbled |= {("en", NEWS.text), ("ru", NEWS.text)}
    first, second = await two_broadcasts(store, words, clock)
    errors = await fill(filler)
    assert errors[-1] == "a broadcast cannot be written and is given up"
    async with store.reading() as tx:
        given_up = await tx.alerts.get(first)
    assert given_up is not None
    assert given_up.cancelled
    assert await rows(store, second) == {State.PENDING: len(EVERYBODY)}


async def test_trouble_that_nobody_expected_with_one_alert_keeps_no_other_from_being_filled(
    store: Store, filler: Filler, words: Words, clock: QuickClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = await two_broadcasts(store, words, clock)
    genuine = Fanout.add_turns

    async def add_turns(
        fanout: Fanout, alert_id: int, variants: dict[int, int], turns: dict[int, int]
    ) -> None:
        if alert_id == first:
            raise ZeroDivisionError
        await genuine(fanout, alert_id, variants, turns)

    monkeypatch.setattr(Fanout, "add_turns", add_turns)
    with pytest.raises(ZeroDivisionError):
        await filler.step()
    await fill(filler)
    assert await rows(store, second) == {State.PENDING: len(EVERYBODY)}
    monkeypatch.undo()
    clock.forward(minutes=11)
    await fill(filler)
    assert await rows(store, first) == {State.PENDING: len(EVERYBODY)}, "later it is tried again"
