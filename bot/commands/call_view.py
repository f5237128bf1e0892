"""Who looks at the cards of offices, and what several of these pages share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.core.button_rows import ROW, shortened
from bot.core.call_lines import Reports
from bot.core.calls import OfficeCard, office_cards
from bot.core.chats import Chat
from bot.core.emails import addresses
from bot.core.letters import offers
from bot.core.library import Entry
from bot.core.messages import Button, Message
from bot.core.offices import Office
from bot.core.places import zone
from bot.words import Words

from .request import Rows


@dataclass(frozen=True, kw_only=True)
class View:
    """Who looks at which campaign, and when. Needs no database: the preview uses it too."""

    words: Words
    entry: Entry
    chat: Chat
    now: datetime
    reports: Reports = field(default_factory=dict)
    """What readers told of the channels, by their ids."""

    @property
    def slug(self) -> str:
        return self.entry.campaign.slug

    @property
    def letter(self) -> bool:
        """Whether a letter is of use now."""
        return bool(offers(self.entry.campaign, self.now))

    def cards(self) -> tuple[OfficeCard, ...]:
        return self._cards

    @cached_property
    def _cards(self) -> tuple[OfficeCard, ...]:
        return office_cards(self.entry.campaign, self.chat, self.now, self.reports)

    def card(self, office: str) -> OfficeCard | None:
        """The card of an office; None where it is of no use to ring it now."""
        return next((card for card in self.cards() if card.office.id == office), None)

    def message(self, template: str, rows: Rows, **context: Any) -> Message:
        html = self.words.render(
            template, self.chat.audience, self.now, campaign=self.entry.campaign, **context
        )
        return Message(html=html, buttons=tuple(row for row in rows if row))

    def button(self, name: str, press: str, **context: Any) -> Button:
        return Button(label=self.label(name, **context), press=press)

    def label(self, name: str, **context: Any) -> str:
        return self.words.label(name, self.chat.language, **context)

    def time(self, template: str, **context: Any) -> str:
        """A day or an hour on the reader's clock, for the words of a button."""
        return self.words.render(template, self.chat.audience, self.now, **context)

    def emails(self, office: Office) -> tuple[str, ...]:
        """The addresses of an office that are not known to be dead."""
        return addresses(self.entry.campaign, office.id)

    def write(self, name: str) -> tuple[Button, ...]:
        """The button of the letter, where one is of use."""
        return (self.button(name, f"letter:{self.slug}"),) if self.letter else ()


def alike(cards: Sequence[OfficeCard]) -> tuple[tuple[OfficeCard, ...], ...]:
    """Offices of one city with the same hours, together: one line is enough for them."""
    groups: dict[object, tuple[OfficeCard, ...]] = {}
    for card in cards:
        where = (card.office.zone, str(card.office.in_city), card.hours.status)
        key = (*where, card.begins, card.opening, card.hours.day)
        groups[key] = (*groups.get(key, ()), card)
    return tuple(groups.values())


def leaf(
    button: Callable[[str, str], Button], press: str, page: int, pages: int
) -> tuple[Button, ...]:
    """The buttons to the pages before and after one; ``press`` and a number are their data."""
    row = []
    if page:
        row.append(button("earlier", f"{press}:{page - 1}"))
    if page + 1 < pages:
        row.append(button("more", f"{press}:{page + 1}"))
    return tuple(row)


def remind_button(view: View, card: OfficeCard, at: datetime, press: str) -> Button:
    """Named by the hour alone where that is today for the reader."""
    clock = zone(view.chat.zone or card.office.zone)
    hour = view.time("call/at_hour.j2", at=at, zone=card.office.zone)
    day = at.astimezone(clock).date()
    if day == view.now.astimezone(clock).date():
        return view.button("remind_at", press, at=hour)
    return view.button("remind_on", press, at=hour, on=view.time("call/on_day.j2", on=day))


def to_office(view: View, card: OfficeCard) -> Button:
    """What is cut of a long name leaves room for the word that it is open."""
    name = str(view.entry.campaign.say(card.office.name, view.chat.language))
    label = shortened(name)
    if card.open:
        room = ROW - len(view.label("office_open", office=""))
        label = view.label("office_open", office=shortened(name, room))
    return Button(label=label, press=f"call:{view.slug}:{card.office.id}:when")
