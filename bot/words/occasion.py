"""What an alert is made from, and what its template is given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.core.alerts import Moment
from bot.core.campaign import Campaign
from bot.core.hours import OfficeHours
from bot.core.offices import Office

from .answering import Answering, answering, reachable


@dataclass(frozen=True, kw_only=True)
class Occasion:
    """A campaign at a moment: what can be done for it, and who can be rung."""

    campaign: Campaign
    now: datetime

    @property
    def letter(self) -> tuple[str, ...]:
        """The act of writing, where there is something to write."""
        return ("letter",) if self.campaign.letters and self.campaign.state == "active" else ()

    def call(self, offices: Iterable[str], act: str = "call") -> tuple[str, ...]:
        """The act of ringing, where one of these offices has a line."""
        open_case = self.campaign.state == "active"
        return (act,) if open_case and reachable(self.campaign, offices, self.now) else ()

    def remind(self, offices: Iterable[str]) -> str | None:
        """The first of these offices that is closed now and will open: one can wait for that."""
        for office in reachable(self.campaign, offices, self.now):
            state = OfficeHours.of(office).state(self.now)
            if state.status == "closed" and state.opens:
                return office.id
        return None

    def phones(self, offices: Iterable[str]) -> tuple[Answering, ...]:
        """When these offices answer the telephone; at most two groups, to fit one screen."""
        return answering(reachable(self.campaign, offices, self.now), self.now)[:2]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """One alert: its buttons, and what its template shows beyond the campaign."""

    acts: tuple[str, ...]
    remind: str | None = None
    """The office of the "remind me" button."""
    context: Mapping[str, Any] = field(default_factory=dict)


def place_of(campaign: Campaign, offices: Iterable[str]) -> Office | None:
    """The office by whose city a time of the campaign is told; None where there is none."""
    return next((campaign.office(id) for id in offices), None)


def subject_id(moment: Moment) -> str:
    """The id in a subject such as ``hearing:verdict``."""
    return moment.subject.partition(":")[2]
