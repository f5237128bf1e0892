"""getUpdates and its offsets, long polls, webhooks and their conflicts."""

from __future__ import annotations

import asyncio

from bot.demo.bot_api import BotApi
from tests.demo.people import ANN, LEO, OLGA, an_api, updates


def three_starts() -> BotApi:
    api = an_api()
    for person in (ANN, LEO, OLGA):
        api.start_link(person)
    return api


def test_updates_stay_until_acknowledged() -> None:
    api = three_starts()
    first = updates(api)
    assert updates(api) == first
    rest = updates(api, offset=first[0]["update_id"] + 1)
    assert rest == first[1:]
    assert updates(api, offset="0") == first[1:]


def test_limit_and_negative_offset() -> None:
    api = three_starts()
    assert len(updates(api, limit=2)) == 2
    assert [u["message"]["from"]["id"] for u in updates(api, offset=-1)] == [OLGA]


def test_only_the_kinds_asked_for_come() -> None:
    api = an_api()
    updates(api, allowed_updates='["message"]')
    api.start_link(ANN)
    api.user_blocks_bot(ANN)
    assert [list(u)[1] for u in updates(api)] == ["message"]
    updates(api, allowed_updates=[])
    api.user_unblocks(ANN)
    assert "my_chat_member" in updates(api)[-1]


async def test_a_long_poll_wakes_at_once() -> None:
    api = an_api()
    poll = asyncio.create_task(api.request("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0)
    api.start_link(ANN)
    async with asyncio.timeout(10):
        assert len((await poll).result) == 1


async def test_a_newer_poll_ends_the_older_by_409() -> None:
    api = an_api()
    older = asyncio.create_task(api.request("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0)
    newer = asyncio.create_task(api.request("getUpdates", {"timeout": 30}))
    async with asyncio.timeout(10):
        assert (await older).status == 409
        api.start_link(ANN)
        assert (await newer).status == 200


async def test_closing_ends_polls() -> None:
    api = an_api()
    poll = asyncio.create_task(api.request("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0)
    api.close()
    async with asyncio.timeout(10):
        assert (await poll).result == []


async def test_waiting_tells_whether_something_came() -> None:
    api = an_api()
    assert not await api.wait_for_updates(0.01)
    api.start_link(ANN)
    assert await api.wait_for_updates(0.01)


def test_no_polling_beside_a_webhook() -> None:
    api = three_starts()
    hook = {"url": "https://example.org/hook", "secret_token": "s-1"}
    assert api.call("setWebhook", hook).result is True
    refused = api.call("getUpdates", {})
    assert refused.status == 409
    assert "use deleteWebhook" in refused.body["description"]
    assert api.call("getWebhookInfo", {}).result["pending_update_count"] == 3
    api.call("deleteWebhook", {"drop_pending_updates": True})
    assert updates(api) == []


async def test_a_webhook_ends_a_waiting_poll() -> None:
    api = an_api()
    poll = asyncio.create_task(api.request("getUpdates", {"timeout": 30}))
    await asyncio.sleep(0)
    api.call("setWebhook", {"url": "http://127.0.0.1:8081/hook"})
    async with asyncio.timeout(10):
        assert (await poll).status == 409
