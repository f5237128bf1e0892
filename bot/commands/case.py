"""/case: the history of a case as a newcomer reads it in a minute, the rest page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.campaign import Campaign
from bot.core.library import Entry
from bot.core.messages import Button, Reply

from .buttons import acts, campaigns, in_rows
from .lookup import campaign_of
from .numbers import number
from .outlook import coming, outlook
from .request import Request, Rows
from .sorry import Stale


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a case: which of its items there are, and how many fit one screen."""

    name: str
    items: Callable[[Campaign], Sequence[object]]
    fit: int

    @property
    def template(self) -> str:
        return f"case/{self.name}.j2"

    @property
    def label(self) -> str:
        return f"case_{self.name}"


SECTIONS = (
    Section(name="people", items=lambda campaign: campaign.people, fit=3),
    Section(name="timeline", items=lambda campaign: campaign.timeline, fit=6),
    Section(name="demands", items=lambda campaign: campaign.demands, fit=5),
    Section(name="evidence", items=lambda campaign: campaign.evidence, fit=5),
    Section(name="pickets", items=lambda c: (*c.pickets, *c.events), fit=4),
    Section(name="fund", items=lambda campaign: campaign.funds, fit=2),
    Section(name="join", items=lambda campaign: campaign.initiatives, fit=3),
    Section(name="glossary", items=lambda campaign: campaign.glossary, fit=6),
)
BY_NAME = {section.name: section for section in SECTIONS}


async def run(request: Request) -> Reply:
    """The overview, or one page of a section: ``case:<slug>:<section>:<page>``."""
    if not request.arg(0):
        return await _which(request)
    entry = campaign_of(request, request.arg(0), "case")
    name = request.arg(1) if request.pressed else ""
    if name in ("", "all"):
        return _overview(request, entry, fresh=not name)
    section = BY_NAME.get(name)
    if section is None:
        raise Stale
    return _page(request, entry.campaign, section, number(request.arg(2) or "0"))


async def _which(request: Request) -> Reply:
    """The only campaign subscribed to, else a choice."""
    have = await request.tx.subscriptions.of(request.chat.id)
    known = [entry for slug in have if (entry := request.entry(slug))]
    if len(known) == 1:
        return _overview(request, known[0], fresh=True)
    offered = known or list(request.desk.library)
    return request.note("case/which.j2", campaigns(request, offered, "case"), any=bool(offered))


def _overview(request: Request, entry: Entry, *, fresh: bool) -> Reply:
    campaign = entry.campaign
    if not request.private:
        button = Button(label=request.label("read_case"), start=f"case_{campaign.slug}")
        rows: Rows = ((button,),)
    else:
        rows = (*acts(request, campaign), *_contents(request, campaign))
    show = request.note if fresh else request.page
    return show(
        "case/overview.j2",
        rows,
        campaign=campaign,
        outlook=outlook(campaign, request.now),
        coming=coming(campaign, request.now) if campaign.state == "active" else (),
        past=campaign.past(request.now),
    )


def _contents(request: Request, campaign: Campaign) -> Rows:
    """A button for every section that has something in it."""
    return in_rows(
        (
            request.button(section.label, f"case:{campaign.slug}:{section.name}")
            for section in SECTIONS
            if section.items(campaign)
        ),
        2,
    )


def _page(request: Request, campaign: Campaign, section: Section, page: int) -> Reply:
    items = section.items(campaign)
    shown = items[page * section.fit : (page + 1) * section.fit]
    if not shown:
        raise Stale
    turn = _turn(request, campaign, section, page)
    back = (request.button("back_to_case", f"case:{campaign.slug}:all"),)
    return request.page(
        section.template,
        (*turn, back),
        campaign=campaign,
        items=shown,
        first=page == 0,
        today=_today(campaign, request.now),
    )


def _turn(request: Request, campaign: Campaign, section: Section, page: int) -> Rows:
    stem = f"case:{campaign.slug}:{section.name}"
    row = []
    if page:
        row.append(request.button("earlier", f"{stem}:{page - 1}"))
    if (page + 1) * section.fit < len(section.items(campaign)):
        row.append(request.button("more", f"{stem}:{page + 1}"))
    return (tuple(row),) if row else ()


def _today(campaign: Campaign, now: datetime) -> date:
    return now.astimezone(campaign.tz).date()
