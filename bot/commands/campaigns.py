"""/campaigns: those that need their readers now, then the others, each a tap away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Literal

from bot.core.campaign import Campaign
from bot.core.itself import Itself
from bot.core.library import Entry
from bot.core.messages import Button, Reply

from .buttons import title
from .card import card
from .numbers import number
from .outlook import Outlook, outlook
from .request import Request, Rows
from .sorry import Stale

ON_A_PAGE = 6


@dataclass(frozen=True, kw_only=True)
class Line:
    """One campaign in the list."""

    entry: Entry
    outlook: Outlook
    rank: Literal["now", "quiet", "over"]

    @property
    def campaign(self) -> Campaign:
        return self.entry.campaign


async def run(request: Request) -> Reply:
    """The list as a message of its own; its pages and cards replace one another."""
    if not request.pressed or not request.args:
        return _list(request, 0, fresh=True)
    entry = request.entry(request.arg(0))
    if entry is not None:
        every = request.button("all_campaigns", "campaigns:list")
        return await card(request, entry, ((every,),))
    if request.arg(0) != "list":
        raise Stale("campaign_gone")
    return _list(request, number(request.arg(1) or "0"), fresh=False)


def lines(request: Request) -> list[Line]:
    """All campaigns: those that need readers first and soonest, then the quiet, then the ended."""
    minute = request.now.replace(second=0, microsecond=0)
    found = [_line(Itself(entry), minute) for entry in request.desk.library]
    return sorted(found, key=lambda line: _order(line, request.now))


@lru_cache(maxsize=512)
def _line(key: Itself[Entry], now: datetime) -> Line:
    """``now``: the whole minute; what was worked out for it holds until it is over."""
    entry, campaign = key.it, key.it.campaign
    ahead = outlook(campaign, now)
    rank: Literal["now", "quiet", "over"] = "now" if ahead.needs_you else "quiet"
    if campaign.state in ("won", "lost", "closed") or campaign.past(now):
        rank = "over"
    return Line(entry=entry, outlook=ahead, rank=rank)


def _order(line: Line, now: datetime) -> tuple[int, datetime, str]:
    hearing = line.outlook.hearing
    soon = (
        hearing.sitting.at
        if hearing and hearing.sitting
        else datetime.max.replace(tzinfo=now.tzinfo)
    )
    return ("now", "quiet", "over").index(line.rank), soon, line.campaign.slug


def _list(request: Request, page: int, *, fresh: bool) -> Reply:
    every = lines(request)
    pages = max(1, -(-len(every) // ON_A_PAGE))
    if page >= pages:
        raise Stale
    shown = every[page * ON_A_PAGE : (page + 1) * ON_A_PAGE]
    rows = (*_taps(request, shown), *_turn(request, page, pages))
    show = request.note if fresh else request.page
    return show("campaigns/list.j2", rows, lines=shown, first=page == 0)


def _taps(request: Request, shown: list[Line]) -> Rows:
    if request.private:
        return tuple(
            (Button(label=title(request, line.campaign), press=f"campaigns:{line.campaign.slug}"),)
            for line in shown
        )
    return tuple(
        (Button(label=title(request, line.campaign), start=line.campaign.slug),) for line in shown
    )


def _turn(request: Request, page: int, pages: int) -> Rows:
    if not request.private:
        every = Button(label=request.label("all_campaigns"), start="campaigns_")
        return ((every,),) if pages > 1 else ()
    row = []
    if page:
        row.append(request.button("earlier", f"campaigns:list:{page - 1}"))
    if page + 1 < pages:
        row.append(request.button("more", f"campaigns:list:{page + 1}"))
    return (tuple(row),) if row else ()
