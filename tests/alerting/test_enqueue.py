from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.alerting.enqueue import enqueue, enqueue_for, preview
from bot.core.alerts import Moment
from bot.core.chats import Audience
from bot.core.delivery import State
from bot.core.library import Entry
from bot.core.messages import Message
from bot.core.news import HearingChange, News, Scheduled, Update
from bot.core.wire import from_json
from bot.store import Store, open_store
from bot.words import Words
from bot.words.alerts import compose
from tests.commands.cases import PEOPLE, VERDICT, an_entry
from tests.store.builders import NOW, SLUG, StillClock, subscribe

WORDS = Words.load()
ENTRY = an_entry(hearings=[VERDICT], people=PEOPLE)
COME = Update(text="Come", language="en")


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[Store]:
    async with open_store(f"sqlite:///{tmp_path / 'bot.db'}", StillClock()) as opened:
        async with opened.transaction() as tx:
            await subscribe(tx, 1, 2, zone="Europe/London")
            await subscribe(tx, 3, zone="America/Los_Angeles")
            await subscribe(tx, -4, kind="group", zone=None)
        yield opened


def reminder(key: str = "verdict:1440") -> Scheduled:
    return Scheduled(
        moment=Moment(
            kind="hearing",
            campaign=SLUG,
            subject="hearing:verdict",
            at=NOW,
            expires=NOW + timedelta(hours=7),
            key=key,
        )
    )


def moved() -> HearingChange:
    states = [*VERDICT["states"], {"status": "postponed", "on": "2003-01-08"}]
    later = an_entry(hearings=[VERDICT | {"states": states}])
    return HearingChange(old=ENTRY.campaign.hearings[0], new=later.campaign.hearings[0])


async def test_every_chat_gets_a_row_and_every_audience_its_own_text(store: Store) -> None:
    async with store.transaction() as tx:
        queued = await enqueue(tx, WORDS, ENTRY, reminder(), NOW)
        assert queued.alert_id is not None
        texts = [from_json(text).html for text in (await tx.alerts.texts(queued.alert_id)).values()]
    assert queued.chats == 4
    assert len(texts) == 3
    plain = [text.replace("\u00a0", " ") for text in texts]
    assert any("03:00 for you (09:00 in Karaganda)" in text for text in plain)
    assert any("19:00 for you (Monday 09:00 in Karaganda)" in text for text in plain)
    assert any("<tg-time" in text for text in plain)


async def test_the_same_moment_is_queued_once(store: Store) -> None:
    async with store.transaction() as tx:
        first = await enqueue(tx, WORDS, ENTRY, reminder(), NOW)
        again = await enqueue(tx, WORDS, ENTRY, reminder(), NOW)
    assert first.chats == 4
    assert (again.alert_id, again.chats) == (None, 0)


async def test_an_alert_keeps_the_end_and_the_policy_of_its_kind(store: Store) -> None:
    async with store.transaction() as tx:
        queued = await enqueue(tx, WORDS, ENTRY, reminder(), NOW)
        assert queued.alert_id is not None
        alert = await tx.alerts.get(queued.alert_id)
    assert alert is not None
    assert alert.expires == NOW + timedelta(minutes=30)
    assert (alert.kind, alert.policy.name) == ("hearing", "alert")


async def test_a_change_takes_the_waiting_reminder_back(store: Store) -> None:
    async with store.transaction() as tx:
        old = await enqueue(tx, WORDS, ENTRY, reminder(), NOW)
        new = await enqueue(tx, WORDS, ENTRY, moved(), NOW)
        assert old.alert_id is not None
        assert new.alert_id is not None
        assert await tx.alerts.counts(old.alert_id) == {State.CANCELLED: 4}
        assert await tx.alerts.counts(new.alert_id) == {State.PENDING: 4}


async def test_an_update_takes_nothing_back(store: Store) -> None:
    async with store.transaction() as tx:
        old = await enqueue(tx, WORDS, ENTRY, reminder(), NOW)
        await enqueue(tx, WORDS, ENTRY, COME, NOW)
        assert old.alert_id is not None
        assert await tx.alerts.counts(old.alert_id) == {State.PENDING: 4}


async def test_what_is_previewed_is_what_is_queued(store: Store) -> None:
    async with store.transaction() as tx:
        shown = await preview(tx, WORDS, ENTRY, COME, NOW)
        queued = await enqueue(tx, WORDS, ENTRY, COME, NOW)
        assert queued.alert_id is not None
        texts = (await tx.alerts.texts(queued.alert_id)).values()
    assert {one.message for one in shown} == {from_json(text) for text in texts}
    assert sum(one.chats for one in shown) == queued.chats
    assert shown[0].chats == 2


async def test_single_chats_are_told_what_they_asked_for(store: Store) -> None:
    async with store.transaction() as tx:
        first = await enqueue_for(tx, WORDS, ENTRY, reminder(), [1, 3, 999], NOW)
        again = await enqueue_for(tx, WORDS, ENTRY, reminder(), [1, 3], NOW)
    assert first.alert_id is not None
    assert (again.alert_id, again.chats) == (first.alert_id, 0)
    async with store.transaction() as tx:
        claims = await tx.outbox.claim(9, NOW, store.epoch)
    assert {1, 3} <= {claim.chat_id for claim in claims}


async def test_who_asks_after_others_did_joins_their_alert(store: Store) -> None:
    async with store.transaction() as tx:
        first = await enqueue_for(tx, WORDS, ENTRY, reminder(), [1], NOW)
        second = await enqueue_for(tx, WORDS, ENTRY, reminder(), [1, 2, 3], NOW)
        assert second.alert_id is not None
        assert (second.alert_id, second.chats) == (first.alert_id, 2)
        texts = await tx.alerts.texts(second.alert_id)
        claims = await tx.outbox.claim(9, NOW, store.epoch)
    plain = {each.chat_id: texts[each.variant].replace("\u00a0", " ") for each in claims}
    assert set(plain) == {1, 2, 3}
    assert "03:00 for you" in plain[2]
    assert "19:00 for you" in plain[3]


async def test_news_without_readers_is_queued_for_nobody(store: Store) -> None:
    async with store.transaction() as tx:
        assert await preview(tx, WORDS, an_entry("lonely-2003"), COME, NOW) == ()
        queued = await enqueue(tx, WORDS, an_entry("lonely-2003"), COME, NOW)
    assert queued.alert_id is not None
    assert queued.chats == 0


async def test_one_audience_that_cannot_be_written_for_breaks_nobodys_transaction(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(
        words: Words, entry: Entry, news: News, audience: Audience, now: datetime
    ) -> Message:
        if audience.kind == "group":
            raise TypeError
        return compose(words, entry, news, audience, now)

    monkeypatch.setattr("bot.alerting.wording.compose", broken)
    async with store.transaction() as tx:
        shown = await preview(tx, WORDS, ENTRY, COME, NOW)
        queued = await enqueue(tx, WORDS, ENTRY, COME, NOW, [77])
        assert queued.alert_id is not None
        assert await tx.alerts.counts(queued.alert_id) == {State.PENDING: 3}
        assert await tx.alerts.known(f"notice:unwritten:{queued.alert_id}") is not None
    assert (queued.chats, sum(each.chats for each in shown)) == (3, 3)


def fails(*_: object) -> None:
    raise AttributeError


async def test_news_that_nobody_can_read_is_given_up_in_its_transaction(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerting.wording.compose", fails)
    async with store.transaction() as tx:
        queued = await enqueue(tx, WORDS, ENTRY, COME, NOW)
        assert queued.alert_id is not None
        alert = await tx.alerts.get(queued.alert_id)
    assert alert is not None
    assert (alert.cancelled, queued.chats) == (True, 0)


async def test_whose_turn_cannot_be_told_comes_last(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.alerting.wording.urgency", fails)
    async with store.transaction() as tx:
        queued = await enqueue(tx, WORDS, ENTRY, COME, NOW)
        assert len(await tx.outbox.claim(9, NOW, store.epoch)) == queued.chats == 4
