"""How all broadcasts stand at a moment: counted, with what the running bot tells of itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.bulletin import FRESH, MARK, Bulletin, from_json
from bot.core.delivery import State
from bot.core.progress import Holdup, Progress, Tally, holdups, may_go, progress
from bot.store import Alert, Store, Tx

RECENT = timedelta(days=1)
"""For so long what was sent last is still of interest."""
_LOOKED_AT = 5
"""Newest alerts among which the last broadcast is looked for."""
_NOTES = frozenset({"report", "proposal", "notice"})
"""Names of policies and kinds of what goes to organisers only."""


@dataclass(frozen=True, kw_only=True)
class Broadcast:
    """One alert and how far it is."""

    alert: Alert
    tally: Tally
    progress: Progress

    @property
    def waits_since(self) -> datetime | None:
        """When the oldest of what still waits was queued."""
        counts = self.tally.counts
        waits = counts.get(State.PENDING, 0) + counts.get(State.UNKNOWN, 0) + self.tally.to_queue
        return self.alert.created if waits else None


@dataclass(frozen=True, kw_only=True)
class Overview:
    """Everything there is to see."""

    at: datetime
    running: bool
    bulletin: Bulletin | None
    broadcasts: tuple[Broadcast, ...]
    """Those that are not over, in the order in which they are sent."""
    latest: Broadcast | None
    """Where there is none: the one that was over last, if that was not long ago."""

    @property
    def holdups(self) -> tuple[Holdup, ...]:
        return holdups(self.bulletin, self.at, running=self.running)

    @property
    def oldest(self) -> datetime | None:
        """Since when the oldest waiting message has waited."""
        return min((s for each in self.broadcasts if (s := each.waits_since)), default=None)

    @property
    def unknown(self) -> int:
        """Messages that may have arrived or not."""
        states = (State.UNKNOWN, State.UNKNOWN_FINAL)
        return sum(each.tally.counts.get(s, 0) for each in self.broadcasts for s in states)


async def told(tx: Tx) -> Bulletin | None:
    """What the bot last told of itself."""
    return from_json(await tx.marks.get(MARK))


async def survey(
    tx: Tx, now: datetime, bulletin: Bulletin | None, *, running: bool = True
) -> Overview:
    """Count whatever is not over; to be done in a transaction that only reads."""
    broadcasts = []
    ahead = 0
    unfinished = await tx.alerts.unfinished()
    for alert in sorted(unfinished, key=lambda alert: (alert.policy.priority, alert.id)):
        tally = await tx.tallies.of(alert)
        found = progress(tally, now, bulletin, running=running, ahead=ahead)
        broadcasts.append(Broadcast(alert=alert, tally=tally, progress=found))
        if may_go(tally, now):
            ahead += found.left
    return Overview(
        at=now,
        running=running,
        bulletin=bulletin,
        broadcasts=tuple(broadcasts),
        latest=None if broadcasts else await _latest(tx, now),
    )


async def _latest(tx: Tx, now: datetime) -> Broadcast | None:
    for alert in await tx.tallies.newest(now - RECENT, _LOOKED_AT):
        if not {alert.kind, alert.policy.name} & _NOTES:
            tally = await tx.tallies.of(alert)
            return Broadcast(alert=alert, tally=tally, progress=progress(tally, now, None))
    return None


class Sight:
    """An overview that a reader has made for a command: counting would hold up the one writer."""

    def __init__(self) -> None:
        self._seen: Overview | None = None

    async def look(self, store: Store, now: Callable[[], datetime]) -> None:
        """To be called just before the command."""
        async with store.reading() as tx:
            self._seen = await survey(tx, now(), await told(tx))

    async def take(self, tx: Tx, now: datetime) -> Overview:
        """What was seen, once; where nobody has looked, it is counted here."""
        seen, self._seen = self._seen, None
        if seen is not None and now - seen.at < FRESH:
            return seen
        return await survey(tx, now, await told(tx))
