"""Makes a database with many subscribers, in a process of its own, so that it costs nobody else."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

from tests.bench.engine import AUDIENCE, SLUG, fan_out, store_at
from tests.bench.message import FIRST_CHAT
from tests.bench.race import asked, tell

CHATS = """
WITH RECURSIVE numbers (id) AS (SELECT :first UNION ALL SELECT id + 1 FROM numbers LIMIT :count)
INSERT INTO chats (id, kind, language, language_chosen, zone, wakes, sleeps, joined)
SELECT id, :kind, :language, 1, :zone, 7, 23, '2026-W01' FROM numbers
"""
SUBSCRIPTIONS = "INSERT INTO subscriptions (slug, chat_id) SELECT :slug, id FROM chats"


def subscribe(database: str, count: int) -> None:
    """As many subscribers as wanted, straight into the tables."""
    db = sqlite3.connect(database)
    with db:
        facts = {"first": FIRST_CHAT, "count": count, "kind": AUDIENCE.kind}
        db.execute(CHATS, {**facts, "language": AUDIENCE.language, "zone": AUDIENCE.zone})
        db.execute(SUBSCRIPTIONS, {"slug": SLUG})
    db.close()


async def fill(wanted: dict[str, Any]) -> int:
    """The tables, the subscribers and, where wanted, an alert queued for all of them."""
    async with store_at(wanted["database"]):
        pass
    subscribe(wanted["database"], wanted["chats"])
    if not wanted["queued"]:
        return 0
    async with store_at(wanted["database"]) as store:
        return await fan_out(store)


if __name__ == "__main__":
    tell(queued=asyncio.run(fill(asked())))
