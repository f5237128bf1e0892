"""`solidarity status`: how far everything is that is being sent, also while the bot runs."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.live import Live

from bot.alerting.survey import Overview, survey, told
from bot.core.bulletin import Bulletin
from bot.core.progress import Holdup
from bot.settings import Settings, load
from bot.store import Unreachable, Watched, watch

from .environment import ENV_FILE, environment
from .exits import UNAVAILABLE, fail, plain_failures
from .picture import picture
from .unreachable import in_plain_words

EVERY = 1.0
"""Seconds between two looks …"""
SHARE = 10
"""… or so many times what a look takes: counting a million rows takes half a second."""

Watch = Annotated[
    bool | None,
    typer.Option(
        "--watch/--once",
        help="Go on until all is sent, or look once; else as fits the terminal.",
    ),
]


def status(keep_watching: Watch = None) -> None:
    """Show how far every broadcast is, how fast it goes, what holds it up and when it ends."""
    out = Console(highlight=False)
    with plain_failures():
        settings = load(environment(), ENV_FILE)
        try:
            _show(settings, out, keep_watching=keep_watching)
        except Unreachable as trouble:
            raise fail(UNAVAILABLE, *in_plain_words(trouble, settings.database_url)) from None


def _show(settings: Settings, out: Console, *, keep_watching: bool | None) -> None:
    overview = asyncio.run(_look(settings))
    if keep_watching is None:
        keep_watching = out.is_terminal
    if not (keep_watching and overview.broadcasts):
        out.print(picture(overview))
        return
    with suppress(KeyboardInterrupt):
        _watch(settings, overview, out)


def _watch(settings: Settings, overview: Overview, out: Console) -> None:
    """The same picture, moving, until nothing more moves by itself."""
    with Live(picture(overview), console=out, auto_refresh=False) as live:
        while _moves(overview):
            began = time.monotonic()
            overview = asyncio.run(_look(settings))
            live.update(picture(overview), refresh=True)
            if _moves(overview):
                time.sleep(max(EVERY, (time.monotonic() - began) * SHARE))


def _moves(overview: Overview) -> bool:
    """Whether looking again is worth it: a bot is at work, and not all waits for a host's word."""
    stuck = (Holdup.REFUSED, Holdup.GONE)
    return overview.running and any(b.progress.why not in stuck for b in overview.broadcasts)


async def _look(settings: Settings) -> Overview:
    now = datetime.now(UTC)
    async with watch(settings.database_url, now) as watched:
        bulletin = await told(watched.tx)
        running = await _runs(watched, bulletin, now)
        return await survey(watched.tx, now, bulletin, running=running)


async def _runs(watched: Watched, bulletin: Bulletin | None, now: datetime) -> bool:
    """Whether a bot is at work; who told of itself just now need not be disturbed."""
    fresh = bulletin is not None and bulletin.is_fresh(now)
    return fresh or await watched.held()
