"""Chats, alerts and a clock that stands still, with defaults for what does not matter."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.chats import Audience, Chat
from bot.core.delivery import ALERT, State
from bot.store import Claimed, NewAlert, Settled, Store, Tx
from bot.store.moments import EPOCH

NOW = datetime(2003, 1, 5, 20, tzinfo=UTC)
WEEK = "2003-W01"
SLUG = "karaganda-2003"
LONDON = Audience(language="en", zone="Europe/London", kind="private")


class StillClock:
    """A clock that moves only when it is told to, or when somebody sleeps."""

    def __init__(self, now: datetime = NOW) -> None:
        self.moment = now

    def now(self) -> datetime:
        return self.moment

    def monotonic(self) -> float:
        return self.moment.timestamp()

    async def sleep(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def chance(seed: int) -> random.Random:
    """The same chance in every run."""
    return random.Random(seed)  # noqa: S311  # nothing secret is made of it


async def unsound(store: Store) -> list[str]:
    """What SQLite finds wrong with a file that is open."""
    async with store._engine.reading() as db:
        found = [str(row[0]) for row in await db.rows("PRAGMA integrity_check(5)")]
    return [line for line in found if line != "ok"]


def a_chat(id: int = 1_000_000_001, **choices: Any) -> Chat:
    return Chat(**{"id": id, "kind": "private", "zone": "Europe/London", **choices})


def an_alert(key: str = "hearing:verdict:24h", **facts: Any) -> NewAlert:
    defaults: dict[str, Any] = {
        "key": key,
        "kind": "hearing",
        "campaign": SLUG,
        "subject": "hearing:verdict",
        "policy": ALERT,
        "created": NOW,
        "expires": NOW + timedelta(hours=6),
        "texts": {LONDON: '{"html":"Court tomorrow"}'},
    }
    return NewAlert(**{**defaults, **facts})


async def subscribe(tx: Tx, *ids: int, slug: str = SLUG, **choices: Any) -> None:
    for id in ids:
        await tx.chats.save(a_chat(id, **choices), WEEK)
        await tx.subscriptions.add(id, slug)


async def queue(tx: Tx, *ids: int, **facts: Any) -> int:
    """An alert queued for these chats, which are subscribed first; gives its number."""
    await subscribe(tx, *ids)
    alert_id = await tx.alerts.add(an_alert(**facts))
    assert alert_id is not None
    await queue_for_all(tx, alert_id)
    return alert_id


async def queue_for_all(tx: Tx, alert_id: int) -> int:
    """Rows for all living subscribers for whom there is a text; gives how many came to be.

    Chats queued before stay as they are.
    """
    before = sum((await tx.alerts.counts(alert_id)).values())
    await turns_by_texts(tx, alert_id)
    await tx.fanout.begin(alert_id)
    left = await tx.alerts.get(alert_id)
    while left is not None:
        left = (await tx.fanout.slice(left, leave_out=True)).left
    return sum((await tx.alerts.counts(alert_id)).values()) - before


async def turns_by_texts(tx: Tx, alert_id: int) -> None:
    """Every subscriber whose text there is has the first turn; known turns stay."""
    alert = await tx.alerts.get(alert_id)
    assert alert is not None
    texts = await tx.alerts.audiences(alert_id)
    lacking = await tx.standings.lacking(alert_id, alert.campaign)
    chosen = {
        each.id: texts[each.standing.audience]
        for each in lacking
        if each.standing.audience in texts
    }
    await tx.fanout.add_turns(alert_id, chosen, dict.fromkeys(chosen, 0))


async def end_all(tx: Tx, now: datetime) -> int:
    """End all that is expired or cancelled, as the sender does it slice by slice; how many rows."""
    ended = 0
    dead = [alert for alert in await tx.outbox.open_alerts() if alert.is_dead(now)]
    while dead:
        for alert in dead:
            ended += await tx.outbox.end(alert)
        before = {alert.id: alert.reached for alert in dead}
        dead = [alert for alert in await tx.outbox.open_alerts() if alert.is_dead(now)]
        dead = [alert for alert in dead if alert.reached != before.get(alert.id, alert.reached)]
    return ended


async def totals(tx: Tx) -> dict[State, int]:
    """How many messages stand in which state, over all alerts there ever were."""
    numbers: Counter[State] = Counter()
    for alert in await tx.tallies.newest(EPOCH, 1_000_000):
        numbers.update(await tx.alerts.counts(alert.id))
    return dict(numbers)


def settled(claim: Claimed, epoch: int, state: State, **facts: Any) -> Settled:
    return Settled(
        alert_id=claim.alert_id, chat_id=claim.chat_id, epoch=epoch, state=state, **facts
    )


def chats_of(claims: Iterable[Claimed]) -> list[int]:
    return [claim.chat_id for claim in claims]


async def fold(tx: Tx, before: datetime) -> int:
    """Fold all that can be folded, slice by slice; gives how many alerts."""
    old = await tx.alerts.foldable(before)
    for alert_id in old:
        reached = await tx.alerts.fold(alert_id)
        while reached is not None:
            reached = await tx.alerts.fold(alert_id, reached)
    return len(old)
