"""Days, hours, numbers, yes and no as a campaign file writes them: one spelling, no guessing.

Files hold nothing but text, and pydantic would read "on", "1_000" or 1041811200 in ways nobody
meant. Values that already have their type (a document read back from JSON) pass unchanged.
"""

from __future__ import annotations

import re
from datetime import date, time
from typing import Annotated, Any

from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?")
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}")
_YEARS = re.compile(r"[0-9]{1,3}(\.[0-9]{1,2})?")
_FLAGS = {"true": True, "false": False}


def _day(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _DAY.fullmatch(value):
        raise PydanticCustomError("day_written", "not written like 2003-01-06")
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise PydanticCustomError("day_missing", "no such day in the calendar") from None


def _hour(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _HOUR.fullmatch(value):
        raise PydanticCustomError("hour_written", "not written like 09:00")
    return time.fromisoformat(value)


def _whole(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _WHOLE.fullmatch(value):
        raise PydanticCustomError("whole_written", "not a whole number")
    return int(value)


def _years(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if not _YEARS.fullmatch(value):
        raise PydanticCustomError("years_written", "not a number of years")
    return float(value)


def _flag(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if value not in _FLAGS:
        raise PydanticCustomError("flag_written", "neither true nor false")
    return _FLAGS[value]


Day = Annotated[date, BeforeValidator(_day)]
"""A day of some calendar, written 2003-01-06."""
Hour = Annotated[
    time,
    BeforeValidator(_hour),
    # JSON Schema's own format for times wants seconds and an offset.
    WithJsonSchema({"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}),
]
"""An hour on some clock, written 09:00."""
Whole = Annotated[int, BeforeValidator(_whole)]
Years = Annotated[float, BeforeValidator(_years)]
Flag = Annotated[bool, BeforeValidator(_flag)]
"""Only ``true`` or ``false``."""


def day_in(value: object) -> date | None:
    """The day a raw value of a file stands for; None where it is absent or misspelt."""
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None
