"""Section 5: the program itself, from its start with a hundred campaigns to idling."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from bot.settings import SECRETS, Settings
from tests.bench.campaigns import multiply
from tests.bench.children import HOUSE, TOKEN, Broken, Fake
from tests.bench.databases import Databases
from tests.bench.report import Figure, Section, at_most
from tests.bench.usage import CLIENT_CORE, cpu_seconds_of, pin
from tests.bench.wishes import Wishes

CAMPAIGNS = 100
PATIENCE = 120.0
SETTLING = 3.0
"""Seconds after the start that do not count as idling."""


@dataclass(frozen=True, kw_only=True)
class Started:
    """A bot that answers. ``seconds``: how long that took."""

    pid: int
    seconds: float


def starting(fake: Fake, databases: Databases, wishes: Wishes) -> Section:
    fake.control.reset()
    first: list[float] = []
    again: list[float] = []
    idle: list[float] = []
    for _ in range(wishes.rounds):
        with databases.empty() as database:
            folder = Path(database).parent / "campaigns"
            if not folder.exists():
                multiply(folder, CAMPAIGNS)
            with _running(fake, database, folder) as bot:
                first.append(bot.seconds)
            with _running(fake, database, folder) as bot:
                again.append(bot.seconds)
                idle += _idle(bot.pid, wishes.either(4, 10))
    figures = [
        Figure(
            name=f"start, {CAMPAIGNS} campaigns, until /healthz answers",
            unit="s",
            rounds=again,
            digits=2,
            goal=at_most(1.5),
        ),
        Figure(name="   the very first, which reads all", unit="s", rounds=first, digits=2),
    ]
    if idle:
        figures.append(
            Figure(name="idle, of one core", unit="%", rounds=idle, digits=2, goal=at_most(1))
        )
    return Section(
        name="start",
        title=f"5. Start and idling, {wishes.rounds} rounds",
        figures=figures,
        note="" if idle else "This system does not tell what another process uses up.",
    )


def _idle(pid: int, seconds: float) -> list[float]:
    """Per cent of a core that is used while nothing happens; empty where nobody can tell."""
    time.sleep(SETTLING)
    before, started = cpu_seconds_of(pid), time.monotonic()
    time.sleep(seconds)
    after = cpu_seconds_of(pid)
    if before is None or after is None:
        return []
    return [(after - before) / (time.monotonic() - started) * 100]


@contextmanager
def _running(fake: Fake, database: str, campaigns: Path) -> Iterator[Started]:
    port = _free_port()
    log = Path(database).with_name("run.log")
    with log.open("wb") as out:
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-m", "bot", "run"],
            stdout=out,
            stderr=subprocess.STDOUT,
            env=_environment(fake, database, campaigns, port),
            cwd=HOUSE,
            preexec_fn=_on_its_core,  # noqa: PLW1509  # this process has no other threads
        )
    try:
        while not _answers(port):
            if process.poll() is not None or time.monotonic() - started > PATIENCE:
                raise Broken(f"The bot did not start:\n{log.read_text(encoding='utf-8')}")
            time.sleep(0.005)
        seconds = time.monotonic() - started
        if f"campaigns={CAMPAIGNS}" not in log.read_text(encoding="utf-8"):
            raise Broken(f"Not all campaigns are live:\n{log.read_text(encoding='utf-8')}")
        yield Started(pid=process.pid, seconds=seconds)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def _on_its_core() -> None:
    pin(CLIENT_CORE)


def _environment(fake: Fake, database: str, campaigns: Path, port: int) -> dict[str, str]:
    """Nothing of ours but what is set here."""
    ours = {name.upper() for name in Settings.model_fields}
    ours |= {f"{name.upper()}_FILE" for name in SECRETS}
    kept = {name: value for name, value in os.environ.items() if name not in ours}
    return kept | {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API_URL": fake.url,
        "DATABASE_URL": f"sqlite:///{database}",
        "CAMPAIGNS_DIR": str(campaigns),
        "HTTP_PORT": str(port),
    }


def _free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def _answers(port: int) -> bool:
    line = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except OSError:
        return False
    finally:
        line.close()
