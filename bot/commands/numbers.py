"""Numbers out of buttons' data, which anybody can forge."""

from __future__ import annotations

import re

from .sorry import Stale

_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}")


def number(text: str) -> int:
    """A whole number from 0 in ASCII digits; Stale for everything else, signs included."""
    if not _NUMBER.fullmatch(text):
        raise Stale
    return int(text)
