"""Lengths of time in words."""

from __future__ import annotations

from markupsafe import Markup

from .calendar import NBSP
from .phrases import Phrases

_MINUTES_A_DAY = 24 * 60


def duration(seconds: float, phrase: Phrases) -> str:
    """``1 h 30 min`` or ``2 days 3 h``; at least one minute, rounded to the minute."""
    return " ".join(_glued(phrase(name, number=number)) for name, number in _pieces(seconds))


def ahead(seconds: float, phrase: Phrases) -> str:
    """``in 1 h 30 min``, ``in 2 days``: the time from now until something."""
    pieces = dict(_pieces(seconds))
    return _glued(phrase("in_" + "_".join(pieces), **pieces))


def _pieces(seconds: float) -> tuple[tuple[str, int], ...]:
    """What is not zero: from two days on days and hours, below that hours and minutes."""
    minutes = max(1, round(seconds / 60))
    if minutes < 2 * _MINUTES_A_DAY:
        pieces = (("hours", minutes // 60), ("minutes", minutes % 60))
    else:
        hours = round(minutes / 60)
        pieces = (("days", hours // 24), ("hours", hours % 24))
    return tuple(piece for piece in pieces if piece[1])


def _glued(words: Markup) -> str:
    """On a phone a number must not part from its unit."""
    return str(words).replace(" ", NBSP)
