"""Offices that can be written to or rung: who holds them, when they answer, on which numbers."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from .people import Id
from .texts import Document, Line, Text
from .values import Day, Flag

E164 = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
"""ISO 3166-1 code, in capitals."""
Pressed = Annotated[str, StringConstraints(pattern=r"^[0-9][0-9 ()~-]*[0-9]$")]
"""What is pressed on a landline, in groups; ``~`` where one waits for a second tone."""
_OWN_DIGITS = 5
"""So many last digits are a number's own wherever it is rung from."""

ChannelKind = Literal["phone", "manual-fax", "fax", "switchboard", "email", "post", "web"]
DIALLED: frozenset[ChannelKind] = frozenset({"phone", "manual-fax", "fax", "switchboard"})


class Closure(Document):
    """Days on which an office is shut beyond its weekly hours and the public holidays."""

    since: Day
    """First day it is shut."""
    until: Day
    """Last day it is shut; the same day for a single one."""
    reason: Text | None = None
    """Why, if it is known."""


class Holder(Document):
    """Who holds an office during some time, and how a letter addresses that person."""

    name: Text
    """The person's name."""
    title: Text
    """The office as the person's title."""
    salutation: Text
    """How a letter greets this person, with its punctuation: "Dear President Nazarbayev,"."""
    addressed: Text | None = None
    """How the head of a letter names the addressee, in the case the language asks for."""
    since: Day | None = None
    """First day in office; left out where it does not matter."""
    until: Day | None = None
    """Last day in office; left out while the person holds it."""

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Office(Document):
    """A court, ministry or administration, in its city and on its clock."""

    id: str = Id
    """Short name by which other parts of this file refer to the office."""
    name: Text
    """Its name."""
    city: Text
    """The city it is in."""
    in_city: Text
    """The city as it stands in a sentence: "in Karaganda", "в Караганде"."""
    country: Country
    """Its country: two capital letters, such as KZ."""
    zone: str
    """IANA name of the office's time zone, such as Asia/Almaty."""
    languages: tuple[str, ...] = Field(min_length=1)
    """Languages the office reads, the best first."""
    hours: str | None = None
    """OpenStreetMap opening_hours in the office's own time; left out where nobody knows them."""
    hours_assumed: Flag = False
    """true where no source gives the hours and usual ones are assumed."""
    closures: tuple[Closure, ...] = ()
    """Days on which it is shut beyond its weekly hours and the public holidays."""
    holders: tuple[Holder, ...] = ()
    """Who holds the office, one after the other."""
    address: Text | None = None
    """Postal address of the office; a new line for each line."""
    salutation: Text | None = None
    """How a letter greets the office when no holder is known, with its punctuation."""
    addressed: Text | None = None
    """How the head of a letter names the office, in the case the language asks for."""
    source: str | None = None
    """Id of the source that names the office."""

    def holder_on(self, day: date) -> Holder | None:
        """Who holds the office on a day of its own calendar."""
        return next((holder for holder in self.holders if holder.holds_on(day)), None)

    def addressed_on(self, day: date) -> Text:
        """The addressee as the head of a letter names it on a day of the office's calendar."""
        holder = self.holder_on(day)
        return (holder and holder.addressed) or self.addressed or self.name

    def salutation_on(self, day: date) -> Text | None:
        """How a letter written on a day greets the office; None where the campaign does not say."""
        holder = self.holder_on(day)
        return holder.salutation if holder else self.salutation


class Number(Document):
    """A number and the days on which it is in force; history keeps its old form."""

    e164: E164
    """The number with its country code, without blanks, in quotes: "+77212420220"."""
    since: Day | None = None
    """First day in force."""
    until: Day | None = None
    """Last day in force."""
    display: Line | None = None
    """Its digits grouped for reading, without the plus, where the usual grouping is wrong."""
    dial: dict[Country, Pressed] = Field(default_factory=dict)
    """What is pressed on a landline in a country, by its code, where you know better than the
    usual rules: `{RU: "8~10 7 7212 42 02 20"}`; `~` where one waits for a second tone."""
    source: str | None = None
    """Id of the source that gives the number."""

    @model_validator(mode="after")
    def _reaches_itself(self) -> Self:
        for country, pressed in self.dial.items():
            if not re.sub(r"\D", "", pressed).endswith(self.e164[-_OWN_DIGITS:]):
                raise ValueError(
                    f"'{pressed}', dialled from {country}, does not end like {self.e164}; "
                    "correct one of the two"
                )
        return self

    def in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Channel(Document):
    """One way of reaching one office, or one of several where the source does not say which."""

    id: str = Id
    """Short name of the channel."""
    kind: ChannelKind
    """manual-fax: somebody answers the telephone and switches the fax on."""
    offices: tuple[str, ...] = Field(min_length=1)
    """Ids of the offices it reaches."""
    assigned: Flag = True
    """false where the source gives a list of numbers without saying whose is which."""
    numbers: tuple[Number, ...] = ()
    """Its number, with the days it is in force where numbers have changed."""
    email: str | None = None
    """The address, for the kind email."""
    address: Text | None = None
    """The postal address, for the kind post."""
    url: str | None = None
    """The page, for the kind web; https only."""
    state: Literal["unverified", "working", "suspect", "dead"] = "unverified"
    """What is known of it; a dead line is never shown."""
    verified: Day | None = None
    """The day it was last known to work."""
    note: Text | None = None
    """What to know before using it."""
    script: str | None = None
    """Id of the call script to follow on this line."""
    source: str | None = None
    """Id of the source that gives the channel."""

    def number_on(self, day: date) -> Number | None:
        """The number in force on a day; None where there is none or the line is dead."""
        if self.state == "dead":
            return None
        return next((number for number in self.numbers if number.in_force(day)), None)
