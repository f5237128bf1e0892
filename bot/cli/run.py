"""`solidarity run`: the bot itself, until it is told to stop."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Coroutine
from typing import Annotated, Any

import typer

from bot import log
from bot.app import StoppedEarly, running
from bot.chat.connection import TokenRefused
from bot.clock import Clock, SystemClock
from bot.core.pacing import Pacer
from bot.settings import Settings, load
from bot.store import Unreachable
from bot.web.server import PlaceTaken

from .environment import ENV_FILE, environment
from .exits import CONFIGURATION, SOFTWARE, UNAVAILABLE, fail, plain_failures
from .unreachable import in_plain_words

if sys.platform == "win32":
    NEW_LOOP = None
else:
    import uvloop

    NEW_LOOP = uvloop.new_event_loop


class GaveUp(Exception):
    """The bot ended by itself, since too much of it failed; the log says what."""


AfterRestore = Annotated[
    bool,
    typer.Option(
        "--after-restore",
        help="The database is a copy made earlier: send nothing that waits in it.",
    ),
]


def run(after_restore: AfterRestore = False) -> None:
    """Run the bot until it is stopped (Ctrl-C or SIGTERM); then it finishes what is under way."""
    with plain_failures():
        settings = load(environment(), ENV_FILE, to_run=True)
    log.configure(settings.log_level, settings.log_format, secrets_of(settings))
    os.umask(0o077)
    with plain_failures():
        try:
            on_fast_loop(serve(settings, SystemClock(), after_restore=after_restore))
        except TokenRefused:
            raise fail(
                CONFIGURATION, "TELEGRAM_TOKEN: Telegram does not accept it. Ask @BotFather for it."
            ) from None
        except Unreachable as trouble:
            raise fail(UNAVAILABLE, *in_plain_words(trouble, settings.database_url)) from None
        except GaveUp:
            raise fail(SOFTWARE, "Too many steps failed (see the log): start it anew.") from None
        except PlaceTaken as error:
            place = f"{settings.http_host}:{settings.http_port}"
            raise fail(
                UNAVAILABLE,
                f"HTTP_HOST, HTTP_PORT: {place} cannot be used ({error.strerror}). Choose another.",
            ) from None


def secrets_of(settings: Settings) -> list[str]:
    """What must never appear in a log."""
    return [
        settings.telegram_token.get_secret_value(),
        settings.webhook_secret.get_secret_value(),
        settings.database_url if "@" in settings.database_url else "",
    ]


async def serve(
    settings: Settings, clock: Clock, pacer: Pacer | None = None, *, after_restore: bool = False
) -> None:
    """The bot at work until SIGTERM or Ctrl-C; a second signal ends the process at once.

    Raises GaveUp, besides what ``running`` raises.
    """
    stop, asked = asyncio.Event(), asyncio.Event()

    def asked_to_stop() -> None:
        if asked.is_set():
            os._exit(1)
        asked.set()
        stop.set()

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(log.unhandled)
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, asked_to_stop)
    with contextlib.suppress(StoppedEarly):
        async with running(settings, clock, stop, pacer, after_restore=after_restore) as app:
            await stop.wait()
        if app.heart.fuse.blown:
            raise GaveUp


def on_fast_loop(main: Coroutine[Any, Any, None]) -> None:
    """Run on uvloop where there is one: it saves a third of the transport's CPU."""
    with asyncio.Runner(loop_factory=NEW_LOOP) as runner:
        runner.run(main)
