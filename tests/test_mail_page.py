"""A letter from the chat to its e-mail page: what the tap opens, and that nothing of it is kept."""

from __future__ import annotations

import asyncio
import html
import io
import re
import socket
import sqlite3
from collections.abc import AsyncIterator, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from pydantic import SecretStr

from bot import log
from bot.app import App, running
from bot.clock import TravelClock
from bot.core.pacing import Pacer
from bot.demo.bot_api import BotApi
from bot.settings import Settings
from tests.emulator import served
from tests.logs import as_before
from tests.process.bots import TOKEN, USERNAME
from tests.web.letters import NOW, a_library

ANN = 7_000_000_001
NAME = "Ann Example"


@dataclass
class Evening:
    """A running bot and one member."""

    app: App
    api: BotApi
    database: Path

    async def says(self, text: str) -> None:
        self.api.user_sends(chat_id=ANN, user_id=ANN, text=text)
        await self._answered()

    async def taps(self, data: str) -> None:
        message, _ = next(one for one in self._buttons() if one[1].get("callback_data") == data)
        self.api.user_presses(user_id=ANN, chat_id=ANN, message_id=message, data=data)
        await self._answered()

    def address(self) -> str:
        """Of the e-mail page, on its button."""
        return next(str(one["url"]) for _, one in self._buttons() if "/mail/" in one.get("url", ""))

    def texts(self) -> str:
        return "\n".join(message.get("text", "") for message in self.api.history(ANN))

    def _buttons(self) -> Iterator[tuple[int, dict[str, Any]]]:
        for message in reversed(self.api.history(ANN)):
            rows = message.get("reply_markup", {}).get("inline_keyboard", [])
            yield from ((message["message_id"], button) for row in rows for button in row)

    async def _answered(self) -> None:
        while True:
            if not self.api.world.updates.waiting:
                break
            await asyncio.sleep(0.01)
        await self.app.settled()

    def kept(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        with closing(sqlite3.connect(self.database)) as db:
            found = db.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
            tables = [name for (name,) in found]
            return {name: db.execute(f'SELECT * FROM "{name}"').fetchall() for name in tables}  # noqa: S608


@pytest.fixture
def port() -> Iterator[int]:
    """Held without listening: whoever names it may listen there."""
    with socket.socket() as held:
        held.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        held.bind(("127.0.0.1", 0))
        yield held.getsockname()[1]


@pytest.fixture
async def evening(tmp_path: Path, port: int) -> AsyncIterator[Evening]:
    clock = TravelClock(NOW)
    api = BotApi(token=TOKEN, username=USERNAME, now=clock.now)
    api.add_user(ANN, "Ann", language_code="en")
    a_library(tmp_path / "campaigns")
    async with served(api) as url:
        settings = Settings(
            telegram_token=SecretStr(TOKEN),
            telegram_api_url=url,
            database_url=f"sqlite:///{tmp_path}/bot.db",
            campaigns_dir=tmp_path / "campaigns",
            http_port=port,
            public_url=f"http://127.0.0.1:{port}",
        )
        async with running(settings, clock, asyncio.Event(), Pacer(rate=1000)) as app:
            yield Evening(app, api, tmp_path / "bot.db")
        api.close()


async def visited(address: str) -> str:
    async with aiohttp.ClientSession() as client, client.get(address) as answer:
        assert answer.status == 200
        return await answer.text()


async def test_the_page_shows_the_draft_of_the_chat_and_leaves_nothing_behind(
    evening: Evening, monkeypatch: pytest.MonkeyPatch
) -> None:
    await evening.says("/letter strike")
    await evening.taps("letter:strike:court")
    await evening.taps("letter:strike:.named")
    for answer in (NAME, "London", "Branch 7"):
        await evening.says(answer)
    address = evening.address()
    drafted = evening.texts()
    before, written = evening.kept(), io.StringIO()
    with as_before():
        monkeypatch.setattr("sys.stderr", written)
        log.configure("DEBUG", "json")
        page = await visited(address)
        await visited(address)
        log.logger("bot.test").info("the log is written")
    shown = re.search(r'<pre id="letter-1-text"[^>]*>(.*?)</pre>', page, flags=re.DOTALL)
    assert shown is not None
    assert html.unescape(shown[1]) in drafted
    assert NAME in shown[1]
    assert evening.kept() == before
    told = written.getvalue()
    assert "the log is written" in told
    assert not any(word in told for word in (NAME, "Branch", "Анн", "/mail", address[-20:]))
