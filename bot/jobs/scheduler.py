"""Notices what falls due and queues it, once. What was missed by too much is dropped and logged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from importlib.metadata import version

from bot.alerting.enqueue import enqueue
from bot.clock import Clock
from bot.core.agenda import Agenda
from bot.core.alerts import Moment
from bot.core.library import Library
from bot.core.news import Scheduled
from bot.core.schedule import is_late
from bot.jobs.openings import tell_openings
from bot.log import logger
from bot.store import Store, Tx
from bot.words import Words

log = logger(__name__)

MARK = "scheduler"
"""Name of the mark that holds the moment up to which everything was looked at."""
EDITION = version("tzdata")
"""Of the rules of clocks that this program goes by."""
CLOCKS = "tzdata"
"""Name of the mark that holds the edition of the rules by which reminders were set."""
MOST = 1_000_000
"""Reminders of one moment are told together, however many there are."""
SAVED_EVERY = timedelta(minutes=1)


class Scheduler:
    """Looks at everything between the last look and now. ``after`` wakes whoever sends."""

    def __init__(
        self,
        store: Store,
        library: Library,
        words: Words,
        clock: Clock,
        after: Callable[[], None] = lambda: None,
        hosts: Collection[int] = (),
    ) -> None:
        self._store = store
        self._library = library
        self._agenda = Agenda(library)
        self._words = words
        self._clock = clock
        self._after = after
        self._hosts = hosts
        self._looked: datetime | None = None
        self._saved: datetime | None = None

    async def step(self) -> bool:
        """One look. Never True: what falls due next lies in the future."""
        now = self._clock.now()
        if self._looked is None:
            self._looked = await self._last_look(now)
            await self._follow_clocks(now)
        if not self._agenda.is_current:
            await asyncio.to_thread(self._agenda.follow)
        due = self._due(self._looked, now)
        async with self._store.reading() as tx:
            asked = bool(await tx.reminders.due(now, limit=1))
        if due or asked or self._saved is None or now - self._saved >= SAVED_EVERY:
            async with self._store.transaction() as tx:
                for moment in due:
                    await self._queue(tx, moment, now)
                reminders = await tx.reminders.due(now, limit=MOST)
                await tell_openings(tx, self._words, self._library, reminders, now)
                await tx.marks.put(MARK, now.isoformat())
            self._saved = now
        self._looked = now
        if due or asked:
            self._after()
        return False

    async def next_due(self) -> datetime | None:
        """When something falls due next, as far as is known now."""
        now = self._clock.now()
        async with self._store.reading() as tx:
            reminder = await tx.reminders.next_due()
        known = [
            moment
            for moment in (self._agenda.next(now), reminder)
            if moment is not None and moment > now
        ]
        return min(known, default=None)

    async def _last_look(self, now: datetime) -> datetime:
        """Where the last run stopped; a first run begins now and tells nothing that is past."""
        async with self._store.reading() as tx:
            mark = await tx.marks.get(MARK)
        return now if mark is None else datetime.fromisoformat(mark)

    async def _follow_clocks(self, now: datetime) -> None:
        """Once after every change of the rules by which clocks go: reminders keep their hours."""
        async with self._store.reading() as tx:
            known = await tx.marks.get(CLOCKS)
        if known == EDITION:
            return
        async with self._store.transaction() as tx:
            moved = await tx.reminders.follow_clocks(now)
            await tx.marks.put(CLOCKS, EDITION)
        if moved:
            log.info("reminders moved", number=moved, why="the rules of clocks have changed")

    def _due(self, since: datetime, now: datetime) -> list[Moment]:
        """What fell due since, without what came too late to be told."""
        found = self._agenda.between(since, now)
        return [moment for moment in found if not _is_late(moment, now)]

    async def _queue(self, tx: Tx, moment: Moment, now: datetime) -> None:
        entry = self._library.get(moment.campaign)
        if entry is None:
            return
        news = Scheduled(moment=moment)
        queued = await enqueue(tx, self._words, entry, news, now, self._hosts)
        if queued.alert_id is not None:
            log.info("alert queued", kind=moment.kind, subject=moment.subject, chats=queued.chats)


def _is_late(moment: Moment, now: datetime) -> bool:
    late = is_late(moment, now)
    if late:
        log.warning("alert dropped as late", kind=moment.kind, subject=moment.subject)
    return late
