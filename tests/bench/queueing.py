"""Queues one alert for everybody, and says how long the writer was held for it at a time."""

from __future__ import annotations

import asyncio
import gc
import time
from typing import Any

import uvloop

from tests.bench.engine import fan_out, queued, store_at
from tests.bench.race import asked, tell
from tests.bench.usage import peak_megabytes


async def queue(wanted: dict[str, Any]) -> dict[str, float]:
    gc.collect()
    gc.freeze()  # as the program does when it has read the campaigns
    async with store_at(wanted["database"]) as store:
        started = time.monotonic()
        alert_id = await fan_out(store)
        seconds = time.monotonic() - started
        rows = await queued(store, alert_id)
        hold = store.longest_hold
    if rows != wanted["chats"]:
        raise SystemExit(f"It does not add up: {rows} rows for {wanted['chats']} chats.")
    return {
        "seconds": seconds,
        "hold_ms": hold * 1000,
        "peak_mb": peak_megabytes(),
    }


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        tell(**runner.run(queue(asked())))
