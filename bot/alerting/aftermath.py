"""What became of the copies of an alert that was withdrawn or corrected, counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.delivery import FINAL, ROWS_KEPT, Act, State
from bot.store import Alert, Tx

_MISSED = (State.GONE, State.FAILED, State.EXPIRED, State.CANCELLED)


@dataclass(frozen=True, kw_only=True)
class Aftermath:
    """Copies by what became of them. All but ``doubtful`` add up to ``total``."""

    act: Act
    """DELETE: withdrawn, EDIT: corrected."""
    since: datetime
    done: int
    """Removed; or edited, where the alert was corrected."""
    changed: int
    """Too old to be removed: edited instead."""
    missed: int
    """Could not be reached."""
    waiting: int
    """Still to be done, or still on their way to the reader."""
    unsure: int
    """Nobody can tell whether it was done."""
    doubtful: int
    """Chats where there may be a copy, or one more, that nobody can reach."""
    told: int
    """Who got the message about it."""
    to_tell: int
    untold: int
    """Of those, who may still get it."""
    exact: bool
    """False where it is so long ago that ``done`` and ``changed`` are one number, in ``done``."""

    @property
    def total(self) -> int:
        return self.done + self.changed + self.missed + self.waiting + self.unsure

    @property
    def remain(self) -> int:
        """Copies of which nobody knows whether they are still there, or as they were."""
        return self.unsure + self.doubtful

    @property
    def over(self) -> bool:
        return not self.waiting and not self.untold


async def aftermath(tx: Tx, alert: Alert, now: datetime) -> Aftermath | None:
    """The latest: of the withdrawal, else of the correction; None where there was neither."""
    followers = await tx.alerts.corrections(alert.id)
    for act in (Act.DELETE, Act.EDIT):
        done = next((each for each in followers if each.act is act), None)
        if done is not None:
            return await _of(tx, alert, done, followers, now)
    return None


async def _of(
    tx: Tx, alert: Alert, done: Alert, followers: Sequence[Alert], now: datetime
) -> Aftermath:
    targets, acts = [alert], [done]
    telling = [each for each in followers if each.act is Act.SEND]
    if done.act is Act.DELETE:  # a message by which a correction was told is taken away as well
        for told in telling:
            more = await tx.alerts.corrections(told.id)
            acts += more
            targets += [told] if more else []
        telling = [each for each in telling if each not in targets]
    counts = [await tx.alerts.counts(each.id) for each in acts]
    changed = sum([(await tx.alerts.copies(each.id)).changed for each in acts])
    waiting = [
        await _waiting(tx, target, act, count)
        for target, act, count in zip(targets, acts, counts, strict=True)
    ]
    news = [await tx.alerts.counts(each.id) for each in telling]
    copies = [await tx.alerts.copies(each.id) for each in targets]
    filled = all(each.filled for each in telling)
    to_tell = _sum(news, *(set(State) - set(_MISSED))) if filled else copies[0].known
    return Aftermath(
        act=done.act,
        since=done.created,
        done=_sum(counts, State.SENT) - changed,
        changed=changed,
        missed=_sum(counts, *_MISSED),
        waiting=sum(waiting),
        unsure=_sum(counts, State.UNKNOWN_FINAL),
        doubtful=sum(each.doubtful for each in copies),
        told=_sum(news, State.SENT),
        to_tell=to_tell,
        untold=to_tell - _sum(news, State.SENT, State.UNKNOWN_FINAL),
        exact=done.created + ROWS_KEPT > now,
    )


async def _waiting(tx: Tx, target: Alert, act: Alert, counts: Mapping[State, int]) -> int:
    """Rows that are not over, copies that have no row yet, and messages still on their way."""
    rows = sum(number for state, number in counts.items() if state not in FINAL)
    if not act.filled:
        rows += (await tx.alerts.copies(target.id)).known - sum(counts.values())
    return rows + (await tx.alerts.counts(target.id)).get(State.SENDING, 0)


def _sum(counts: Sequence[Mapping[State, int]], *states: State) -> int:
    return sum(each.get(state, 0) for each in counts for state in states)
