"""What was measured, as tables for people and as a file for machines."""

from __future__ import annotations

import statistics
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Literal

import orjson
from rich.console import Console
from rich.table import Table

OUT = Path("build/bench.json")
Rows = list[dict[str, float]]


@dataclass(frozen=True, kw_only=True)
class Goal:
    """How a figure ought to turn out."""

    sense: Literal["at least", "at most"]
    bound: float

    def holds(self, figure: float) -> bool:
        return figure >= self.bound if self.sense == "at least" else figure <= self.bound


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One thing measured in several rounds; its value is their median."""

    name: str
    unit: str
    rounds: list[float]
    digits: int = 0
    goal: Goal | None = None

    @property
    def median(self) -> float:
        return statistics.median(self.rounds)

    @property
    def spread(self) -> float:
        """Half the range over the median; 0 where there was one round."""
        middle = self.median
        return (max(self.rounds) - min(self.rounds)) / 2 / middle if middle else 0.0

    def shown(self, value: float) -> str:
        return f"{value:,.{self.digits}f} {self.unit}".strip()

    def row(self) -> tuple[str, str, str, str]:
        spread = f"±{self.spread:.0%}" if len(self.rounds) > 1 else ""
        if self.goal is None:
            return self.name, self.shown(self.median), spread, ""
        met = "[green]met[/]" if self.goal.holds(self.median) else "[red]missed[/]"
        wanted = f"{self.goal.sense} {self.shown(self.goal.bound)}"
        return self.name, self.shown(self.median), spread, f"{wanted}: {met}"


@dataclass(frozen=True, kw_only=True)
class Section:
    """Figures that belong together. ``note``: what has to be known to read them."""

    name: str
    title: str
    figures: list[Figure] = field(default_factory=list)
    note: str = ""

    def show(self, console: Console) -> None:
        columns = ("measured", "median", "spread", "goal")
        table = Table(*columns, title=self.title, title_justify="left")
        for number in (1, 2):
            table.columns[number].justify = "right"
        for figure in self.figures:
            table.add_row(*figure.row())
        console.print(table)
        if self.note:
            console.print(self.note, style="dim", highlight=False)
        console.print()


def at_least(bound: float) -> Goal:
    return Goal(sense="at least", bound=bound)


def at_most(bound: float) -> Goal:
    return Goal(sense="at most", bound=bound)


def over(rows: Rows, key: str, by: Callable[[float], float] = float) -> list[float]:
    """One figure of all rounds."""
    return [by(row[key]) for row in rows]


def ratios(ours: list[float], theirs: list[float]) -> list[float]:
    """Round by round: rounds are interleaved, so that a noisy moment meets both."""
    return [mine / other for mine, other in zip(ours, theirs, strict=True)]


def percent(share: float) -> float:
    return share * 100


def written(sections: list[Section], machine: dict[str, Any]) -> None:
    """Everything, all rounds included, into ``build/bench.json``."""
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(
        orjson.dumps(
            {"machine": machine, "sections": {s.name: _form(s) for s in sections}},
            option=orjson.OPT_INDENT_2,
        )
    )


def _form(section: Section) -> dict[str, Any]:
    return {
        "note": section.note,
        "figures": [
            {
                **asdict(figure),
                "median": figure.median,
                "spread": figure.spread,
                "met": None if figure.goal is None else figure.goal.holds(figure.median),
            }
            for figure in section.figures
        ],
    }
