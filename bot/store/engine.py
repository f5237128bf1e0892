"""What a database engine has to offer; SQLite and PostgreSQL differ only behind these words."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

Parameters = Mapping[str, Any] | Sequence[Any]
"""By name for SQLite, by place for PostgreSQL: whatever the engine's adapter has prepared."""


@dataclass(frozen=True, kw_only=True)
class Condition:
    """What a look at a database found; the look has changed nothing."""

    version: int
    """0 where the bot has put nothing into it yet."""
    known: int
    """The newest version this program knows."""
    problems: list[str] = field(default_factory=list)
    """What is wrong with it, one sentence each."""


class Row(Protocol):
    """One row of an answer."""

    def __getitem__(self, key: Any, /) -> Any: ...


class Connection(Protocol):
    """A connection within a transaction."""

    async def rows(self, sql: str, parameters: Parameters = ()) -> Sequence[Row]:
        """All rows of the answer."""
        ...

    async def change(self, sql: str, parameters: Parameters = ()) -> int:
        """Run a statement without an answer; how many rows it touched."""
        ...

    async def change_many(self, sql: str, parameters: Sequence[Parameters]) -> None:
        """Run one statement once per set of parameters."""
        ...


class Engine(Protocol):
    """One database, opened by one process."""

    name: str
    """``sqlite`` or ``postgres``: the middle of the file names of migrations that differ."""
    place: str
    """Where it is, for sentences to people; without passwords."""
    adapter: Any
    """The aiosql adapter class that prepares statements for this engine."""

    async def open(self, known: int, *, after_restore: bool = False) -> None:
        """Take the lock and open; refuses a damaged database, or one newer than ``known``.

        Also one older than what was here before, unless that is known to be so.
        """
        ...

    @property
    def epoch(self) -> int:
        """The newest epoch known of, apart from the database itself; 0 where nobody knows."""
        ...

    def note_epoch(self, epoch: int) -> None:
        """Remember it apart from the database, as far as there is a place for that."""
        ...

    async def look(self, known: int) -> Condition:
        """Instead of opening: take the lock, look, let go; refuses what ``open`` refuses."""
        ...

    def watching(self, known: int) -> AbstractAsyncContextManager[Connection]:
        """Instead of opening: a reader beside whoever has it open; changes and creates nothing."""
        ...

    async def held(self, db: Connection) -> bool:
        """While watching: whether a bot has it open."""
        ...

    async def close(self) -> None: ...

    def dialect(self, script: str) -> str:
        """A migration written in the shared dialect, as this engine understands it."""
        ...

    def writing(self) -> AbstractAsyncContextManager[Connection]: ...

    def reading(self) -> AbstractAsyncContextManager[Connection]: ...

    async def tidy(self) -> None:
        """Let what was deleted leave the log too, unless a reader stands in the way."""
        ...

    async def wipe(self, forgotten: Collection[int] | None) -> None:
        """Leave no trace of what was deleted; None: it is not known of which chats."""
        ...
