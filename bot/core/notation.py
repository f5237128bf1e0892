"""JSON as it comes in from Telegram and goes out again, also where it is not quite in order.

The quick reader refuses half a surrogate pair and numbers of more than 64 bits; one message that
holds them must not cost the others that came with it.
"""

from __future__ import annotations

import json
import math
from typing import Any, TypeGuard

import orjson


def read(text: str | bytes) -> Any:
    """The value that a JSON text holds. ValueError for anything that is no JSON."""
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return _read_slowly(text if isinstance(text, str) else text.decode())


def written(value: object) -> bytes:
    """The value as compact JSON in UTF-8; half a surrogate pair is written as an escape."""
    try:
        return orjson.dumps(value)
    except orjson.JSONEncodeError:
        return json.dumps(value, separators=(",", ":")).encode()


def is_id(value: object) -> TypeGuard[int]:
    """Whether this is a whole number that fits into a column of the database."""
    return type(value) is int and -(2**63) <= value < 2**63


def _read_slowly(text: str) -> Any:
    try:
        return json.loads(text, parse_constant=_refuse, parse_float=_finite)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _finite(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise ValueError("a number is too large")
    return number


def _refuse(constant: str) -> None:
    raise ValueError(f"{constant} is no JSON")
