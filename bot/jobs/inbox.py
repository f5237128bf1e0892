"""Handles stored updates: in order within a chat, side by side across chats, each exactly once.

What an update changes and the mark that it is done are one transaction; its answer goes out after
that, at most once.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from functools import partial

from bot.clock import SystemClock
from bot.core.messages import Incoming, Outcome, Reply, Wait
from bot.log import logger
from bot.store import Pending, Store, StoreError

from .company import Company
from .pace import Pace
from .ports import Answerer, Messenger, Translator
from .seldom import Seldom

log = logger(__name__)

AT_ONCE = 32
"""Updates handled side by side."""
TRIES = 3
"""Times an update may fail before it is given up, with an apology."""
BUDGET = 10.0
"""Seconds for an update to be understood, and as many to be answered; the wait for the database,
which others may hold, does not count."""

Shown = Callable[[Incoming, Reply, tuple[Outcome, ...]], Awaitable[None]]
"""Told of an answer that went out, and of what became of its parts."""


async def _nobody(_incoming: Incoming, _reply: Reply, _outcomes: tuple[Outcome, ...]) -> None:
    """Where nobody asks."""


class InboxWorker:
    """Takes updates from the inbox. ``apology`` is what a person is told when all tries failed."""

    def __init__(
        self,
        store: Store,
        translate: Translator,
        answer: Answerer,
        messenger: Messenger,
        pace: Pace,
        apology: Callable[[Incoming], Reply],
        after: Callable[[], None] = lambda: None,
        *,
        budget: float = BUDGET,
    ) -> None:
        self._store = store
        self._translate = translate
        self._company = Company(store, answer, budget)
        self._messenger = messenger
        self._pace = pace
        self._apology = apology
        self._after = after
        self._budget = budget
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._unseen = True
        """Something may wait that nobody has looked for."""
        self._more: set[int] = set()
        """Chats that are busy and have a further update."""
        self._undone: set[int] = set()
        """Updates under way that may have to be taken once more."""
        self._change = asyncio.Event()
        self._seldom = Seldom(SystemClock())
        self.shown: Shown = _nobody

    def knock(self) -> None:
        """Something has come into the inbox."""
        self._unseen = True
        self._change.set()

    async def step(self) -> bool:
        """Start what can be started, or wait for a change. True if there was work."""
        busy = tuple(self._busy)
        if busy and not self._may_start:
            await self._change.wait()
            self._change.clear()
            return True
        self._unseen = False
        try:
            room = AT_ONCE - len(busy)
            async with self._store.reading() as tx:
                found = await tx.inbox.take(room + len(busy))
        except BaseException:
            self._unseen = True
            raise
        waiting = [update for update in found if update.chat_id not in busy][:room]
        self._unseen = self._unseen or len(waiting) == room
        self._note(update for update in found if update.chat_id in busy)
        for update in waiting:
            self._start(update)
        # One that ended while we looked may have left the next of its chat to be taken.
        return bool(waiting or busy)

    def _note(self, found: Iterable[Pending]) -> None:
        """What waits in busy chats besides the update that is being handled there."""
        for update in found:
            if not update.more and update.update_id in self._undone:
                continue
            if update.chat_id in self._busy:
                self._more.add(update.chat_id)
            else:  # it became free while we looked
                self._unseen = True

    def _start(self, update: Pending) -> None:
        self._undone.add(update.update_id)
        if update.more:
            self._more.add(update.chat_id)
        task = asyncio.create_task(self._handle(update))
        self._busy[update.chat_id] = task
        task.add_done_callback(partial(self._free, update))

    @property
    def _may_start(self) -> bool:
        return self._unseen and len(self._busy) < AT_ONCE

    @property
    def idle(self) -> bool:
        """Nothing is being handled."""
        return not self._busy

    async def drain(self) -> None:
        """Wait until everything that was started is finished."""
        while self._busy:
            await asyncio.wait(self._busy.values())

    def _free(self, update: Pending, _done: asyncio.Task[None]) -> None:
        del self._busy[update.chat_id]
        more = update.chat_id in self._more or update.update_id in self._undone
        self._unseen = self._unseen or more
        self._more.discard(update.chat_id)
        self._undone.discard(update.update_id)
        self._change.set()

    async def _handle(self, update: Pending) -> None:
        try:
            await self._try(update)
        except StoreError as trouble:  # nothing was changed: the update waits in the inbox
            left_out = self._seldom.due()
            if left_out is not None:
                log.warning("updates wait", why=type(trouble).__name__, left_out=left_out)
            await asyncio.sleep(1)
            return
        self._after()

    async def _try(self, update: Pending) -> None:
        incoming: Incoming | None = None
        try:
            async with asyncio.timeout(self._budget):
                incoming = await self._translate(update.body)
            reply = await self._company.settle(update, incoming)
            self._undone.discard(update.update_id)
            if reply is not None and reply.wipe:
                await self._wipe()
        except StoreError:
            raise
        except Exception:  # a poisoned update must stop neither its chat nor the others
            log.exception("an update could not be handled")
            reply = await self._give_up(update, incoming)
        if incoming is not None and reply is not None:
            await self._send(incoming, reply)

    async def _wipe(self) -> None:
        """What is forgotten is forgotten, and the person hears it; traces can go a little later."""
        try:
            await self._store.wipe_log()
        except StoreError as trouble:
            log.warning("traces of who was forgotten wait", why=type(trouble).__name__)

    async def _give_up(self, update: Pending, incoming: Incoming | None) -> Reply | None:
        async with self._store.transaction() as tx:
            if await tx.inbox.failed(update.update_id) < TRIES:
                return None
            await tx.inbox.done(update.update_id)
        return None if incoming is None else self._apology(incoming)

    async def _send(self, incoming: Incoming, reply: Reply) -> None:
        """Answer; what a 429 kept back goes out after it, unless that would be too late."""
        done, until = 0, self._pace.patience()
        while await self._pace.for_reply(incoming.chat_id, until):
            outcomes = await self._messenger.reply(incoming, reply, skip=done)
            for outcome in outcomes:
                self._pace.heard(outcome)
            press = incoming.press_id is not None and not done  # to answer it is no message
            self._pace.reply_went_on(incoming.chat_id, len(outcomes) - 1 - press)
            if not outcomes or not _is_halted(outcomes[-1]):
                await self.shown(incoming, reply, outcomes)
                return
            done += len(outcomes) - 1
        log.warning("a reply was dropped", why="it would come too late")


def _is_halted(outcome: Outcome) -> bool:
    """Whether Telegram asked everybody to wait: this message surely did not arrive."""
    return isinstance(outcome, Wait) and outcome.everyone
