"""How SQLite goes about the questions that meet a million rows: by which index, sorting nothing."""

from __future__ import annotations

from bot.store import Store


async def plan(store: Store, subject: str, name: str, **parameters: object) -> list[str]:
    """What SQLite says it will do, a line for each step."""
    engine = store._engine
    sql = getattr(store._queries[subject], name).sql
    async with engine.writing() as db:
        return [
            str(row["detail"]) for row in await db.rows(f"EXPLAIN QUERY PLAN {sql}", parameters)
        ]


async def test_what_is_due_is_found_among_what_waits_and_not_among_all_rows(
    sqlite_store: Store,
) -> None:
    """Row by row only by the whole key: by the alert alone it would meet all that was sent."""
    steps = await plan(
        sqlite_store, "outbox", "claim_due", alerts="{}", limit=1, now=1, epoch=sqlite_store.epoch
    )
    met = [step for step in steps if "outbox" in step or " o " in step]
    assert met == [
        "SEARCH outbox USING PRIMARY KEY (alert_id=? AND chat_id=?)",
        "SEARCH o USING INDEX outbox_moving (not_before>? AND not_before<?)",
    ]


async def test_the_rows_of_an_alert_are_counted_without_being_sorted(sqlite_store: Store) -> None:
    steps = await plan(sqlite_store, "alerts", "counts", alert_id=1)
    assert steps == ["SEARCH outbox USING PRIMARY KEY (alert_id=?)"]
