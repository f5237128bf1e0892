"""aiogram's bare send loop, on uvloop. Runs in an environment of its own."""

from __future__ import annotations

import asyncio
from typing import Any

import uvloop

# Only in the peers' environment, which the other tools do not see.
from aiogram import Bot  # type: ignore[import-not-found]
from aiogram.client.session.aiohttp import (  # type: ignore[import-not-found]
    AiohttpSession,
)
from aiogram.client.telegram import TelegramAPIServer  # type: ignore[import-not-found]
from aiogram.types import (  # type: ignore[import-not-found]
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    LinkPreviewOptions,
)

from tests.bench.message import HTML, LINK, PRESS
from tests.bench.race import asked, raced, tell


async def race(wanted: dict[str, Any]) -> list[dict[str, float]]:
    session = AiohttpSession(
        api=TelegramAPIServer.from_base(wanted["url"]), limit=max(wanted["at_once"])
    )
    keyboard = InlineKeyboardMarkup(
        inline_keyboard=[
            [InlineKeyboardButton(text=PRESS[0], callback_data=PRESS[1])],
            [InlineKeyboardButton(text=LINK[0], url=LINK[1])],
        ]
    )
    no_preview = LinkPreviewOptions(is_disabled=True)
    async with Bot(wanted["token"], session=session) as bot:

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
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        tell(heats=runner.run(race(asked())))
