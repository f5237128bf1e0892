"""From a piece of news to rows in the outbox: a text per audience, a row per chat."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.core.chats import Audience
from bot.core.library import Entry
from bot.core.messages import Message
from bot.core.news import HearingChange, News, to_payload
from bot.core.wire import to_json
from bot.store import Alert, NewAlert, Placed, Tx
from bot.words import Words

from .wording import Shortfall, tell_shortfall, turns, worded

AT_ONCE = 2000
"""Up to so many chats have their rows in the transaction that queues an alert."""


@dataclass(frozen=True, kw_only=True)
class Enqueued:
    """What was queued. ``alert_id`` is None where the very same news was queued before."""

    alert_id: int | None
    chats: int


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What one audience will see, and how many chats it is."""

    audience: Audience
    message: Message
    chats: int


async def preview(
    tx: Tx, words: Words, entry: Entry, news: News, now: datetime
) -> tuple[Preview, ...]:
    """The messages exactly as they would be queued at this moment, the largest audience first."""
    audiences = dict(await tx.subscriptions.audiences(entry.campaign.slug))
    messages = worded(words, entry, news, now, audiences).messages
    return tuple(
        Preview(audience=audience, message=messages[audience], chats=chats)
        for audience, chats in sorted(audiences.items(), key=lambda pair: -pair[1])
        if audience in messages
    )


async def enqueue(
    tx: Tx, words: Words, entry: Entry, news: News, now: datetime, hosts: Collection[int] = ()
) -> Enqueued:
    """Queue news for every subscribed chat; nothing happens if it was queued before.

    A change takes the hearing's older alerts that are still waiting out of the queue. All of it
    belongs to the caller's transaction: that of the approval, or of the scheduler's tick. The rows
    of many chats follow in slices (``tx.fanout``), so that nobody has to wait for them. An audience
    that cannot be written for is left out, and the ``hosts`` are told.
    """
    slug = entry.campaign.slug
    alert_id = await _add(tx, words, entry, news, now, ())
    if alert_id is None:
        return Enqueued(alert_id=None, chats=0)
    if isinstance(news, HearingChange):
        await tx.alerts.cancel_subject(slug, news.subject, alert_id)
    chats = await tx.subscriptions.number(slug)
    await tx.fanout.begin(alert_id)
    alert = await tx.alerts.get(alert_id)
    if alert is not None and chats <= AT_ONCE:
        new = written(words, entry, news, now, await lacking(tx, alert))
        await place(tx, alert_id, new)
        await all_rows(tx, alert)
        await tell_shortfall(tx, words, hosts, alert_id, entry, new.short)
        if new.short.missed and not new.texts:
            await tx.alerts.cancel(alert_id)
        chats -= new.short.missed
    return Enqueued(alert_id=alert_id, chats=chats)


async def all_rows(tx: Tx, alert: Alert) -> None:
    """The rows of an alert in this transaction: for few chats."""
    left: Alert | None = alert
    while left is not None:
        left = (await tx.fanout.slice(left, leave_out=True)).left


async def lacking(tx: Tx, alert: Alert) -> list[Placed]:
    """Standings of subscribers for whom an alert is not written yet."""
    return await tx.standings.lacking(alert.id, alert.campaign)


@dataclass(frozen=True, kw_only=True)
class Written:
    """Texts and turns for some standings, by their numbers."""

    audiences: dict[int, Audience]
    turns: dict[int, int]
    texts: dict[Audience, str]
    left_out: frozenset[int]
    """Standings for which there are no words."""
    short: Shortfall


def written(
    words: Words, entry: Entry, news: News, now: datetime, standings: Iterable[Placed]
) -> Written:
    """The words for these standings, and when it is their turn; what has none is logged."""
    known = list(standings)
    readers: Counter[Audience] = Counter()
    for each in known:
        readers[each.standing.audience] += each.chats
    made = worded(words, entry, news, now, readers)
    texts = {audience: to_json(message) for audience, message in made.messages.items()}
    wanted = {each.id: each.standing.audience for each in known}
    return Written(
        audiences={number: audience for number, audience in wanted.items() if audience in texts},
        turns=turns(entry, news, now, known),
        texts=texts,
        left_out=frozenset(number for number, audience in wanted.items() if audience not in texts),
        short=Shortfall(made.foreign, made.missed),
    )


async def place(tx: Tx, alert_id: int, written: Written) -> None:
    """Keep texts and turns, so that rows can be made."""
    await tx.alerts.add_texts(alert_id, written.texts)
    variants = await tx.alerts.audiences(alert_id)
    chosen = {standing: variants[audience] for standing, audience in written.audiences.items()}
    await tx.fanout.add_turns(alert_id, chosen, written.turns)


async def enqueue_for(
    tx: Tx, words: Words, entry: Entry, news: News, chats: Sequence[int], now: datetime
) -> Enqueued:
    """Queue news for single chats, who asked for it; whoever has it in the queue keeps it.

    Who asks after others did joins their alert, with a text of their own where one is missing.
    """
    kept = [await tx.chats.get(chat) for chat in chats]
    audiences = {chat.audience for chat in kept if chat is not None}
    alert_id = await tx.alerts.known(news.key(entry.campaign.slug, now))
    if alert_id is None:
        alert_id = await _add(tx, words, entry, news, now, audiences)
    else:
        await tx.alerts.add_texts(alert_id, _texts(words, entry, news, now, audiences))
    queued = 0 if alert_id is None else await tx.fanout.singles(alert_id, chats)
    return Enqueued(alert_id=alert_id, chats=queued)


async def _add(
    tx: Tx,
    words: Words,
    entry: Entry,
    news: News,
    now: datetime,
    audiences: Iterable[Audience],
) -> int | None:
    """The alert with one text per audience; None if its key is there already."""
    return await tx.alerts.add(
        NewAlert(
            key=news.key(entry.campaign.slug, now),
            kind=news.kind.name,
            campaign=entry.campaign.slug,
            subject=news.subject,
            policy=news.kind.policy,
            created=now,
            expires=news.expires(now),
            texts=_texts(words, entry, news, now, audiences),
            news=json.dumps(to_payload(news, entry.campaign.slug), ensure_ascii=False),
        )
    )


def _texts(
    words: Words, entry: Entry, news: News, now: datetime, audiences: Iterable[Audience]
) -> dict[Audience, str]:
    made = worded(words, entry, news, now, Counter(audiences))
    return {audience: to_json(message) for audience, message in made.messages.items()}
