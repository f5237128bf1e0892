"""What answers cost of the budget that they share with alerts."""

from __future__ import annotations

import pytest

from bot.core.messages import Incoming, Message, Reply
from bot.jobs.inbox import InboxWorker
from bot.store import Tx
from tests.jobs.builders import EVENING, PEOPLE
from tests.jobs.weather import Weather

GROUP = -7_000_300
SCREEN = Message(html="A screen")


async def asking(weather: Weather, reply: Reply, *updates: Incoming) -> None:
    """These updates, one after the other, are answered like this."""
    by_number = {str(update.update_id): update for update in updates}

    async def translate(body: str) -> Incoming | None:
        return by_number[body]

    async def answer(incoming: Incoming, tx: Tx) -> Reply:
        return reply

    worker = InboxWorker(
        weather.store, translate, answer, weather.messenger, weather.pace, lambda _: Reply()
    )
    for number, update in by_number.items():
        async with weather.store.transaction() as tx:
            await tx.inbox.store_all([(int(number), update.chat_id, number)], EVENING)
    while await worker.step():
        pass
    await worker.drain()


@pytest.fixture(autouse=True)
def _somebody(weather: Weather) -> None:
    weather.api.add_user(PEOPLE[0], "Somebody", started=True)
    weather.api.add_group(GROUP, "Group", PEOPLE[0])
    weather.api.add_bot_to_group(GROUP, by=PEOPLE[0])


def updates(number: int, chat: int, press: str | None = None) -> list[Incoming]:
    return [
        Incoming(
            update_id=update,
            event="message" if press is None else "press",
            chat_id=chat,
            chat_kind="private" if chat > 0 else "group",
            press_id=press,
        )
        for update in range(1, number + 1)
    ]


async def test_an_answer_of_five_messages_takes_five_places(weather: Weather) -> None:
    await asking(weather, Reply(messages=(SCREEN,) * 5), *updates(5, PEOPLE[0]))
    assert len(weather.api.history(PEOPLE[0])) == 25
    assert weather.clock.elapsed < 1
    assert await weather.pace.for_reply(PEOPLE[0])
    assert weather.clock.elapsed > 1, "twenty-five had gone out within a second"


async def test_to_answer_a_press_takes_no_place_in_the_group(weather: Weather) -> None:
    await asking(weather, Reply(messages=(SCREEN,), toast="Saved"), *updates(12, GROUP, "7"))
    assert len(weather.cable.times("sendmessage")) == 12
    assert len(weather.cable.times("answercallbackquery")) == 12


async def test_a_group_that_asks_forty_things_in_a_minute_gets_fifteen_answers(
    weather: Weather,
) -> None:
    await asking(weather, Reply(messages=(SCREEN,)), *updates(40, GROUP))
    assert len(weather.cable.times("sendmessage")) == 15
    async with weather.store.reading() as tx:
        assert await tx.inbox.take(100) == [], "and all of them had their effect"
