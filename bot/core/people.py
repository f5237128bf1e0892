"""Who a campaign is about, and what is asked for them."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .texts import Document, Line, Text
from .values import Day, Flag, Years

Id = Field(pattern=r"^[a-z][a-z0-9-]{0,19}$")
"""Ids are short: slug, id and a verb must fit the 64 bytes of a button."""


class Source(Document):
    """Who says so, when it was written, when it reached us and when it was last checked."""

    id: str = Id
    """Short name by which other parts of this file refer to the source."""
    who: Text
    """Who says so: a committee, a newspaper, a letter."""
    written: Day
    """The day it was written."""
    received: Day | None = None
    """The day it reached the campaign or was passed on."""
    checked: Day | None = None
    """The day somebody last checked that it still holds."""
    note: Text | None = None
    """What a reader should know about this source."""


class Custody(Document):
    """Where a person is held, since when, and where to write to them."""

    status: Literal[
        "free", "arrested", "police-cell", "remand", "prison", "house-arrest", "unknown"
    ]
    """The present situation."""
    place: Text | None = None
    """Where the person is held."""
    since: Day | None = None
    """Since which day; left out where no source says."""
    reason: Text | None = None
    """Why, as the source tells it."""
    note: Text | None = None
    """How the person is or was held, as the source tells it."""
    write_to: Text | None = None
    """Where letters reach the person; never a private address."""
    source: str | None = None
    """Id of the source that says so."""


class Sentence(Document):
    """A sentence demanded by the prosecution or given by the court."""

    years: Years = Field(gt=0, le=100)
    """Its length in years."""
    on: Day | None = None
    """The day it was demanded or given."""
    source: str | None = None
    """Id of the source that says so."""


class Health(Document):
    """A health note. Shown only when the person or the family agreed to its being public."""

    note: Text
    """The note itself, short."""
    consent: Flag
    """true only if the person or the family agreed, or made it public themselves."""
    source: str | None = None
    """Id of the source that says so."""


class Person(Document):
    """Somebody in the case."""

    id: str = Id
    """Short name by which other parts of this file refer to the person."""
    name: Text
    """The spelling shown, chosen for each language."""
    original: Line | None = None
    """The name in its original script."""
    variants: tuple[Line, ...] = ()
    """Other spellings that readers may meet. They are never merged with another person's."""
    note: Text | None = None
    """What to know about the name: where sources disagree, which spelling is a reconstruction."""
    relation: Text | None = None
    """How the person is related to others in the case."""
    role: Text | None = None
    """What the person does: trade union leader, journalist."""
    custody: Custody | None = None
    """Whether and where the person is held."""
    health: Health | None = None
    """A health note, with consent."""
    demanded: Sentence | None = None
    """The sentence the prosecution asks for."""
    given: Sentence | None = None
    """The sentence the court gave."""


class Organisation(Document):
    """A union, party, committee or company that appears in the case."""

    id: str = Id
    """Short name by which other parts of this file refer to the organisation."""
    name: Text
    """Its name."""
    role: Text | None = None
    """What it has to do with the case."""
    url: str | None = None
    """Its page, https only."""


class Demand(Document):
    """One thing asked of those in power: a separate item, used again in letters and cards."""

    id: str = Id
    """Short name by which letters refer to the demand."""
    text: Text
    """The demand as a whole sentence."""
    wordings: tuple[Text, ...] = ()
    """Other ways of saying the same demand, so that no two letters are alike."""
    source: str | None = None
    """Id of the source that raises it."""


class Evidence(Document):
    """A document or report that supports the case, with who issued it and when."""

    id: str = Id
    """Short name of the document."""
    what: Text
    """What it says or is."""
    issuer: Text
    """Who issued it."""
    on: Day | None = None
    """The day it was issued."""
    around: Text | None = None
    """What is known instead of a day, such as "January 2000"."""
    url: str | None = None
    """Where it can be read, https only."""


class Term(Document):
    """An agency or legal term explained for foreigners."""

    term: Text
    """The word as it is used in this campaign's texts."""
    means: Text
    """What it means, in one sentence."""


class TimelineEntry(Document):
    """One line of the history of a case."""

    on: Day | None = None
    """The day; left out where nobody gives one."""
    around: Text | None = None
    """What is known instead of a day, such as "just before Christmas"."""
    what: Text
    """What happened, in a sentence or two."""
    source: str | None = None
    """Id of the source that says so."""
