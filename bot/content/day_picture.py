"""A day as a PNG: when offices answer, beside the reader's own hours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from bot.core.directions import from_the_right

from .typesetter import Typesetter

_SHEET = Path(__file__).with_name("day.typ")
_PIXELS_AN_INCH = 200.0
"""368 points are then 1022 pixels wide: sharp on a telephone, and some 50 kB."""

Bands = Sequence[tuple[float, float]]
"""From and to, in hours from the beginning of the strip."""


@dataclass(frozen=True, kw_only=True)
class Hour:
    """A full hour beside the strip."""

    at: float
    hour: str


@dataclass(frozen=True, kw_only=True)
class Clock:
    """A clock along the strip."""

    name: str
    ticks: Sequence[Hour]
    days: Sequence[tuple[float, str]]
    """Where a day begins, and what it is called."""


@dataclass(frozen=True, kw_only=True)
class OfficeRow:
    """Offices that answer at the same hours, with their own clock below."""

    name: str
    """Empty where the title says it."""
    open: Bands
    clock: Clock
    hours: str
    """The same in words."""


@dataclass(frozen=True, kw_only=True)
class Legend:
    """What the colours mean; without a reader's clock only the first is used."""

    open: str
    awake: str | None
    asleep: str | None


@dataclass(frozen=True, kw_only=True)
class DayPicture:
    """Everything on the picture, all of it in one language."""

    language: str
    title: str
    you: Clock | None
    """None where the reader's clock is not known."""
    waking: Bands | None
    midnights: Sequence[float]
    now: float | None
    """None where now lies outside the strip."""
    now_label: str
    rows: Sequence[OfficeRow]
    legend: Legend
    note: str | None


class DayPress:
    """Draws pictures of days; threads may share one."""

    def __init__(self) -> None:
        self._typesetter = Typesetter(_SHEET)

    def draw(self, picture: DayPicture) -> bytes:
        """The PNG; the same picture gives the same bytes."""
        data = asdict(picture) | {
            "language": picture.language.split("-")[0],
            "rtl": from_the_right(picture.language),
        }
        return self._typesetter.set("day", data, format="png", ppi=_PIXELS_AN_INCH)
