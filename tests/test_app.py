"""The whole bot in this process, behind its webhook, before the emulated Telegram."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot.app import App, StoppedEarly, running
from bot.chat.poller import Poller
from bot.clock import SystemClock
from bot.core.pacing import Pacer
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from bot.jobs import loop as loops
from bot.jobs.brakes import Brake
from bot.settings import Settings
from bot.store import Full, Locked
from bot.web.server import PlaceTaken
from bot.web.webhook import HEADER
from tests.emulator import served
from tests.process.bots import HOST, TOKEN, USERNAME

SECRET = "a-secret_of-this-test"
MEMBER, OTHER, GROUP = 7_000_000_001, 7_000_000_002, -1_007_000_000_100
SLUG = "karaganda-2003"


@pytest.fixture
def api() -> BotApi:
    emulated = BotApi(token=TOKEN, username=USERNAME, now=SystemClock().now)
    emulated.add_user(MEMBER, "Member", language_code="en")
    emulated.add_user(OTHER, "Other", language_code="en")
    emulated.add_group(GROUP, "Group", MEMBER, members=[OTHER])
    return emulated


@pytest.fixture
async def url(api: BotApi) -> AsyncIterator[str]:
    async with served(api) as url:
        yield url


@pytest.fixture
def port() -> Iterator[int]:
    """Held without listening: nobody else is given it, and whoever names it may listen there."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
def settings(url: str, port: int, tmp_path: Path) -> Settings:
    """Webhook, which in production must be https."""
    return Settings(
        telegram_token=SecretStr(TOKEN),
        telegram_api_url=url,
        database_url=f"sqlite:///{tmp_path}/bot.db",
        host_ids=frozenset({HOST}),
        updates="webhook",
        webhook_url=f"http://127.0.0.1:{port}/telegram/7f3a",
        webhook_secret=SecretStr(SECRET),
        http_port=port,
    )


@dataclass
class Town:
    """A running bot, the people around it, and the road between them."""

    app: App
    api: BotApi
    settings: Settings
    client: aiohttp.ClientSession
    stop: asyncio.Event

    async def post(self, update: dict[str, Any]) -> int:
        headers = {HEADER: SECRET}
        url = self.settings.webhook_url
        async with self.client.post(url, json=update, headers=headers) as response:
            return response.status

    async def bring(self) -> list[int]:
        """Everything that waits goes to the webhook, and the bot does all that follows."""
        waiting = list(self.api.world.updates.waiting)
        self.api.world.updates.waiting.clear()
        statuses = [await self.post(update) for update in waiting]
        await self.app.settled()
        return statuses

    async def says(self, person: int, text: str, chat: int | None = None) -> None:
        self.api.user_sends(chat_id=chat or person, user_id=person, text=text)
        assert await self.bring() == [200]

    async def taps(self, person: int, data: str, chat: int | None = None) -> None:
        message = self.api.history(chat or person)[-1]["message_id"]
        self.api.user_presses(user_id=person, chat_id=chat or person, message_id=message, data=data)
        assert await self.bring() == [200]

    async def health(self) -> tuple[int, str]:
        url = f"http://127.0.0.1:{self.settings.http_port}/healthz"
        async with self.client.get(url) as response:
            return response.status, await response.text()

    def menu(self, chat: int, person: int) -> list[str]:
        return [line["description"] for line in self.api.menu(chat, person)]


@pytest.fixture
async def town(settings: Settings, api: BotApi) -> AsyncIterator[Town]:
    stop = asyncio.Event()
    async with (
        running(settings, SystemClock(), stop, Pacer(rate=1000)) as app,
        aiohttp.ClientSession() as client,
    ):
        yield Town(app, api, settings, client, stop)


async def test_telegram_is_told_where_to_bring_updates(town: Town) -> None:
    hook = town.api.world.updates.webhook
    assert (hook.url, hook.secret_token) == (town.settings.webhook_url, SECRET)


async def test_what_is_brought_is_answered(town: Town) -> None:
    await town.says(MEMBER, "/start")
    assert len(town.api.history(MEMBER)) == 2
    assert await town.health() == (200, '{"status":"ok"}')


async def test_repeats_in_any_order_have_their_effect_once(town: Town) -> None:
    await town.says(MEMBER, "/start")
    before = len(town.api.history(MEMBER))
    for number in range(10):
        town.api.user_sends(chat_id=MEMBER, user_id=MEMBER, text=f"/help {number}")
    repeated = list(town.api.world.updates.waiting) * 5
    town.api.world.updates.waiting.clear()
    random.Random(7).shuffle(repeated)  # noqa: S311  # no secret: any order will do
    statuses = await asyncio.gather(*map(town.post, repeated))
    await town.app.settled()
    assert set(statuses) == {200}
    assert len(town.api.history(MEMBER)) == before + 10 + 10, "ten questions, ten answers"


async def test_while_nothing_can_be_stored_telegram_is_asked_to_come_again(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Away:
        """A store in trouble."""

        def transaction(self) -> contextlib.AbstractAsyncContextManager[None]:
            raise Locked("somebody makes a backup")

        reading = transaction

    await town.says(MEMBER, "/start")
    town.api.user_sends(chat_id=MEMBER, user_id=MEMBER, text="/help")
    with monkeypatch.context() as trouble:
        trouble.setattr(town.app, "store", Away())
        update = town.api.world.updates.waiting[0]
        assert await town.post(update) == 503
        assert await town.health() == (503, '{"status":"degraded"}')
    assert await town.bring() == [200]
    assert len(town.api.history(MEMBER)) == 4


async def test_a_heartbeat_that_has_ended_is_no_health(town: Town) -> None:
    town.app.loops["sender"].alive = False
    assert (await town.health())[0] == 503


async def test_a_part_that_fails_at_every_step_is_no_health(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails() -> bool:
        raise ZeroDivisionError

    importer = town.app.loops["importer"]
    with monkeypatch.context() as trouble:
        trouble.setattr(loops, "PAUSE_AFTER_BUG", 0.4)
        trouble.setattr(importer, "_step", fails)
        importer.wake.set()
        await until(town.app.healthy, is_so=False)
        assert (await town.health())[0] == 503
    await until(town.app.healthy)


@pytest.mark.parametrize(
    "part", ["inbox", "sender", "filler", "scheduler", "importer", "cleaner", "space"]
)
async def test_a_part_that_fails_again_and_again_ends_the_bot(
    town: Town, part: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails() -> bool:
        raise ZeroDivisionError

    monkeypatch.setattr(loops, "PAUSE_AFTER_BUG", 0.01)
    monkeypatch.setattr(town.app.loops[part], "_step", fails)
    town.app.loops[part].wake.set()
    await asyncio.wait_for(town.stop.wait(), 15)
    assert town.app.heart.fuse.blown


async def test_whoever_fetches_updates_and_fails_again_and_again_ends_the_bot(
    settings: Settings, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(loops, "PAUSE_AFTER_BUG", 0.01)
    monkeypatch.setattr(App, "accept", fails)
    stop = asyncio.Event()
    polling = settings.model_copy(update={"updates": "polling"})
    async with running(polling, SystemClock(), stop) as app:
        api.start_link(MEMBER)
        await asyncio.wait_for(stop.wait(), 15)
        assert app.heart.fuse.blown


async def test_every_loop_of_the_bot_is_watched(town: Town) -> None:
    assert set(town.app.loops) <= set(town.app.heart.health.conditions)


async def test_a_brake_that_is_on_is_no_health(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    brakes = town.app.heart.brakes
    take_off = brakes.take_off
    # Who watches disk and clock finds them well, and would take it off before anybody looks.
    monkeypatch.setattr(brakes, "take_off", lambda _brake: False)
    for brake in Brake:
        brakes.put_on(brake)
        assert await town.health() == (503, '{"status":"degraded"}')
        take_off(brake)
        assert (await town.health())[0] == 200


async def test_an_event_loop_that_stands_still_is_no_health(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(town.app.heart.pulse, "_latest", 0.2)
    time.sleep(1.5)  # noqa: ASYNC251  # this is what must be noticed
    assert (await town.health())[0] == 503


async def test_updates_that_cannot_be_stored_are_no_health(
    settings: Settings, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def full(*_: object) -> None:
        raise Full("the disk is full")

    polling = settings.model_copy(update={"updates": "polling"})
    monkeypatch.setattr(loops, "PAUSE_AFTER_TROUBLE", 0.01)
    with monkeypatch.context() as trouble:
        trouble.setattr(App, "accept", full)
        async with running(polling, SystemClock(), asyncio.Event()) as app:
            api.start_link(MEMBER)
            await until(app.healthy, is_so=False)


async def test_whoever_fetches_updates_in_vain_is_not_well(
    settings: Settings, api: BotApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Poller.__init__, "__defaults__", ((0.0, 0.0),))
    polling = settings.model_copy(update={"updates": "polling"})
    api.faults.script("getUpdates", Fault.answer(401, "Unauthorized"), times=None)
    async with running(polling, SystemClock(), asyncio.Event()) as app:
        await until(app.healthy, is_so=False)
        api.faults.clear()
        api.start_link(MEMBER)
        await until(app.healthy)


async def until(holds: Callable[[], Awaitable[bool]], *, is_so: bool = True) -> None:
    """Wait for what others do; at most ten seconds."""
    async with asyncio.timeout(10):
        while await holds() is not is_so:  # noqa: ASYNC110  # they know of no event
            await asyncio.sleep(0.01)


async def test_the_menu_speaks_the_language_that_was_chosen_until_all_is_forgotten(
    town: Town,
) -> None:
    async def menus_are_set() -> bool:
        return bool(town.menu(MEMBER, MEMBER))

    await until(menus_are_set)
    english = town.menu(MEMBER, MEMBER)
    await town.says(MEMBER, "/start")
    await town.taps(MEMBER, "start:in:ru")
    russian = town.menu(MEMBER, MEMBER)
    assert russian != english
    assert town.menu(OTHER, OTHER) == english
    await town.taps(MEMBER, "settings:in:kk")
    assert town.menu(MEMBER, MEMBER) not in (english, russian)
    await town.says(MEMBER, "/forget")
    await town.taps(MEMBER, "forget:yes")
    assert town.menu(MEMBER, MEMBER) == english


async def test_the_menus_of_a_group_follow_its_language(town: Town) -> None:
    town.api.add_bot_to_group(GROUP, by=MEMBER)
    await town.bring()
    await town.taps(MEMBER, "settings:in:ru", chat=GROUP)
    members, admins = town.menu(GROUP, OTHER), town.menu(GROUP, MEMBER)
    assert set(members) < set(admins)
    assert not any(line.isascii() for line in admins), "all of it in Russian"


async def test_an_update_no_database_could_hold_stops_nobody(town: Town) -> None:
    chat = {"id": 2**62 * 4, "type": "private"}
    impossible = {"update_id": 1, "message": {"message_id": 1, "date": 1, "chat": chat}}
    text = {"message_id": 1, "date": 1, "chat": {"id": MEMBER, "type": "private"}, "text": "\ud800"}
    await town.says(MEMBER, "/start")
    assert await town.post(impossible) == 200
    assert await town.post({"update_id": 2, "message": text}) == 200
    assert await town.post({"update_id": 2**63, "message": text}) == 400
    await town.says(MEMBER, "/help")
    assert len(town.api.history(MEMBER)) == 5, "three answers to two commands and half a letter"
    with contextlib.closing(sqlite3.connect(town.settings.database_url[10:])) as db:
        assert db.execute("SELECT COUNT(*) FROM inbox WHERE done = 0").fetchone() == (0,)


async def test_a_port_that_is_taken_leaves_nothing_open(settings: Settings, api: BotApi) -> None:
    with (
        socket.create_server(("127.0.0.1", settings.http_port)),
        pytest.raises(PlaceTaken, match="Address already in use"),
    ):
        async with running(settings, SystemClock(), asyncio.Event()):
            pytest.fail("it must not run")
    async with running(settings, SystemClock(), asyncio.Event()) as app:
        assert await app.healthy(), "the database is free again"


async def test_told_to_stop_before_it_began_it_begins_nothing(settings: Settings) -> None:
    stop = asyncio.Event()
    stop.set()
    with pytest.raises(StoppedEarly):
        async with running(settings, SystemClock(), stop):
            pytest.fail("it must not run")
