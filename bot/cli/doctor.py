"""`solidarity doctor`: what is wrong with this installation, and how to mend it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import aiohttp
import typer
from rich.console import Console

from bot.clock import SystemClock
from bot.content.check import check as check_campaigns
from bot.settings import Settings, load
from bot.store import AlreadyRunning, StoreError, open_store
from bot.words.extract import problems as check_locales

from .environment import ENV_FILE, environment
from .exits import FOUND, plain_failures

out = Console(highlight=False, soft_wrap=True)

DRIFT = 30.0
"""Seconds by which the clock may differ from Telegram's."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What one look found: well, or what is wrong and how to mend it."""

    well: bool
    says: str


def doctor() -> None:
    """Look at token, database, folders and clock; say what is wrong and how to mend it."""
    with plain_failures():
        settings = load(environment(), ENV_FILE)
    findings = asyncio.run(_examine(settings))
    for name, finding in findings:
        mark = "[green]ok  [/green]" if finding.well else "[red]MEND[/red]"
        out.print(f"{mark} {name:<10}", end=" ")
        out.print(finding.says, markup=False)
    if not all(finding.well for _, finding in findings):
        raise typer.Exit(FOUND)


async def _examine(settings: Settings) -> list[tuple[str, Finding]]:
    return [(name, await look(settings)) for name, look in LOOKS.items()]


async def _token(settings: Settings) -> Finding:
    token = settings.telegram_token.get_secret_value()
    if not token:
        return Finding(well=False, says="TELEGRAM_TOKEN is not set. Get one from @BotFather.")
    try:
        status, answer, _ = await _ask(settings, f"/bot{token}/getMe")
    except (aiohttp.ClientError, TimeoutError) as error:
        says = f"{settings.telegram_api_url} does not answer ({type(error).__name__}). "
        return Finding(well=False, says=says + "Check the network and TELEGRAM_API_URL.")
    if status != 200:
        says = "Telegram does not accept TELEGRAM_TOKEN. Ask @BotFather for the present one."
        return Finding(well=False, says=says)
    return Finding(well=True, says=f"the token is that of @{answer['result']['username']}")


async def _clock(settings: Settings) -> Finding:
    try:
        _, _, date = await _ask(settings, "/")
    except (aiohttp.ClientError, TimeoutError):
        return Finding(well=True, says="not compared: Telegram does not answer")
    drift = abs((datetime.now(UTC) - parsedate_to_datetime(date)).total_seconds()) if date else 0.0
    if drift > DRIFT:
        says = f"it is {drift:.0f} seconds off. Switch on time synchronisation (NTP)."
        return Finding(well=False, says=says)
    then = datetime(2003, 1, 6, 9, tzinfo=ZoneInfo("Asia/Almaty")).astimezone(UTC)
    if then.hour != 3:
        return Finding(well=False, says="time zones are wrong: install the package tzdata anew.")
    return Finding(
        well=True, says=f"right, and time zones too ({datetime.now(UTC):%Y-%m-%d %H:%MZ})"
    )


async def _ask(settings: Settings, path: str) -> tuple[int, dict[str, dict[str, str]], str | None]:
    timeout = aiohttp.ClientTimeout(total=10)
    async with (
        aiohttp.ClientSession(timeout=timeout, trust_env=True) as session,
        session.get(settings.telegram_api_url + path, allow_redirects=False) as response,
    ):
        is_json = response.content_type == "application/json"
        body = await response.json() if is_json else {}
        return response.status, body, response.headers.get("Date")


async def _database(settings: Settings) -> Finding:
    shown = settings.database_url.rsplit("@", 1)[-1]
    try:
        async with open_store(settings.database_url, SystemClock()) as store:
            problems = await store.problems()
    except AlreadyRunning:
        return Finding(well=True, says=f"{shown} is in use by a bot that is running")
    except StoreError as trouble:
        return Finding(well=False, says=str(trouble))
    if problems:
        return Finding(well=False, says=" ".join(problems))
    return Finding(well=True, says=f"{shown} opens, is whole and up to date")


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
    place = f"{settings.http_host}:{settings.http_port}"
    family = socket.AF_INET6 if ":" in settings.http_host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((settings.http_host, settings.http_port))
        except OSError as error:
            says = f"{place} is taken ({error.strerror}): by the running bot, or choose HTTP_PORT."
            return Finding(well=False, says=says)
    return Finding(well=True, says=f"{place} is free")


async def _hosts(settings: Settings) -> Finding:
    if not settings.host_ids:
        says = "HOST_IDS is empty: nobody can broadcast, changed hearings go out unasked."
        return Finding(well=True, says=says)
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
