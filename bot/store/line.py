"""Who is next: the rows of an alert that were never touched, in turns, a stretch at a time.

No index has to hold a million rows in order: each turn goes once through the keys, which costs a
microsecond a row, and what is found on the way is kept here until it is claimed. What this memory
has passed by and is still open stands in the index of rows that move.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from bot.core.delivery import TURNS

from .alerts import BEFORE_ALL
from .engine import Connection
from .records import OpenAlert

STRETCH = 4000
"""Rows looked through at a time: about a millisecond."""
AT_ONCE = 10
"""Stretches looked through for one claim: nobody else may write meanwhile."""


class _Place:
    """How far an alert's rows were looked through."""

    def __init__(self, version: int, turns: deque[int]) -> None:
        self.version = version
        self.turns = turns
        self.after = BEFORE_ALL
        self.ahead: deque[int] = deque()


class Line:
    """The memory of one sender; ``forget`` it when a transaction that claimed has failed."""

    def __init__(self) -> None:
        self._places: dict[int, _Place] = {}
        self.more = False
        """The last claim ended before the rows of some alert were looked through."""

    def forget(self) -> None:
        """Look everything through anew: claims of which nobody heard are open again."""
        self._places.clear()

    def keep(self, alert_ids: frozenset[int]) -> None:
        """Forget all alerts but these."""
        for alert_id in self._places.keys() - alert_ids:
            del self._places[alert_id]

    async def next(self, db: Connection, sql: Any, alert: OpenAlert, limit: int) -> list[int]:
        """The next chats of an alert; fewer than ``limit`` at the end of a stretch, none at all
        where every row was touched, or where there is ``more`` to look through.
        """
        place = self._places.get(alert.id)
        if place is None or place.version != alert.version:
            place = _Place(alert.version, await self._turns(db, sql, alert))
            self._places[alert.id] = place
        looks = 0
        while not place.ahead and place.turns and looks < AT_ONCE:
            looks += await self._look(db, sql, alert.id, place)
        self.more = self.more or (not place.ahead and bool(place.turns))
        return [place.ahead.popleft() for _ in range(min(limit, len(place.ahead)))]

    async def _turns(self, db: Connection, sql: Any, alert: OpenAlert) -> deque[int]:
        """Those there are; what follows another alert may have any, by the rows of that one."""
        if alert.target is not None:
            return deque(range(TURNS))
        return deque([row["turn"] async for row in sql.turns(db, alert_id=alert.id)])

    async def _look(self, db: Connection, sql: Any, alert_id: int, place: _Place) -> bool:
        """One stretch further; or, which costs nothing and is False, to the next turn."""
        until = await sql.last_row(db, alert_id=alert_id, after=place.after, skip=STRETCH - 1)
        if until is None:
            place.turns.popleft()
            place.after = BEFORE_ALL
            return False
        rows = sql.fresh(db, alert_id=alert_id, turn=place.turns[0], after=place.after, until=until)
        place.ahead.extend([row["chat_id"] async for row in rows])
        place.after = until
        return True
