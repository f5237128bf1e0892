"""Writes what became of messages: the row's end, and what follows for its chat and its alert."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.core.delivery import CHANGED, Act, Hold, State
from bot.core.messages import Gone, Moved, Outcome, Refused, Sent, Unknown, Wait
from bot.log import logger
from bot.store import Claimed, OpenAlert, Settled, Tx

from .canary import Canary, Verdict

log = logger(__name__)

Asked = Callable[[Tx, int, Hold], Awaitable[None]]
"""Told of an alert that waits for a host's word, in the transaction that stops it."""


async def nobody(_tx: Tx, _alert_id: int, _held: Hold) -> None:
    """Where there is nobody to ask."""


class Settling:
    """One sender's results, in the transaction of its turn. ``epoch``: that of its claims."""

    def __init__(self, epoch: int, canary: Canary, ask: Asked = nobody) -> None:
        self._epoch = epoch
        self._canary = canary
        self._ask = ask

    async def write(
        self,
        tx: Tx,
        results: list[tuple[Claimed, Outcome]],
        alerts: list[OpenAlert],
        now: datetime,
    ) -> Verdict:
        """Results in, with what follows for their chats and their alerts.

        What they say of their alerts counts once it is committed (``Canary.note``).
        """
        verdict = self._canary.judge((row.alert_id, outcome) for row, outcome in results)
        if not results:
            return verdict
        await tx.outbox.settle([self._settled(row, outcome, now) for row, outcome in results])
        by_id = {alert.id: alert for alert in alerts}
        corrected = {alert.target for alert in alerts if alert.target is not None}
        late = []
        for row, outcome in results:
            if isinstance(outcome, Gone):
                await tx.chats.retire(row.chat_id)
            elif isinstance(outcome, Moved):
                await tx.chats.move(row.chat_id, outcome.chat_id)
                await tx.outbox.end_left([(row.alert_id, outcome.chat_id)])
            elif row.alert_id in corrected and _is_late(row, outcome, by_id.get(row.alert_id)):
                late.append((row.alert_id, row.chat_id))
        if late:
            await tx.fanout.late_copies(late)
        for alert_id, held in verdict.holds.items():
            await self._hold(tx, by_id.get(alert_id), held)
        return verdict

    async def give_back(self, tx: Tx, mine: Callable[[], set[tuple[int, int]]]) -> None:
        """Claims of a transaction of which we never heard: nothing was sent, they wait again."""
        held = await tx.outbox.held(self._epoch)
        known = mine()  # only now: what ended meanwhile is ours as well
        await tx.outbox.settle(
            [
                Settled(alert_id=alert, chat_id=chat, epoch=self._epoch, state=State.PENDING)
                for alert, chat in held
                if (alert, chat) not in known
            ]
        )

    async def _hold(self, tx: Tx, alert: OpenAlert | None, held: Hold) -> None:
        """Stop an alert whose first messages fail too often, and ask a host about it."""
        if alert is None or alert.held is not Hold.NONE:
            return
        if alert.act is Act.DELETE:  # whatever it cannot take away, it does no harm
            return
        alert.held = held
        await tx.alerts.hold(alert.id, held)
        await self._ask(tx, alert.id, held)
        log.error("a broadcast waits for a host's word", alert=alert.id, why=held.name)

    def _settled(self, row: Claimed, outcome: Outcome, now: datetime) -> Settled:
        state = State.SENT
        not_before: datetime | None = None
        reason: str | None = None
        match outcome:
            case Sent(changed=True):
                reason = CHANGED
            case Wait(everyone=True):  # the gate keeps it, by a clock that nobody can set
                state = State.PENDING
            case Wait(seconds=seconds):
                state, not_before = State.PENDING, now + timedelta(seconds=seconds)
            case Moved():
                state = State.PENDING
            case Gone(reason=reason):
                state = State.GONE
            case Refused(reason=reason):
                state = State.FAILED
            case Unknown(reason=reason):
                state, not_before = _fate(row, now)
        return Settled(
            alert_id=row.alert_id,
            chat_id=row.chat_id,
            epoch=self._epoch,
            state=state,
            message_id=outcome.message_id if isinstance(outcome, Sent) else None,
            not_before=not_before,
            reason=reason,
        )


def _is_late(row: Claimed, outcome: Outcome, alert: OpenAlert | None) -> bool:
    """Whether words arrived, or may have, that were withdrawn or corrected meanwhile."""
    if not isinstance(outcome, Sent | Unknown):
        return False
    return alert is None or alert.cancelled or alert.version != row.alert.version


def _fate(row: Claimed, now: datetime) -> tuple[State, datetime | None]:
    """What becomes of a message that may or may not have arrived, by the policy of its class."""
    resends = row.policy.resend_after
    if row.attempts >= len(resends):
        return State.UNKNOWN_FINAL, None
    return State.UNKNOWN, now + timedelta(seconds=resends[row.attempts])
