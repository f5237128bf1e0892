"""Words for each audience of a piece of news: where some fail, the others get theirs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from bot.core.chats import Audience
from bot.core.library import Entry
from bot.core.messages import Message
from bot.core.news import News
from bot.core.urgency import urgency
from bot.log import logger
from bot.store import Placed, Tx
from bot.words import Words
from bot.words.alerts import compose

from .attempt import others, tried
from .notice import tell_hosts

log = logger(__name__)


@dataclass(frozen=True, kw_only=True)
class Worded:
    """Messages by audience; who is not in it gets nothing."""

    messages: dict[Audience, Message]
    foreign: int
    """Chats whose words are those of the default language, because their own failed."""
    missed: int
    """Chats for which there are no words."""


@dataclass
class Shortfall:
    """Chats of one broadcast that do not get the words meant for them."""

    foreign: int = 0
    missed: int = 0


def worded(
    words: Words, entry: Entry, news: News, now: datetime, readers: Mapping[Audience, int]
) -> Worded:
    """The message for each audience, which is so many chats. Raises nothing: what fails is logged.

    An audience that cannot be written for gets the default language's words.
    """
    troubles: list[Exception] = []
    known: dict[Audience, Message | None] = {}

    def message(audience: Audience) -> Message | None:
        if audience not in known:
            make = partial(compose, words, entry, news, audience, now)
            known[audience] = tried(make, troubles)
        return known[audience]

    messages = {each: made for each in readers if (made := message(each)) is not None}
    instead = {
        each: made
        for each in readers
        if each not in messages and (made := _first(message, others(each))) is not None
    }
    foreign = sum(readers[each] for each in instead)
    missed = sum(readers[each] for each in readers.keys() - messages.keys() - instead.keys())
    if troubles:
        _tell(entry, news, troubles[0], foreign=foreign, missed=missed)
    return Worded(messages=messages | instead, foreign=foreign, missed=missed)


def turns(entry: Entry, news: News, now: datetime, standings: Iterable[Placed]) -> dict[int, int]:
    """When it is the turn of these standings, by their numbers; what has none comes last."""
    troubles: list[Exception] = []
    known = {
        each.id: turn
        for each in standings
        if (turn := tried(partial(urgency, entry.campaign, news, each.standing, now), troubles))
        is not None
    }
    if troubles:
        _tell(entry, news, troubles[0], without_turn=len(troubles))
    return known


async def tell_shortfall(
    tx: Tx,
    words: Words,
    hosts: Collection[int],
    alert_id: int,
    entry: Entry,
    short: Shortfall,
) -> None:
    """Tell the hosts, once for each broadcast, how many chats do not get their own words."""
    if short.foreign or short.missed:
        await tell_hosts(
            tx,
            words,
            hosts,
            "notices/unwritten.j2",
            tx.now,
            f"unwritten:{alert_id}",
            campaign=entry.campaign,
            foreign=short.foreign,
            missed=short.missed,
        )


def _first(
    message: Callable[[Audience], Message | None], audiences: Iterable[Audience]
) -> Message | None:
    return next((made for each in audiences if (made := message(each)) is not None), None)


def _tell(entry: Entry, news: News, trouble: Exception, **numbers: int) -> None:
    log.error(
        "an alert cannot be written for all",
        campaign=entry.campaign.slug,
        kind=news.kind.name,
        subject=news.subject,
        exc_info=trouble,
        **numbers,
    )
