from __future__ import annotations

from datetime import timedelta

import pytest

from bot.core.chats import Chat
from bot.core.delivery import State
from bot.store import ChatData, Store
from tests.store.builders import (
    NOW,
    SLUG,
    WEEK,
    StillClock,
    a_chat,
    chats_of,
    end_all,
    queue,
    queue_for_all,
    settled,
    subscribe,
)

OLD, NEW = -400_111_222, -1_001_234_567_890


async def test_a_chat_nobody_spoke_of_is_unknown(store: Store) -> None:
    async with store.reading() as tx:
        assert await tx.chats.get(5) is None
        assert await tx.chats.mydata(5) is None


async def test_every_choice_comes_back_as_it_was_saved(store: Store) -> None:
    chat = Chat(
        id=-1_009_876_543_210,
        kind="group",
        thread=42,
        language="kk",
        language_chosen=True,
        country="KZ",
        zone="Asia/Almaty",
        place="Қарағанды",
        wakes=7,
        sleeps=23,
    )
    async with store.transaction() as tx:
        await tx.chats.save(chat, WEEK)
    async with store.reading() as tx:
        assert await tx.chats.get(chat.id) == chat.with_(known=True)


async def test_choices_change_and_the_week_of_joining_does_not(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.chats.save(a_chat(5, language="en"), "2003-W01")
        await tx.chats.save(a_chat(5, language="ru"), "2003-W09")
        data = await tx.chats.mydata(5)
    assert data is not None
    assert (data.chat.language, data.joined_week) == ("ru", "2003-W01")


async def test_mydata_names_all_that_is_kept(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 5)
        await tx.subscriptions.add(5, "metallist-2000")
        await tx.reminders.add(5, SLUG, "court", NOW, NOW)
        await tx.senders.put(5, "sealed")
        data = await tx.chats.mydata(5)
    assert data == ChatData(
        chat=a_chat(5, known=True),
        slugs=(SLUG, "metallist-2000"),
        reminders=1,
        sender_kept=True,
        joined_week=WEEK,
    )


async def test_chats_are_counted_by_kind_and_gone_ones_apart(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 1, 2, 3)
        await subscribe(tx, -4, kind="group")
        await tx.chats.retire(3)
        assert await tx.chats.counts() == {"private": 2, "group": 1, "gone": 1}


async def test_a_retired_chat_gets_nothing_more_until_it_is_revived(store: Store) -> None:
    async with store.transaction() as tx:
        first = await queue(tx, 1, 2)
        await tx.chats.retire(2)
        assert await tx.alerts.counts(first) == {State.PENDING: 1, State.CANCELLED: 1}
        second = await queue(tx, key="second")
        assert await tx.alerts.counts(second) == {State.PENDING: 1}
        await tx.chats.revive(2)
        third = await queue(tx, key="third")
        assert await tx.alerts.counts(third) == {State.PENDING: 2}


async def test_somebody_who_chooses_something_lives_again(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 1)
        await tx.chats.retire(1)
        await tx.chats.save(a_chat(1), WEEK)
        assert await tx.chats.counts() == {"private": 1}


async def test_an_uncertain_message_to_a_retired_chat_is_given_up(store: Store) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, 1)
        [claim] = await tx.outbox.claim(1, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.UNKNOWN)])
        await tx.chats.retire(1)
        assert await tx.alerts.counts(alert) == {State.UNKNOWN_FINAL: 1}


async def test_chats_gone_long_ago_are_found(store: Store, clock: StillClock) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, 1, 2)
        await tx.chats.retire(1)
    clock.moment += timedelta(days=31)
    async with store.transaction() as tx:
        await tx.chats.retire(2)
        assert await tx.chats.retired(clock.moment - timedelta(days=30)) == [1]


async def test_forgetting_leaves_the_neighbours_alone(store: Store) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, 1, 2)
        await tx.chats.forget(1)
        assert await tx.chats.get(1) is None
        assert await tx.subscriptions.of(1) == ()
        assert await tx.subscriptions.of(2) == (SLUG,)
        assert await tx.alerts.counts(alert) == {State.PENDING: 1}


async def test_forgetting_takes_what_the_person_did_in_groups(store: Store) -> None:
    later = NOW + timedelta(minutes=5)
    async with store.transaction() as tx:
        await tx.dialogues.put(-9, 1, "setup", "language", {}, later)
        token = await tx.tokens.issue("broadcast", 1, -9, {}, later)
        await tx.chats.forget(1)
        assert await tx.chats.meet(-9, 1, NOW) == (None, None)
        assert await tx.tokens.take(token, 1, NOW) is None


async def test_a_group_that_moves_takes_everything_along(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, OLD, kind="group", language="ru", zone=None)
        await tx.reminders.add(OLD, SLUG, "court", NOW, NOW)
        await tx.chats.move(OLD, NEW)
        chat = await tx.chats.get(NEW)
        assert chat == a_chat(NEW, kind="group", language="ru", zone=None, known=True)
        assert await tx.chats.get(OLD) is None
        assert await tx.subscriptions.of(NEW) == (SLUG,)
        assert [each.chat_id for each in await tx.reminders.due(NOW)] == [NEW]


async def test_where_both_ids_are_known_the_new_ones_choices_stay(store: Store) -> None:
    async with store.transaction() as tx:
        await subscribe(tx, OLD, kind="group", language="ru")
        await subscribe(tx, NEW, slug="metallist-2000", kind="group", language="kk")
        await tx.chats.move(OLD, NEW)
        data = await tx.chats.mydata(NEW)
    assert data is not None
    assert (data.chat.language, data.slugs) == ("kk", (SLUG, "metallist-2000"))


async def test_moving_an_unknown_group_changes_nothing(store: Store) -> None:
    async with store.transaction() as tx:
        await tx.chats.move(OLD, NEW)
        assert await tx.chats.counts() == {}


@pytest.mark.parametrize("move_first", (True, False), ids=("update first", "refusal first"))
async def test_a_message_in_flight_while_the_group_moves_is_sent_once_and_to_the_new_id(
    store: Store, move_first: bool
) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, OLD)
        [claim] = await tx.outbox.claim(5, NOW, store.epoch)
        if move_first:
            await tx.chats.move(OLD, NEW)
            assert await tx.outbox.claim(5, NOW, store.epoch) == []
        await tx.outbox.settle([settled(claim, store.epoch, State.PENDING)])
        await tx.chats.move(OLD, NEW)
        assert chats_of(await tx.outbox.claim(5, NOW, store.epoch)) == [NEW]
        assert await tx.alerts.counts(alert) == {State.SENDING: 1}


@pytest.mark.parametrize("done", (State.SENT, State.UNKNOWN), ids=lambda state: state.name)
async def test_what_the_old_group_got_does_not_go_to_the_new_one(store: Store, done: State) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, OLD)
        [claim] = await tx.outbox.claim(5, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, done, not_before=NOW)])
        await subscribe(tx, NEW)
        await queue_for_all(tx, alert)
        await tx.chats.move(OLD, NEW)
        assert await tx.alerts.counts(alert) == {done: 1}


@pytest.mark.parametrize("old", State, ids=lambda state: state.name)
async def test_a_waiting_row_of_the_new_group_yields_only_to_what_may_be_in_the_old_one(
    store: Store, old: State
) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, OLD)
        if old is not State.PENDING:
            [claim] = await tx.outbox.claim(5, NOW, store.epoch)
            await tx.outbox.settle([settled(claim, store.epoch, old, not_before=NOW)])
        await subscribe(tx, NEW)
        await queue_for_all(tx, alert)
        await tx.chats.move(OLD, NEW)
        keeps = {State.SENDING, State.SENT, State.UNKNOWN, State.UNKNOWN_FINAL}
        assert await tx.alerts.counts(alert) == {old if old in keeps else State.PENDING: 1}
        waits = [NEW] if old not in keeps else [NEW] * (old is State.UNKNOWN)
        assert chats_of(await tx.outbox.claim(5, NOW, store.epoch)) == waits


async def test_what_a_group_got_before_it_moved_is_not_ended_with_its_alert(store: Store) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, OLD)
        [claim] = await tx.outbox.claim(5, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.SENT, message_id=7)])
        await tx.chats.move(OLD, NEW)
        await tx.alerts.cancel(alert)
        assert await end_all(tx, NOW) == 0
        assert await tx.alerts.counts(alert) == {State.SENT: 1}


async def test_what_the_new_group_got_is_not_repeated_for_the_old_one(store: Store) -> None:
    async with store.transaction() as tx:
        alert = await queue(tx, NEW)
        [claim] = await tx.outbox.claim(5, NOW, store.epoch)
        await tx.outbox.settle([settled(claim, store.epoch, State.SENT)])
        await subscribe(tx, OLD)
        await queue_for_all(tx, alert)
        await tx.chats.move(OLD, NEW)
        assert await tx.alerts.counts(alert) == {State.SENT: 1}
