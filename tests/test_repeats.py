"""The same updates again and again, side by side and in any order: each has its effect once."""

from __future__ import annotations

import asyncio
import contextlib
import random
import socket
import sqlite3
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path
from random import SystemRandom

import pytest
from pydantic import SecretStr

from bot.app import App, running
from bot.clock import SystemClock
from bot.core.messages import SILENCE, Incoming, Reply
from bot.core.notation import written
from bot.core.pacing import Pacer
from bot.demo.bot_api import BotApi
from bot.settings import Settings
from bot.store import Tx
from bot.web.webhook import HEADER
from tests.emulator import served
from tests.process.bots import HOST, TOKEN, USERNAME
from tests.store.builders import chance

SECRET = "a-secret_of-this-test"
MANY, TIMES, LINES = 1_000, 10, 40
PEOPLE = range(7_000_000_000, 7_000_000_100)
LATER = 900_000_000
"""Where the numbers stand before they begin anew, lower."""


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        port = held.getsockname()[1]
    return Settings(
        telegram_token=SecretStr(TOKEN),
        database_url=f"sqlite:///{tmp_path}/bot.db",
        host_ids=frozenset({HOST}),
        updates="webhook",
        webhook_url=f"http://127.0.0.1:{port}/telegram/7f3a",
        webhook_secret=SecretStr(SECRET),
        http_port=port,
    )


async def noted(incoming: Incoming, tx: Tx) -> Reply:
    """In place of all commands: an effect that shows how often it was had."""
    await tx.audit.add("", "heard", incoming.text, tx.now)
    return SILENCE


@pytest.fixture
async def app(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[App]:
    api = BotApi(token=TOKEN, username=USERNAME, now=SystemClock().now)
    async with served(api) as url:
        there = settings.model_copy(update={"telegram_api_url": url})
        pacer = Pacer(rate=5000, reserve=1000)
        async with running(there, SystemClock(), asyncio.Event(), pacer) as app:
            monkeypatch.setattr(app.inbox._company, "_answer", noted)
            yield app


def an_update(number: int, some: random.Random) -> bytes:
    person = some.choice(PEOPLE)
    return written(
        {
            "update_id": number,
            "message": {
                "message_id": 1,
                "date": 1,
                "chat": {"id": person, "type": "private"},
                "from": {"id": person, "is_bot": False, "first_name": "Somebody"},
                "text": str(number),
            },
        }
    )


async def bring(settings: Settings, updates: list[bytes]) -> Counter[bytes]:
    """Over many lines at the same time; how often each answer came."""
    came: Counter[bytes] = Counter()
    head = (
        f"POST /telegram/7f3a HTTP/1.1\r\nhost: x\r\n{HEADER}: {SECRET}\r\n"
        "content-type: application/json\r\ncontent-length: "
    ).encode()

    async def line() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", settings.http_port)
        while updates:
            body = updates.pop()
            writer.write(head + b"%d\r\n\r\n" % len(body) + body)
            came[(await reader.readuntil(b"\r\n\r\n")).split()[1]] += 1
        writer.close()
        await writer.wait_closed()

    await asyncio.gather(*(line() for _ in range(LINES)))
    return came


def effects(settings: Settings) -> dict[int, int]:
    with contextlib.closing(sqlite3.connect(settings.database_url[10:])) as db:
        return dict(db.execute("SELECT CAST(subject AS INT), COUNT(*) FROM audit GROUP BY subject"))


async def test_a_thousand_updates_brought_ten_times_side_by_side_have_their_effect_once_each(
    app: App, settings: Settings
) -> None:
    seed = SystemRandom().randrange(2**32)
    print(f"seed {seed}")  # noqa: T201  # shown when the test fails
    some = chance(seed)
    numbers = range(LATER, LATER + MANY)
    brought = [an_update(number, some) for number in numbers] * TIMES
    some.shuffle(brought)
    assert await bring(settings, brought) == {b"200": MANY * TIMES}
    await app.settled(60)
    assert effects(settings) == dict.fromkeys(numbers, 1)


async def test_numbers_that_begin_anew_after_a_week_of_silence_are_heard(
    app: App, settings: Settings
) -> None:
    some = chance(1)
    for first in (LATER, LATER // 3, 1):
        brought = [an_update(number, some) for number in range(first, first + 5)] * 2
        assert await bring(settings, brought) == {b"200": 10}
        await app.settled()
    assert effects(settings) == {
        first + more: 1 for first in (LATER, LATER // 3, 1) for more in range(5)
    }
