"""A campaign: one document that says who, what, when, whom to reach and how."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo

from pydantic import Field

from . import places
from .actions import Action, Event, Fund, Initiative, Letter, PicketReport
from .danger import Danger
from .hearings import Hearing
from .intervals import Interval
from .offices import Channel, Country, Office
from .people import Demand, Evidence, Organisation, Person, Source, Term, TimelineEntry
from .scripts import CallScript
from .texts import Document, Said, Text
from .usefulness import of_use
from .values import Whole

State = Literal["active", "paused", "won", "lost", "closed"]
CLOSED: frozenset[State] = frozenset({"won", "lost", "closed"})


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
    """The folder's name: small letters, digits and hyphens."""
    language: str
    """The language of texts that are given as one plain string, such as en."""
    state: State = "active"
    """active until somebody closes or pauses it."""
    title: Text
    """Its name, in a few words."""
    summary: Text
    """What it is about, so that a stranger understands it in half a minute."""
    country: Country
    """The country it is about: two capital letters, such as KZ."""
    zone: str
    """IANA zone in which the campaign's own dates are meant, such as Asia/Almaty."""
    danger: Danger | None = None
    """What signing with one's own name can bring; left out where nothing is to be feared."""
    reminders: tuple[Whole, ...] = (24 * 60, 60)
    """Minutes before a hearing at which subscribers are reminded."""
    sources: tuple[Source, ...] = Field(min_length=1)
    """Who says all this. The first is taken wherever none is named."""
    people: tuple[Person, ...] = ()
    """The people in the case."""
    organisations: tuple[Organisation, ...] = ()
    """Unions, parties and companies that appear in it."""
    demands: tuple[Demand, ...] = ()
    """What is asked of those in power."""
    evidence: tuple[Evidence, ...] = ()
    """Documents and reports that support the case."""
    glossary: tuple[Term, ...] = ()
    """Agencies and legal terms, explained."""
    offices: tuple[Office, ...] = ()
    """Offices to write to or to ring."""
    channels: tuple[Channel, ...] = ()
    """Numbers and addresses that reach these offices."""
    scripts: tuple[CallScript, ...] = ()
    """What to say on the telephone."""
    hearings: tuple[Hearing, ...] = ()
    """Court dates and other days of decision."""
    actions: tuple[Action, ...] = ()
    """What subscribers are asked to do, and when."""
    events: tuple[Event, ...] = ()
    """Days of protest, strikes, conferences."""
    pickets: tuple[PicketReport, ...] = ()
    """What was reported of pickets."""
    funds: tuple[Fund, ...] = ()
    """Collections of money."""
    initiatives: tuple[Initiative, ...] = ()
    """Groups that can be joined."""
    letters: tuple[Letter, ...] = ()
    """Letters to send. Their words stand in letters/<id>.<language>.j2."""
    timeline: tuple[TimelineEntry, ...] = ()
    """The history of the case, the oldest first."""

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

    def stands(self, action: Action) -> bool:
        """Whether an action is still asked for: it goes with the hearing it is tied to."""
        return action.hearing is None or not self.hearing(action.hearing).over

    def open_actions(self, now: datetime) -> tuple[Action, ...]:
        """Actions of use at a moment (aware): the urgent first, then the soonest to end.

        What needs an office to answer is of use no longer than one of its offices still will.
        """
        asked = [action for action in self.actions if self.stands(action)]
        begun = [a for a in asked if a.starts_at(self.tz) <= now < a.ends_at(self.tz)]
        useful = [action for action in begun if now < self.of_use(action)[1]]
        return tuple(sorted(useful, key=lambda a: (not a.urgent, a.ends)))

    def of_use(self, action: Action) -> Interval:
        """First and last moment at which an action is of use, in UTC."""
        return of_use(action, (self.office(id) for id in action.offices), self.tz)

    def next_action(self, now: datetime) -> Action | None:
        """The next action that has not yet begun."""
        ahead = [a for a in self.actions if self.stands(a) and a.starts_at(self.tz) > now]
        return min(ahead, key=lambda a: a.begins, default=None)

    def past(self, now: datetime) -> bool:
        """Whether the campaign is history: closed, or every dated thing in it lies behind ``now``.

        A hearing still to come, with a date or without, keeps it from being history. Where nothing
        is dated, nothing says that it is history.
        """
        if self.state in CLOSED:
            return True
        today = now.astimezone(self.tz).date()
        ends = [
            *(hearing.last_day for hearing in self.hearings if not hearing.over),
            *(action.ends for action in self.actions),
            *(event.until or event.on for event in self.events if event.on),
            *(fund.until for fund in self.funds if fund.until),
        ]
        dated = bool(ends) or any(hearing.over for hearing in self.hearings)
        return dated and all(end is not None and end < today for end in ends)

    @property
    def tz(self) -> ZoneInfo:
        return places.zone(self.zone)
