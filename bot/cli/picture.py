"""How sending stands, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from gettext import NullTranslations

from rich.box import SIMPLE
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.measure import Measurement
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.alerting.survey import Broadcast, Overview
from bot.core.progress import WORDS, Holdup, named
from bot.words import Words
from bot.words.catalogue import SOURCE, Catalogues

BAR = 16
"""Columns of a bar."""
INDENT = (0, 0, 0, 2)
"""Of what stands below a broadcast's name: top, right, bottom, left."""
NBSP = "\u00a0"
SLOW = 5
"""A request under way for so many seconds is worth a line."""
ANY = 10_000
"""Columns: more than anything here takes."""
ALWAYS = ("waiting", "being_sent", "sent")
"""Words of the vocabulary that are shown even where nothing stands in them."""
WHY = {
    Holdup.STOPPED: "the bot is not running",
    Holdup.REFUSED: "waits for a host's word: Telegram refused too many of its first messages",
    Holdup.GONE: "waits for a host's word: too many of its first chats are gone",
    Holdup.DISK: "the disk is nearly full",
    Holdup.CLOCK: "the machine's clock has jumped",
    Holdup.CONFLICT: "another program uses this bot's token",
    Holdup.BRAKE: "the bot holds alerts back (the log says why)",
    Holdup.OUTAGE: "Telegram cannot be reached",
    Holdup.GARBAGE: "something other than Telegram answers",
    Holdup.CREDENTIALS: "Telegram does not accept the token",
    Holdup.GATE: "Telegram has asked everybody to wait",
}


class Fitting:
    """A table where there is room for it, else the same below one another; no number is cut."""

    def __init__(self, table: Table, stacked: RenderableType) -> None:
        self._table = table
        self._stacked = stacked

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        wants = Measurement.get(console, options.update(max_width=ANY), self._table).maximum
        yield self._table if wants <= options.max_width else self._stacked


def picture(overview: Overview) -> RenderableType:
    """All of it: a line about the bot, a bar per broadcast, and its numbers."""
    lines = [Text(line, style=style) for style, line in _about(overview)]
    if overview.broadcasts:
        return Group(*lines, _bars(overview.broadcasts, overview.at), _numbers(overview.broadcasts))
    lines.append(Text("Nothing is being sent.", style="bold"))
    if overview.latest is None:
        return Group(*lines)
    latest = (overview.latest,)
    lines.append(Text("What was sent last:"))
    return Group(*lines, _bars(latest, overview.at), _numbers(latest))


def _about(overview: Overview) -> Iterator[tuple[str, str]]:
    """What the bot tells of itself, each line with its style."""
    bulletin, now = overview.bulletin, overview.at
    if not overview.running:
        yield "bold red", f"The bot is not running{_since(overview)}."
        if overview.broadcasts:
            yield "yellow", "Messages are waiting. Start it: solidarity run"
        return
    if bulletin is None:
        yield "bold green", "The bot is running."
        return
    speed = f"{bulletin.rate:g} of {bulletin.full_rate:g} messages a second"
    places = f", {bulletin.under_way} of {bulletin.slots} under way" * bool(overview.broadcasts)
    yield "bold green", f"The bot is running: {speed}{places}."
    for why in overview.holdups:
        until = ""
        if why is Holdup.GATE and bulletin.gate is not None:
            until = f": it goes on in {_span(now, bulletin.gate)}, at {_clock(bulletin.gate)}"
        yield "yellow", f"Alerts are held back: {WHY[why]}{until}."
    if bulletin.is_silent(now):
        yield "yellow", f"It has told nothing of itself for {_span(bulletin.at, now)}."
    if bulletin.oldest >= SLOW:
        yield "yellow", f"Telegram has not answered one message for {bulletin.oldest} s."
    if bulletin.lag > 1:
        yield "yellow", f"It is late with everything, by {bulletin.lag} s."


def _since(overview: Overview) -> str:
    told = overview.bulletin
    return f" (it ended {_day(told.at)})" if told is not None and told.ended else ""


def _bars(broadcasts: tuple[Broadcast, ...], now: datetime) -> Fitting:
    table = Table.grid(padding=(0, 2))
    stacked: list[RenderableType] = []
    for each in broadcasts:
        progress = each.progress
        name = Text(f"#{each.alert.id} {each.alert.campaign}, {_kind(each.alert.kind)}")
        bar = ProgressBar(total=max(1, progress.total), completed=progress.done, width=BAR)
        percent, outlook = f"{progress.percent} %", _outlook(each, now)
        table.add_row(name, bar, percent, Text(outlook))
        beside = Table.grid(padding=(0, 2))
        beside.add_row(bar, Text(f"{percent}  {outlook}"))
        stacked += [name, Padding(beside, INDENT)]
    return Fitting(table, Group(*stacked))


@cache
def _words() -> Words:
    """The bot's own words for what it sends, in English, for which no catalogue is needed."""
    return Words(Catalogues(translations={SOURCE: NullTranslations()}))


def _kind(kind: str) -> str:
    return _words().label("kind", SOURCE, of=kind)


def _outlook(broadcast: Broadcast, now: datetime) -> str:
    """Since when it waits; and when it will have ended, or why nobody can tell."""
    since = broadcast.waits_since
    told = [_future(broadcast, now), f"waiting since {_day(since)}" if since else ""]
    return "; ".join(part for part in told if part)


def _future(broadcast: Broadcast, now: datetime) -> str:
    progress = broadcast.progress
    if progress.why not in (None, Holdup.GATE, Holdup.STOPPED):
        return WHY[progress.why]
    if progress.ends is None:
        return ""
    if not progress.in_time:
        return f"not all of it in time: it expires {_day(progress.ends)}"
    return f"about {_span(now, progress.ends)}, until {_clock(progress.ends)}"


def _numbers(broadcasts: tuple[Broadcast, ...]) -> Fitting:
    """A row per broadcast with its number of chats in each state, and all of them together."""
    counts = {each.alert.id: named(each.tally.counts) for each in broadcasts}
    words = [w for w in WORDS if w in ALWAYS or any(row[w] for row in counts.values())]
    queueing = any(each.tally.to_queue for each in broadcasts)
    table = Table(box=SIMPLE, pad_edge=False)
    heads = [w.replace("_", " ") for w in words] + ["rows"] + ["to be queued"] * queueing
    for head in ("", *heads):
        table.add_column(head, justify="right", no_wrap=True)
    stacked: list[RenderableType] = []
    for each in broadcasts:
        row = counts[each.alert.id]
        numbers = [*(row[word] for word in words), sum(row.values())]
        if queueing:
            numbers.append(each.tally.to_queue)
        told = [f"{number:,}" for number in numbers]
        table.add_row(f"#{each.alert.id}", *told)
        parts = [f"{head} {number}" for head, number in zip(heads, told, strict=True)]
        stacked += [Text(f"#{each.alert.id}"), Padding(_flowing(parts), INDENT)]
    return Fitting(table, Group("", *stacked))


def _flowing(parts: list[str]) -> Text:
    """Side by side, as many as fit on a line; none is broken within."""
    return Text(" · ".join(part.replace(" ", NBSP) for part in parts))


def _clock(at: datetime) -> str:
    """On the machine's own clock."""
    return f"{at.astimezone():%H:%M}"


def _day(at: datetime) -> str:
    return f"{at.astimezone():%a %d %b %H:%M}"


def _span(start: datetime, end: datetime) -> str:
    seconds = max(0, round((end - start).total_seconds()))
    if seconds < 100:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
