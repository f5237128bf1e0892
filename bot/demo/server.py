"""The demo's web application: the Bot API for the bot, the chat page for people, guarded."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.demo.bot_api import BotApi
from bot.demo.guard import Guard
from bot.demo.http_api import bot_routes
from bot.demo.page_api import Page
from bot.demo.pusher import Pusher
from bot.demo.stage import Stage, Travel

PAGE: Final = Path(__file__).parent / "page"


def build_demo_app(api: BotApi, travel: Travel, stage: Stage) -> Starlette:
    """The whole demo on one port. Bind it to 127.0.0.1 or ::1 only, and `api.close()` before
    stopping the server, or open streams will hold it.
    """
    token = secrets.token_urlsafe(24)
    index = (PAGE / "index.html").read_text(encoding="utf-8").replace("{{token}}", token)

    async def home(_request: Request) -> Response:
        return HTMLResponse(index)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        pushing = asyncio.create_task(Pusher(api).run())
        yield
        api.close()
        pushing.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await pushing

    return Starlette(
        routes=[
            Route("/", home),
            *bot_routes(api),
            *Page(api, travel, stage, token).routes(),
            Mount("/page", StaticFiles(directory=PAGE)),
        ],
        middleware=[Middleware(Guard)],
        lifespan=lifespan,
    )
