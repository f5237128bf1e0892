"""A picture of the day: when an office, or all of them, answer, on the reader's 24 hours."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import datetime
from html import unescape

from bot.content.day_picture import Clock, DayPicture, Hour, Legend, OfficeRow
from bot.core.calls import OfficeCard
from bot.core.day import Strip, days_of, strip_of
from bot.core.intervals import Interval
from bot.core.lengths import units
from bot.core.messages import PICTURE, Document, Message, Reply
from bot.words.calendar import Calendar

from .call_view import View, alike
from .request import Request
from .sorry import Sorry

MOST_ROWS = 6
"""Rows that a picture can hold before it is too small for a telephone."""
MOST_CAPTION = 1024
"""Telegram's limit under a picture, in UTF-16 units without the tags."""
_TAG = re.compile(r"<[^>]*>")


async def page(request: Request, view: View, card: OfficeCard, _: str) -> Reply:
    """The picture of one office, as a message of its own."""
    return await shown(request, view, [card])


async def shown(request: Request, view: View, cards: Sequence[OfficeCard]) -> Reply:
    """The picture of several offices; a kind word where nobody knows their hours."""
    rows = _on_one_day(view, [group for group in alike(cards) if _openings(group[0])])
    if not rows:
        letter = view.write("draft_letter")
        raise Sorry("picture/no_hours.j2", (letter,) if letter else (), letter=view.letter)
    picture = drawn(view, rows)
    # Drawing takes as long as a dozen answers: nobody is to wait for it.
    data = await asyncio.to_thread(request.desk.days.draw, picture)
    document = Document(name="day.png", data=data, mime=PICTURE)
    return Reply(messages=(Message(html=_caption(view, rows, picture), document=document),))


def _caption(view: View, rows: Sequence[tuple[OfficeCard, ...]], picture: DayPicture) -> str:
    """As many of the rows in words as Telegram takes under a picture; the first always."""
    for number in range(len(rows), 1, -1):
        html = _in_words(view, rows[:number], picture)
        if units(_plain(_TAG.sub("", html))) <= MOST_CAPTION:
            return html
    return _in_words(view, rows[:1], picture)


def _in_words(view: View, rows: Sequence[tuple[OfficeCard, ...]], picture: DayPicture) -> str:
    return view.message("picture/caption.j2", (), groups=rows, title=picture.title).html


def _on_one_day(
    view: View, groups: Sequence[tuple[OfficeCard, ...]]
) -> list[tuple[OfficeCard, ...]]:
    """Those that answer in the day of the first: hours of another day would be taken for its."""
    if not groups:
        return []
    strip = _strip(view, groups)
    return [group for group in groups if strip.bands(_openings(group[0]))][:MOST_ROWS]


def _strip(view: View, groups: Sequence[tuple[OfficeCard, ...]]) -> Strip:
    openings = _openings(groups[0][0])
    zone = view.chat.zone or groups[0][0].office.zone
    return strip_of(openings, openings[0][0], zone)


def drawn(view: View, rows: Sequence[tuple[OfficeCard, ...]]) -> DayPicture:
    """What is on the picture: one row for the offices of each group, none of them empty."""
    zone = view.chat.zone or rows[0][0].office.zone
    strip = _strip(view, rows)
    known = view.chat.zone is not None
    alone = len(rows) == 1
    return DayPicture(
        language=view.chat.language,
        title=_names(view, rows[0]) if alone else view.label("picture_all"),
        you=_clock_of(view, strip, zone, _your_clock(view)) if known else None,
        waking=strip.waking(zone, (view.chat.wakes, view.chat.sleeps)) if known else None,
        midnights=[at for at, _day in days_of(strip.ticks(zone, 1), room=1) if at],
        now=strip.place(view.now),
        now_label=view.label("picture_now", at=_hour(view, view.now, zone)),
        rows=[_row(view, strip, group, alone=alone) for group in rows],
        legend=_legend(view, known=known),
        note=_note(view, rows),
    )


def _openings(card: OfficeCard) -> tuple[Interval, ...]:
    """The openings of the day that is shown; of an office that never closes, the day from now."""
    if card.hours.day or card.hours.status != "open":
        return card.hours.day
    return (Strip(start=card.now).whole,)


def _row(view: View, strip: Strip, group: tuple[OfficeCard, ...], *, alone: bool) -> OfficeRow:
    office = group[0].office
    zone = view.chat.zone or office.zone
    spans = [
        view.label("picture_span", start=_hour(view, a, zone), end=_hour(view, b, zone))
        for a, b in _openings(group[0])
    ]
    hours = _listed(view, spans)
    in_city = str(view.entry.campaign.say(office.in_city, view.chat.language))
    return OfficeRow(
        name="" if alone else _names(view, group),
        open=strip.bands(_openings(group[0])),
        clock=_clock_of(view, strip, office.zone, view.label("picture_there", in_city=in_city)),
        hours=view.label("picture_hours", hours=hours) if view.chat.zone else hours,
    )


def _clock_of(view: View, strip: Strip, zone: str, name: str) -> Clock:
    """A clock along the strip: its full hours, and its days where there is room for them."""
    return Clock(
        name=name,
        ticks=[Hour(at=tick.at, hour=f"{tick.hour:02}") for tick in strip.ticks(zone)],
        days=[
            (at, _plain(view.time("call/on_day.j2", on=day)))
            for at, day in days_of(strip.ticks(zone, 1))
        ],
    )


def _legend(view: View, *, known: bool) -> Legend:
    return Legend(
        open=view.label("picture_open"),
        awake=view.label("picture_awake") if known else None,
        asleep=view.label("picture_asleep") if known else None,
    )


def _note(view: View, rows: Sequence[tuple[OfficeCard, ...]]) -> str | None:
    assumed = any(card.office.hours_assumed for group in rows for card in group)
    return view.label("picture_assumed") if assumed else None


def _names(view: View, group: tuple[OfficeCard, ...]) -> str:
    campaign, language = view.entry.campaign, view.chat.language
    return _listed(view, [str(campaign.say(card.office.name, language)) for card in group])


def _listed(view: View, items: Sequence[str]) -> str:
    return _plain(view.time("picture/listed.j2", items=items))


def _your_clock(view: View) -> str:
    zone = view.chat.zone or ""
    place = view.chat.place or Calendar(view.chat.language).city(zone)
    return view.label("picture_you", place=place) if place else view.label("picture_yours")


def _hour(view: View, at: datetime, zone: str) -> str:
    return _plain(view.time("call/at_hour.j2", at=at, zone=zone))


def _plain(html: str) -> str:
    return unescape(html)
