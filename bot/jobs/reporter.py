"""Tells how sending stands, for whoever looks from outside: a mark, written only when needed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bot.clock import Clock
from bot.core.bulletin import MARK, Bulletin, to_json
from bot.log import logger
from bot.store import Store, StoreError

from .heart import Heart
from .pace import Pace
from .sender import Sender

log = logger(__name__)

EVERY = 3.0
"""Seconds between two looks at what there is to tell."""


class Reporter:
    """Writes while something is sent, when anything has changed, at the beginning and the end."""

    def __init__(
        self, store: Store, clock: Clock, pace: Pace, sender: Sender, heart: Heart
    ) -> None:
        self._store = store
        self._clock = clock
        self._pace = pace
        self._sender = sender
        self._heart = heart
        self._told: Bulletin | None = None

    async def step(self) -> bool:
        bulletin = self.bulletin()
        if bulletin.busy or bulletin.says_more_than(self._told):
            await self._tell(bulletin)
        return False

    async def end(self) -> None:
        """The bot stops now."""
        try:
            await self._tell(replace(self.bulletin(), ended=True))
        except StoreError as trouble:  # whoever looks sees that nobody holds the database
            log.warning("the end was not written down", why=type(trouble).__name__)

    def bulletin(self) -> Bulletin:
        """What there is to tell now."""
        now, gate = self._clock.now(), self._pace.gate_opens_in()
        return Bulletin(
            at=now,
            rate=round(self._pace.rate, 1),
            full_rate=self._pace.full_rate,
            gate=(now + timedelta(seconds=gate)).replace(microsecond=0) if gate > 0 else None,
            breaker=self._pace.breaker.open,
            brakes=tuple(sorted(brake.value for brake in self._heart.brakes.on)),
            busy=self._sender.under_way > 0 or self._pace.alerts_wait,
            under_way=self._sender.under_way,
            slots=self._sender.slots,
            oldest=int(self._sender.oldest_under_way()),
            lag=int(self._heart.pulse.late),
        )

    async def _tell(self, bulletin: Bulletin) -> None:
        async with self._store.transaction() as tx:
            await tx.marks.put(MARK, to_json(bulletin))
        self._told = bulletin
