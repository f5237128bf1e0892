"""The floor: aiohttp and uvloop posting prepared bytes, with nothing stored and nothing read."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import orjson
import uvloop

from tests.bench.message import HTML, keyboard
from tests.bench.race import asked, raced, tell

JSON = {"Content-Type": "application/json"}


async def race(wanted: dict[str, Any]) -> list[dict[str, float]]:
    body = orjson.dumps(
        {
            "text": HTML,
            "parse_mode": "HTML",
            "link_preview_options": {"is_disabled": True},
            "reply_markup": {"inline_keyboard": keyboard()},
        }
    )[1:]
    url = f"{wanted['url']}/bot{wanted['token']}/sendMessage"
    connector = aiohttp.TCPConnector(limit=max(wanted["at_once"]))
    async with aiohttp.ClientSession(
        connector=connector, cookie_jar=aiohttp.DummyCookieJar()
    ) as session:

        async def send(chat_id: int) -> None:
            async with session.post(
                url, data=b'{"chat_id":%d,' % chat_id + body, headers=JSON
            ) as response:
                await response.read()

        return await raced(send, wanted)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        tell(heats=runner.run(race(asked())))
