"""Section 6 put together: what single answers cost, the very first ones and all others."""

from __future__ import annotations

import statistics

from tests.bench.children import Fake, child
from tests.bench.databases import Databases
from tests.bench.report import Figure, Section, at_most
from tests.bench.wishes import Wishes

SUBSCRIBERS = 100_000
FRESH = 12
"""New processes a round, each for another reader."""
TEXT, SHEET = 25.0, 15.0
"""Milliseconds of processor: 99 of 100 texts, and the median PDF."""


def answers(_fake: Fake, databases: Databases, wanted: Wishes) -> Section:
    """Warm, then cold, in a database with many subscribers."""
    rounds = []
    chats = int(wanted.either(1_000, SUBSCRIBERS))
    first: dict[str, list[float]] = {}
    for number in range(wanted.rounds):
        with databases.copy(chats, queued=False) as database:
            rounds.append(child("answers", database=database, times=int(wanted.either(100, 600))))
            for reader in range(int(wanted.either(2, FRESH))):
                fresh = child("answers", database=database, times=1, reader=number * FRESH + reader)
                for name, (spent,) in fresh.items():
                    first.setdefault(name, []).append(spent)
    figures = [figure for name in rounds[0] for figure in _warm(name, [r[name] for r in rounds])]
    for name, times in first.items():
        figures += [
            _figure(f"{name}, first of a process, median", [statistics.median(times)]),
            Figure(
                name=f"{name}, first of a process, slowest of {len(times)}",
                unit="ms",
                rounds=[max(times)],
                digits=1,
                goal=at_most(TEXT),
            ),
        ]
    title = (
        f"6. Single answers beside {chats:,} subscribers, processor only, {wanted.rounds} rounds"
    )
    note = "Fifty readers of five languages in ten countries, in turn; no network."
    return Section(name="answers", title=title, figures=figures, note=note)


def _warm(name: str, rounds: list[list[float]]) -> list[Figure]:
    """Median and 99 of 100, with the goal where there is one."""
    text = name.startswith("/")
    median = Figure(
        name=f"{name}, median",
        unit="ms",
        rounds=[median for median, _ in rounds],
        digits=1,
        goal=at_most(SHEET) if "PDF" in name else None,
    )
    most = Figure(
        name=f"{name}, 99 of 100 at most",
        unit="ms",
        rounds=[most for _, most in rounds],
        digits=1,
        goal=at_most(TEXT) if text else None,
    )
    return [median, most]


def _figure(name: str, rounds: list[float]) -> Figure:
    return Figure(name=name, unit="ms", rounds=rounds, digits=1)
