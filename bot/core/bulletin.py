"""How sending stands at a moment, as the running bot tells it to whoever looks from outside."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta

from .breaker import Trouble

MARK = "bulletin"
"""Name of the mark that holds the newest one."""
FRESH = timedelta(seconds=15)
"""A bot that sends tells more often than so."""


@dataclass(frozen=True, kw_only=True)
class Bulletin:
    """What only the running bot knows. Never anything about a single chat."""

    at: datetime
    rate: float
    """Messages a second at present …"""
    full_rate: float
    """… and when nothing slows it."""
    gate: datetime | None = None
    """Until when Telegram keeps everybody waiting."""
    breaker: Trouble | None = None
    """Why nothing gets through to Telegram."""
    brakes: tuple[str, ...] = ()
    """For what alerts are held back, by the names of the brakes."""
    busy: bool = False
    """Something is being sent, so that it will tell soon again."""
    under_way: int = 0
    slots: int = 0
    """Messages that may be under way at once."""
    oldest: int = 0
    """Seconds for which the oldest request has been under way."""
    lag: int = 0
    """Seconds by which everything in the bot is late."""
    ended: bool = False
    """The last one before the bot stopped."""

    def is_fresh(self, now: datetime) -> bool:
        """Whether the bot surely ran a few seconds ago."""
        return not self.ended and now - self.at <= FRESH

    def is_silent(self, now: datetime) -> bool:
        """Whether it should have told more since."""
        return self.busy and not self.ended and now - self.at > FRESH

    def says_more_than(self, other: Bulletin | None) -> bool:
        """Whether anything but the moment and what always moves is different."""
        return other is None or self._kernel != replace(other._kernel, at=self.at)

    @property
    def _kernel(self) -> Bulletin:
        return replace(self, rate=round(self.rate), under_way=0, oldest=0)


def to_json(bulletin: Bulletin) -> str:
    """As it is stored."""
    form = asdict(bulletin) | {
        "at": bulletin.at.isoformat(),
        "gate": bulletin.gate.isoformat() if bulletin.gate else None,
    }
    return json.dumps(form)


def from_json(text: str | None) -> Bulletin | None:
    """What ``to_json`` wrote; None for any other text, such as another version's."""
    try:
        form = json.loads(text or "null")
        gate, breaker = form["gate"], form["breaker"]
        return Bulletin(
            **form
            | {
                "at": datetime.fromisoformat(form["at"]),
                "gate": datetime.fromisoformat(gate) if gate else None,
                "breaker": Trouble(breaker) if breaker else None,
                "brakes": tuple(form["brakes"]),
            }
        )
    except (ValueError, TypeError, LookupError):
        return None
