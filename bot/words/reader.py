"""Whose eyes a time is written for: what they know of clocks, and what day it is for them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo

from bot.core.chats import Audience
from bot.core.places import zone as zone_named


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Whose eyes a time is for, and when they read it."""

    clock: tzinfo | None
    """None where it is not known."""
    zone: str | None
    shared: bool
    now: datetime

    @classmethod
    def of(cls, audience: Audience, now: datetime) -> Reader:
        return cls(
            clock=zone_named(audience.zone) if audience.zone else None,
            zone=audience.zone,
            shared=audience.shared,
            now=now,
        )

    def today(self, otherwise: tzinfo) -> date:
        """The day it is for the reader; on the other clock where the reader's is not known."""
        return self.now.astimezone(self.clock or otherwise).date()
