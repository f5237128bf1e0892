"""Our whole path on one core: claimed on disk, sent, and the message's id on disk again."""

from __future__ import annotations

import asyncio
import time
from typing import Any

import uvloop

from tests.bench.control import Control, Counts
from tests.bench.engine import engine, pacer, send_for, sent_on_disk
from tests.bench.race import asked, tell
from tests.bench.usage import cpu_seconds, peak_megabytes


async def race(wanted: dict[str, Any]) -> dict[str, float]:
    """As fast as it goes. What is under way at the end is waited for and written, and counts."""
    control = Control(wanted["url"])
    control.reset()
    async with engine(wanted["url"], wanted["database"], pacer()) as ours:
        await send_for(ours, wanted["warm"])
        warmed = control.counts()
        cpu, started = cpu_seconds(), time.monotonic()
        await send_for(ours, wanted["seconds"])
        await ours.app.sender.drain()
        seconds, cpu = time.monotonic() - started, cpu_seconds() - cpu
        messages = control.since(warmed).answered
        peak = peak_megabytes()
    add_up(control.counts(), wanted["database"])
    return {
        "messages": messages,
        "rate": messages / seconds,
        "cpu_ms": cpu / messages * 1000,
        "peak_mb": peak,
    }


def add_up(counts: Counts, database: str) -> None:
    """Rows sent, answers and message ids are equally many, and nobody got a text twice."""
    rows, ids = sent_on_disk(database)
    handed_out = counts.last_id - counts.first_id + 1
    if not rows == ids == counts.answered == handed_out == counts.pairs:
        raise SystemExit(f"It does not add up: {rows} rows, {ids} ids, the fake counted {counts}.")


async def pace(wanted: dict[str, Any]) -> dict[str, float]:
    """At the pace of a limit, while the fake watches over it."""
    control = Control(wanted["url"])
    control.reset(delay=wanted["delay"], limit=wanted["limit"])
    async with engine(wanted["url"], wanted["database"], pacer(wanted["limit"])) as ours:
        sender = ours.app.loops["sender"]
        task = asyncio.create_task(sender.run())
        await asyncio.sleep(wanted["warm"])
        before = control.counts()
        cpu, started = cpu_seconds(), time.monotonic()
        await asyncio.sleep(wanted["seconds"])
        after = control.counts()
        seconds, cpu = time.monotonic() - started, cpu_seconds() - cpu
        await ours.app.finish([task])
    counts = control.counts()
    add_up(counts, wanted["database"])
    if after.last == before.last:
        raise SystemExit("Nothing was sent at all.")
    rate = (after.answered - before.answered) / (after.last - before.last)
    return {
        "rate": rate,
        "share": rate / wanted["limit"],
        "refused": counts.refused,
        "most": counts.most,
        "cpu_share": cpu / seconds,
        "cpu_ms": cpu / (after.answered - before.answered) * 1000,
        "peak_mb": peak_megabytes(),
    }


WAYS = {"race": race, "pace": pace}

if __name__ == "__main__":
    wanted = asked()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        tell(**runner.run(WAYS[wanted["way"]](wanted)))
