"""Stretches of time, each from a moment up to (not including) another, and how they combine."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from itertools import pairwise

Interval = tuple[datetime, datetime]
"""Beginning and end, both aware and in UTC; the end itself is no longer inside."""


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The same time in order, in as few intervals as possible; empty ones vanish."""
    result: list[Interval] = []
    for start, end in sorted(each for each in intervals if each[0] < each[1]):
        if result and start <= result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return result


def common(some: Iterable[Interval], others: Iterable[Interval]) -> list[Interval]:
    """The time that is in both."""
    known = list(others)
    return merged(
        (max(start, other_start), min(end, other_end))
        for start, end in some
        for other_start, other_end in known
    )


def without(intervals: Iterable[Interval], cut: Interval) -> list[Interval]:
    """The time that is in ``intervals`` and not in ``cut``."""
    since, until = cut
    return merged(
        part
        for start, end in intervals
        for part in ((start, min(end, since)), (max(start, until), end))
    )


def gaps(intervals: Iterable[Interval]) -> list[Interval]:
    """What lies between intervals that are in order and apart."""
    return [(before[1], after[0]) for before, after in pairwise(intervals)]
