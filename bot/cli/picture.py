"""How sending stands, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from functools import cache
from gettext import NullTranslations

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.alerting.survey import Broadcast, Overview
from bot.core.progress import WORDS, Holdup, named
from bot.words import Words
from bot.words.catalogue import SOURCE, Catalogues

BAR = 16
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


def _bars(broadcasts: tuple[Broadcast, ...], now: datetime) -> Table:
    table = Table.grid(padding=(0, 2))
    for each in broadcasts:
        progress = each.progress
        table.add_row(
            Text(f"#{each.alert.id} {each.alert.campaign}, {_kind(each.alert.kind)}"),
            ProgressBar(total=max(1, progress.total), completed=progress.done, width=BAR),
            f"{progress.percent} %",
            Text(_outlook(each, now)),
        )
    return table


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


def _numbers(broadcasts: tuple[Broadcast, ...]) -> Table:
    """A row per broadcast with its number of chats in each state, and all of them together."""
    counts = {each.alert.id: named(each.tally.counts) for each in broadcasts}
    words = [w for w in WORDS if w in ALWAYS or any(row[w] for row in counts.values())]
    queueing = any(each.tally.to_queue for each in broadcasts)
    table = Table(box=SIMPLE, pad_edge=False)
    for word in ["", *words, "rows", *(["to be queued"] if queueing else [])]:
        table.add_column(word.replace("_", " "), justify="right", no_wrap=True)
    for each in broadcasts:
        row = counts[each.alert.id]
        numbers = [*(row[word] for word in words), sum(row.values())]
        if queueing:
            numbers.append(each.tally.to_queue)
        table.add_row(f"#{each.alert.id}", *(f"{number:,}" for number in numbers))
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
