"""How moments are stored: UTC as whole microseconds since 1970."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


def stored(moment: datetime) -> int:
    """An aware moment as it is stored; ValueError for a naive one."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment!r} has no zone")
    return (moment - EPOCH) // _MICROSECOND


def read(value: int) -> datetime:
    """A stored moment, aware, in UTC."""
    return EPOCH + value * _MICROSECOND
