"""Fetching updates: stored before Telegram hears of it, and nothing is lost whatever goes wrong."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from bot.chat.connection import Connection
from bot.chat.poller import Poller
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from bot.jobs.brakes import Brake, Brakes
from bot.store import Locked
from tests.chat.people import MEMBER, OTHER
from tests.store.builders import StillClock

Json = dict[str, Any]


class Inbox:
    """Keeps what is accepted; ``trouble`` is raised once instead."""

    def __init__(self) -> None:
        self.kept: list[Json] = []
        self.trouble: Exception | None = None

    async def accept(self, updates: list[Json]) -> None:
        if self.trouble is not None:
            trouble, self.trouble = self.trouble, None
            raise trouble
        self.kept += updates

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.kept]


@pytest.fixture
def inbox() -> Inbox:
    return Inbox()


@pytest.fixture
def poller(connection: Connection, inbox: Inbox) -> Poller:
    return Poller(connection.transport, connection.bot.base_url, inbox.accept, pauses=(0, 0))


def says(api: BotApi, *texts: str, person: int = MEMBER) -> None:
    for text in texts:
        api.user_sends(chat_id=person, user_id=person, text=text)


async def test_everything_said_comes_in_in_its_order(
    poller: Poller, inbox: Inbox, api: BotApi
) -> None:
    says(api, "one", "two")
    says(api, "three", person=OTHER)
    await poller.step()
    assert inbox.texts == ["one", "two", "three"]


async def test_telegram_hears_of_it_only_with_the_next_request(
    poller: Poller, inbox: Inbox, api: BotApi
) -> None:
    says(api, "one")
    await poller.step()
    assert len(api.world.updates.waiting) == 1, "stored, not yet acknowledged"
    says(api, "two")
    await poller.step()
    assert inbox.texts == ["one", "two"]
    assert [u["message"]["text"] for u in api.world.updates.waiting] == ["two"]


async def test_what_could_not_be_stored_is_fetched_again(
    poller: Poller, inbox: Inbox, api: BotApi
) -> None:
    says(api, "one")
    inbox.trouble = Locked("somebody makes a backup")
    with pytest.raises(Locked):
        await poller.step()
    await poller.step()
    assert inbox.texts == ["one"]


async def test_only_the_kinds_we_understand_are_asked_for(poller: Poller, api: BotApi) -> None:
    says(api, "one")
    await poller.step()
    assert api.world.updates.allowed == {"message", "callback_query", "my_chat_member"}


TROUBLE = {
    "another reader": Fault.answer(409, "Conflict: terminated by other getUpdates request"),
    "wrong token": Fault.answer(401, "Unauthorized"),
    "wrong address": Fault.garbage(b"<html>nginx", status=404),
    "down": Fault.garbage(b"<html>502", status=502),
    "slow down": Fault.too_many_requests(1),
    "captive portal": Fault.garbage(b"<html>log in first"),
    "no list": Fault.garbage(b'{"ok":true,"result":{"update_id":1}}'),
    "no updates": Fault.garbage(b'{"ok":true,"result":[7,null,{"update_id":"1"},{}]}'),
    "cut off": Fault.drop_undelivered(),
}


@pytest.mark.parametrize("fault", TROUBLE.values(), ids=TROUBLE)
async def test_no_trouble_loses_anything(
    poller: Poller, inbox: Inbox, api: BotApi, fault: Fault
) -> None:
    says(api, "one")
    await poller.step()
    says(api, "two")
    api.faults.script("getUpdates", fault, times=3)
    for _ in range(3):
        await poller.step()
    await poller.step()
    assert inbox.texts == ["one", "two"]


async def test_it_rests_longer_after_each_failure_and_begins_anew_after_a_success(
    connection: Connection, inbox: Inbox, api: BotApi
) -> None:
    poller = Poller(connection.transport, connection.bot.base_url, inbox.accept, (0.0, 0.01, 0.02))
    api.faults.script("getUpdates", Fault.answer(500, "Internal Server Error"), times=4)
    with capture_logs() as logs:
        for _ in range(4):
            await poller.step()
        says(api, "one")
        await poller.step()
        api.faults.script("getUpdates", Fault.answer(401, "Unauthorized"))
        await poller.step()
    assert [entry["again_in"] for entry in logs] == [0.0, 0.01, 0.02, 0.02, 0.0]
    assert logs[-1]["why"] == "Telegram does not accept the token"


async def test_it_is_unwell_after_some_failures_in_a_row_and_well_after_a_success(
    poller: Poller, api: BotApi
) -> None:
    api.faults.script("getUpdates", Fault.answer(401, "Unauthorized"), times=2)
    health = [poller.well]
    for _ in range(2):
        await poller.step()
        health.append(poller.well)
    says(api, "one")
    await poller.step()
    health.append(poller.well)
    assert health == [True, True, False, True], "one failure may be a hiccup"


async def test_quiet_is_no_failure(poller: Poller, inbox: Inbox, api: BotApi) -> None:
    api.faults.script("getUpdates", Fault.garbage(b'{"ok":true,"result":[]}'), times=2)
    with capture_logs() as logs:
        await poller.step()
        await poller.step()
    assert (logs, inbox.kept) == ([], [])


async def test_of_a_batch_only_what_is_no_update_is_passed_over(
    poller: Poller, inbox: Inbox, api: BotApi
) -> None:
    batch = rb'[{"update_id":5,"message":{"text":"a \ud800"}},9,{"update_id":6,"x":1}]'
    api.faults.script("getUpdates", Fault.garbage(b'{"ok":true,"result":' + batch + b"}"))
    await poller.step()
    assert [update["update_id"] for update in inbox.kept] == [5, 6]
    asked: list[object] = []

    def note(call: Call) -> bool:
        asked.append(call.params.get("offset"))
        return False

    api.faults.script(note, Fault.delay(0))
    says(api, "one")
    await poller.step()
    assert asked == [7]


async def test_a_webhook_left_behind_is_taken_away(
    poller: Poller, inbox: Inbox, api: BotApi
) -> None:
    api.world.updates.webhook.url = "https://example.org/left-behind"
    says(api, "one")
    api.faults.script("deleteWebhook", Fault.drop_undelivered())
    await poller.step()
    await poller.step()
    await poller.step()
    assert inbox.texts == ["one"]


async def test_a_long_poll_is_left_at_once(poller: Poller, inbox: Inbox, api: BotApi) -> None:
    waiting = asyncio.create_task(poller.step())
    assert await api.world.updates.bell.wait(5), "the poll has begun to wait"
    waiting.cancel()
    async with asyncio.timeout(2):
        await asyncio.gather(waiting, return_exceptions=True)
    says(api, "one")
    await poller.step()
    assert inbox.texts == ["one"]


OTHER_READS = "Conflict: terminated by other getUpdates request"
WEBHOOK_IS_SET = "Conflict: can't use getUpdates method while webhook is active"


@pytest.mark.parametrize(
    ("answers", "held"),
    [
        ([OTHER_READS] * 4, True),
        ([OTHER_READS] * 3, False),
        ([OTHER_READS] * 3 + ["", OTHER_READS], False),
        ([OTHER_READS, "Bad Gateway", "Bad Gateway", OTHER_READS], True),
        ([WEBHOOK_IS_SET] * 4, False),
    ],
)
async def test_while_another_program_reads_the_updates_for_half_a_minute_alerts_are_held_back(
    connection: Connection, inbox: Inbox, api: BotApi, answers: list[str], held: bool
) -> None:
    """Each answer comes eleven seconds after the one before it."""
    clock, brakes = StillClock(), Brakes()
    poller = Poller(
        connection.transport,
        connection.bot.base_url,
        inbox.accept,
        pauses=(0, 0),
        brakes=brakes,
        clock=clock,
    )
    for answer in answers:
        if answer:
            status = 409 if answer.startswith("Conflict") else 502
            api.faults.script("getUpdates", Fault.answer(status, answer))
        else:
            says(api, "hello")
        await poller.step()
        await clock.sleep(11)
    assert (brakes.on == {Brake.CONFLICT}) is held
    says(api, "one")
    await poller.step()
    assert not brakes.on, "they come in again"
