"""The emulated Telegram behind real HTTP, and our door to it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime

import pytest
from starlette.applications import Starlette

from bot.chat.connection import Connection, connected
from bot.chat.messenger import TelegramMessenger
from bot.demo.bot_api import BotApi
from bot.demo.http_api import bot_routes
from bot.web.server import serving
from tests.chat.people import GROUP, MEMBER, OTHER, TOKEN, USERNAME


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
    async with serving(Starlette(routes=bot_routes(api)), "127.0.0.1", 0) as port:
        yield f"http://127.0.0.1:{port}"
        api.close()


@pytest.fixture
async def connection(url: str) -> AsyncIterator[Connection]:
    async with connected(TOKEN, url) as opened:
        yield opened


@pytest.fixture
def messenger(connection: Connection) -> TelegramMessenger:
    return TelegramMessenger(connection.bot, connection.transport, USERNAME)
