"""What comrades are asked to do, and what happens around a case: actions, events, pickets, money."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from .people import Id
from .texts import Document, Text


class Action(Document):
    """Something to do between two days of the campaign's calendar; it is never offered outside them."""

    id: str = Id
    kind: Literal["fax", "call", "letter", "email", "picket", "donate", "other"]
    title: Text
    text: Text
    begins: date
    ends: date
    """The last day on which it is still of use."""
    until: time | None = None
    """The hour on the last day, in the campaign's zone; the end of the day where none is given."""
    urgent: bool = False
    offices: tuple[str, ...] = ()
    letter: str | None = None
    script: str | None = None
    hearing: str | None = None
    """The hearing it is tied to, if any."""
    source: str | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Self:
        if self.ends < self.begins:
            raise ValueError(f"it ends ({self.ends}) before it begins ({self.begins})")
        return self

    def starts_at(self, zone: ZoneInfo) -> datetime:
        """First moment of the action, in the given zone."""
        return datetime.combine(self.begins, time(0), zone)

    def ends_at(self, zone: ZoneInfo) -> datetime:
        """First moment at which it is too late."""
        return datetime.combine(self.ends, self.until or time(23, 59, 59), zone)


class Event(Document):
    """A dated event that is no hearing: a day of protest, a strike, a conference."""

    id: str = Id
    kind: Literal["protest", "picket", "strike", "conference", "anniversary", "other"]
    title: Text
    on: date | None = None
    until: date | None = None
    where: Text | None = None
    text: Text | None = None
    source: str | None = None


class PicketReport(Document):
    """What was reported of a picket that took place."""

    city: Text
    country: str = Field(pattern=r"^[A-Z]{2}$")
    before: Text
    on: date | None = None
    report: Text
    source: str | None = None


class PayField(Document):
    """One line of a payment card. Shipped examples are fictitious."""

    name: Text
    value: str


class PayMethod(Document):
    """One way of sending money."""

    id: str = Id
    title: Text
    fields: tuple[PayField, ...] = Field(min_length=1)
    reference: tuple[str, ...] = ()
    """Words that must stand in the payment's details."""
    note: Text | None = None


class Fund(Document):
    """A collection: what for, how much, how, and until when."""

    id: str = Id
    purpose: Text
    amount: int = Field(gt=0)
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    until: date | None = None
    fictitious: bool = False
    """True where the account data are invented examples: never shown as something to pay to."""
    methods: tuple[PayMethod, ...] = ()
    source: str | None = None


class Initiative(Document):
    """A group that can be joined."""

    id: str = Id
    name: Text
    text: Text
    contact: str | None = None
    source: str | None = None


class Letter(Document):
    """A letter to be sent. Its words are templates in ``letters/<id>.<language>.j2``."""

    id: str = Id
    title: Text
    subject: Text
    to: tuple[str, ...] = Field(min_length=1)
    """Offices it can be addressed to, the first choice first."""
    cc: tuple[str, ...] = ()
    """Offices that get a copy; whichever is the addressee is left out."""
    people: tuple[str, ...] = ()
    """The people it speaks for; everybody in the campaign where none are named."""
    demands: tuple[str, ...] = ()
    source: str | None = None
