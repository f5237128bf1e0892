"""Looking into a database that a bot may have open: counted and read, never written."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

from .migrations import found, newest
from .queries import load
from .store import Tx, engine_of


@dataclass(frozen=True, kw_only=True)
class Watched:
    """A database at one moment."""

    tx: Tx
    """Writing in it is refused."""
    held: Callable[[], Awaitable[bool]]
    """Whether a bot has it open."""


@asynccontextmanager
async def watch(url: str, now: datetime) -> AsyncIterator[Watched]:
    """A database as it is now. Creates and changes nothing, and keeps nobody waiting.

    To be opened anew for every look. Raises StoreError where there is nothing to be seen.
    """
    engine = engine_of(url)
    async with engine.watching(newest(found(engine.name))) as db:
        tx = Tx(db, load(engine.adapter), now, set())

        async def held() -> bool:
            return await engine.held(db)

        yield Watched(tx=tx, held=held)
