"""A store, the emulated Telegram behind real HTTP, and the messenger between them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from telegram import Bot

from bot import log
from bot.chat.messenger import TelegramMessenger
from bot.chat.transport import Transport
from bot.demo.bot_api import BotApi
from bot.store import Store, open_store
from bot.words import Words
from tests.emulator import served
from tests.jobs.builders import PEOPLE, TOKEN, USERNAME, QuickClock
from tests.jobs.weather import LongClock, Weather
from tests.logs import as_before


@pytest.fixture(autouse=True)
def _logging() -> Iterator[None]:
    """As in a real run: no locals in tracebacks."""
    with as_before():
        log.configure("INFO")
        yield


@pytest.fixture
def clock() -> QuickClock:
    return QuickClock()


@pytest.fixture
async def store(database_url: str, clock: QuickClock) -> AsyncIterator[Store]:
    async with open_store(database_url, clock) as opened:
        yield opened


@pytest.fixture
def api(clock: QuickClock) -> BotApi:
    emulated = BotApi(token=TOKEN, username=USERNAME, now=clock.now)
    for person in PEOPLE:
        emulated.add_user(person, "Somebody", started=True)
    return emulated


@pytest.fixture
async def telegram(api: BotApi) -> AsyncIterator[str]:
    """Address of the emulated Bot API."""
    async with served(api) as url:
        yield url


@pytest.fixture
async def transport(telegram: str) -> AsyncIterator[Transport]:
    pool = Transport(telegram)
    await pool.initialize()
    yield pool
    await pool.shutdown()


@pytest.fixture
def bot(telegram: str, transport: Transport) -> Bot:
    return Bot(TOKEN, base_url=f"{telegram}/bot", request=transport, get_updates_request=transport)


@pytest.fixture
def messenger(bot: Bot, transport: Transport) -> TelegramMessenger:
    return TelegramMessenger(bot, transport, USERNAME)


@pytest.fixture
def long_clock() -> LongClock:
    return LongClock()


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/bot.db"


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def either_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """For tests that run once with each engine."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path}/bot.db"
    return str(request.getfixturevalue("postgres_database"))


@pytest.fixture
async def weather(database_url: str, long_clock: LongClock) -> AsyncIterator[Weather]:
    """A sender on a clock for long hours, with a store and a Telegram of its own."""
    api = BotApi(token=TOKEN, username=USERNAME, now=long_clock.now)
    async with open_store(database_url, long_clock) as store, served(api) as url:
        made = Weather(store, api, long_clock, url)
        await made.cable.initialize()
        yield made
        await made.cable.shutdown()


@pytest.fixture(scope="session")
def words() -> Words:
    return Words.load(None)
