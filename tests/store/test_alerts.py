from __future__ import annotations

from datetime import timedelta

from bot.core.chats import Audience
from bot.core.delivery import ALERT, State
from bot.store import Alert, Store, Tx, open_store
from tests.store.builders import (
    LONDON,
    NOW,
    SLUG,
    StillClock,
    an_alert,
    end_all,
    fold,
    queue,
    queue_for_all,
    settled,
    subscribe,
    totals,
)

ALMATY = Audience(language="kk", zone="Asia/Almaty", kind="private")


async def test_an_alert_comes_back_with_its_texts(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await tx.alerts.add(an_alert(key="a", texts={LONDON: "one", ALMATY: "two"}))
        assert alert_id is not None
        assert sorted((await tx.alerts.texts(alert_id)).values()) == ["one", "two"]
        assert await tx.alerts.get(alert_id) == Alert(
            id=alert_id,
            key="a",
            kind="hearing",
            campaign=SLUG,
            subject="hearing:verdict",
            policy=ALERT,
            created=NOW,
            expires=NOW + timedelta(hours=6),
            cancelled=False,
        )
        assert await tx.alerts.get(alert_id + 1) is None


async def test_the_same_moment_is_never_queued_twice(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.alerts.add(an_alert(key="a")) is not None
        assert await tx.alerts.add(an_alert(key="a")) is None


async def test_numbers_never_go_back(database_url: str, clock: StillClock) -> None:
    async with open_store(database_url, clock) as store, store.transaction() as tx:
        first = await tx.alerts.add(an_alert(key="a"))
    async with open_store(database_url, clock) as store, store.transaction() as tx:
        second = await tx.alerts.add(an_alert(key="b"))
    assert first is not None
    assert second is not None
    assert second > first


async def test_a_text_added_later_reaches_those_who_lacked_one(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 2, language="kk", zone="Asia/Almaty")
        alert_id = await queue(tx, 1)
        assert await lacking(tx, alert_id) == [ALMATY]
        await tx.alerts.add_texts(alert_id, {ALMATY: "two", LONDON: "not needed"})
        assert await queue_for_all(tx, alert_id) == 1
        assert await lacking(tx, alert_id) == []
        texts = await tx.alerts.texts(alert_id)
        variants = {
            claim.chat_id: texts[claim.variant] for claim in await tx.outbox.claim(5, NOW, 1)
        }
    assert variants == {1: '{"html":"Court tomorrow"}', 2: "two"}


async def lacking(tx: Tx, alert_id: int) -> list[Audience]:
    """For whom among the subscribers the alert has no text."""
    return [each.standing.audience for each in await tx.standings.lacking(alert_id, SLUG)]


async def test_the_newest_alerts_of_a_campaign_come_first(store: Store) -> None:
    async with store.transaction() as tx:
        for key in ("a", "b", "c"):
            await tx.alerts.add(an_alert(key=key))
        await tx.alerts.add(an_alert(key="other", campaign="metallist-2000"))
        assert [alert.key for alert in await tx.alerts.latest(SLUG, 2)] == ["c", "b"]


async def test_an_alert_is_finished_when_each_of_its_messages_is(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1)
        assert [alert.id for alert in await tx.alerts.unfinished()] == [alert_id]
        claims = await tx.outbox.claim(5, NOW, store.epoch)
        assert [alert.id for alert in await tx.alerts.unfinished()] == [alert_id]
        await tx.outbox.settle([settled(each, store.epoch, State.FAILED) for each in claims])
        assert await tx.alerts.unfinished() == []


async def test_cancelling_stops_what_is_not_yet_sent(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1, 2, 3)
        [first] = await tx.outbox.claim(1, NOW, store.epoch)
        assert await tx.alerts.cancel(alert_id) == 2
        assert await tx.outbox.claim(5, NOW, store.epoch) == []
        await tx.outbox.settle([settled(first, store.epoch, State.SENT)])
        assert await tx.alerts.counts(alert_id) == {State.SENT: 1, State.CANCELLED: 2}
        alert = await tx.alerts.get(alert_id)
    assert alert is not None
    assert alert.cancelled


async def test_a_message_in_flight_when_its_alert_is_cancelled_is_not_tried_again(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.alerts.cancel(alert_id)
        await tx.outbox.settle([settled(claim, store.epoch, State.PENDING)])
        assert await tx.outbox.claim(1, NOW, store.epoch) == []
        assert await tx.outbox.next_due(NOW) is None
        assert await end_all(tx, NOW) == 1
        assert await tx.alerts.counts(alert_id) == {State.CANCELLED: 1}


async def test_news_about_a_subject_replaces_what_was_queued_about_it(store: Store) -> None:
    async with store.transaction() as tx:
        old = await queue(tx, 1, 2, key="old")
        other = await queue(tx, key="other", subject="action:fax")
        new = await queue(tx, key="new")
        assert await tx.alerts.cancel_subject(SLUG, "hearing:verdict", new) == 2
        assert await tx.alerts.cancel_subject(SLUG, "hearing:verdict", new) == 0
        assert await tx.alerts.counts(old) == {State.CANCELLED: 2}
        assert await tx.alerts.counts(other) == {State.PENDING: 2}
        assert await tx.alerts.counts(new) == {State.PENDING: 2}
        assert await tx.alerts.cancel_subject(SLUG, "hearing:verdict") == 2


async def test_what_is_open_of_a_campaign_is_neither_over_nor_cancelled(store: Store) -> None:
    async with store.transaction() as tx:
        await queue(tx, 1, key="over", expires=NOW + timedelta(minutes=1))
        first = await queue(tx, 1, key="first")
        cancelled = await queue(tx, 1, key="cancelled")
        second = await queue(tx, 1, key="second")
        await tx.alerts.add(an_alert(key="other", campaign="metallist-2000"))
        await tx.alerts.cancel(cancelled)
        await end_all(tx, NOW + timedelta(minutes=2))
        assert [alert.id for alert in await tx.alerts.open_of(SLUG)] == [first, second]


async def test_of_what_ended_long_ago_only_the_totals_stay(store: Store) -> None:
    async with store.transaction() as tx:
        ended = await queue(tx, 1, 2, key="ended")
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.SENT, message_id=77)])
        running = await queue(tx, key="running", expires=NOW + timedelta(days=30))
        late = NOW + timedelta(days=8)
        assert await end_all(tx, late) == 1
        assert await fold(tx, late) == 1
        assert await fold(tx, late) == 0
        assert await tx.alerts.counts(ended) == {State.SENT: 1, State.EXPIRED: 1}
        assert await tx.alerts.texts(ended) == {}
        assert await tx.alerts.counts(running) == {State.PENDING: 2}
        assert await totals(tx) == {State.SENT: 1, State.EXPIRED: 1, State.PENDING: 2}


async def test_who_was_sent_what_is_forgotten_though_the_alert_goes_on(store: Store) -> None:
    week = NOW + timedelta(days=7)
    async with store.transaction() as tx:
        running = await queue(tx, 1, 2, 3, expires=NOW + timedelta(days=30))
        claims = await tx.outbox.claim(2, NOW, store.epoch)
        await tx.outbox.settle([settled(each, store.epoch, State.SENT) for each in claims])
        assert await fold(tx, week - timedelta(days=7)) == 0
        assert await fold(tx, week) == 1
        assert await fold(tx, week) == 0
        assert await tx.alerts.counts(running) == {State.SENT: 2, State.PENDING: 1}
        [last] = await tx.outbox.claim(5, NOW, store.epoch)
        assert last.variant in await tx.alerts.texts(running)
        await tx.outbox.settle([settled(last, store.epoch, State.SENT)])
        assert await fold(tx, week) == 1
        assert await tx.alerts.counts(running) == {State.SENT: 3}
        await end_all(tx, NOW + timedelta(days=31))
        assert await fold(tx, week) == 1
        assert await tx.alerts.texts(running) == {}
        assert await fold(tx, week) == 0
