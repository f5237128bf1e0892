"""python-telegram-bot as it is installed: its own HTTP layer, its own event loop, bare sends."""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.request import HTTPXRequest

from tests.bench.message import HTML, LINK, PRESS
from tests.bench.race import asked, raced, tell

POOL = 256
PATIENCE = 60.0


async def race(wanted: dict[str, Any]) -> list[dict[str, float]]:
    request = HTTPXRequest(connection_pool_size=POOL, pool_timeout=PATIENCE, read_timeout=PATIENCE)
    keyboard = InlineKeyboardMarkup(
        [
            [InlineKeyboardButton(PRESS[0], callback_data=PRESS[1])],
            [InlineKeyboardButton(LINK[0], url=LINK[1])],
        ]
    )
    no_preview = LinkPreviewOptions(is_disabled=True)
    async with Bot(wanted["token"], base_url=f"{wanted['url']}/bot", request=request) as bot:

        async def send(chat_id: int) -> None:
            await bot.send_message(
                chat_id,
                HTML,
                parse_mode="HTML",
                link_preview_options=no_preview,
                reply_markup=keyboard,
            )

        return await raced(send, wanted)


if __name__ == "__main__":
    tell(heats=asyncio.run(race(asked())))
