"""What comrades are asked to do, and what happens around a case: events, pickets, money."""

from __future__ import annotations

from datetime import datetime, time
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import Field, StringConstraints, model_validator

from .offices import Country
from .people import Id
from .texts import Document, Line, Text
from .values import Day, Flag, Hour, Whole

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
"""ISO 4217 code, in capitals."""


class Action(Document):
    """Something to do between two days of the campaign's calendar, and never outside them."""

    id: str = Id
    """Short name of the action."""
    kind: Literal["fax", "call", "letter", "email", "picket", "donate", "other"]
    """What is to be done."""
    title: Text
    """The act in a few words: "Fax a protest to the court"."""
    text: Text
    """What to do and why, in two or three sentences."""
    begins: Day
    """The first day on which it is of use."""
    ends: Day
    """The last day on which it is still of use."""
    until: Hour | None = None
    """The hour on the last day, in the campaign's zone; the end of the day where none is given."""
    urgent: Flag = False
    """true where it cannot wait for the evening."""
    offices: tuple[str, ...] = ()
    """Ids of the offices it is meant for."""
    letter: str | None = None
    """Id of the letter to send, if any."""
    script: str | None = None
    """Id of the call script to follow, if any."""
    hearing: str | None = None
    """Id of the hearing it is tied to, if any."""
    source: str | None = None
    """Id of the source that asks for it."""

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
    """Short name of the event."""
    kind: Literal["protest", "picket", "strike", "conference", "anniversary", "other"]
    """What it is."""
    title: Text
    """Its name, in a few words."""
    on: Day | None = None
    """Its day, or its first; left out where it is not known."""
    until: Day | None = None
    """Its last day, where it lasts several."""
    where: Text | None = None
    """Where it takes place."""
    text: Text | None = None
    """What else there is to know."""
    source: str | None = None
    """Id of the source that tells of it."""


class PicketReport(Document):
    """What was reported of a picket that took place."""

    city: Text
    """The city it took place in."""
    country: Country
    """Its country: two capital letters."""
    before: Text
    """Before which building people stood."""
    on: Day | None = None
    """The day; left out where no source says."""
    report: Text
    """What came of it."""
    source: str | None = None
    """Id of the source that tells of it."""


class PayField(Document):
    """One line of a payment card. Shipped examples are fictitious."""

    name: Text
    """What it is: bank, account, receiver."""
    value: Line
    """The value to copy."""


class PayMethod(Document):
    """One way of sending money."""

    id: str = Id
    """Short name of the method."""
    title: Text
    """What it is called."""
    fields: tuple[PayField, ...] = Field(min_length=1)
    """What has to be filled in."""
    reference: tuple[Line, ...] = ()
    """Words of which one must stand in the payment's details."""
    note: Text | None = None
    """What else to know or to do."""


class Fund(Document):
    """A collection: what for, how much, how, and until when."""

    id: str = Id
    """Short name of the collection."""
    purpose: Text
    """What the money is for."""
    amount: Whole = Field(gt=0)
    """The sum needed, in whole units of the currency."""
    currency: Currency
    """Three capital letters, such as USD."""
    until: Day | None = None
    """The last day on which money is still of use."""
    fictitious: Flag = False
    """true where the account data are invented examples: never shown as something to pay to."""
    methods: tuple[PayMethod, ...] = ()
    """The ways of sending money."""
    source: str | None = None
    """Id of the source that asks for it."""


class Initiative(Document):
    """A group that can be joined."""

    id: str = Id
    """Short name of the group."""
    name: Text
    """Its name."""
    text: Text
    """Who it is for and what it does."""
    contact: Line | None = None
    """How to reach it in public; never a private address."""
    source: str | None = None
    """Id of the source that tells of it."""


class Letter(Document):
    """A letter to be sent. Its words are templates in ``letters/<id>.<language>.j2``."""

    id: str = Id
    """Short name of the letter, and the first part of its files' names."""
    title: Text
    """What it is called in lists."""
    subject: Text
    """Its subject line."""
    to: tuple[str, ...] = Field(min_length=1)
    """Ids of the offices it can be addressed to, the first choice first."""
    cc: tuple[str, ...] = ()
    """Ids of the offices that get a copy; whichever is the addressee is left out."""
    people: tuple[str, ...] = ()
    """Ids of the people it speaks for; everybody in the campaign where none are named."""
    demands: tuple[str, ...] = ()
    """Ids of the demands it raises, in their order."""
    any_order: Flag = False
    """true where its demands may come in any order."""
    least_variants: Whole = Field(default=1, gt=0)
    """How many different letters its words must be able to make; fewer are a mistake."""
    source: str | None = None
    """Id of the source of the letter."""
