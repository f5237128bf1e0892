"""The store: everything the bot remembers, behind transactions."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from bot.clock import Clock

from .alerts import Alerts
from .chats import Chats
from .dialogues import Dialogues, Tokens
from .engine import Condition, Connection, Engine
from .errors import Full, Unusable
from .fanout import Fanout
from .file import is_held
from .inbox import Inbox
from .marks import Audit, Marks
from .migrations import Migration, found, migrate, newest
from .moments import stored
from .outbox import Outbox
from .outcomes import Outcomes
from .queries import Queries, load
from .reminders import Reminders
from .revisions import Revisions
from .screens import Screens
from .senders import Senders
from .sqlite import SqliteEngine
from .standings import Standings
from .subscriptions import Subscriptions
from .tallies import Tallies
from .unbroken import unbroken


class Tx:
    """One transaction, subject by subject."""

    def __init__(
        self, db: Connection, queries: Queries, now: datetime, forgotten: set[int]
    ) -> None:
        self.now = now
        """When it began, by the store's clock."""
        base = (db, queries, now, forgotten)
        self.chats = Chats(*base)
        self.subscriptions = Subscriptions(*base)
        self.revisions = Revisions(*base)
        self.alerts = Alerts(*base)
        self.outbox = Outbox(*base)
        self.fanout = Fanout(*base)
        self.standings = Standings(*base)
        self.inbox = Inbox(*base)
        self.reminders = Reminders(*base)
        self.dialogues = Dialogues(*base)
        self.tokens = Tokens(*base)
        self.senders = Senders(*base)
        self.screens = Screens(*base)
        self.tallies = Tallies(*base)
        self.outcomes = Outcomes(*base)
        self.marks = Marks(*base)
        self.audit = Audit(*base)


class Store:
    """One database, opened by one process."""

    epoch: int = 0
    """Grows by one at every opening; claims carry it."""

    def __init__(
        self,
        engine: Engine,
        clock: Clock,
        steps: tuple[Migration, ...] | None = None,
        *,
        after_restore: bool = False,
    ) -> None:
        self._engine = engine
        self._clock = clock
        self._steps = found(engine.name) if steps is None else steps
        self._after_restore = after_restore
        self._queries = load(engine.adapter)
        self._forgotten: set[int] = set()
        self._wiping = asyncio.Lock()
        self.when_full: Callable[[], None] = lambda: None
        """Called when the disk has refused a write, before the writer learns of it."""

    async def __aenter__(self) -> Self:
        versions = self._queries["versions"]
        await self._engine.open(newest(self._steps), after_restore=self._after_restore)
        try:
            await migrate(self._engine, versions, self._clock.now(), self._steps)
            async with self._engine.writing() as db:
                if self._after_restore:
                    await self._end_what_waits(db)
                self.epoch = int(await versions.next_epoch(db, known=self._engine.epoch))
                unwiped = await versions.unwiped(db)
            self._engine.note_epoch(self.epoch)
            if unwiped:
                await self._wipe(None)
        except BaseException:
            await unbroken(self._engine.close())
            raise
        return self

    async def _end_what_waits(self, db: Connection) -> None:
        """Of a restored copy: all of it may have been done since the copy was made."""
        versions = self._queries["versions"]
        await versions.complete_subscribers(db)
        await versions.complete_followers(db)
        await versions.end_messages(db)
        await versions.close_alerts(db)
        await versions.end_updates(db)
        await versions.end_reminders(db, now=stored(self._clock.now()))
        await versions.end_looks(db)

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await unbroken(self._engine.close())

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[Tx]:
        """The one writer: commits at the end, rolls back on any error or cancellation."""
        forgotten: set[int] = set()
        try:
            async with self._engine.writing() as db:
                yield Tx(db, self._queries, self._clock.now(), forgotten)
        except Full:
            self.when_full()
            raise
        finally:  # also when the caller was cancelled during the commit: that stands
            self._forgotten |= forgotten

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[Tx]:
        """A consistent snapshot beside the writer; writing in it is refused."""
        async with self._engine.reading() as db:
            yield Tx(db, self._queries, self._clock.now(), set())

    @property
    def unwiped(self) -> bool:
        """Somebody was forgotten whose traces are still to be wiped."""
        return bool(self._forgotten)

    async def tidy_log(self) -> None:
        """Now and then: what was deleted or sealed is to leave SQLite's log too, if it can."""
        async with self._wiping:
            await self._engine.tidy()

    async def wipe_log(self) -> None:
        """After a /forget: leave no trace of it in SQLite's file and log.

        Waits until every reader of older data has finished; call it outside transactions.
        """
        async with self._wiping:
            forgotten, self._forgotten = frozenset(self._forgotten), set()
            try:
                await self._wipe(forgotten)
            except BaseException:
                self._forgotten |= forgotten
                raise

    async def _wipe(self, forgotten: frozenset[int] | None) -> None:
        """``forgotten`` is None after a crash between a /forget and its wiping."""
        await self._engine.wipe(forgotten)
        if forgotten is None or forgotten:
            async with self._engine.writing() as db:
                if not self._forgotten:
                    await self._queries["versions"].wiped(db)


def _sqlite(url: str) -> Engine:
    address = url.removeprefix("sqlite:///")
    if not address or address == ":memory:":
        raise Unusable("Give SQLite a file: sqlite:///path/to/file.db")
    return SqliteEngine(Path(address))


def _postgres(url: str) -> Engine:
    # Its driver takes longer to read than a small database to open: only for who has one.
    from .postgres import PostgresEngine  # noqa: PLC0415

    return PostgresEngine(url)


ENGINES: dict[str, Callable[[str], Engine]] = {
    "sqlite:///": _sqlite,
    "postgresql://": _postgres,
    "postgres://": _postgres,
}


def open_store(url: str, clock: Clock, *, after_restore: bool = False) -> Store:
    """The store at ``sqlite:///file.db`` (four slashes: an absolute path) or ``postgresql://…``.

    ``after_restore``: the database is a copy made earlier, and nothing that waits in it is done.
    To be entered with ``async with``; raises Unusable for an address nobody can open.
    """
    return Store(engine_of(url), clock, after_restore=after_restore)


async def look(url: str) -> Condition:
    """What a database is like that no bot has open. Creates and changes nothing.

    Raises StoreError as opening it would.
    """
    engine = engine_of(url)
    return await engine.look(newest(found(engine.name)))


def engine_of(url: str) -> Engine:
    """The engine for an address; nothing is opened yet."""
    for beginning, engine in ENGINES.items():
        if url.startswith(beginning):
            return engine(url)
    raise Unusable("The database address must begin with sqlite:/// or postgresql://")


def held(url: str) -> str | None:
    """The file of a database that another copy of the bot has open; None if none has.

    Of a database server nobody can say: there, opening the store decides.
    """
    file = file_of(url)
    return str(file) if file is not None and is_held(file) else None


def file_of(url: str) -> Path | None:
    """The file of a database that is one; None for a database server."""
    address = url.removeprefix("sqlite:///")
    return Path(address) if address != url else None
