"""Makes a database with many subscribers, in a process of its own, so that it costs nobody else."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from typing import Any

from tests.bench.engine import COUNTRIES, LANGUAGES, SLUG, ZONES, fan_out, queued, store_at
from tests.bench.message import FIRST_CHAT
from tests.bench.race import asked, tell

CHATS = """
WITH RECURSIVE numbers (id) AS (SELECT :first UNION ALL SELECT id + 1 FROM numbers LIMIT :count)
INSERT INTO chats (id, kind, language, language_chosen, country, zone, wakes, sleeps, joined)
SELECT id, :kind, json_extract(:languages, '$[' || (id % json_array_length(:languages)) || ']'), 1,
    json_extract(:countries, '$[' || (id / 7 % json_array_length(:countries)) || ']'),
    json_extract(:zones, '$[' || (id / 3 % json_array_length(:zones)) || ']'),
    7 + id / 11 % 2, 23, '2026-W01'
FROM numbers
"""
STANDINGS = """
INSERT INTO standings (id, language, zone, kind, country, wakes, sleeps)
SELECT ROW_NUMBER() OVER (), language, zone, kind, country, wakes, sleeps
FROM (SELECT DISTINCT language, zone, kind, country, wakes, sleeps FROM chats)
"""
SUBSCRIPTIONS = """
INSERT INTO subscriptions (slug, chat_id, standing)
SELECT :slug, c.id, st.id
FROM chats AS c JOIN standings AS st ON st.language = c.language AND st.zone = c.zone
    AND st.kind = c.kind AND st.country = c.country AND st.wakes = c.wakes AND st.sleeps = c.sleeps
"""


def subscribe(database: str, count: int) -> None:
    """As many subscribers as wanted, straight into the tables: of many clocks and countries."""
    db = sqlite3.connect(database)
    with db:
        lists = {"languages": LANGUAGES, "countries": COUNTRIES, "zones": ZONES}
        facts = {"first": FIRST_CHAT, "count": count, "kind": "private"}
        db.execute(CHATS, facts | {name: json.dumps(each) for name, each in lists.items()})
        db.execute(STANDINGS)
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
        return await queued(store, await fan_out(store))


if __name__ == "__main__":
    tell(queued=asyncio.run(fill(asked())))
