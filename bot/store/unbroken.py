"""Work that a cancellation must not cut in two: a commit, a rollback, a close."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


async def unbroken(work: Coroutine[Any, Any, T]) -> T:
    """Run work to its end; a cancellation that came meanwhile is raised only then."""
    task = asyncio.ensure_future(work)
    interruption: asyncio.CancelledError | None = None
    while not task.done():
        try:
            await asyncio.wait({task})
        except asyncio.CancelledError as cancelled:
            interruption = cancelled
    if interruption is not None:
        raise interruption from task.exception()
    return task.result()


class Transacting(Protocol):
    """A connection that can begin and end transactions."""

    async def change(self, sql: str) -> int: ...

    async def commit(self) -> None: ...

    async def roll_back(self) -> None: ...


C = TypeVar("C", bound=Transacting)


@asynccontextmanager
async def transaction(connection: C, begin: str) -> AsyncIterator[C]:
    """Commit at the end, roll back on any error or cancellation; neither is ever cut off."""
    try:
        await unbroken(connection.change(begin))
        yield connection
        await unbroken(connection.commit())
    except BaseException:
        await unbroken(connection.roll_back())
        raise
