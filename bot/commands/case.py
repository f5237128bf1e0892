"""/case: the history of a case as a newcomer reads it in a minute, the rest page by page."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.button_rows import in_pairs
from bot.core.campaign import Campaign
from bot.core.library import Entry
from bot.core.messages import Button, Reply

from .buttons import acts, campaigns
from .lookup import campaign_of
from .numbers import number
from .outcome import so_far
from .outlook import coming, outlook
from .request import Request, Rows
from .sorry import Stale


@dataclass(frozen=True, kw_only=True)
class Section:
    """One part of a case: which of its items there are, and how many fit one screen."""

    name: str
    items: Callable[[Campaign, date], Sequence[object]]
    """Of a campaign, on a day of its own calendar."""
    fit: int

    @property
    def template(self) -> str:
        return f"case/{self.name}.j2"

    @property
    def label(self) -> str:
        return f"case_{self.name}"


def _happened(campaign: Campaign, today: date) -> Sequence[object]:
    """The history as far as it goes: what is yet to come is no history."""
    return [entry for entry in campaign.timeline if entry.on is None or entry.on <= today]


SECTIONS = (
    Section(name="people", items=lambda campaign, _: campaign.people, fit=2),
    Section(name="timeline", items=_happened, fit=6),
    Section(name="demands", items=lambda campaign, _: campaign.demands, fit=5),
    Section(name="evidence", items=lambda campaign, _: campaign.evidence, fit=5),
    Section(name="pickets", items=lambda c, _: (*c.pickets, *c.events), fit=4),
    Section(name="fund", items=lambda campaign, _: campaign.funds, fit=2),
    Section(name="join", items=lambda campaign, _: campaign.initiatives, fit=3),
    Section(name="glossary", items=lambda campaign, _: campaign.glossary, fit=6),
)
BY_NAME = {section.name: section for section in SECTIONS}


async def run(request: Request) -> Reply:
    """The overview, or one page of a section: ``case:<slug>:<section>:<page>``."""
    if not request.arg(0):
        return await _which(request)
    entry = campaign_of(request, request.arg(0), "case")
    name = request.arg(1) if request.pressed else ""
    if name in ("", "all"):
        return await _overview(request, entry, fresh=not name)
    section = BY_NAME.get(name)
    if section is None:
        raise Stale
    return _page(request, entry.campaign, section, number(request.arg(2) or "0"))


async def _which(request: Request) -> Reply:
    """The only campaign subscribed to, else a choice."""
    have = await request.tx.subscriptions.of(request.chat.id)
    known = [entry for slug in have if (entry := request.entry(slug))]
    if len(known) == 1:
        return await _overview(request, known[0], fresh=True)
    offered = known or list(request.desk.library)
    return request.note("case/which.j2", campaigns(request, offered, "case"), any=bool(offered))


async def _overview(request: Request, entry: Entry, *, fresh: bool) -> Reply:
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
        **await so_far(request.tx, campaign.slug),
    )


def _contents(request: Request, campaign: Campaign) -> Rows:
    """A button for every section that has something in it."""
    return in_pairs(
        request.button(section.label, f"case:{campaign.slug}:{section.name}")
        for section in SECTIONS
        if section.items(campaign, _today(campaign, request.now))
    )


def _page(request: Request, campaign: Campaign, section: Section, page: int) -> Reply:
    today = _today(campaign, request.now)
    items = section.items(campaign, today)
    after = (page + 1) * section.fit
    shown = items[page * section.fit : after]
    if not shown:
        raise Stale
    turn = _turn(request, f"case:{campaign.slug}:{section.name}", page, len(items) > after)
    back = (request.button("back_to_case", f"case:{campaign.slug}:all"),)
    return request.page(
        section.template,
        (*turn, back),
        campaign=campaign,
        items=shown,
        first=page == 0,
        today=today,
    )


def _turn(request: Request, stem: str, page: int, more: bool) -> Rows:
    row = []
    if page:
        row.append(request.button("earlier", f"{stem}:{page - 1}"))
    if more:
        row.append(request.button("more", f"{stem}:{page + 1}"))
    return (tuple(row),) if row else ()


def _today(campaign: Campaign, now: datetime) -> date:
    return now.astimezone(campaign.tz).date()
