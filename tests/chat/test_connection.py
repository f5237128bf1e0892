"""The line at the start: who the bot is, and how a start that waits is ended."""

from __future__ import annotations

import asyncio
import socket

import pytest
from structlog.testing import capture_logs

from bot.chat import connection as module
from bot.chat.connection import Connection, TokenRefused, connected, proxy_for, unless
from bot.chat.outcomes import Answered
from bot.chat.transport import Transport
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from tests.chat.people import TOKEN, USERNAME

PROXY = "http://127.0.0.1:3128"


@pytest.fixture
def stop() -> asyncio.Event:
    return asyncio.Event()


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PAUSE", 0.01)


async def test_the_bot_learns_its_own_name(connection: Connection, stop: asyncio.Event) -> None:
    assert await connection.username(stop) == USERNAME


@pytest.mark.parametrize(
    "fault",
    [
        Fault.answer(500, "Internal Server Error"),
        Fault.answer(429, "Too Many Requests", retry_after=1),
        Fault.garbage(b"<html>not found", status=404),
        Fault.garbage(b"<html>log in first"),
        Fault.garbage(b'{"ok":true,"result":[]}'),
        Fault.garbage(b'{"ok":true,"result":{"id":1,"is_bot":true,"first_name":"x"}}'),
        Fault.drop_undelivered(),
    ],
)
async def test_it_asks_until_telegram_answers(
    connection: Connection, api: BotApi, stop: asyncio.Event, fault: Fault
) -> None:
    api.faults.script("getMe", fault, times=3)
    assert await connection.username(stop) == USERNAME


@pytest.mark.parametrize(
    "fault", [Fault.answer(401, "Unauthorized"), Fault.answer(404, "Not Found")]
)
async def test_a_token_telegram_does_not_know_ends_the_asking(
    connection: Connection, api: BotApi, stop: asyncio.Event, fault: Fault
) -> None:
    api.faults.script("getMe", fault)
    with pytest.raises(TokenRefused):
        await connection.username(stop)


async def test_told_to_stop_while_nobody_listens_it_ends(stop: asyncio.Event) -> None:
    async with connected(TOKEN, "http://127.0.0.1:1") as line:
        asking = asyncio.create_task(line.username(stop))
        await asyncio.sleep(0.05)
        stop.set()
        async with asyncio.timeout(5):
            assert await asking is None


async def test_told_to_stop_while_a_server_keeps_silent_it_ends(stop: asyncio.Event) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}"
        async with connected(TOKEN, url) as line:
            asking = asyncio.create_task(line.username(stop))
            leaving = asyncio.create_task(line.leave_webhook(stop))
            await asyncio.sleep(0.05)
            stop.set()
            async with asyncio.timeout(5):
                assert await asking is None
                await leaving


async def test_a_webhook_is_set_and_left(
    connection: Connection, api: BotApi, stop: asyncio.Event
) -> None:
    await connection.take_webhook("https://example.org/hook", "a-secret-of-this-test", stop)
    hook = api.world.updates.webhook
    assert (hook.url, hook.secret_token) == ("https://example.org/hook", "a-secret-of-this-test")
    assert api.world.updates.allowed == {"message", "callback_query", "my_chat_member"}
    await connection.leave_webhook(stop)
    assert api.world.updates.webhook.url == ""


@pytest.mark.parametrize(
    "fault", [Fault.answer(400, "Bad Request: bad webhook"), Fault.drop_undelivered()]
)
async def test_a_setting_that_is_refused_does_not_end_the_start(
    connection: Connection, api: BotApi, stop: asyncio.Event, fault: Fault
) -> None:
    api.faults.script("setWebhook", fault)
    await connection.take_webhook("https://example.org/hook", "a-secret-of-this-test", stop)


@pytest.mark.parametrize(
    ("url", "here"),
    [
        ("http://127.0.0.1:8081", True),
        ("http://localhost", True),
        ("http://[::1]:1", True),
        ("https://api.telegram.org", False),
        ("http://10.0.0.1", False),
    ],
)
def test_no_proxy_is_asked_for_a_server_on_this_machine(
    url: str, here: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(name, PROXY)
        monkeypatch.setenv(name.lower(), PROXY)
    monkeypatch.setenv("no_proxy", "")
    monkeypatch.setenv("NO_PROXY", "")
    assert proxy_for(url) == (None if here else PROXY)
    assert Connection(TOKEN, url).transport._proxy == (None if here else PROXY)


def test_the_environment_says_for_whom_there_is_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    assert proxy_for("https://api.telegram.org") is None
    monkeypatch.setenv("all_proxy", PROXY)
    assert proxy_for("https://api.telegram.org") == PROXY
    monkeypatch.setenv("no_proxy", "api.telegram.org")
    assert proxy_for("https://api.telegram.org") is None
    assert proxy_for("https://example.org") == PROXY
    monkeypatch.setenv("https_proxy", PROXY.removeprefix("http://"))
    assert proxy_for("https://example.org") == PROXY


def test_a_proxy_that_cannot_be_used_is_not_passed_over_in_silence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("https_proxy", "socks5://me:canary@127.0.0.1:9050")
    with capture_logs() as logs:
        assert proxy_for("https://example.org") is None
    [told] = logs
    assert "the proxy is not used" in told["event"]
    assert "canary" not in str(told)


async def test_all_requests_go_through_the_proxy_that_is_named(url: str) -> None:
    """Any server stands for a proxy here: it answers, if only that it does not understand."""
    transport = Transport("http://api.telegram.invalid", proxy=url)
    await transport.initialize()
    with pytest.raises(Answered):  # nobody else could, by that name
        await transport.send("http://api.telegram.invalid/getMe", b"{}")
    await transport.shutdown()


async def test_what_was_ended_early_is_cancelled(stop: asyncio.Event) -> None:
    begun = asyncio.Event()

    async def for_ever() -> bool:
        begun.set()
        return await asyncio.Event().wait()

    work = asyncio.create_task(for_ever())
    ended = asyncio.create_task(unless(stop, work))
    await begun.wait()
    stop.set()
    assert await ended is None
    assert work.cancelled()
