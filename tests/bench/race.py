"""A contestant without a store: it sends for a while, so many at once, and tells what that took.

Needs nothing but Python itself, so that it runs beside any library.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tests.bench.control import Control
from tests.bench.message import FIRST_CHAT
from tests.bench.usage import CLIENT_CORE, cpu_seconds, peak_megabytes, pin

Send = Callable[[int], Awaitable[object]]


def asked() -> dict[str, Any]:
    """What the harness wants: the address of the fake, and how long. Begins by taking its core."""
    pin(CLIENT_CORE)
    wanted: dict[str, Any] = json.loads(sys.argv[1])
    return wanted


def tell(**facts: Any) -> None:
    """The last line a child process prints is what it has found out."""
    print(json.dumps(facts), flush=True)


async def raced(send: Send, wanted: dict[str, Any]) -> list[dict[str, float]]:
    """One heat for each number of sends at once."""
    control = Control(wanted["url"])
    chats = itertools.count(FIRST_CHAT)
    return [await _heat(send, chats, wanted, at_once, control) for at_once in wanted["at_once"]]


async def _heat(
    send: Send, chats: itertools.count[int], wanted: dict[str, Any], at_once: int, control: Control
) -> dict[str, float]:
    await _sending(send, chats, at_once, wanted["warm"])
    control.reset()
    cpu, started = cpu_seconds(), time.monotonic()
    messages = await _sending(send, chats, at_once, wanted["seconds"])
    seconds, cpu = time.monotonic() - started, cpu_seconds() - cpu
    counts = control.counts()
    if not messages == counts.answered == counts.last_id - counts.first_id + 1 == counts.pairs:
        raise SystemExit(f"It does not add up: {messages} sent, and the fake counted {counts}.")
    return {
        "at_once": at_once,
        "rate": messages / seconds,
        "cpu_ms": cpu / messages * 1000,
        "peak_mb": peak_megabytes(),
    }


async def _sending(send: Send, chats: itertools.count[int], at_once: int, seconds: float) -> int:
    until = time.monotonic() + seconds
    sent = 0

    async def one_after_another() -> None:
        nonlocal sent
        while time.monotonic() < until:
            await send(next(chats))
            sent += 1

    await asyncio.gather(*(one_after_another() for _ in range(at_once)))
    return sent
