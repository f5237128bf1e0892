"""Section 1: as fast as it goes, beside a floor that stores nothing and beside two libraries."""

from __future__ import annotations

from typing import Any

from tests.bench.children import TOKEN, Fake, child
from tests.bench.databases import Databases
from tests.bench.report import Figure, Goal, Rows, Section, at_least, over, ratios
from tests.bench.wishes import Wishes

AT_ONCE = (30, 100)
QUEUED = 60_000
FAST_ENOUGH = 40_000
"""Requests a second that the fake must take, so that it never holds anybody up."""
OURS = "ours, whole path, on disk"
FLOOR = "floor: aiohttp + uvloop, nothing stored"
AIOGRAM = "aiogram, bare send loop"
PTB = "python-telegram-bot as installed, bare send loop"
AGAINST = ((FLOOR, 0.7), (AIOGRAM, 2.5), (PTB, 15))


def contest(fake: Fake, databases: Databases, wishes: Wishes) -> Section:
    rows: dict[str, Rows] = {}
    raw: list[float] = []
    for _ in range(wishes.rounds):
        for name, row in _round(fake, databases, wishes).items():
            rows.setdefault(name, []).append(row)
        raw.append(child("raw", url=fake.url, token=TOKEN, seconds=1.0)["rate"])
    figures = [Figure(name="the fake itself, bare sockets", unit="req/s", rounds=raw)]
    for name, measured in rows.items():
        figures += _figures(name, measured)
    ours = over(rows[OURS], "rate")
    figures += [
        Figure(
            name=f"ours / {name.split(',')[0].split(':')[0]}",
            unit="x",
            rounds=ratios(ours, over(rows[name], "rate")),
            digits=2,
            goal=at_least(bound),
        )
        for name, bound in AGAINST
        if name in rows
    ]
    return Section(
        name="contest",
        title=f"1. No limit: 600 characters HTML and two buttons, {wishes.rounds} rounds",
        figures=figures,
        note=_note(min(raw), wishes),
    )


def _round(fake: Fake, databases: Databases, wishes: Wishes) -> dict[str, dict[str, float]]:
    wanted: dict[str, Any] = {
        "url": fake.url,
        "token": TOKEN,
        "warm": wishes.either(0.3, 0.6),
        "seconds": wishes.either(0.7, 2.0),
        "at_once": AT_ONCE,
    }
    row = {FLOOR: _best(child("floor", **wanted)["heats"])}
    with databases.copy(QUEUED, queued=True) as database:
        row[OURS] = child("ours", way="race", database=database, **wanted)
    if wishes.peers:
        row[AIOGRAM] = _best(child("peer_aiogram", python=wishes.peers, **wanted)["heats"])
    row[PTB] = _best(child("peer_ptb", **wanted)["heats"])
    return row


def _best(heats: Rows) -> dict[str, float]:
    return max(heats, key=lambda heat: heat["rate"])


def _figures(name: str, rows: Rows) -> list[Figure]:
    goal: Goal | None = at_least(10_000) if name == OURS else None
    return [
        Figure(name=name, unit="msg/s", rounds=over(rows, "rate"), goal=goal),
        Figure(name="   CPU a message", unit="ms", rounds=over(rows, "cpu_ms"), digits=3),
        Figure(name="   most memory", unit="MB", rounds=over(rows, "peak_mb")),
    ]


def _note(slowest: float, wishes: Wishes) -> str:
    notes = ["The libraries and the floor: the better of 30 and 100 at once."]
    if slowest < FAST_ENOUGH:
        notes.append(f"The fake itself took only {slowest:,.0f} requests a second: too slow.")
    if wishes.peers is None:
        notes.append("aiogram is not installed: `make bench` does that.")
    return " ".join(notes)
