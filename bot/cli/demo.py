"""`solidarity demo`: the whole product in a browser, without Telegram, with a travelling clock."""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import signal
import tempfile
import webbrowser
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from pydantic import SecretStr
from rich.console import Console

from bot import log
from bot.app import App, StoppedEarly, running
from bot.clock import TravelClock
from bot.content.loader import load_folder
from bot.demo.bot_api import BotApi
from bot.demo.server import build_demo_app
from bot.settings import Settings
from bot.web.server import PlaceTaken, serving

from . import january
from .environment import environment
from .exits import UNAVAILABLE, fail, plain_failures
from .run import on_fast_loop
from .viewpoint import moment

USERNAME = "solidarity_demo_bot"
EVENING = "2003-01-05T20:00+00:00"

out = Console(highlight=False, soft_wrap=True)

Port = Annotated[int, typer.Option(min=0, max=65535, help="Port of the page; 0 takes a free one.")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="Only print the address.")]
At = Annotated[str, typer.Option(help="When the story begins: 2003-01-05T20:00+00:00.")]


def demo(port: Port = 8080, no_browser: NoBrowser = False, at: At = EVENING) -> None:
    """Live through January 2003 in a browser. Nothing leaves this computer."""
    start = moment(at)
    log.configure("WARNING")
    try:
        with plain_failures(), contextlib.suppress(StoppedEarly):
            on_fast_loop(_demo(port, start, open_browser=not no_browser))
    except PlaceTaken as error:
        message = f"Port {port} cannot be used ({error.strerror}). Try: solidarity demo --port 8090"
        raise fail(UNAVAILABLE, message) from None


async def _demo(port: int, start: datetime, *, open_browser: bool) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    clock = TravelClock(start)
    token = f"1000000001:{secrets.token_urlsafe(32)}"
    api = BotApi(token=token, username=USERNAME, now=clock.now)
    january.people_arrive(api)
    machine = TimeMachine(clock)
    # Read once more by the bot: the page is served before the bot can run.
    campaigns = await asyncio.to_thread(
        load_folder, Settings.model_validate(_folders()).campaigns_dir
    )
    slug = january.chosen(campaigns.entries)
    page = build_demo_app(api, machine, january.stage(slug, start))
    with tempfile.TemporaryDirectory(prefix="solidarity-demo-") as folder:
        async with serving(page, "127.0.0.1", port) as taken:
            address = f"http://127.0.0.1:{taken}"
            async with running(_settings(Path(folder), address, token), clock, stop) as app:
                machine.app = app
                # The bot's own web server has another port, and Telegram does not know the bot.
                page.router.routes += replace(app.mail, username="").routes()
                await january.set_the_stage(api, partial(_settled, api, app), slug)
                out.print(f"The demo is at {address}/  (Ctrl-C ends it)", markup=False)
                if open_browser:
                    await asyncio.to_thread(webbrowser.open, f"{address}/")
                await stop.wait()
                api.close()


def _folders() -> dict[str, str]:
    """Of the real bot's settings only the folders of campaigns and languages hold."""
    names = ("CAMPAIGNS_DIR", "LOCALES_DIR")
    return {name.lower(): value for name in names if (value := environment().get(name))}


def _settings(folder: Path, address: str, token: str) -> Settings:
    """Settings of its own."""
    return Settings.model_validate(
        {
            "telegram_token": SecretStr(token),
            "telegram_api_url": address,
            "database_url": f"sqlite:///{folder}/demo.db",
            "host_ids": frozenset({january.ORGANISER}),
            "http_port": 0,
            "public_url": address,
            **_folders(),
        }
    )


async def _settled(api: BotApi, app: App) -> None:
    """Wait until the bot has fetched what people did, and done all that follows from it."""
    while True:
        if not api.world.updates.waiting:
            break
        await asyncio.sleep(0.01)
    await app.settled()


class TimeMachine:
    """Moves the demo's clock from one thing that falls due to the next, letting each one happen."""

    app: App | None = None

    def __init__(self, clock: TravelClock) -> None:
        self._clock = clock

    def now(self) -> datetime:
        return self._clock.now()

    async def next_event(self) -> datetime | None:
        return None if self.app is None else await self.app.scheduler.next_due()

    async def travel(self, to: datetime) -> datetime:
        """Forward to ``to``; what falls due on the way happens at its own time."""
        while self.app is not None:
            due = await self.next_event()
            target = to if due is None else min(due, to)
            self._clock.travel_to(target + timedelta(milliseconds=1))
            await self.app.scheduler.step()
            await self.app.settled()
            if target >= to:
                break
        return self.now()
