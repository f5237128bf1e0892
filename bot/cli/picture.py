"""How sending stands, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.alerting.survey import Broadcast, Overview
from bot.core.progress import WORDS, Holdup, named

BAR = 24
"""Columns of a bar."""
SLOW = 5
"""A request under way for so many seconds is worth a line."""
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


def picture(overview: Overview) -> RenderableType:
    """All of it: a line about the bot, a bar per broadcast, and its numbers."""
    lines = [Text(line, style=style) for style, line in _about(overview)]
    if overview.broadcasts:
        return Group(*lines, _bars(overview), _numbers(overview.broadcasts))
    lines.append(Text("Nothing is being sent.", style="bold"))
    if overview.latest is None:
        return Group(*lines)
    return Group(*lines, Text("What was sent last:"), _numbers((overview.latest,)))


def _about(overview: Overview) -> Iterator[tuple[str, str]]:
    """What the bot tells of itself, each line with its style."""
    bulletin, now = overview.bulletin, overview.at
    if not overview.running:
        yield "bold red", f"The bot is not running{_since(overview)}."
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


def _bars(overview: Overview) -> Table:
    table = Table.grid(padding=(0, 2))
    for each in overview.broadcasts:
        progress = each.progress
        table.add_row(
            f"#{each.alert.id}",
            ProgressBar(total=max(1, progress.total), completed=progress.done, width=BAR),
            f"{progress.percent} %",
            f"{progress.done:,} of {progress.total:,}",
            Text(_outlook(each, overview.at)),
        )
    return table


def _outlook(broadcast: Broadcast, now: datetime) -> str:
    """When it will have ended, or why nobody can tell."""
    progress = broadcast.progress
    if progress.why not in (None, Holdup.GATE, Holdup.STOPPED):
        return WHY[progress.why]
    if progress.ends is None:
        return ""
    if not progress.in_time:
        return f"not all of it in time: it expires {_day(progress.ends)}"
    return f"about {_span(now, progress.ends)}, until {_clock(progress.ends)}"


def _numbers(broadcasts: tuple[Broadcast, ...]) -> Table:
    """A row per broadcast with its number of chats in each state, and all of them together."""
    counts = {each.alert.id: named(each.tally.counts) for each in broadcasts}
    words = [w for w in WORDS if w in ALWAYS or any(row[w] for row in counts.values())]
    waits = any(each.waits_since for each in broadcasts)
    queueing = any(each.tally.to_queue for each in broadcasts)
    table = Table(box=SIMPLE, pad_edge=False)
    for heading in ("alert", "campaign", "kind"):
        table.add_column(heading)
    if waits:
        table.add_column("waiting since")
    if queueing:
        table.add_column("to be queued", justify="right")
    for word in words:
        table.add_column(word.replace("_", " "), justify="right")
    table.add_column("rows", justify="right")
    for each in broadcasts:
        row = counts[each.alert.id]
        table.add_row(
            f"#{each.alert.id}",
            each.alert.campaign,
            each.alert.kind,
            *([_day(each.waits_since) if each.waits_since else ""] if waits else []),
            *([f"{each.tally.to_queue:,}"] if queueing else []),
            *(f"{row[word]:,}" for word in words),
            f"{sum(row.values()):,}",
        )
    return table


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
