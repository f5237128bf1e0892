"""`solidarity doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import aiohttp
import typer
from rich.console import Console

from bot.chat.connection import NoAnswer, TokenRefused, connected, proxy_for
from bot.content.check import check as check_campaigns
from bot.settings import Settings, load
from bot.store import AlreadyRunning, Condition, StoreError, Unreachable
from bot.store import look as look_at
from bot.web.server import PlaceTaken, listening
from bot.words.extract import problems as check_locales

from .environment import ENV_FILE, environment
from .exits import FOUND, plain_failures
from .unreachable import FILE, in_plain_words, place

out = Console(highlight=False, soft_wrap=True)

DRIFT = 30.0
"""Seconds by which the clock may differ from Telegram's."""
PATIENCE = 10.0
"""Seconds to wait for an answer."""
NO_ANSWER = (aiohttp.ClientError, TimeoutError, ValueError)


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one look found: well, or what is wrong and how to mend it."""

    well: bool
    says: str
    note: bool = False
    """Nothing is wrong, but somebody should know: no reason to fail."""


def doctor() -> None:
    """Look at token, database, folders and clock; say what is wrong and how to mend it."""
    with plain_failures():
        settings = load(environment(), ENV_FILE)
    findings = asyncio.run(_examine(settings))
    for name, finding in findings:
        out.print(f"{_mark(finding)} {name:<10}", end=" ")
        out.print(finding.says, markup=False)
    if not all(finding.well for _, finding in findings):
        raise typer.Exit(FOUND)


def _mark(finding: Finding) -> str:
    if not finding.well:
        return "[red]MEND[/red]"
    return "[yellow]NOTE[/yellow]" if finding.note else "[green]ok  [/green]"


async def _examine(settings: Settings) -> list[tuple[str, Finding]]:
    return [(name, await look(settings)) for name, look in LOOKS.items()]


async def _token(settings: Settings) -> Finding:
    token = settings.telegram_token.get_secret_value()
    if not token:
        return Finding(well=False, says="TELEGRAM_TOKEN is not set. Get one from @BotFather.")
    try:
        async with asyncio.timeout(PATIENCE), connected(token, settings.telegram_api_url) as line:
            name = await line.own_name()
    except TokenRefused:
        says = "Telegram does not accept TELEGRAM_TOKEN. Ask @BotFather for the present one."
        return Finding(well=False, says=says)
    except (NoAnswer, TimeoutError) as trouble:
        why = str(trouble) or f"no answer within {PATIENCE:.0f} seconds"
        return Finding(well=False, says=_silence(settings.telegram_api_url, why))
    return Finding(well=True, says=f"the token is that of @{name}")


def _silence(url: str, why: str) -> str:
    """That Telegram is not there, and where to look: a proxy on the way may be to blame."""
    proxy = proxy_for(url)
    if proxy is None:
        says = f"{url} does not answer as Telegram does: {why}."
        return f"{says} Check the network and TELEGRAM_API_URL."
    # Cut by hand: user and password may hold signs that belong into no address.
    place = proxy.partition("://")[2].rpartition("@")[2].partition("/")[0]
    says = f"{url} does not answer as Telegram does through the proxy {place}: {why}."
    return f"{says} Check the proxy (HTTPS_PROXY), the network and TELEGRAM_API_URL."


async def _clock(settings: Settings) -> Finding:
    then = datetime(2003, 1, 6, 9, tzinfo=ZoneInfo("Asia/Almaty")).astimezone(UTC)
    if then.hour != 3:
        return Finding(well=False, says="time zones are wrong: install the package tzdata anew.")
    try:
        drift = await _drift(settings.telegram_api_url)
    except NO_ANSWER:
        return Finding(well=True, note=True, says="not compared: Telegram does not answer")
    if abs(drift) > DRIFT:
        says = f"it is {abs(drift):.0f} seconds off. Switch on time synchronisation (NTP)."
        return Finding(well=False, says=says)
    return Finding(
        well=True, says=f"right, and time zones too ({datetime.now(UTC):%Y-%m-%d %H:%MZ})"
    )


async def _drift(url: str) -> float:
    """Seconds by which our clock is ahead of the server's. Raises one of NO_ANSWER."""
    async with _asking(url) as client, client.get(url, allow_redirects=False) as response:
        told = parsedate_to_datetime(response.headers.get("Date", ""))
    return (datetime.now(UTC) - told.replace(tzinfo=told.tzinfo or UTC)).total_seconds()


def _asking(url: str) -> aiohttp.ClientSession:
    timeout = aiohttp.ClientTimeout(total=PATIENCE)
    return aiohttp.ClientSession(timeout=timeout, proxy=proxy_for(url))


async def _database(settings: Settings) -> Finding:
    url = settings.database_url
    shown = url if url.startswith(FILE) else place(url)
    if folder := _missing(url):
        if not folder.is_dir() or not os.access(folder, os.W_OK | os.X_OK):
            says = f"{shown} cannot be created: {folder} is no folder that can be written to."
            return Finding(well=False, says=says)
        return Finding(well=True, says=f"{shown} is not there yet: the first run will create it")
    try:
        condition = await look_at(url)
    except AlreadyRunning:
        return Finding(well=True, says=f"{shown} is in use by a bot that is running")
    except Unreachable as trouble:
        return Finding(well=False, says=" ".join(in_plain_words(trouble, url)))
    except StoreError as trouble:
        return Finding(well=False, says=str(trouble))
    if condition.problems:
        return Finding(well=False, says=" ".join(condition.problems))
    return Finding(well=True, says=f"{shown} {_standing(condition)}")


def _standing(condition: Condition) -> str:
    """What `run` will do with it."""
    version, known = condition.version, condition.known
    if not version:
        return "opens, and is still empty: `solidarity run` will set it up"
    if version == known:
        return f"opens, is whole and up to date (version {version})"
    return (
        f"opens, is whole, and has version {version}. `solidarity run` will bring it to version "
        f"{known}, and an older bot refuses it from then on. Make a copy first."
    )


def _missing(url: str) -> Path | None:
    """Of a database file that never was there, the nearest folder that is."""
    path = Path(url.removeprefix(FILE))
    traces = [path.with_name(path.name + ending) for ending in ("", "-wal", ".lock")]
    if not url.startswith(FILE) or any(trace.exists() for trace in traces):
        return None
    return next(folder for folder in path.absolute().parents if folder.exists())


async def _campaigns(settings: Settings) -> Finding:
    problems = await asyncio.to_thread(check_campaigns, settings.campaigns_dir)
    return _folder(settings.campaigns_dir, [str(p) for p in problems], "solidarity check")


async def _locales(settings: Settings) -> Finding:
    problems = await asyncio.to_thread(check_locales, settings.locales_dir)
    return _folder(settings.locales_dir, problems, "solidarity check --locales")


def _folder(folder: Path, problems: list[str], command: str) -> Finding:
    if not folder.is_dir():
        return Finding(well=False, says=f"there is no folder {folder}. Check the setting.")
    if problems:
        says = f"{len(problems)} problems, first: {problems[0]} See all with `{command}`."
        return Finding(well=False, says=says)
    return Finding(well=True, says=f"{folder} is clean")


async def _port(settings: Settings) -> Finding:
    host, port = settings.http_host, settings.http_port
    place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    try:
        with listening(host, port):
            return Finding(well=True, says=f"{place} is free")
    except PlaceTaken as taken:
        status = await _health(place)
        if status is not None:
            return Finding(well=status == "ok", says=f"{place}: a bot is running, and is {status}")
        says = f"{place} cannot be used ({taken.strerror}): choose another HTTP_HOST or HTTP_PORT."
        return Finding(well=False, says=says)


async def _health(place: str) -> str | None:
    """What the bot that listens there says of itself; None if none does."""
    url = f"http://{place}/healthz"
    try:
        async with _asking(url) as client, client.get(url) as response:
            answer: Any = await response.json()
    except NO_ANSWER:
        return None
    status = answer.get("status") if isinstance(answer, dict) else None
    return status if status in {"ok", "degraded"} else None


async def _hosts(settings: Settings) -> Finding:
    if not settings.host_ids:
        says = "HOST_IDS is empty: nobody can broadcast, changed hearings go out unasked."
        return Finding(well=True, note=True, says=says)
    return Finding(well=True, says=f"{len(settings.host_ids)} may broadcast")


LOOKS: dict[str, Callable[[Settings], Awaitable[Finding]]] = {
    "token": _token,
    "clock": _clock,
    "database": _database,
    "campaigns": _campaigns,
    "languages": _locales,
    "port": _port,
    "hosts": _hosts,
}
