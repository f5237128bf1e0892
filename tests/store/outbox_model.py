"""What the outbox promises, as dictionaries: slow, small, and without a database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from bot.core.delivery import FINAL, TURNS, Act, Policy, State

WAITING = frozenset({State.PENDING, State.UNKNOWN})
OPEN = WAITING | {State.SENDING}
ARRIVED = frozenset({State.SENT, State.UNKNOWN, State.UNKNOWN_FINAL})
"""It is there, or may be."""
AT_ONCE = 1e-6
"""Due since ever, and not found by whoever goes through the keys."""
SLICE = 2
"""Rows that are made, looked through or ended at a time: few, so that ends of slices are met."""
Key = tuple[int, int]


@dataclass
class Row:
    """One message."""

    turn: int = 0
    state: State = State.PENDING
    not_before: float = 0
    attempts: int = 0
    copy: int | None = None

    def end(self, state: State) -> None:
        uncertain = self.state is State.UNKNOWN or self.attempts > 0
        self.state = State.UNKNOWN_FINAL if uncertain else state


@dataclass
class Alert:
    """One alert; ``turns`` by the zone of who gets it, as they are drawn and as they are known."""

    id: int
    policy: Policy
    expires: float
    act: Act = Act.SEND
    target: int | None = None
    drawn: dict[str | None, int] = field(default_factory=dict)
    turns: dict[str | None, int] = field(default_factory=dict)
    cancelled: bool = False
    held: bool = False
    filled: bool = False
    reached: int | None = None
    fresh: bool = True
    open: bool = True


@dataclass
class Model:
    """Subscribers with their zones, alerts, rows. ``now`` is set by who uses it."""

    now: float = 0
    zones: dict[int, str | None] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    alerts: dict[int, Alert] = field(default_factory=dict)
    rows: dict[Key, Row] = field(default_factory=dict)

    def living(self) -> list[int]:
        return [chat for chat in sorted(self.zones) if chat not in self.gone]

    def sending(self) -> list[Alert]:
        """Alerts to subscribers that are not over."""
        return [each for each in self.alerts.values() if each.open and each.target is None]

    def place(self, alert: Alert) -> None:
        """Turns for the kinds of subscribers there are."""
        for chat in self.living():
            alert.turns.setdefault(self.zones[chat], alert.drawn[self.zones[chat]])

    def of(self, alert: Alert) -> dict[int, Row]:
        """The rows of an alert by chat, in the order of their keys."""
        return {chat: row for (id, chat), row in sorted(self.rows.items()) if id == alert.id}

    def dead(self, alert: Alert) -> bool:
        return alert.cancelled or alert.expires <= self.now

    def able(self) -> list[Alert]:
        """Alerts of which something may be claimed, in the order in which they are asked."""
        waits = {alert.target for alert in self.alerts.values() if self.collects(alert)}
        able = [
            alert
            for alert in self.alerts.values()
            if alert.open and alert.filled and not alert.held and not self.dead(alert)
            if alert.id not in waits
        ]
        return sorted(able, key=lambda alert: (alert.policy.priority, alert.id))

    def collects(self, alert: Alert) -> bool:
        """Whether it is being found out who has to be told about another alert."""
        follows = alert.target is not None and alert.act is Act.SEND
        return follows and alert.open and not alert.filled and not self.dead(alert)

    def claim(self, limit: int) -> list[Key]:
        """The most urgent first; of the same urgency, what waited for its moment."""
        claimed: list[Key] = []
        for alert in self.able():
            if alert.fresh and len(claimed) < limit:
                claimed += self._due(limit - len(claimed), alert.policy.priority)
                room = limit - len(claimed)
                untouched = self._untouched(alert)[:room]
                claimed += self._taken(untouched)
                alert.fresh = len(untouched) == room
        return claimed + self._due(limit - len(claimed))

    def _due(self, limit: int, priority: int | None = None) -> list[Key]:
        able = {alert.id: alert.policy.priority for alert in self.able()}
        due = [
            (able[key[0]], row.not_before, key)
            for key, row in self.rows.items()
            if key[0] in able
            and row.state in WAITING
            and 0 < row.not_before <= self.now
            and (priority is None or able[key[0]] <= priority)
        ]
        first = sorted(due)[:limit]
        return self._taken([key for _, key in sorted((rank, key) for rank, _, key in first)])

    def _untouched(self, alert: Alert) -> list[Key]:
        turns = sorted(
            (row.turn, chat)
            for chat, row in self.of(alert).items()
            if row.state is State.PENDING and row.not_before == 0
        )
        return [(alert.id, chat) for _, chat in turns]

    def _taken(self, keys: list[Key]) -> list[Key]:
        for key in keys:
            self.rows[key].state = State.SENDING
        return keys

    def slice(self, alert: Alert, reached: int | None, limit: int) -> int | None:
        """Rows for the next chats, if it still stands there; how far it got, None: to the end."""
        if alert.filled or alert.reached != reached:
            return None
        source = self.zones if alert.target is None else self.of(self.alerts[alert.target])
        chats = after(source, reached)[:limit]
        alert.filled, alert.reached = not chats, chats[-1] if chats else None
        for chat in chats:
            self._make(alert, chat)
        return alert.reached

    def _make(self, alert: Alert, chat: int) -> None:
        if alert.target is None:
            if chat not in self.gone:
                if self.zones[chat] not in alert.turns:
                    self.place(alert)
                self.rows.setdefault((alert.id, chat), Row(alert.turns[self.zones[chat]]))
            return
        followed = self.rows[alert.target, chat]
        if concerns(alert, followed):
            sends = alert.act is Act.SEND
            turn = followed.turn if sends else TURNS - 1 - followed.turn
            copy = None if sends else followed.copy
            state = State.GONE if sends and chat in self.gone else State.PENDING
            self.rows.setdefault((alert.id, chat), Row(turn, state, copy=copy))

    def fill(self, alert: Alert) -> int:
        """Anew, to the end, in one go; how many rows there were made."""
        alert.filled, alert.reached, alert.fresh = False, None, True
        for chat in self.living():
            alert.turns.setdefault(self.zones[chat], 0)
        before = len(self.rows)
        while self.slice(alert, alert.reached, len(self.zones)) is not None:
            pass
        return len(self.rows) - before

    def single(self, alert: Alert, chat: int) -> None:
        alert.open = True
        if chat not in self.gone:
            self.rows.setdefault((alert.id, chat), Row(not_before=AT_ONCE))

    def settled(self, key: Key) -> None:
        """What would be tried again in a chat that is gone is not."""
        alert, row = self.alerts[key[0]], self.rows[key]
        to_subscribers = alert.target is None and alert.turns
        if to_subscribers and key[1] in self.gone and row.state in WAITING:
            row.end(State.CANCELLED)

    def arrived(self, key: Key) -> None:
        """What arrives, or may have, while its alert is followed by others is followed as well."""
        row = self.rows.get(key)
        for alert in self.alerts.values():
            is_followed = alert.target == key[0] and alert.open and not alert.cancelled
            if row is not None and is_followed and concerns(alert, row):
                copy = None if alert.act is Act.SEND else row.copy
                self.rows.setdefault((alert.id, key[1]), Row(not_before=AT_ONCE, copy=copy))

    def cancel(self, alert: Alert) -> int:
        """The first rows end at once; gives how many chats wait in vain."""
        rows = self.of(alert)
        waiting = [row for row in rows.values() if row.state in WAITING]
        alert.cancelled = True
        for row in list(rows.values())[:SLICE]:
            if row.state in WAITING:
                row.end(State.CANCELLED)
        return len(waiting)

    def end(self, alert: Alert) -> int:
        """The next slice of a dead alert, or in the end what moves; gives how many rows."""
        rows = self.of(alert)
        chats = after(rows, alert.reached if alert.filled else None)[:SLICE]
        if chats:
            alert.filled, alert.reached = True, chats[-1]
            ended = [rows[chat] for chat in chats if rows[chat].state in WAITING]
        else:
            moving = [row for row in rows.values() if row.not_before > 0]
            ended = [row for row in moving if row.state in WAITING]
        for row in ended:
            row.end(State.CANCELLED if alert.cancelled else State.EXPIRED)
        if not chats and not any(row.state in OPEN for row in rows.values()):
            alert.open, alert.fresh, alert.filled, alert.reached = False, False, True, None
        return len(ended)

    def end_all(self) -> int:
        ended = 0
        for alert in self.alerts.values():
            reached: int | None = -1
            while alert.open and self.dead(alert) and alert.reached != reached:
                reached = alert.reached
                ended += self.end(alert)
        return ended

    def recover(self) -> int:
        """What a killed bot left under way is of unknown fate."""
        orphans = [key for key, row in self.rows.items() if row.state is State.SENDING]
        for key in orphans:
            row, waits = self.rows[key], self.alerts[key[0]].policy.resend_after
            again = row.attempts < len(waits)
            row.state = State.UNKNOWN if again else State.UNKNOWN_FINAL
            row.not_before = self.now + waits[row.attempts] if again else 0
            row.attempts += 1
            self.settled(key)
        for key in orphans:
            self.arrived(key)
        return len(orphans)

    def unfinished(self) -> list[int]:
        return [
            alert.id
            for alert in self.alerts.values()
            if alert.open
            and not (alert.filled and all(row.state in FINAL for row in self.of(alert).values()))
        ]

    def next_due(self) -> float | None:
        """When there is something to claim, or to find out that there is nothing any more."""
        going = {
            alert.id: alert
            for alert in self.alerts.values()
            if alert.open and not alert.held and not self.dead(alert)
        }
        if any(alert.fresh for alert in going.values()):
            return self.now
        moments = [
            max(row.not_before, self.now)
            for key, row in self.rows.items()
            if key[0] in going
            and row.state in WAITING
            and 0 < row.not_before < going[key[0]].expires
        ]
        return min(moments, default=None)


def concerns(alert: Alert, followed: Row) -> bool:
    """Whether an alert that follows another has to do with a message of that one."""
    if alert.act is Act.SEND:
        return followed.state in ARRIVED
    return followed.state is State.SENT and followed.copy is not None


def after(chats: Iterable[int], reached: int | None) -> list[int]:
    """Those that come behind one, in order."""
    return sorted(chat for chat in chats if reached is None or chat > reached)
