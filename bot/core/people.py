"""Who a campaign is about, and what is asked for them."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from .texts import Document, Text

Id = Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")
"""Ids are short: slug, id and a verb must fit the 64 bytes of a button."""



class Source(Document):
    """Who says so, when it was written, when it reached us and when it was last checked."""

    id: str = Id
    who: Text
    written: date
    received: date | None = None
    checked: date | None = None
    note: Text | None = None


class Custody(Document):
    """Where a person is held, since when, and where to write to them."""

    status: Literal[
        "free", "arrested", "police-cell", "remand", "prison", "house-arrest", "unknown"
    ]
    place: Text | None = None
    since: date | None = None
    reason: Text | None = None
    note: Text | None = None
    """How the person is or was held, as the source tells it."""
    write_to: Text | None = None
    source: str | None = None


class Sentence(Document):
    """A sentence demanded by the prosecution or given by the court, in years."""

    years: float = Field(gt=0, le=100)
    on: date | None = None
    source: str | None = None


class Health(Document):
    """A health note. Shown only when the person or the family agreed to its being public."""

    note: Text
    consent: bool
    source: str | None = None


class Person(Document):
    """Somebody in the case. Variants are spellings that search accepts; they are never merged."""

    id: str = Id
    name: Text
    original: str | None = None
    """The name in its original script."""
    variants: tuple[str, ...] = ()
    note: Text | None = None
    """What to know about the name: where the sources disagree, which spelling is a reconstruction."""
    relation: Text | None = None
    role: Text | None = None
    custody: Custody | None = None
    health: Health | None = None
    demanded: Sentence | None = None
    given: Sentence | None = None


class Organisation(Document):
    """A union, party, committee or company that appears in the case."""

    id: str = Id
    name: Text
    role: Text | None = None
    url: str | None = None


class Demand(Document):
    """One thing asked of those in power: a separate item, used again in letters and cards."""

    id: str = Id
    text: Text
    source: str | None = None


class Evidence(Document):
    """A document or report that supports the case, with who issued it and when."""

    id: str = Id
    what: Text
    issuer: Text
    on: date | None = None
    around: Text | None = None
    """What is known instead of a day, such as "January 2000"."""
    url: str | None = None


class Term(Document):
    """An agency or legal term explained for foreigners."""

    term: Text
    means: Text


class TimelineEntry(Document):
    """One line of the history of a case. A date may be missing where nobody gives one."""

    on: date | None = None
    around: Text | None = None
    """What is known instead of a date, such as "just before Christmas"."""
    what: Text
    source: str | None = None
