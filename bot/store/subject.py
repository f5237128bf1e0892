"""What every subject stands on: a connection in a transaction, and named statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from .engine import Connection
from .queries import Queries


class Subject:
    """The statements of one ``sql/<name>.sql`` within one transaction."""

    name: ClassVar[str]

    def __init__(
        self, db: Connection, queries: Queries, now: datetime, forgotten: set[int]
    ) -> None:
        self.db = db
        self.queries = queries
        self.now = now
        """When the transaction began, by the store's clock."""
        self.forgotten = forgotten
        """Chats forgotten in this transaction."""

    @property
    def sql(self) -> Any:
        return self.queries[self.name]
