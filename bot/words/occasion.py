"""What an alert is made from, and what its template is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.core.alerts import Moment
from bot.core.campaign import Campaign
from bot.core.letters import offers
from bot.core.offices import Office
from bot.core.readiness import awaited, call_actions, calls_ahead

from .answering import Answering, answering, reachable


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A campaign at a moment: what can be done for it, and who can be rung."""

    campaign: Campaign
    now: datetime

    @property
    def letter(self) -> tuple[str, ...]:
        """The act of writing, where a letter is of use now."""
        return ("letter",) if offers(self.campaign, self.now) else ()

    def call(self, offices: Iterable[str], act: str = "call") -> tuple[str, ...]:
        """The act of ringing, where one of these offices is to be rung now or soon."""
        return (act,) if self._rung(offices) else ()

    def remind(self, offices: Iterable[str]) -> str | None:
        """The first of these offices whose answering one can wait for: not now, but in time."""
        rung = self._rung(offices)
        return next((one.id for one in rung if awaited(self.campaign, one, self.now)), None)

    def phones(self, offices: Iterable[str]) -> tuple[Answering, ...]:
        """When these offices answer the telephone; at most two groups, to fit one screen."""
        return answering(reachable(self.campaign, offices, self.now), self.now)[:2]

    def _rung(self, offices: Iterable[str]) -> tuple[Office, ...]:
        """Those of these offices that have a line, and for which a call is asked, now or soon."""
        asking = (*call_actions(self.campaign, self.now), *calls_ahead(self.campaign, self.now))
        asked = {id for action in asking for id in action.offices}
        wanted = [id for id in offices if id in asked]
        return reachable(self.campaign, wanted, self.now)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One alert: its buttons, and what its template shows beyond the campaign."""

    acts: tuple[str, ...]
    remind: str | None = None
    """The office of the "remind me" button."""
    context: Mapping[str, Any] = field(default_factory=dict)


def subject_id(moment: Moment) -> str:
    """The id in a subject such as ``hearing:verdict``."""
    return moment.subject.partition(":")[2]
