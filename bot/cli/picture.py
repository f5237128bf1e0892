"""How sending stands, as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import cache
from gettext import NullTranslations

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from bot.alerting.survey import Broadcast, Overview
from bot.core.bulletin import Bulletin
from bot.core.progress import WORDS, Holdup, named
from bot.words import Words
from bot.words.catalogue import SOURCE, Catalogues

from .fitting import Fitting, Flowing

BAR = 16
"""Columns of a bar."""
INDENT = (0, 0, 0, 2)
"""Of what stands below a broadcast's name: top, right, bottom, left."""
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
    lines: list[RenderableType] = list(_about(overview))
    if overview.broadcasts:
        return Group(*lines, _bars(overview.broadcasts, overview.at), _numbers(overview.broadcasts))
    lines.append(Text("Nothing is being sent.", style="bold"))
    if overview.latest is None:
        return Group(*lines)
    latest = (overview.latest,)
    lines.append(Text("What was sent last:"))
    return Group(*lines, _bars(latest, overview.at), _numbers(latest))


def _about(overview: Overview) -> Iterator[RenderableType]:
    """What the bot tells of itself."""
    bulletin, now = overview.bulletin, overview.at
    if not overview.running:
        yield Text(f"The bot is not running{_since(overview)}.", style="bold red")
        if overview.broadcasts:
            yield Text("Messages are waiting. Start it: solidarity run", style="yellow")
        return
    if bulletin is None:
        yield Text("The bot is running.", style="bold green")
        return
    speed = f"The bot is running: {bulletin.rate:g} of {bulletin.full_rate:g} messages a second"
    under_way = f"{bulletin.under_way} of {bulletin.slots} under way."
    told = [speed, under_way] if overview.broadcasts else [f"{speed}."]
    yield Flowing(told, ", ", "bold green")
    yield from (Text(line, style="yellow") for line in _troubles(overview, bulletin, now))


def _troubles(overview: Overview, bulletin: Bulletin, now: datetime) -> Iterator[str]:
    for why in overview.holdups:
        if why is Holdup.GATE and bulletin.gate is not None:
            until = f"it goes on in {_span(now, bulletin.gate)}, at {_clock(bulletin.gate, now)}"
            yield f"{WHY[why]}: {until}."
        else:
            yield f"Alerts are held back: {WHY[why]}."
    if bulletin.is_silent(now):
        yield f"It has told nothing of itself for {_span(bulletin.at, now)}."
    if bulletin.oldest >= SLOW:
        yield f"Telegram has not answered one message for {bulletin.oldest} s."
    if bulletin.lag > 1:
        yield f"It is late with everything, by {bulletin.lag} s."


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
        percent, outlook = f"{progress.percent} %", Flowing(_outlook(each, now), "; ")
        table.add_row(name, bar, percent, outlook)
        beside = Table.grid(padding=(0, 2))
        beside.add_row(bar, percent, outlook)
        stacked += [name, Padding(beside, INDENT)]
    return Fitting(table, Group(*stacked))


@cache
def _words() -> Words:
    """The bot's own words for what it sends, in English, for which no catalogue is needed."""
    return Words(Catalogues(translations={SOURCE: NullTranslations()}))


def _kind(kind: str) -> str:
    return _words().label("kind", SOURCE, of=kind)


def _outlook(broadcast: Broadcast, now: datetime) -> list[str]:
    """When it will have ended, or why nobody can tell; and since when it waits."""
    since = broadcast.waits_since
    told = [_future(broadcast, now), f"waiting since {_clock(since, now)}" if since else ""]
    return [part for part in told if part]


def _future(broadcast: Broadcast, now: datetime) -> str:
    progress = broadcast.progress
    if progress.why not in (None, Holdup.GATE, Holdup.STOPPED):
        return WHY[progress.why]
    if progress.ends is None:
        return ""
    if not progress.in_time:
        return f"not all of it in time: it expires {_clock(progress.ends, now)}"
    return f"about {_span(now, progress.ends)}, until {_clock(progress.ends, now)}"


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
        table.add_row(f"#{each.alert.id}", *(f"{number:,}" for number in numbers))
        parts = _worth_telling(dict(zip(heads, numbers, strict=True)))
        stacked += [Text(f"#{each.alert.id}"), Padding(Flowing(parts, " · "), INDENT)]
    return Fitting(table, Group("", *stacked))


def _worth_telling(numbers: Mapping[str, int]) -> Iterator[str]:
    """Without a table's columns to fill, what is nothing need not be told."""
    always = {word.replace("_", " ") for word in ALWAYS}
    return (f"{head} {n:,}" for head, n in numbers.items() if n or head in always)


def _clock(at: datetime, now: datetime) -> str:
    """On the machine's own clock, with the day where it is not today."""
    today = at.astimezone().date() == now.astimezone().date()
    return f"{at.astimezone():%H:%M}" if today else _day(at)


def _day(at: datetime) -> str:
    return f"{at.astimezone():%a %d %b %H:%M}"


def _span(start: datetime, end: datetime) -> str:
    seconds = max(1, round((end - start).total_seconds()))
    if seconds < 100:
        return f"{seconds} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 100 else f"{minutes // 60} h {minutes % 60} min"
