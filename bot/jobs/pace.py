"""The one budget of sends that replies and alerts share, as something that can be waited for."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.core.breaker import Breaker
from bot.core.messages import Outcome, Unknown, Wait
from bot.core.pacing import GATE_LIMIT, SPARE, ChatPacer, Pacer
from bot.log import logger

log = logger(__name__)

PATIENCE = 60.0
"""Seconds after which an answer is noise and is not given any more."""
IN_TURN = 3.0
"""Seconds for which a reply waits until its group may get another message."""
REMARKABLE = 600.0
"""A pause of so many seconds is told in the log as an error: a host should know of it."""


class Pace:
    """Says how much may go now. Replies pass before alerts; a 429 stops both, an outage alerts."""

    def __init__(self, clock: Clock, pacer: Pacer | None = None) -> None:
        self._clock = clock
        self._pacer = pacer or Pacer()
        self._chats = ChatPacer()
        self._replies_wait = 0
        self._saved_gate: datetime | None = None
        self._gate: datetime | None = None
        self.breaker = Breaker()
        self.alerts_wait = False
        """Set by whoever sends alerts: replies beyond their share then wait."""

    @property
    def full_rate(self) -> float:
        """Messages a second when nothing slows us."""
        return self._pacer.full_rate

    @property
    def rate(self) -> float:
        """Messages a second at present."""
        return self._pacer.rate(self._clock.monotonic())

    def patience(self) -> float:
        """Until when an answer that is ready now is one, by the monotonic clock."""
        return self._clock.monotonic() + PATIENCE

    async def for_reply(self, chat_id: int, until: float | None = None) -> bool:
        """Wait for a place for one reply, and take it.

        False, at once, where it would come too late to be an answer: a 429 keeps everybody waiting,
        or the group had its share. ``until``: of an answer for which a place was asked before.
        """
        until = self.patience() if until is None else until
        self._replies_wait += 1
        try:
            while True:
                now = self._clock.monotonic()
                gate = self._pacer.gate(now)
                turn = self._chats.wait_for_reply(chat_id, now)
                if now + gate > until or turn > IN_TURN:
                    return False
                wait = max(
                    gate, turn, self._pacer.wait_for_reply(now, alerts_wait=self.alerts_wait)
                )
                if wait <= 0:
                    break
                await self._clock.sleep(wait)
            self._pacer.sent_reply(now)
            self._chats.sent(chat_id, now)
            return True
        finally:
            self._replies_wait -= 1

    def reply_went_on(self, chat_id: int, number: int) -> None:
        """A reply had so many messages more than the one a place was taken for."""
        now = self._clock.monotonic()
        for _ in range(number):
            self._pacer.sent_reply(now)
            self._chats.sent(chat_id, now)

    def alerts_due(self, most: int, under_way: int) -> int:
        """How many alerts may go at this moment: none while a 429 or an outage stops them."""
        if self.breaker.open is not None:
            return 0
        now = self._clock.monotonic()
        if self._pacer.proving:
            most = min(most, 1 - under_way)
        return max(0, self._pacer.alerts_due(now, most, self._replies_wait))

    def alerts_go(self, number: int) -> None:
        """So many alerts go out now."""
        if number:
            self._pacer.sent_alerts(self._clock.monotonic(), number)

    def next_alert_in(self) -> float:
        """Seconds until the next alert may go, or Telegram may be asked whether it is there."""
        now = self._clock.monotonic()
        if self.breaker.open is not None:
            return max(self._pacer.gate(now), self.breaker.probe_in(now))
        return max(self._pacer.gate(now), self._pacer.wait_for_alert(now))

    def turn_of(self, chat_id: int, within: float) -> float:
        """Seconds until this chat may get another message; if ``within`` so many, that is taken."""
        now = self._clock.monotonic()
        wait = self._chats.wait(chat_id, now)
        if wait <= within:
            self._chats.sent(chat_id, now + wait)
        return wait

    def heard(self, outcome: Outcome) -> Outcome:
        """What came of a request, noted; a 429 says from here on how long everybody waits."""
        if isinstance(outcome, Wait) and outcome.everyone:
            return Wait(seconds=self._too_many(outcome.seconds), everyone=True)
        trouble = outcome.trouble if isinstance(outcome, (Wait, Unknown)) else None
        if trouble is None:
            self._accepted()
        elif self.breaker.failed(trouble, self._clock.monotonic()):
            log.error("nothing gets through to Telegram: alerts wait", why=trouble.value)
        return outcome

    def _accepted(self) -> None:
        self._pacer.accepted()
        if self.breaker.succeeded():
            log.info("Telegram is back")
            self._pacer.ramp(self._clock.monotonic())

    def _too_many(self, seconds: float) -> float:
        now = self._clock.monotonic()
        wait = self._pacer.too_many(now, seconds if seconds > 0 else None)
        self._gate = self._clock.now() + timedelta(seconds=wait)
        if wait > REMARKABLE:
            log.error("Telegram asks for a long pause", minutes=round(wait / 60))
        return wait

    def gate_opens_in(self) -> float:
        """Seconds for which everything is halted; 0 when open."""
        return self._pacer.gate(self._clock.monotonic())

    def gate_to_save(self) -> datetime | None:
        """Until when the gate is closed, by wall time, where that is not on disk yet."""
        return self._gate if self._gate != self._saved_gate else None

    def gate_saved(self, until: datetime) -> None:
        """That moment is on disk."""
        self._saved_gate = until

    def restore_gate(self, until: datetime) -> None:
        """An earlier run was told to wait until then; never longer than an hour from now.

        What lies further ahead was written by another wall time: it is put right on the disk too,
        or each start would wait for an hour.
        """
        now = self._clock.now()
        asked = (until - now).total_seconds()
        seconds = min(asked, GATE_LIMIT + SPARE)
        if seconds <= 0:
            return
        self._pacer.close(self._clock.monotonic(), seconds)
        if seconds < asked:
            self._gate = now + timedelta(seconds=seconds)
        log.info("still waiting as Telegram asked", seconds=round(seconds))

    def should_probe(self) -> bool:
        """Whether it is time to ask Telegram if it is there; asking is noted."""
        now = self._clock.monotonic()
        if self.breaker.open is None or self.next_alert_in() > 0:
            return False
        self.breaker.probed(now, random.random())  # noqa: S311  # spreads bots, guards nothing
        return True
