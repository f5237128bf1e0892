"""How calls went: counted by office, number, week and hour; by whom, only under a keyed name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from bot.core.answering_hours import HourTally
from bot.core.outcomes import (
    ANSWERED,
    DEAD_REPORTS,
    RECENT,
    SECOND_THOUGHTS,
    WITNESS_KEPT,
    Cell,
    Outcome,
    ToldLine,
    doubted,
    rank,
    week_of,
)

from .engine import Row
from .moments import read, stored
from .posted import Place, Posted

_THEN = ("week", "weekday", "hour")


@dataclass(frozen=True, kw_only=True)
class Told:
    """What became of one tap."""

    counted: bool
    """False where the same chat had told the same a moment ago."""
    doubted: bool = False
    """True where the number is doubted since this tap."""


class Outcomes(Posted):
    """``who`` is everywhere ``bot.commands.outcome.witness``: nobody can tell whose name it is."""

    async def tell(self, who: str, cell: Cell, outcome: Outcome, now: datetime) -> Told:
        """Count how a call went; what this chat told of the number a moment ago is corrected."""
        row = await self.witness(who, "call", _place(cell))
        at = now
        if row is not None and timely(read(row["at"]), now):
            if row["outcome"] == outcome:
                return Told(counted=False)
            at = read(row["at"])
            old = asdict(cell) | {name: row[name] for name in _THEN}
            cell = Cell(**old)
            await self._uncount(cell, row["outcome"])
        else:
            await self.sql.called(self.db, **_line(cell), calls=1)
        await self.sql.count(self.db, **asdict(cell), outcome=outcome)
        then = {name: getattr(cell, name) for name in _THEN}
        await self.remember(who, "call", _place(cell), outcome, at, **then)
        return Told(counted=True, doubted=await self._judge(cell, now))

    async def told_lines(self, slug: str, now: datetime) -> list[ToldLine]:
        """The numbers of a campaign that are doubted, or that answer unlike others."""
        return [
            ToldLine(
                channel=row["channel"],
                number=row["number"],
                rank=row["rank"],
                doubted=bool(row["doubted"]),
            )
            async for row in self.sql.told(self.db, slug=slug, now=stored(now))
        ]

    async def hours(self, slug: str, office: str, now: datetime) -> list[HourTally]:
        """How calls to an office went in the weeks before ``now``, hour by hour of its week."""
        since = week_of(now - RECENT)
        found: dict[tuple[int, int], tuple[int, int]] = {}
        async for row in self.sql.hours(self.db, slug=slug, office=office, since=since):
            if row["outcome"] != Outcome.DEAD:
                calls, key = int(row["calls"]), (row["weekday"], row["hour"])
                tried, answered = found.get(key, (0, 0))
                found[key] = tried + calls, answered + calls * (row["outcome"] in ANSWERED)
        return [
            HourTally(weekday=key[0], hour=key[1], tried=tried, answered=answered)
            for key, (tried, answered) in found.items()
        ]

    async def cells(self, slug: str) -> Mapping[tuple[Cell, Outcome], int]:
        """Everything counted of a campaign's calls."""
        return {
            (_cell(row), Outcome(row["outcome"])): row["calls"]
            async for row in self.sql.cells(self.db, slug=slug)
        }

    async def calls(self, slug: str) -> int:
        """How many calls were told of in all."""
        return int(await self.sql.all_calls(self.db, slug=slug) or 0)

    async def of(self, who: str) -> int:
        """How many numbers and letters a chat has told of lately: all that is kept of it here."""
        return int(await self.sql.of(self.db, who=who))

    async def forget(self, who: str) -> int:
        """Nobody can tell any more that it was this chat; what was counted stays counted."""
        return int(await self.sql.forget(self.db, who=who))

    async def purge(self, now: datetime) -> int:
        return int(await self.sql.purge(self.db, before=stored(now - WITNESS_KEPT)))

    async def _uncount(self, cell: Cell, outcome: str) -> None:
        for step in (self.sql.uncount, self.sql.drop):
            await step(self.db, **asdict(cell), outcome=outcome)

    async def _judge(self, cell: Cell, now: datetime) -> bool:
        """Note whether a number is doubted now and how it ranks; True where the doubt is new."""
        line = _line(cell)
        before = await self.sql.line(self.db, **line)
        doubt = None
        if before["until"] is not None and before["until"] > stored(now):
            doubt = before["since"]
        since, through = stored(now - WITNESS_KEPT), 0
        if doubt:
            through = await self.sql.answered(self.db, **line, since=doubt)
        else:
            since = max(since, await self.sql.last_answered(self.db, **line) or 0)
        rows = self.sql.dead(self.db, **line, since=since, number_of=DEAD_REPORTS)
        dead = [row["at"] async for row in rows]
        is_doubted = doubted(before=bool(doubt), dead=len(dead), answered=through)
        last = stored(read(dead[-1]) + WITNESS_KEPT) if is_doubted else None
        begun = (doubt or stored(now)) if is_doubted else None
        ranked = rank(await self._ends(line, now))
        await self.sql.judge(self.db, **line, rank=ranked, since=begun, until=last)
        return is_doubted and not doubt

    async def _ends(self, line: Mapping[str, str], now: datetime) -> dict[Outcome, int]:
        rows = self.sql.ends(self.db, **line, since=week_of(now - RECENT))
        return {Outcome(row["outcome"]): int(row["calls"]) async for row in rows}


def timely(then: datetime, now: datetime) -> bool:
    """Whether a further tap is about the same call; clocks may have been set back since."""
    return abs(now - then) <= SECOND_THOUGHTS


def _place(cell: Cell) -> Place:
    return Place(slug=cell.slug, office=cell.office, channel=cell.channel, subject=cell.number)


def _line(cell: Cell) -> dict[str, str]:
    return {"slug": cell.slug, "channel": cell.channel, "number": cell.number}


def _cell(row: Row) -> Cell:
    return Cell(**{name: row[name] for name in Cell.__dataclass_fields__})
