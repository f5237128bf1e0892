"""The emulated Telegram behind real HTTP, and our door to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest

from bot.chat.connection import Connection, connected
from bot.chat.messenger import TelegramMessenger
from bot.demo.bot_api import BotApi
from tests.chat.people import GROUP, MEMBER, OTHER, TOKEN, USERNAME
from tests.emulator import served


@pytest.fixture
def api() -> BotApi:
    emulated = BotApi(
        token=TOKEN, username=USERNAME, now=lambda: datetime(2003, 1, 5, 20, tzinfo=UTC)
    )
    emulated.add_user(MEMBER, "Member", started=True)
    emulated.add_user(OTHER, "Other", started=True)
    emulated.add_group(GROUP, "Group", MEMBER, members=[OTHER], forum=True)
    emulated.add_bot_to_group(GROUP, by=MEMBER)
    emulated.world.updates.waiting.clear()  # that it was added to the group is known
    return emulated


@pytest.fixture
async def url(api: BotApi) -> AsyncIterator[str]:
    """Address of the emulated Bot API."""
    async with served(api) as url:
        yield url


@pytest.fixture
async def connection(url: str) -> AsyncIterator[Connection]:
    async with connected(TOKEN, url) as opened:
        yield opened


@pytest.fixture
def messenger(connection: Connection) -> TelegramMessenger:
    return TelegramMessenger(connection.bot, connection.transport, USERNAME)
