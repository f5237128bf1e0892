"""A group becomes a supergroup with its alert on the way: one copy arrives, whoever is first."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bot.demo.faults import Call, Fault
from tests.jobs.builders import PEOPLE, queued, states
from tests.jobs.weather import Weather
from tests.store.builders import SLUG, subscribe

OLD, NEW = -7_000_100, -1_007_000_000_100


@pytest.fixture
def database_url(either_database_url: str) -> str:
    return either_database_url


async def a_group(weather: Weather) -> int:
    """With an alert waiting for it; gives its number."""
    weather.api.add_user(PEOPLE[0], "Somebody", started=True)
    weather.api.add_group(OLD, "Group", PEOPLE[0])
    weather.api.add_bot_to_group(OLD, by=PEOPLE[0])
    return await queued(weather.store, OLD)


async def message_of_the_move(weather: Weather) -> None:
    """As the inbox handles it."""
    async with weather.store.transaction() as tx:
        await tx.chats.move(OLD, NEW)


async def subscribers(weather: Weather) -> list[int]:
    async with weather.store._engine.reading() as db:
        return [row["chat_id"] for row in await db.rows("SELECT chat_id FROM subscriptions")]


async def until_under_way(weather: Weather) -> None:
    """The request has left; its answer is late."""
    while not weather.cable.times("sendmessage"):
        await weather.sender.step()


async def arrived_once(weather: Weather, alert: int, where: int) -> None:
    assert weather.copies() == {where: 1}
    assert await states(weather.store, alert) == {"SENT": 1}
    assert await subscribers(weather) == [NEW]


async def test_where_the_message_of_the_move_comes_first_the_old_id_is_not_even_asked(
    weather: Weather,
) -> None:
    alert = await a_group(weather)
    weather.api.migrate_group(OLD, NEW)
    await message_of_the_move(weather)
    await weather.passes(10)
    assert len(weather.cable.times("sendmessage")) == 1
    await arrived_once(weather, alert, NEW)


@pytest.mark.parametrize("message", ["never", "after"])
async def test_where_the_refusal_comes_first_the_alert_follows_at_once(
    weather: Weather, message: str
) -> None:
    alert = await a_group(weather)
    weather.api.migrate_group(OLD, NEW)
    await weather.passes(2)
    if message == "after":
        await message_of_the_move(weather)
    assert len(weather.cable.times("sendmessage")) == 2
    await arrived_once(weather, alert, NEW)
    await weather.passes(3600, every=60)
    await arrived_once(weather, alert, NEW)


async def test_where_the_message_comes_between_the_request_and_its_refusal_one_copy_arrives(
    weather: Weather,
) -> None:
    alert = await a_group(weather)
    weather.api.migrate_group(OLD, NEW)
    weather.spoil(Fault.delay(0.1), times=1)
    await until_under_way(weather)
    await message_of_the_move(weather)
    await weather.passes(10)
    await arrived_once(weather, alert, NEW)


async def test_what_the_old_group_got_while_it_moved_does_not_come_to_the_new_one(
    weather: Weather,
) -> None:
    alert = await a_group(weather)
    weather.spoil(Fault.delay(0.1), times=1)
    await until_under_way(weather)
    await message_of_the_move(weather)
    await weather.passes(3600, every=60)
    await arrived_once(weather, alert, OLD)


async def test_a_supergroup_that_was_subscribed_by_itself_gets_one_copy(weather: Weather) -> None:
    await a_group(weather)
    weather.api.migrate_group(OLD, NEW)
    async with weather.store.transaction() as tx:
        await subscribe(tx, NEW)
    alert = await queued(weather.store, OLD, NEW, key="for both")
    await weather.passes(60)
    assert weather.copies() == {NEW: 2}, "two alerts, one copy of each"
    assert await states(weather.store, alert) == {"SENT": 1}
    assert await subscribers(weather) == [NEW]


@pytest.mark.parametrize("leaves", [OLD, NEW])
async def test_who_left_before_the_refusal_came_gets_nothing_by_the_new_number(
    weather: Weather, leaves: int
) -> None:
    alert = await a_group(weather)
    weather.api.migrate_group(OLD, NEW)
    weather.spoil(Fault.delay(0.1), times=1)
    await until_under_way(weather)
    if leaves == NEW:
        await message_of_the_move(weather)
    async with weather.store.transaction() as tx:
        assert await tx.subscriptions.remove(leaves, SLUG)
    await weather.passes(120)
    assert weather.copies() == {}
    assert await states(weather.store, alert) == {"CANCELLED": 1}


async def test_a_request_to_the_old_number_that_has_to_wait_is_followed_to_the_new_one(
    weather: Weather,
) -> None:
    """Nothing is known of the old number any more, which does not mean that the group has left."""
    alert = await a_group(weather)
    weather.api.migrate_group(OLD, NEW)
    weather.spoil(Fault.too_many_requests(3), times=1)
    await until_under_way(weather)
    await message_of_the_move(weather)
    await weather.passes(120)
    await arrived_once(weather, alert, NEW)


@pytest.mark.parametrize("message", ["never", "before the crash", "after it"])
async def test_a_crash_between_the_refusal_and_its_record_loses_and_repeats_nothing(
    weather: Weather, message: str
) -> None:
    alert = await a_group(weather)
    weather.api.migrate_group(OLD, NEW)
    async with weather.store.transaction() as tx:  # claimed by a run that died
        assert await tx.outbox.claim(1, weather.clock.now(), weather.store.epoch - 1)
    if message == "before the crash":
        await message_of_the_move(weather)
    await weather.another_sender().recover()
    if message == "after it":
        await message_of_the_move(weather)
    await weather.passes(120)
    await arrived_once(weather, alert, NEW)


async def test_a_group_that_moves_again_and_again_is_not_followed_for_ever(
    weather: Weather,
) -> None:
    """Two refusals that name each other: each is asked at the pace of a chat, nobody else waits."""
    await a_group(weather)
    for chat, other in ((OLD, NEW), (NEW, OLD)):
        weather.spoil(
            Fault.answer(400, "Bad Request: upgraded", migrate_to_chat_id=other), _to(chat)
        )
    await weather.passes(60)
    assert len(weather.cable.times("sendmessage")) <= 60


def _to(chat: int) -> Callable[[Call], bool]:
    return lambda call: call.params.get("chat_id") == chat
