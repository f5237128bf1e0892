"""From an alert to its rows: one for each chat, made in slices so that nobody waits for long."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.core.chats import DEFAULT_LANGUAGE
from bot.core.delivery import TURNS, Act

from .alerts import BEFORE_ALL, SLICE, alert_of
from .records import Alert, Placed
from .standings import placed
from .subject import Subject


@dataclass(frozen=True, kw_only=True)
class Slice:
    """What one slice has done."""

    left: Alert | None
    """The alert as far as it got now; None when every chat has its row."""
    lacking: list[Placed] = field(default_factory=list)
    """Standings that it met and that have no turn: their chats were left out."""


class Fanout(Subject):
    """Rows are made along the numbers of chats; how far it got is kept with the alert."""

    name = "fanout"

    async def begin(self, alert_id: int) -> None:
        """Nothing of it is claimed until ``slice`` has gone through all chats."""
        await self.sql.begin(self.db, alert_id=alert_id)

    async def unfilled(self) -> list[Alert]:
        """Alerts that wait for their rows, the most urgent first."""
        return [alert_of(row) async for row in self.sql.unfilled(self.db)]

    async def add_turns(
        self, alert_id: int, variants: Mapping[int, int], turns: Mapping[int, int]
    ) -> None:
        """Which text (``variants``) a standing gets and when it is its turn; known ones stay."""
        await self.sql.add_turns(
            self.db,
            [
                {
                    "alert_id": alert_id,
                    "standing": standing,
                    "variant": variant,
                    "turn": turns.get(standing, TURNS - 1),
                }
                for standing, variant in variants.items()
            ],
        )

    async def slice(self, alert: Alert, limit: int = SLICE, *, leave_out: bool = False) -> Slice:
        """Rows for the next chats.

        Where some of them have a standing without a turn it stays where it is: add the turns and
        call again; rows that were made are not made twice. ``leave_out``: it goes on without them.
        An alert that does not stand any more where it was seen is left alone: it may be over.
        """
        after = BEFORE_ALL if alert.reached is None else alert.reached
        if not await self.sql.stands(self.db, alert_id=alert.id, after=after, start=BEFORE_ALL):
            return Slice(left=None)
        until = await self._until(alert, after, limit)
        if until is None:
            await self.sql.complete(self.db, alert_id=alert.id)
            return Slice(left=None)
        lacking: list[Placed] = []
        if alert.target is None:
            lacking = await self._subscribers(alert, after, until)
        else:
            await self._followers(alert, after, until)
        if lacking and not leave_out:
            return Slice(left=alert, lacking=lacking)
        await self.sql.reach(self.db, alert_id=alert.id, reached=until)
        return Slice(left=alert.reaching(until))

    async def _subscribers(self, alert: Alert, after: int, until: int) -> list[Placed]:
        stretch = {"slug": alert.campaign, "after": after, "until": until}
        made = await self.sql.subscribers(self.db, alert_id=alert.id, **stretch)
        if made == int(await self.sql.living(self.db, **stretch)):
            return []
        rows = self.queries["standings"].lacking_between(self.db, alert_id=alert.id, **stretch)
        return [placed(row) async for row in rows]

    async def _followers(self, alert: Alert, after: int, until: int) -> None:
        """Rows for what follows another alert: to change its copies, or to tell who got one."""
        stretch = {"alert_id": alert.id, "target": alert.target, "after": after, "until": until}
        if alert.act is Act.SEND:
            await self.sql.told(self.db, **stretch)
        else:
            await self.sql.copies(self.db, last=TURNS - 1, **stretch)

    async def _until(self, alert: Alert, after: int, limit: int) -> int | None:
        if alert.target is None:
            until = await self.sql.last_subscriber(
                self.db, slug=alert.campaign, after=after, skip=limit - 1
            )
        else:
            until = await self.queries["outbox"].last_row(
                self.db, alert_id=alert.target, after=after, skip=limit - 1
            )
        return None if until is None else int(until)

    async def late_copies(self, chats: Iterable[tuple[int, int]]) -> None:
        """Copies (alert, chat) that arrived just now, or may have: of alerts that may be corrected
        or withdrawn already.
        """
        await self.sql.late_copy(
            self.db, [{"target": alert_id, "chat_id": chat_id} for alert_id, chat_id in chats]
        )

    async def singles(self, alert_id: int, chat_ids: Iterable[int]) -> int:
        """Queue an alert for single chats; gives how many.

        A chat about which nothing is kept gets the English text without a clock, private if its
        id is a person's. Chats that are gone, or have no text, are left out.
        """
        await self.sql.reopen(self.db, alert_id=alert_id)
        queued = 0
        for chat_id in chat_ids:
            queued += await self.sql.single(
                self.db,
                alert_id=alert_id,
                chat_id=chat_id,
                language=DEFAULT_LANGUAGE,
                kind="private" if chat_id > 0 else "group",
            )
        return queued
