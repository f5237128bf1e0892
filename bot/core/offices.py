"""Offices that can be written to or rung: who holds them, when they answer, on which numbers."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from .people import Id
from .texts import Document, Text

E164 = Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{6,14}$")]

ChannelKind = Literal[
    "phone", "manual-fax", "fax", "switchboard", "email", "post", "web"
]
DIALLED: frozenset[ChannelKind] = frozenset(
    {"phone", "manual-fax", "fax", "switchboard"}
)


class Closure(Document):
    """Days on which an office is shut beyond its weekly hours and the public holidays."""

    since: date
    until: date
    reason: Text | None = None


class Holder(Document):
    """Who holds an office during some time, and how a letter addresses that person."""

    name: Text
    title: Text
    salutation: Text
    """How a letter greets this person, with its punctuation: "Dear President Nazarbayev,"."""
    addressed: Text | None = None
    """How the head of a letter names the addressee, in the grammatical case the language asks for."""
    since: date | None = None
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Office(Document):
    """A court, ministry or administration, in its city and on its clock."""

    id: str = Id
    name: Text
    city: Text
    in_city: Text
    """The city as it stands in a sentence: "in Karaganda", "в Караганде"."""
    country: str = Field(pattern=r"^[A-Z]{2}$")
    zone: str
    """IANA name of the office's time zone."""
    languages: tuple[str, ...] = Field(min_length=1)
    """Languages the office reads, the best first."""
    hours: str | None = None
    """OpenStreetMap ``opening_hours`` in the office's own time; None where nobody knows them."""
    hours_assumed: bool = False
    closures: tuple[Closure, ...] = ()
    holders: tuple[Holder, ...] = ()
    address: Text | None = None
    salutation: Text | None = None
    """How a letter greets the office when no holder is known, with its punctuation."""
    addressed: Text | None = None
    """How the head of a letter names the office, in the grammatical case the language asks for."""
    source: str | None = None

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
    since: date | None = None
    until: date | None = None
    display: str | None = None
    """Its digits grouped for reading after the plus sign, where the standard grouping is wrong."""
    source: str | None = None

    def in_force(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Channel(Document):
    """One way of reaching one office, or one of several where the source does not say which."""

    id: str = Id
    kind: ChannelKind
    offices: tuple[str, ...] = Field(min_length=1)
    assigned: bool = True
    """False where the source gives a list of numbers without saying whose is which."""
    numbers: tuple[Number, ...] = ()
    email: str | None = None
    address: Text | None = None
    url: str | None = None
    state: Literal["unverified", "working", "suspect", "dead"] = "unverified"
    verified: date | None = None
    note: Text | None = None
    script: str | None = None
    """Id of the call script to follow on this line."""
    source: str | None = None

    def number_on(self, day: date) -> Number | None:
        """The number in force on a day; None where there is none or the line is dead."""
        if self.state == "dead":
            return None
        return next((number for number in self.numbers if number.in_force(day)), None)


class Step(Document):
    """One step of a call: you say, they say, or wait."""

    who: Literal["you", "they", "wait"]
    words: str | None = None
    """What is said, in its original script."""
    language: str | None = None
    say: Text | None = None
    """How to pronounce it, written for readers of each language."""
    means: Text | None = None
    seconds: int | None = Field(default=None, ge=1, le=120)
    note: Text | None = None


class CallScript(Document):
    """What to say on the telephone, step by step."""

    id: str = Id
    title: Text
    steps: tuple[Step, ...] = Field(min_length=1)
    source: str | None = None
