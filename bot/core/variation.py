"""No two letters alike: which way each part of a letter is said, drawn from a number.

Every choice is drawn for itself, from the number and from what it is about: whoever gets another
part or demand to read later still finds all the others as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import factorial, prod


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of a letter: in how many ways it can be said, and how free its place is."""

    id: str
    ways: int = 1
    movable: bool = False
    """Neighbouring movable parts may change places among each other."""
    optional: bool = False
    """It may be left out."""


@dataclass(frozen=True, kw_only=True)
class Pick:
    """One part of a letter as it was drawn."""

    part: str
    way: int
    """From 0."""


def picks(parts: Sequence[Part], seed: int) -> tuple[Pick, ...]:
    """The parts of one letter in their order, each in one of its ways, some left out."""
    return tuple(
        Pick(part=part.id, way=way)
        for run in _runs(parts)
        for part in (_shuffled(run, seed) if run[0].movable else run)
        if (way := _drawn(seed, "part", part.id, part.ways + part.optional)) < part.ways
    )


def wording(demand: str, wordings: int, seed: int) -> int:
    """Which of a demand's wordings is used, from 0."""
    return _drawn(seed, "demand", demand, wordings)


def shuffled(demands: Iterable[str], seed: int) -> tuple[str, ...]:
    """Demands that may come in any order, in the order drawn."""
    return tuple(sorted(demands, key=lambda id: _digest(seed, "order", id)))


def letters(parts: Sequence[Part], wordings: Sequence[int] = (), *, any_order: bool = False) -> int:
    """How many different letters can be drawn.

    ``wordings``: in how many ways each of the demands can be said; ``any_order``: whether they may
    change places.
    """
    orders = factorial(len(wordings)) if any_order else 1
    return prod(map(_of_run, _runs(parts))) * prod(wordings) * orders


def _runs(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Neighbours that are movable, or that are not, together."""
    return (tuple(run) for _, run in groupby(parts, key=lambda part: part.movable))


def _shuffled(run: Sequence[Part], seed: int) -> list[Part]:
    return sorted(run, key=lambda part: _digest(seed, "place", part.id))


def _of_run(run: Sequence[Part]) -> int:
    """How many different sequences a run can make.

    ``said[n]`` counts the ways to say exactly n of its parts: where they are movable, each of these
    can be put in n! orders. What is left out has no place.
    """
    said = [1]
    for part in run:
        without = [count * part.optional for count in (*said, 0)]
        with_it = [count * part.ways for count in (0, *said)]
        said = [sum(both) for both in zip(without, with_it, strict=True)]
    if not run[0].movable:
        return sum(said)
    return sum(count * factorial(number) for number, count in enumerate(said))


def _drawn(seed: int, kind: str, id: str, among: int) -> int:
    """A number from 0 to ``among`` - 1; 256 bits make each as likely as the others."""
    return int.from_bytes(_digest(seed, kind, id)) % among


def _digest(seed: int, kind: str, id: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{kind}\0{id}".encode()).digest()
