"""A campaign: one document that says who, what, when, whom to reach and how."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field

from .actions import Action, Event, Fund, Initiative, Letter, PicketReport
from .hearings import Hearing
from .offices import CallScript, Channel, Office
from .people import Demand, Evidence, Organisation, Person, Source, Term, TimelineEntry
from .texts import Document, Said, Text

State = Literal["active", "paused", "won", "lost", "closed"]


class _Named(Protocol):
    @property
    def id(self) -> str: ...


N = TypeVar("N", bound=_Named)


def _by_id(items: tuple[N, ...], id: str) -> N:
    for item in items:
        if item.id == id:
            return item
    raise KeyError(id)


class Campaign(Document):
    """Everything one campaign folder says, except the words of its letters."""

    slug: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=28)
    """The folder's name."""
    language: str
    """The language of texts that are given as one plain string."""
    state: State = "active"
    title: Text
    summary: Text
    country: str = Field(pattern=r"^[A-Z]{2}$")
    zone: str
    """IANA zone in which the campaign's own dates are meant."""
    reminders: tuple[int, ...] = (24 * 60, 60)
    """Minutes before a hearing at which subscribers are reminded."""
    sources: tuple[Source, ...] = Field(min_length=1)
    people: tuple[Person, ...] = ()
    organisations: tuple[Organisation, ...] = ()
    demands: tuple[Demand, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    glossary: tuple[Term, ...] = ()
    offices: tuple[Office, ...] = ()
    channels: tuple[Channel, ...] = ()
    scripts: tuple[CallScript, ...] = ()
    hearings: tuple[Hearing, ...] = ()
    actions: tuple[Action, ...] = ()
    events: tuple[Event, ...] = ()
    pickets: tuple[PicketReport, ...] = ()
    funds: tuple[Fund, ...] = ()
    initiatives: tuple[Initiative, ...] = ()
    letters: tuple[Letter, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()

    def say(self, text: Text, language: str) -> Said:
        """A text of this campaign for a reader of a language, with the language it is really in."""
        return text.pick(language, self.language)

    def office(self, id: str) -> Office:
        """An office by id; KeyError where there is none (the checker has refused such files)."""
        return _by_id(self.offices, id)

    def person(self, id: str) -> Person:
        return _by_id(self.people, id)

    def hearing(self, id: str) -> Hearing:
        return _by_id(self.hearings, id)

    def action(self, id: str) -> Action:
        return _by_id(self.actions, id)

    def letter(self, id: str) -> Letter:
        return _by_id(self.letters, id)

    def demand(self, id: str) -> Demand:
        return _by_id(self.demands, id)

    def script(self, id: str) -> CallScript:
        return _by_id(self.scripts, id)

    def source(self, id: str | None) -> Source:
        """A source by id; the first one where none is named."""
        return self.sources[0] if id is None else _by_id(self.sources, id)

    def channels_of(self, office: str) -> tuple[Channel, ...]:
        """Every channel that reaches, or may reach, an office."""
        return tuple(channel for channel in self.channels if office in channel.offices)

    def open_actions(self, now: datetime) -> tuple[Action, ...]:
        """Actions that are of use at a moment (aware), the urgent ones and the soonest to end first."""
        of_use = [
            a for a in self.actions if a.starts_at(self.tz) <= now < a.ends_at(self.tz)
        ]
        return tuple(sorted(of_use, key=lambda a: (not a.urgent, a.ends)))

    def next_action(self, now: datetime) -> Action | None:
        """The next action that has not yet begun."""
        ahead = [a for a in self.actions if a.starts_at(self.tz) > now]
        return min(ahead, key=lambda a: a.begins, default=None)

    @property
    def tz(self) -> ZoneInfo:
        return ZoneInfo(self.zone)
