"""The real bot with its pace and its clock changed, for tests that would take minutes otherwise.

Nothing else differs from `solidarity run`. It is forked from a process that has read the program
already, since reading it takes longer than most of these tests.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path

import typer

from bot import log
from bot.cli.exits import plain_failures
from bot.cli.run import on_fast_loop, secrets_of, serve
from bot.clock import TravelClock
from bot.core.pacing import Pacer
from bot.settings import load

RATE = 5000.0
"""Messages a second; Telegram allows 30."""
PATIENCE = 60.0


def untuned() -> None:
    """As it is."""


def run(
    environment: Mapping[str, str],
    written: Path,
    later: timedelta,
    *,
    uvloop: bool,
    after_restore: bool,
    rate: float,
    tune: Callable[[], None],
) -> None:
    """What `solidarity run` does, ``later`` than it is: what may be a repeat waits for minutes."""
    tune()
    out = os.open(written, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    os.dup2(out, sys.stdout.fileno())
    os.dup2(out, sys.stderr.fileno())
    settings = load(environment, to_run=True)
    log.configure(settings.log_level, settings.log_format, secrets_of(settings))
    clock = TravelClock(datetime.now(UTC) + later)
    pacer = Pacer(rate=rate, reserve=rate / 5)
    bot = serve(settings, clock, pacer, after_restore=after_restore)
    try:
        with plain_failures():
            (on_fast_loop if uvloop else asyncio.run)(bot)
    except typer.Exit as end:
        raise SystemExit(end.exit_code) from None


@contextmanager
def quickly(
    environment: Mapping[str, str],
    written: Path,
    *,
    later: timedelta = timedelta(),
    uvloop: bool = True,
    after_restore: bool = False,
    rate: float = RATE,
    tune: Callable[[], None] = untuned,
) -> Iterator[BaseProcess]:
    """Such a bot; killed at the end, if it has not ended. It calls ``tune`` before all else."""
    nursery = multiprocessing.get_context("forkserver")
    nursery.set_forkserver_preload(["bot.cli.run"])
    bot = nursery.Process(
        target=run,
        args=(dict(environment), written, later),
        kwargs={
            "uvloop": uvloop,
            "after_restore": after_restore,
            "rate": rate,
            "tune": tune,
        },
    )
    bot.start()
    try:
        yield bot
    finally:
        bot.kill()
        bot.join(PATIENCE)
        bot.close()
