"""Fits what is told to the width of the terminal: no number and no moment is broken in two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, ConsoleOptions, RenderableType, RenderResult
from rich.measure import Measurement
from rich.table import Table
from rich.text import Text

ANY = 10_000
"""Columns: more than anything here takes."""


class Fitting:
    """A table where there is room for it, else the same below one another; no number is cut."""

    def __init__(self, table: Table, stacked: RenderableType) -> None:
        self._table = table
        self._stacked = stacked

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wants = Measurement.get(console, options.update(max_width=ANY), self._table).maximum
        yield self._table if wants <= options.max_width else self._stacked


class Flowing:
    """Parts side by side, as many as fit on a line; a part is broken only where it is too long."""

    def __init__(self, parts: Iterable[str], between: str, style: str = "") -> None:
        self._parts = tuple(parts)
        self._between = between
        self._style = style

    def __rich_console__(self, _console: Console, options: ConsoleOptions) -> RenderResult:
        for line in self._lines(options.max_width):
            yield Text(line, style=self._style)

    def __rich_measure__(self, _console: Console, options: ConsoleOptions) -> Measurement:
        longest = max((len(part) for part in self._parts), default=0)
        wants = len(self._between.join(self._parts))
        return Measurement(longest, wants).with_maximum(options.max_width)

    def _lines(self, width: int) -> Iterator[str]:
        line, end = "", self._between.rstrip()
        for number, part in enumerate(self._parts, start=1):
            longer = f"{line}{self._between}{part}" if line else part
            last = number == len(self._parts)
            if line and len(longer if last else longer + end) > width:
                yield line + end
                longer = part
            line = longer
        if line:
            yield line
