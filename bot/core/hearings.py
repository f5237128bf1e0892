"""A hearing as a state machine: what is known of it, and what may become of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal, Self

from pydantic import Field, model_validator

from .people import Id
from .texts import Document, Text

Status = Literal[
    "announced",  # somebody says there will be one
    "date-unknown",  # it will be, nobody says when
    "window",  # between two days
    "date-known",
    "postponed",  # with a new date or without
    "begun",
    "adjourned",
    "held",
    "cancelled",
    "verdict",
]

NEXT: dict[Status, frozenset[Status]] = {
    "announced": frozenset(
        {"date-unknown", "window", "date-known", "postponed", "begun", "cancelled"}
    ),
    "date-unknown": frozenset(
        {"window", "date-known", "postponed", "begun", "held", "cancelled"}
    ),
    "window": frozenset(
        {"date-known", "postponed", "begun", "held", "cancelled", "window", "verdict"}
    ),
    "date-known": frozenset(
        {"date-known", "window", "postponed", "begun", "held", "cancelled", "verdict"}
    ),
    "postponed": frozenset(
        {
            "postponed",
            "date-unknown",
            "window",
            "date-known",
            "begun",
            "cancelled",
            "held",
        }
    ),
    "begun": frozenset({"adjourned", "held", "verdict", "cancelled"}),
    "adjourned": frozenset(
        {
            "adjourned",
            "date-unknown",
            "window",
            "date-known",
            "postponed",
            "begun",
            "held",
            "cancelled",
            "verdict",
        }
    ),
    "held": frozenset({"verdict", "adjourned"}),
    "cancelled": frozenset({"announced", "date-known", "window"}),
    "verdict": frozenset({"announced", "date-known", "window"}),  # an appeal against it
}
"""What may follow what."""

OVER: frozenset[Status] = frozenset({"held", "cancelled", "verdict"})


class HearingState(Document):
    """What was known of a hearing from some day on."""

    status: Status
    reported: date | None = None
    """The day this became known; missing where the source does not say."""
    on: date | None = None
    at: time | None = None
    """Hour in the office's zone; missing where the source gives none: the opening is assumed."""
    since: date | None = None
    until: date | None = None
    """First and last day of a window; with ``on``, ``until`` is the last day it may go on to."""
    reason: Text | None = None
    outcome: Text | None = None
    source: str | None = None

    @model_validator(mode="after")
    def _dates_fit_the_status(self) -> Self:
        if self.status == "window" and not (
            self.since and self.until and self.since <= self.until
        ):
            raise ValueError("a window needs 'since' and 'until', in that order")
        if self.status == "date-known" and self.on is None:
            raise ValueError("'date-known' needs the day in 'on'")
        if self.at is not None and self.on is None:
            raise ValueError("an hour in 'at' needs its day in 'on'")
        return self


class Hearing(Document):
    """One court date, or another day on which an authority decides, with all its states so far."""

    id: str = Id
    what: Text
    office: str
    people: tuple[str, ...] = ()
    states: tuple[HearingState, ...] = Field(min_length=1)

    @property
    def current(self) -> HearingState:
        return self.states[-1]

    @model_validator(mode="after")
    def _states_follow_each_other(self) -> Self:
        for before, after in zip(self.states, self.states[1:], strict=False):
            if after.status not in NEXT[before.status]:
                allowed = ", ".join(sorted(NEXT[before.status]))
                raise ValueError(
                    f"'{after.status}' cannot follow '{before.status}'; write one of: {allowed}"
                )
        return self


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """When a hearing is to begin: a moment in UTC, and whether its hour is only assumed."""

    at: datetime
    assumed: bool
