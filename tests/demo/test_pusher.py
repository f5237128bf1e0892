"""Updates pushed to a webhook: with the secret, in order, again after a refusal, never abroad."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import aiohttp
import pytest
from aiohttp import web

from bot.demo.bot_api import BotApi
from bot.demo.pusher import Pusher
from tests.demo.people import ANN, LEO, an_api


@dataclass
class Hook:
    """A bot's webhook that answers with the statuses it is given, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    heard: list[tuple[str, str]] = field(default_factory=list)
    reply: dict[str, object] = field(default_factory=dict)

    async def take(self, request: web.Request) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")
        update = await request.json()
        self.heard.append((secret, update["message"]["from"]["first_name"]))
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.reply, status=status)


@pytest.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


def with_webhook(url: str) -> BotApi:
    api = an_api()
    api.call("setWebhook", {"url": url, "secret_token": "s-1"})
    api.start_link(ANN)
    api.start_link(LEO)
    return api


async def push(api: BotApi) -> bool:
    async with aiohttp.ClientSession() as session:
        return await Pusher(api).step(session)


async def test_updates_come_in_order_with_the_secret(hook: Hook) -> None:
    api = with_webhook(hook.url)
    assert [await push(api), await push(api)] == [True, True]
    assert hook.heard == [("s-1", "Ann"), ("s-1", "Leo")]
    assert not api.world.updates.waiting


async def test_a_refused_update_comes_again(hook: Hook) -> None:
    hook.statuses = [503]
    api = with_webhook(hook.url)
    assert not await push(api)
    told = api.call("getWebhookInfo", {}).result
    words = "Wrong response from the webhook: 503 Service Unavailable"
    assert (told["pending_update_count"], told["last_error_message"]) == (2, words)
    assert await push(api)
    assert [name for _, name in hook.heard] == ["Ann", "Ann"]


async def test_a_call_in_the_answer_is_carried_out(hook: Hook) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": ANN, "text": "Welcome"}
    api = with_webhook(hook.url)
    await push(api)
    assert api.history(ANN)[-1]["text"] == "Welcome"


async def test_it_reaches_this_machine_only() -> None:
    api = with_webhook("https://example.org/hook")
    assert not await push(api)
    told = api.call("getWebhookInfo", {}).result
    assert told["last_error_message"] == "the demo reaches this machine only"


async def test_nobody_there_is_remembered(hook: Hook) -> None:
    api = with_webhook("http://127.0.0.1:1/hook")
    assert not await push(api)
    assert api.call("getWebhookInfo", {}).result["last_error_message"]
