"""Updates of different chats are answered in one transaction: a commit costs more than an answer.

A company stands or falls together. Where one fails, that is its own failed try; the others are
answered anew, each by itself. Where nobody knows whether the commit came about, each is first asked
whether it is done.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Collection

from bot.core.messages import Incoming, Reply
from bot.store import Pending, Store, StoreError, Tx

from .ports import Answerer

MOST = 32
"""Updates in one transaction."""
OPEN_SECONDS = 0.05
"""So long a transaction lets others in; then those inside wait for nothing but their commit."""


class _Guest:
    """One update that waits for its answer and then for the commit."""

    def __init__(self, update: Pending, incoming: Incoming | None) -> None:
        self.update_id = update.update_id
        self.incoming = incoming
        self.alone = update.tries > 0
        """In a transaction of its own: it has failed before, or was with one that did."""
        self.doubtful = False
        """May be done already: its commit failed, or only the word of it did."""
        self.reply: Reply | None = None
        self.settled: asyncio.Future[Reply | None] = asyncio.get_running_loop().create_future()

    def tell(self, error: Exception | None = None) -> None:
        if self.settled.done():  # nobody waits any more
            return
        if error is None:
            self.settled.set_result(self.reply)
        else:
            self.settled.set_exception(error)


class _Spoilt(Exception):
    """One update could not be answered."""

    def __init__(self, culprit: _Guest, error: Exception) -> None:
        self.culprit = culprit
        self.error = error


class Company:
    """Whoever comes while a transaction runs goes into it, or together into the next.

    ``budget``: seconds for one to be answered.
    """

    def __init__(self, store: Store, answer: Answerer, budget: float) -> None:
        self._store = store
        self._answer = answer
        self._budget = budget
        self._queue: deque[_Guest] = deque()
        self._inside: list[_Guest] = []
        self._committing = False
        """All inside are answered: trouble from here on does not say that nothing of it stands."""
        self._serving: asyncio.Task[None] | None = None

    async def settle(self, update: Pending, incoming: Incoming | None) -> Reply | None:
        """Answer one update and mark it as done; returns when that is committed.

        Raises StoreError, or what answering it raised; then nothing of it stands.
        """
        guest = _Guest(update, incoming)
        self._queue.append(guest)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        return await guest.settled

    async def _serve(self) -> None:
        try:
            while self._queue:
                self._inside = []
                await self._transact()
        except BaseException:  # ended from outside: nobody is to wait for it
            for guest in (*self._inside, *self._queue):
                guest.settled.cancel()
            raise

    async def _transact(self) -> None:
        try:
            await self._together(self._inside)
        except _Spoilt as spoilt:
            spoilt.culprit.tell(spoilt.error)
            self._again([guest for guest in self._inside if guest is not spoilt.culprit])
        except Exception as trouble:  # noqa: BLE001  # it is told to whom it belongs
            if self._committing and not any(guest.doubtful for guest in self._inside):
                self._again(self._inside, doubtful=True)
                return
            if len(self._inside) > 1:
                self._again(self._inside)
                return
            everybody = self._inside or [*self._queue]  # no transaction could be begun
            self._queue = deque(guest for guest in self._queue if guest not in everybody)
            for guest in everybody:
                guest.tell(trouble)
        else:
            for guest in self._inside:
                guest.tell()

    async def _together(self, inside: list[_Guest]) -> None:
        self._committing = False
        async with self._store.transaction() as tx:
            until = asyncio.get_running_loop().time() + OPEN_SECONDS
            while self._is_let_in(inside, until):
                guest = self._queue.popleft()
                inside.append(guest)
                if not guest.doubtful or await tx.inbox.seize(guest.update_id):
                    await self._answered(guest, tx)
            await tx.inbox.done_all([guest.update_id for guest in inside])
            self._committing = True

    async def _answered(self, guest: _Guest, tx: Tx) -> None:
        if guest.incoming is None:
            return
        try:
            async with asyncio.timeout(self._budget):
                guest.reply = await self._answer(guest.incoming, tx)
        except StoreError:
            raise
        except Exception as error:
            raise _Spoilt(guest, error) from error

    def _is_let_in(self, inside: list[_Guest], until: float) -> bool:
        """Whether the next one in the queue comes in."""
        if not inside or not self._queue:
            return bool(self._queue)
        if inside[0].alone or self._queue[0].alone or len(inside) >= MOST:
            return False
        return asyncio.get_running_loop().time() < until

    def _again(self, guests: Collection[_Guest], *, doubtful: bool = False) -> None:
        """Each once more, by itself; what may be done already keeps its answer."""
        for guest in guests:
            guest.alone, guest.doubtful = True, doubtful
            guest.reply = guest.reply if doubtful else None
        self._queue.extendleft(reversed([*guests]))
