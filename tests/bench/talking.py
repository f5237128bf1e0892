"""Our answers to people: from an update that is stored to its reply at the fake Bot API."""

from __future__ import annotations

import asyncio
import statistics
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvloop

from tests.bench.control import Control
from tests.bench.engine import Engine, engine, pacer
from tests.bench.people import FIRST_PERSON, People
from tests.bench.race import asked, tell
from tests.bench.usage import cpu_seconds, peak_megabytes

HURRY = 30.0
"""Seconds after which a reply will not come any more."""


async def flood(wanted: dict[str, Any]) -> dict[str, float]:
    """So many people at a time, nothing else to do, no limit."""
    control = Control(wanted["url"])
    control.reset()
    async with (
        engine(wanted["url"], wanted["database"], pacer()) as ours,
        working(ours, "inbox"),
    ):
        people = People(ours)
        await people.talk(wanted["people"], wanted["warm"])
        people.waits.clear()
        before = control.counts()
        cpu, started = cpu_seconds(), time.monotonic()
        await people.talk(wanted["people"], wanted["seconds"])
        seconds, cpu = time.monotonic() - started, cpu_seconds() - cpu
        replies = control.since(before).answered
    updates = len(people.waits)
    if replies < updates:
        raise SystemExit(f"It does not add up: {updates} updates, {replies} replies.")
    return {
        "rate": updates / seconds,
        "cpu_ms": cpu / updates * 1000,
        "peak_mb": peak_megabytes(),
        **_waits(people),
    }


async def beside(wanted: dict[str, Any]) -> dict[str, float]:
    """New people now and then while a broadcast goes out at the pace of a limit."""
    control = Control(wanted["url"])
    control.reset(delay=wanted["delay"], limit=wanted["limit"])
    limit = pacer(wanted["limit"], wanted["reserve"])
    async with (
        engine(wanted["url"], wanted["database"], limit) as ours,
        working(ours, "sender", "inbox"),
    ):
        people = People(ours)
        await asyncio.sleep(wanted["warm"])
        before = control.counts()
        until = time.monotonic() + wanted["seconds"]
        person = FIRST_PERSON
        while time.monotonic() < until:
            await people.write(person)
            person += 1
            await asyncio.sleep(wanted["pause"])
        during = control.since(before)
        async with asyncio.timeout(HURRY):
            await people.silence()
    return {
        "refused": control.counts().refused,
        "rate": during.answered / wanted["seconds"],
        **_waits(people),
    }


@asynccontextmanager
async def working(ours: Engine, *names: str) -> AsyncIterator[None]:
    """These heartbeats run as they do in the program; the campaigns are read before."""
    await ours.app.importer.step()
    tasks = [asyncio.create_task(ours.app.loops[name].run()) for name in names]
    try:
        yield
    finally:
        await ours.app.finish(tasks)


def _waits(people: People) -> dict[str, float]:
    return {
        "replies": len(people.waits),
        "p50_ms": statistics.median(people.waits) * 1000,
        "p99_ms": statistics.quantiles(people.waits, n=100, method="inclusive")[98] * 1000,
    }


WAYS = {"flood": flood, "beside": beside}

if __name__ == "__main__":
    wanted = asked()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        tell(**runner.run(WAYS[wanted["way"]](wanted)))
