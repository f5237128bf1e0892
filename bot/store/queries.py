"""The named statements of ``sql/<subject>.sql``, prepared by aiosql once per kind of engine."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import aiosql
from aiosql.adapters.asyncpg import AsyncPGAdapter

from .engine import Connection, Parameters, Row

FOLDER = Path(__file__).parent / "sql"
SUBJECTS = (
    "alerts",
    "audit",
    "chats",
    "dialogues",
    "fanout",
    "inbox",
    "marks",
    "outbox",
    "outcomes",
    "reminders",
    "revisions",
    "screens",
    "senders",
    "standings",
    "subscriptions",
    "tallies",
    "tokens",
    "versions",
)
"""The cities are a database of their own (``cities.py``)."""


class NamedAdapter:
    """Runs aiosql's statements on our connections; parameters stay as they are, by name."""

    is_aio_driver = True

    def process_sql(self, _name: str, _operation: Any, sql: str) -> str:
        return sql

    def arrange(self, _name: str, parameters: Any) -> Parameters:
        return parameters  # type: ignore[no-any-return]  # aiosql hands over our own keywords

    async def select(
        self, db: Connection, name: str, sql: str, parameters: Any, record_class: Any = None
    ) -> AsyncIterator[Row]:
        for row in await db.rows(sql, self.arrange(name, parameters)):
            yield row

    async def select_one(
        self, db: Connection, name: str, sql: str, parameters: Any, record_class: Any = None
    ) -> Row | None:
        rows = await db.rows(sql, self.arrange(name, parameters))
        return rows[0] if rows else None

    async def select_value(self, db: Connection, name: str, sql: str, parameters: Any) -> Any:
        row = await self.select_one(db, name, sql, parameters)
        return None if row is None else row[0]

    async def insert_update_delete(
        self, db: Connection, name: str, sql: str, parameters: Any
    ) -> int:
        return await db.change(sql, self.arrange(name, parameters))

    async def insert_update_delete_many(
        self, db: Connection, name: str, sql: str, parameters: Sequence[Any]
    ) -> None:
        await db.change_many(sql, [self.arrange(name, each) for each in parameters])


class NumberedAdapter(NamedAdapter):
    """The same for PostgreSQL, where parameters are numbered: aiosql knows how to number them."""

    def __init__(self) -> None:
        self._numbers: Any = AsyncPGAdapter()  # type: ignore[no-untyped-call]  # aiosql leaves it untyped

    def process_sql(self, name: str, operation: Any, sql: str) -> str:
        return str(self._numbers.process_sql(name, operation, sql))

    def arrange(self, name: str, parameters: Any) -> Parameters:
        return tuple(self._numbers.maybe_order_params(name, parameters))


@dataclass(frozen=True)
class Queries:
    """All statements for one engine, by subject and name."""

    by_subject: dict[str, Any]

    def __getitem__(self, subject: str) -> Any:
        return self.by_subject[subject]


@cache
def load(adapter: Any) -> Queries:
    """Read every subject's file; an adapter object per file, because names repeat between files."""
    return Queries(
        {
            subject: aiosql.from_str((FOLDER / f"{subject}.sql").read_text("utf-8"), adapter)
            for subject in SUBJECTS
        }
    )
