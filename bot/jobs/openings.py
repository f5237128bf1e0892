"""Those who asked are told that an office answers: only while it does, and while it is of use."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from bot.alerting.enqueue import enqueue_for
from bot.core.alerts import ALERTS, Moment
from bot.core.campaign import Campaign
from bot.core.hours import OfficeHours
from bot.core.library import Entry, Library
from bot.core.news import Scheduled
from bot.core.schedule import asked_until, is_late, opening
from bot.log import logger
from bot.store import Reminder, Tx
from bot.words import Words

log = logger(__name__)

GRACE = ALERTS["opens"].grace


async def tell_openings(
    tx: Tx, words: Words, library: Library, reminders: list[Reminder], now: datetime
) -> None:
    """One alert per office and opening, for all who asked; each reminder is used up or moved."""
    asked: defaultdict[tuple[str, str, datetime], list[int]] = defaultdict(list)
    for reminder in reminders:
        asked[reminder.slug, reminder.office, reminder.due].append(reminder.chat_id)
        await tx.reminders.remove(reminder.chat_id, reminder.slug, reminder.office)
    for (slug, office, due), chats in asked.items():
        entry = _alive(library, slug, office)
        if entry is not None:
            await _tell(tx, words, entry, office, due, chats, now)


def _alive(library: Library, slug: str, office: str) -> Entry | None:
    """The campaign, where it still goes on and still knows the office."""
    entry = library.get(slug)
    if entry is None or entry.campaign.state != "active":
        _dropped(office, "the campaign is over")
    elif office not in {each.id for each in entry.campaign.offices}:
        _dropped(office, "the office is gone")
    else:
        return entry
    return None


async def _tell(
    tx: Tx,
    words: Words,
    entry: Entry,
    office: str,
    due: datetime,
    chats: list[int],
    now: datetime,
) -> None:
    """Tell them, or move their reminders if the office is closed after all at that moment."""
    until = asked_until(entry.campaign, office, due)
    if until is None:
        _dropped(office, "nothing is asked of it any more")
        return
    moment = _opening(entry.campaign, office, due, until)
    if moment is None:
        await _move(tx, entry.campaign, office, due, chats, now)
    elif is_late(moment, now):
        _dropped(office, "it came too late")
    else:
        await enqueue_for(tx, words, entry, Scheduled(moment=moment), chats, now)


def _opening(campaign: Campaign, office: str, due: datetime, until: datetime) -> Moment | None:
    """The moment the office begins to answer, of use ``until`` then; None if it is closed then."""
    state = OfficeHours.of(campaign.office(office)).state(due)
    if not state.open:
        return None
    return opening(campaign.slug, office, due, min(state.closes or due + GRACE, until))


async def _move(
    tx: Tx, campaign: Campaign, office: str, due: datetime, chats: list[int], now: datetime
) -> None:
    """To the next opening that can still be told, if anything is asked of that office then."""
    hours = OfficeHours.of(campaign.office(office))
    opens = hours.state(max(due, now - GRACE)).opens
    if opens is None or asked_until(campaign, office, opens) is None:
        _dropped(office, "it is closed, and nothing is asked of it later")
        return
    for chat in chats:
        await tx.reminders.add(chat, campaign.slug, office, opens, now, hours.zone)
    log.info("reminders moved", subject=office, to=opens.isoformat(), why="the office is closed")


def _dropped(office: str, why: str) -> None:
    log.info("reminder dropped", subject=office, why=why)
