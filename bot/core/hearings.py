"""A hearing as a state machine: what is known of it, and what may become of it."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import Literal, Self

from pydantic import Field, model_validator

from .people import Id
from .texts import Document, Text
from .values import Day, Hour

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
    "date-unknown": frozenset({"window", "date-known", "postponed", "begun", "held", "cancelled"}),
    "window": frozenset(
        {"date-known", "postponed", "begun", "held", "cancelled", "window", "verdict"}
    ),
    "date-known": frozenset(
        {"date-known", "window", "postponed", "begun", "held", "cancelled", "verdict"}
    ),
    "postponed": frozenset(
        {"postponed", "date-unknown", "window", "date-known", "begun", "cancelled", "held"}
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
    """What is known of it."""
    reported: Day | None = None
    """The day this became known; left out where the source does not say."""
    on: Day | None = None
    """Its day, in the court's city."""
    at: Hour | None = None
    """Its hour on the office's clock; left out where no source gives it: the opening is assumed."""
    since: Day | None = None
    """The first day of a window."""
    until: Day | None = None
    """The last day of a window; with "on", the last day the hearing may go on to."""
    reason: Text | None = None
    """The reason given, for instance for a postponement."""
    outcome: Text | None = None
    """What came of it, for instance the verdict."""
    source: str | None = None
    """Id of the source that says so."""

    @model_validator(mode="after")
    def _dates_fit_the_status(self) -> Self:
        given = {name for name in ("on", "at", "since", "until") if getattr(self, name)}
        for sentence in missing_dates(self.status, given):
            raise ValueError(sentence)
        first = self.on or self.since
        if first and self.until and self.until < first:
            raise ValueError(f"it ends ({self.until}) before it begins ({first})")
        return self


class Hearing(Document):
    """One court date, or another day on which an authority decides, with all its states so far."""

    id: str = Id
    """Short name of the hearing."""
    what: Text
    """What is to be decided, in a few words."""
    office: str
    """Id of the court or other office that decides."""
    people: tuple[str, ...] = ()
    """Ids of the people it is about."""
    states: tuple[HearingState, ...] = Field(min_length=1)
    """What was known, the oldest first: add a state at the end, never change one that was told."""

    @property
    def current(self) -> HearingState:
        return self.states[-1]

    @property
    def over(self) -> bool:
        """Nothing more is to come: it was held, cancelled, or decided."""
        return self.current.status in OVER

    @property
    def last_day(self) -> date | None:
        """The last day it may still take; None where nobody has named one."""
        return self.current.until or self.current.on

    @model_validator(mode="after")
    def _states_follow_each_other(self) -> Self:
        for before, after in pairwise(self.states):
            if after.status not in NEXT[before.status]:
                raise ValueError(f"'{after.status}' cannot follow '{before.status}'")
        return self


@dataclass(frozen=True, kw_only=True)
class Sitting:
    """When a hearing is to begin: a moment in UTC, and whether its hour is only assumed."""

    at: datetime
    assumed: bool


def missing_dates(status: str, given: Container[str]) -> list[str]:
    """What a state lacks, from the names of the dates it gives; empty where nothing does."""
    lacks = (
        (
            status == "window" and not ("since" in given and "until" in given),
            "a window needs its first day in 'since' and its last day in 'until'",
        ),
        (status == "date-known" and "on" not in given, "'date-known' needs the day in 'on'"),
        ("at" in given and "on" not in given, "an hour in 'at' needs its day in 'on'"),
    )
    return [sentence for wanting, sentence in lacks if wanting]
