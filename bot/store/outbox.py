"""The outbox: one row per alert and chat, from queued to one countable end."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.core.delivery import POLICIES, Act, Hold, State

from .alerts import BEFORE_ALL, SLICE, keys
from .engine import Row
from .line import Line
from .moments import read, stored
from .records import Claimed, OpenAlert, Settled
from .subject import Subject

_UNKNOWN = frozenset({State.UNKNOWN, State.UNKNOWN_FINAL})
_AT_ONCE = 1
"""A moment that is always past: the row is due, and the index of moving rows has it."""


class Outbox(Subject):
    """Claiming and settling cost the same however much was sent before."""

    name = "outbox"

    async def open_alerts(self) -> list[OpenAlert]:
        """Alerts that are not over, the most urgent first."""
        return [_open(row) async for row in self.sql.open_alerts(self.db)]

    async def claim(
        self,
        limit: int,
        now: datetime,
        epoch: int,
        line: Line | None = None,
        alerts: Iterable[OpenAlert] | None = None,
        most: Callable[[int], int] | None = None,
    ) -> list[Claimed]:
        """Take what is due, the most urgent first; it is ours to send once this is committed.

        ``line``: the memory of who claims often. ``alerts``: all that are open, where known;
        what was queued since waits for the next claim.
        ``most``: how many untouched rows of an alert may be taken, where that is bounded.
        """
        line = line or Line()
        line.more = False
        known = list(await self.open_alerts() if alerts is None else alerts)
        waits = {alert.target for alert in known if alert.collects(now)}
        able = {alert.id: alert for alert in known if alert.may_go(now) and alert.id not in waits}
        line.keep(frozenset(able))
        claimed: list[Claimed] = []
        for alert in able.values():
            room = limit - len(claimed)
            if not alert.fresh or room <= 0:
                continue
            urgent = _as_urgent_as(alert, able)
            claimed += await self._due(urgent, room, now, epoch)
            room = limit - len(claimed)
            room = room if most is None else min(room, most(alert.id))
            claimed += await self._fresh(line, alert, room, epoch)
        if len(claimed) < limit:
            claimed += await self._due(able, limit - len(claimed), now, epoch)
        return claimed

    async def _due(
        self, alerts: dict[int, OpenAlert], limit: int, now: datetime, epoch: int
    ) -> list[Claimed]:
        """What waited for its moment, of these alerts."""
        if not alerts:
            return []
        rows = self.sql.claim_due(
            self.db, alerts=keys(alerts), limit=limit, now=stored(now), epoch=epoch
        )
        claimed = [_claimed(row, alerts[row["alert_id"]]) async for row in rows]
        claimed.sort(key=lambda row: (row.policy.priority, row.alert_id, row.chat_id))
        return claimed

    async def _fresh(self, line: Line, alert: OpenAlert, limit: int, epoch: int) -> list[Claimed]:
        claimed: list[Claimed] = []
        while len(claimed) < limit:
            chats = await line.next(self.db, self.sql, alert, limit - len(claimed))
            if not chats and line.more:
                break
            if not chats:
                await self.sql.spent(self.db, alert_id=alert.id)
                alert.fresh = False
                break
            rows = self.sql.claim_fresh(
                self.db,
                alert_id=alert.id,
                chats=keys(chats),
                epoch=epoch,
            )
            taken = {row["chat_id"]: row async for row in rows}
            claimed += [_claimed(taken[chat], alert) for chat in chats if chat in taken]
        return claimed

    async def held(self, epoch: int) -> list[tuple[int, int]]:
        """Alert and chat of every message that is claimed by a run and not settled."""
        rows = self.sql.held(self.db, epoch=epoch)
        return [(row["alert_id"], row["chat_id"]) async for row in rows]

    async def settle(self, results: Sequence[Settled]) -> None:
        """Write what became of claimed messages; results of another epoch are ignored.

        What would be tried again in a chat that has left meanwhile is ended.
        """
        await self.sql.settle(self.db, [_settlement(result) for result in results])
        again = [each for each in results if each.state in (State.PENDING, State.UNKNOWN)]
        await self.end_left([(each.alert_id, each.chat_id) for each in again])

    async def end_left(self, rows: Iterable[tuple[int, int]]) -> None:
        """Of these (alert, chat), end what waits for chats that follow the campaign no more."""
        await self.sql.end_left(
            self.db, [{"alert_id": alert_id, "chat_id": chat_id} for alert_id, chat_id in rows]
        )

    async def recover(self, epoch: int, now: datetime) -> int:
        """At start-up: messages an earlier run left in flight may have arrived. Gives how many.

        Each is tried again when its policy says so, or is given up as UNKNOWN_FINAL.
        """
        rows = [row async for row in self.sql.orphans(self.db, epoch=epoch)]
        await self.settle([_orphan(row, now) for row in rows])
        await self.queries["fanout"].late_copy(
            self.db, [{"target": row["alert_id"], "chat_id": row["chat_id"]} for row in rows]
        )
        return len(rows)

    async def end(self, alert: OpenAlert) -> int:
        """Of an alert that is expired or cancelled, end the next slice of rows; gives how many.

        The alert is closed when no row is open any more.
        """
        ended = State.CANCELLED if alert.cancelled else State.EXPIRED
        after = alert.reached if alert.filled and alert.reached is not None else BEFORE_ALL
        until = await self.sql.last_row(self.db, alert_id=alert.id, after=after, skip=SLICE - 1)
        if until is None:
            count = await self.sql.end_moving(self.db, alert_id=alert.id, ended=int(ended))
            await self.sql.close(self.db, alert_id=alert.id)
            return int(count)
        count = await self.sql.end_slice(
            self.db, alert_id=alert.id, after=after, until=until, ended=int(ended)
        )
        await self.sql.ended_up_to(self.db, alert_id=alert.id, reached=until)
        return int(count)

    async def next_due(self, now: datetime) -> datetime | None:
        """When there will be something to claim; not later than ``now`` if there is already."""
        if await self.sql.has_fresh(self.db, now=stored(now)):
            return now
        due = await self.sql.next_due(self.db, now=stored(now))
        return None if due is None else max(read(due), now)

    async def overdue(self, before: datetime, now: datetime) -> int:
        """How many rows were due before a moment and are not taken though their alert may go."""
        return int(await self.sql.overdue(self.db, before=stored(before), now=stored(now)))


def _open(row: Row) -> OpenAlert:
    return OpenAlert(
        id=row["id"],
        policy=POLICIES[row["policy"]],
        act=Act(row["act"]),
        target=row["target"],
        version=row["version"],
        held=Hold(row["held"]),
        filled=bool(row["filled"]),
        fresh=bool(row["fresh"]),
        cancelled=bool(row["cancelled"]),
        expires=read(row["expires"]),
        reached=row["reached"],
    )


def _as_urgent_as(alert: OpenAlert, alerts: dict[int, OpenAlert]) -> dict[int, OpenAlert]:
    """Those of its priority or a more urgent one."""
    priority = alert.policy.priority
    return {id: each for id, each in alerts.items() if each.policy.priority <= priority}


def _claimed(row: Row, alert: OpenAlert) -> Claimed:
    return Claimed(
        alert=alert,
        chat_id=row["chat_id"],
        thread=row["thread"],
        variant=row["variant"],
        attempts=row["attempts"],
        copy=row["message_id"],
    )


def _settlement(result: Settled) -> dict[str, Any]:
    not_before = 0
    if result.state in (State.PENDING, State.UNKNOWN):
        not_before = _AT_ONCE if result.not_before is None else stored(result.not_before)
    return {
        "alert_id": result.alert_id,
        "chat_id": result.chat_id,
        "epoch": result.epoch,
        "state": int(result.state),
        "message_id": result.message_id,
        "not_before": not_before,
        "reason": result.reason,
        "unknown": int(result.state in _UNKNOWN),
    }


def _orphan(row: Any, now: datetime) -> Settled:
    waits = POLICIES[row["policy"]].resend_after
    again = row["attempts"] < len(waits)
    return Settled(
        alert_id=row["alert_id"],
        chat_id=row["chat_id"],
        epoch=row["epoch"],
        state=State.UNKNOWN if again else State.UNKNOWN_FINAL,
        not_before=now + timedelta(seconds=waits[row["attempts"]]) if again else None,
        reason="stopped while sending",
    )
