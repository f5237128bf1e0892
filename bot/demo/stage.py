"""What the chat page shows: whose eyes, in which zones; and the time machine it is given."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class Travel(Protocol):
    """The demo's time, which the roof joins to the bot's scheduler."""

    def now(self) -> datetime:
        """The demo's present, aware, in UTC."""
        ...

    async def travel(self, to: datetime) -> datetime:
        """Go forward to that moment, doing on the way all that falls due; where it arrived."""
        ...

    async def next_event(self) -> datetime | None:
        """When something falls due next, None when nothing will."""
        ...


@dataclass(frozen=True, kw_only=True)
class ZoneChoice:
    """One way to look at a shared chat. `user_id`: who then looks, the seat's own when None."""

    label: str
    zone: str
    user_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One chat in the list at the left, seen through one person's eyes.

    `name`: short and unique, lower-case letters (the page's test id is `seat-<name>`). `zone`: an
    IANA name. `zone_choices`: for groups, the switch "see as". `hints`: texts to send in one tap.
    """

    name: str
    title: str
    subtitle: str
    chat_id: int
    user_id: int
    zone: str
    zone_choices: tuple[ZoneChoice, ...] = ()
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Stage:
    """The seats, first the one that is open at first."""

    title: str
    seats: tuple[Seat, ...]

    def __iter__(self) -> Iterator[Seat]:
        return iter(self.seats)
