"""Room on the disk: alerts stop before it is full, and go on by themselves when there is room."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Collection

from bot.alerting.notice import tell_hosts
from bot.clock import Clock
from bot.log import logger
from bot.store import Store, StoreError
from bot.words import Words

from .ballast import Ballast
from .brakes import Brake
from .heart import Heart
from .seldom import Seldom

log = logger(__name__)

LOOKS = 5.0
"""Seconds between two looks."""
LOW = 200 * 1024 * 1024
"""Bytes: with less room than that alerts are held back …"""
ENOUGH = 250 * 1024 * 1024
"""… until there is so much again."""
MEGABYTE = 1024 * 1024
MARK = "space"
"""Name of the mark that is written to see whether the disk takes it."""


class Space:
    """Is one of the loops of a bot, and hears of every write that the disk refuses.

    Looks at the room beside the database; without a ``ballast``, as on a server, at none.
    """

    def __init__(
        self,
        store: Store,
        words: Words,
        hosts: Collection[int],
        clock: Clock,
        heart: Heart,
        ballast: Ballast | None,
        low: int = LOW,
        enough: int = ENOUGH,
    ) -> None:
        self._store = store
        self._words = words
        self._hosts = hosts
        self._clock = clock
        self._brakes = heart.brakes
        self._rouse = heart.rouse
        self._ballast = ballast
        self._low = low
        self._enough = enough
        self._seldom = Seldom(clock)
        self._told = False
        self._wants_ballast = True
        store.when_full = self.full
        heart.keep("space", self.step, LOOKS)

    async def step(self) -> bool:
        """One look. Never True: room comes with time."""
        free = await self._free()
        if free < self._low:
            await self._hold_back(free)
        elif free >= self._enough:
            await self._let_go(free)
        return False

    def full(self) -> None:
        """The disk refused a write: nothing more is sent, what must be written gets the ballast."""
        self._brakes.put_on(Brake.DISK)
        if self._ballast is not None and self._ballast.give_back():
            log.error("the disk is full: the ballast is given back")
            self._wants_ballast = True
            self._rouse()

    def close(self) -> None:
        """A bot that does not run takes up no room in vain."""
        if self._ballast is not None:
            self._ballast.give_back()

    async def _free(self) -> float:
        if self._ballast is None:
            return float("inf")
        try:
            usage = await asyncio.to_thread(shutil.disk_usage, self._ballast.path.parent)
        except OSError as error:
            log.warning("the room on the disk cannot be seen", why=type(error).__name__)
            return float("inf")
        return usage.free

    async def _hold_back(self, free: float) -> None:
        """The hosts are told before nothing goes out any more: by the next look their note is."""
        if not self._told and free > self._low / 2 and Brake.DISK not in self._brakes.on:
            self._told = await self._has_told(free)
            if self._told:
                return
        self._brakes.put_on(Brake.DISK)
        if not self._told:
            self._told = await self._has_told(free)

    async def _has_told(self, free: float) -> bool:
        megabytes, now = int(free) // MEGABYTE, self._clock.now()
        if self._seldom.due() is not None:  # a log takes up room as well
            log.error("the disk is nearly full", megabytes=megabytes)
        try:
            async with self._store.transaction() as tx:
                await tell_hosts(
                    tx,
                    self._words,
                    self._hosts,
                    "notices/disk.j2",
                    now,
                    f"disk:{now:%Y-%m-%dT%H:%M}",
                    free=megabytes,
                    low=self._low // MEGABYTE,
                )
        except StoreError:  # told at a later look
            return False
        self._rouse()
        return True

    async def _let_go(self, free: float) -> None:
        if Brake.DISK in self._brakes.on:
            if not await self._can_write():
                return
            self._brakes.take_off(Brake.DISK)
            self._wants_ballast = True
            self._rouse()
        self._told = False
        if self._ballast is not None and self._wants_ballast:
            await self._take(self._ballast, free)

    async def _take(self, ballast: Ballast, free: float) -> None:
        if await asyncio.to_thread(ballast.is_there):
            self._wants_ballast = False
        elif free >= self._enough + ballast.size:
            self._wants_ballast = False
            if not await asyncio.to_thread(ballast.take):
                log.warning("there is no room for the ballast")

    async def _can_write(self) -> bool:
        try:
            async with self._store.transaction() as tx:
                await tx.marks.put(MARK, self._clock.now().isoformat())
        except StoreError:
            return False
        return True
