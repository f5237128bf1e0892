from __future__ import annotations

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import pytest

from bot.core.chats import Audience
from bot.core.delivery import ALERT, CORRECTION, FINAL, REPORT, State
from bot.store import Store, Tx, open_store
from tests.store.builders import (
    LONDON,
    NOW,
    SLUG,
    StillClock,
    a_chat,
    an_alert,
    chats_of,
    end_all,
    queue,
    queue_for_all,
    settled,
    subscribe,
    totals,
    turns_by_texts,
)

LATER = NOW + timedelta(minutes=1)
GROUP = Audience(language="en", zone=None, kind="group")
STRANGER = Audience(language="en", zone=None, kind="private")


async def queue_in_turns(tx: Tx, turns: dict[Audience, int], **facts: Any) -> int:
    """An alert queued for all subscribers, in turns; gives its number."""
    alert_id = await tx.alerts.add(an_alert(**facts))
    assert alert_id is not None
    numbers = await tx.alerts.audiences(alert_id)
    kinds = {each.id: each.standing.audience for each in await tx.standings.lacking(alert_id, SLUG)}
    await tx.fanout.add_turns(
        alert_id,
        {id: numbers[audience] for id, audience in kinds.items()},
        {id: turns[audience] for id, audience in kinds.items()},
    )
    await queue_for_all(tx, alert_id)
    return alert_id


async def test_every_living_subscriber_is_queued_once(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 1, 2, 3)
        await subscribe(tx, 4, slug="metallist-2000")
        await tx.chats.retire(3)
        alert_id = await tx.alerts.add(an_alert())
        assert alert_id is not None
        assert await queue_for_all(tx, alert_id) == 2
        assert await queue_for_all(tx, alert_id) == 0
        assert await tx.alerts.counts(alert_id) == {State.PENDING: 2}


async def test_single_chats_can_be_queued_known_or_not(store: Store) -> None:
    texts = {LONDON: "london", GROUP: "group", STRANGER: "stranger"}
    async with store.transaction() as tx:
        await subscribe(tx, 1, 2)
        await tx.chats.retire(2)
        alert_id = await tx.alerts.add(an_alert(texts=texts))
        assert alert_id is not None
        assert await tx.fanout.singles(alert_id, [1, 2, 77, -77, 1]) == 3
        written = await tx.alerts.texts(alert_id)
        claims = await tx.outbox.claim(9, NOW, store.epoch)
    assert {claim.chat_id: written[claim.variant] for claim in claims} == {
        1: "london",
        77: "stranger",
        -77: "group",
    }


async def test_a_claim_says_all_that_sending_needs(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.chats.save(a_chat(-5, kind="group", zone=None, thread=42), "2003-W01")
        alert_id = await tx.alerts.add(an_alert(texts={GROUP: "x"}, policy=CORRECTION))
        assert alert_id is not None
        await tx.fanout.singles(alert_id, [-5])
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
    assert (claim.alert_id, claim.chat_id, claim.thread) == (alert_id, -5, 42)
    assert (claim.policy, claim.attempts, claim.silent) == (CORRECTION, 0, False)


async def test_the_most_urgent_goes_first(store: Store) -> None:
    texts = {LONDON: "x", STRANGER: "x"}
    async with store.transaction() as tx:
        await subscribe(tx, 1, 2)
        await subscribe(tx, 3, zone=None)
        report = await queue(tx, key="r", policy=REPORT, texts=texts)
        alert = await queue_in_turns(tx, {LONDON: 5, STRANGER: 1}, key="a", texts=texts)
        correction = await queue(tx, key="c", policy=CORRECTION, texts=texts)
        order = [
            (claim.alert_id, claim.chat_id)
            for _ in range(9)
            for claim in await tx.outbox.claim(1, NOW, store.epoch)
        ]
        assert await tx.outbox.claim(1, NOW, store.epoch) == []
    assert order == [
        *((correction, chat) for chat in (1, 2, 3)),
        *((alert, chat) for chat in (3, 1, 2)),
        *((report, chat) for chat in (1, 2, 3)),
    ]


async def test_a_batch_is_in_the_same_order(store: Store) -> None:
    async with store.transaction() as tx:
        await queue(tx, 3, 1, 2, key="a")
        await queue(tx, key="c", policy=CORRECTION)
        claims = await tx.outbox.claim(9, NOW, store.epoch)
    assert chats_of(claims) == [1, 2, 3, 1, 2, 3]
    assert [claim.policy for claim in claims] == [CORRECTION] * 3 + [ALERT] * 3


async def test_what_waited_goes_before_what_is_as_urgent_and_after_what_is_more_urgent(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        waited = await queue(tx, 1, key="waited")
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.PENDING, not_before=LATER)])
        new = await queue(tx, key="new")
        correction = await queue(tx, key="c", policy=CORRECTION)
        order = [
            claim.alert_id
            for _ in range(3)
            for claim in await tx.outbox.claim(1, LATER, store.epoch)
        ]
    assert order == [correction, waited, new]


@pytest.mark.parametrize("state", sorted(FINAL), ids=lambda state: state.name)
async def test_a_final_state_is_final(store: Store, state: State) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, state)])
        await tx.outbox.settle([settled(claim, store.epoch, State.PENDING)])
        assert await tx.alerts.counts(alert_id) == {state: 1}
        assert await tx.outbox.claim(1, LATER, store.epoch) == []


async def test_what_was_surely_not_sent_waits_and_consumes_no_attempt(store: Store) -> None:
    async with store.transaction() as tx:
        await queue(tx, 1)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.PENDING, not_before=LATER)])
        assert await tx.outbox.claim(1, NOW, store.epoch) == []
        assert await tx.outbox.next_due(NOW) == LATER
        [again] = await tx.outbox.claim(1, LATER, store.epoch)
    assert (again.attempts, again.silent) == (0, False)


async def test_what_may_have_arrived_is_sent_again_silently_when_its_time_has_come(
    store: Store,
) -> None:
    async with store.transaction() as tx:
        await queue(tx, 1)
        for attempts in range(3):
            [claim] = await tx.outbox.claim(1, LATER, store.epoch)
            assert (claim.attempts, claim.silent) == (attempts, attempts > 0)
            await tx.outbox.settle([settled(claim, store.epoch, State.UNKNOWN, not_before=LATER)])
            assert await tx.outbox.claim(1, NOW, store.epoch) == []


async def test_a_repeat_stays_silent_after_a_try_that_surely_failed(store: Store) -> None:
    async with store.transaction() as tx:
        await queue(tx, 1)
        for state in (State.UNKNOWN, State.PENDING):
            [claim] = await tx.outbox.claim(1, NOW, store.epoch)
            await tx.outbox.settle([settled(claim, store.epoch, state)])
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
    assert claim.silent


async def test_a_result_of_another_epoch_is_ignored(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch - 1, State.SENT)])
        assert await tx.alerts.counts(alert_id) == {State.SENDING: 1}


async def test_a_result_nobody_claimed_is_ignored(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.PENDING)])
        await tx.outbox.settle([settled(claim, store.epoch, State.SENT)])
        assert await tx.alerts.counts(alert_id) == {State.PENDING: 1}
        await tx.outbox.settle([])


async def test_what_has_expired_is_never_sent(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1, 2, expires=LATER)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.UNKNOWN)])
        assert await end_all(tx, NOW) == 0
        assert await tx.outbox.claim(5, LATER, store.epoch) == []
        assert await tx.outbox.next_due(LATER) is None
        assert await end_all(tx, LATER) == 2
        assert await end_all(tx, LATER) == 0
        assert await tx.alerts.counts(alert_id) == {State.EXPIRED: 1, State.UNKNOWN_FINAL: 1}


async def test_what_has_to_wait_for_its_end_keeps_no_other_alert_from_ending(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.store.outbox.SLICE", 1)
    async with store.transaction() as tx:
        await queue(tx, 1, key="under way", expires=LATER)
        assert len(await tx.outbox.claim(5, NOW, store.epoch)) == 1
        await queue(tx, 1, 2, 3, 4, key="waits", expires=LATER)
        assert await end_all(tx, LATER) == 4


async def test_rows_are_not_made_any_more_for_an_alert_that_was_ended_since_it_was_seen(
    store: Store,
) -> None:
    """Whoever makes rows sees an alert first and makes them in a transaction of its own later."""
    async with store.transaction() as tx:
        await subscribe(tx, 1, 2)
        alert_id = await tx.alerts.add(an_alert())
        assert alert_id is not None
        await turns_by_texts(tx, alert_id)
        await tx.fanout.begin(alert_id)
        [seen] = await tx.fanout.unfilled()
        first = await tx.fanout.slice(seen, 1)
        assert first.left is not None
        await tx.alerts.cancel(alert_id)
        [alert] = await tx.outbox.open_alerts()
        await tx.outbox.end(alert)
        assert (await tx.fanout.slice(first.left)).left is None
        await end_all(tx, NOW)
        assert await tx.alerts.counts(alert_id) == {State.CANCELLED: 1}
        assert await tx.outbox.open_alerts() == []


async def test_what_is_in_flight_at_its_expiry_ends_when_it_is_settled(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1, expires=LATER)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        assert await end_all(tx, LATER) == 0
        await tx.outbox.settle([settled(claim, store.epoch, State.PENDING)])
        assert await end_all(tx, LATER) == 1
        assert await tx.alerts.counts(alert_id) == {State.EXPIRED: 1}


async def test_a_queue_extended_after_its_end_ends_again(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1, expires=LATER)
        await end_all(tx, LATER)
        await subscribe(tx, 2)
        assert await tx.fanout.singles(alert_id, [2]) == 1
        assert await end_all(tx, LATER) == 1
        assert await tx.alerts.counts(alert_id) == {State.EXPIRED: 2}


async def test_the_next_message_is_due_at_once_if_one_may_be_pending(store: Store) -> None:
    async with store.transaction() as tx:
        assert await tx.outbox.next_due(NOW) is None
        await queue(tx, 1)
        assert await tx.outbox.next_due(NOW) == NOW
        assert len(await tx.outbox.claim(1, NOW, store.epoch)) == 1
        assert await tx.outbox.next_due(NOW) == NOW, "nobody has looked whether there is more"
        assert await tx.outbox.claim(1, NOW, store.epoch) == []
        assert await tx.outbox.next_due(NOW) is None


async def test_a_retry_that_would_come_after_the_expiry_is_not_waited_for(store: Store) -> None:
    async with store.transaction() as tx:
        await queue(tx, 1, expires=LATER)
        [claim] = await tx.outbox.claim(2, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.UNKNOWN, not_before=LATER)])
        assert await tx.outbox.next_due(NOW) is None


async def test_what_an_earlier_run_left_in_flight_is_tried_again_as_its_policy_says(
    database_url: str, clock: StillClock
) -> None:
    async with open_store(database_url, clock) as store, store.transaction() as tx:
        alert = await queue(tx, 1, 2, key="a")
        report = await queue(tx, key="r", policy=REPORT)
        await tx.outbox.claim(3, NOW, store.epoch)
    async with open_store(database_url, clock) as store, store.transaction() as tx:
        assert await tx.outbox.recover(store.epoch, NOW) == 3
        assert await tx.outbox.recover(store.epoch, NOW) == 0
        assert await tx.alerts.counts(alert) == {State.UNKNOWN: 2}
        assert await tx.alerts.counts(report) == {State.UNKNOWN_FINAL: 1, State.PENDING: 1}
        assert [claim.alert_id for claim in await tx.outbox.claim(9, NOW, store.epoch)] == [report]
        again = await tx.outbox.claim(9, NOW + timedelta(seconds=60), store.epoch)
    assert [(claim.chat_id, claim.attempts, claim.silent) for claim in again] == [
        (1, 1, True),
        (2, 1, True),
    ]


async def test_after_four_uncertain_attempts_nothing_more_is_tried(
    database_url: str, clock: StillClock
) -> None:
    for run, wait in enumerate((0, 60, 300, 1800)):
        async with open_store(database_url, clock) as store, store.transaction() as tx:
            if run == 0:
                await queue(tx, 1)
            await tx.outbox.recover(store.epoch, clock.moment)
            due = await tx.outbox.next_due(clock.moment)
            assert due == clock.moment + timedelta(seconds=wait)
            clock.moment = due
            assert len(await tx.outbox.claim(2, clock.moment, store.epoch)) == 1
    async with open_store(database_url, clock) as store, store.transaction() as tx:
        await tx.outbox.recover(store.epoch, clock.moment)
        assert await totals(tx) == {State.UNKNOWN_FINAL: 1}


async def test_recovering_leaves_the_claims_of_this_run_alone(store: Store) -> None:
    async with store.transaction() as tx:
        alert_id = await queue(tx, 1)
        await tx.outbox.claim(1, NOW, store.epoch)
        assert await tx.outbox.recover(store.epoch, NOW) == 0
        assert await tx.alerts.counts(alert_id) == {State.SENDING: 1}


async def test_four_senders_never_claim_the_same_message(store: Store) -> None:
    async with store.transaction() as tx:
        await queue(tx, *range(1, 201))
    claimed: list[int] = []

    async def send() -> None:
        while True:
            async with store.transaction() as tx:
                batch = await tx.outbox.claim(7, NOW, store.epoch)
            if not batch:
                return
            claimed.extend(chats_of(batch))

    await asyncio.gather(*(send() for _ in range(4)))
    assert Counter(claimed) == Counter(range(1, 201))


async def test_totals_count_every_message_in_one_state(store: Store) -> None:
    async with store.transaction() as tx:
        await queue(tx, 1, 2, 3)
        claims = await tx.outbox.claim(2, NOW, store.epoch)
        await tx.outbox.settle([settled(claims[0], store.epoch, State.GONE, reason="blocked")])
        assert await totals(tx) == {State.GONE: 1, State.SENDING: 1, State.PENDING: 1}
