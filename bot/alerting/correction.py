"""What was sent is withdrawn or put right: in every chat that got it, and wherever it still waits.

An edit or a deletion is an alert of its own, with a text for each text of the one it follows.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from bot.core.alerts import ALERTS
from bot.core.chats import DEFAULT_LANGUAGE, Audience
from bot.core.delivery import CORRECTION, ROWS_KEPT, WITHDRAWAL, Act, Policy
from bot.core.library import Entry
from bot.core.messages import Message
from bot.core.news import Update, from_payload, to_payload
from bot.core.wire import from_json, to_json
from bot.store import Alert, NewAlert, Tx
from bot.words import Words
from bot.words.corrections import heading

from .enqueue import AT_ONCE, all_rows
from .retreat import Retreat
from .wording import Shortfall, Worded, tell_shortfall, worded

LASTS = timedelta(days=3)
"""So long copies are changed, also those that arrive late: a million take half a day."""


class Bar(StrEnum):
    """Why an alert can be neither withdrawn nor corrected; the value names the words for it."""

    LATE = "late"
    WITHDRAWN = "withdrawn"
    CORRECTED = "corrected"
    UNWRITTEN = "unwritten"


def concerns(alert: Alert) -> bool:
    """Whether it went to subscribers and stands for itself."""
    return alert.kind in ALERTS and alert.target is None and alert.act is Act.SEND


def words_of(alert: Alert) -> Update | None:
    """The organiser's own words, where an alert consists of them: others cannot be corrected."""
    if not alert.news or not concerns(alert):
        return None
    news = from_payload(json.loads(alert.news))
    return news if isinstance(news, Update) else None


async def bar(tx: Tx, alert: Alert, act: Act, now: datetime) -> Bar | None:
    """What forbids to delete or to edit the copies of an alert; None: nothing does."""
    if await tx.alerts.known(_key(Act.DELETE, alert)) is not None:
        return Bar.WITHDRAWN
    if act is Act.EDIT and await tx.alerts.known(_key(Act.EDIT, alert)) is not None:
        return Bar.CORRECTED
    return Bar.LATE if alert.created + ROWS_KEPT <= now else None


async def withdraw_alert(
    tx: Tx,
    words: Words,
    entry: Entry | None,
    alert: Alert,
    now: datetime,
    hosts: Collection[int] = (),
) -> Bar | None:
    """Send no more of it, take its copies away, tell who got it; None, or why that cannot be.

    All of it belongs to the caller's transaction. ``entry``: None where the campaign is gone. Words
    that fail keep no alert from being withdrawn: the ``hosts`` are told.
    """
    barred = await bar(tx, alert, Act.DELETE, now)
    if barred is not None:
        return barred
    retreat = Retreat(words, entry.campaign if entry else None, now, alert.created)
    sent = await _texts(tx, alert)
    followers = await tx.alerts.corrections(alert.id)
    for each in (alert, *followers):
        await tx.alerts.cancel(each.id)
    for each in (alert, *(one for one in followers if one.act is Act.SEND)):
        await _follow(
            tx,
            each,
            _key(Act.DELETE, each),
            Act.DELETE,
            WITHDRAWAL,
            {to: retreat.in_its_place(to) for to in await tx.alerts.audiences(each.id)},
            now,
        )
    # By its heading alone: what is taken back must not be told once more, not even its beginning.
    notice = {
        audience: retreat.disregard(audience, heading(message))
        for audience, message in sent.items()
    }
    await _follow(tx, alert, f"disregard:{alert.id}", Act.SEND, CORRECTION, notice, now)
    if entry is not None:
        number = await tx.alerts.known(_key(Act.DELETE, alert)) or alert.id
        foreign = sum((await _readers(tx, alert, retreat.failed)).values())
        await tell_shortfall(tx, words, hosts, number, entry, Shortfall(foreign))
    return None


async def correct(
    tx: Tx,
    words: Words,
    entry: Entry,
    alert: Alert,
    text: str,
    now: datetime,
    hosts: Collection[int] = (),
    *,
    tell: bool,
) -> Bar | None:
    """Other words for an organiser's own, in every copy and wherever one still waits.

    ``tell``: who got the old ones gets the new ones as a message as well. All of it belongs to the
    caller's transaction. None, or why it cannot be; ValueError where it is not an organiser's. The
    ``hosts`` are told of chats whose own words failed.
    """
    barred = await bar(tx, alert, Act.EDIT, now)
    if barred is not None:
        return barred
    news = corrected(alert, text, now)
    numbers = await tx.alerts.audiences(alert.id)
    made = rewritten(words, entry, news, now, await _readers(tx, alert, numbers))
    if made.missed:
        return Bar.UNWRITTEN
    new = made.messages
    await tx.alerts.reword(
        alert.id,
        {numbers[audience]: to_json(message) for audience, message in new.items()},
        json.dumps(to_payload(news, alert.campaign), ensure_ascii=False),
    )
    await _follow(tx, alert, _key(Act.EDIT, alert), Act.EDIT, WITHDRAWAL, new, now)
    if tell:
        await _follow(tx, alert, f"corrected:{alert.id}", Act.SEND, CORRECTION, new, now)
    edit = await tx.alerts.known(_key(Act.EDIT, alert)) or alert.id
    await tell_shortfall(tx, words, hosts, edit, entry, Shortfall(made.foreign, made.missed))
    return None


def rewritten(
    words: Words, entry: Entry, news: Update, now: datetime, readers: Mapping[Audience, int]
) -> Worded:
    """Other words for audiences (and how many chats each is), none of which may keep the old ones.

    Who cannot be written for gets the plainest words, without buttons. Where there are not even
    those, some are ``missed``, and nothing may be changed.
    """
    made = worded(words, entry, news, now, readers)
    plain = Audience(language=DEFAULT_LANGUAGE, zone=None, kind="private")
    spare = worded(words, entry, news, now, {plain: 1} if made.missed else {}).messages.get(plain)
    if spare is None:
        return made
    bare = Message(html=spare.html)
    return Worded(
        messages={audience: made.messages.get(audience, bare) for audience in readers},
        foreign=made.foreign + made.missed,
        missed=0,
    )


def corrected(alert: Alert, text: str, now: datetime) -> Update:
    """The news with other words; ValueError where it is not an organiser's own."""
    before = words_of(alert)
    if before is None:
        raise ValueError(f"alert {alert.id} is not in an organiser's words")
    return replace(before, text=text, corrected=now)


def _key(act: Act, alert: Alert) -> str:
    """Known for ever: what is withdrawn or corrected is so once."""
    return f"{'withdrawal' if act is Act.DELETE else 'correction'}:{alert.id}"


async def _readers(tx: Tx, alert: Alert, audiences: Collection[Audience]) -> dict[Audience, int]:
    """How many chats each audience is, by today's subscribers; somebody got every text."""
    chats = dict(await tx.subscriptions.audiences(alert.campaign))
    return {audience: chats.get(audience, 1) for audience in audiences}


async def _texts(tx: Tx, alert: Alert) -> dict[Audience, Message]:
    """What an alert says to each audience."""
    bodies = await tx.alerts.texts(alert.id)
    return {
        audience: from_json(bodies[number])
        for audience, number in (await tx.alerts.audiences(alert.id)).items()
    }


async def _follow(
    tx: Tx,
    alert: Alert,
    key: str,
    act: Act,
    policy: Policy,
    texts: Mapping[Audience, Message],
    now: datetime,
) -> None:
    """Queue what follows an alert, its texts under the same numbers as those of the alert."""
    number = await tx.alerts.add(
        NewAlert(
            key=key,
            kind=key.partition(":")[0],
            campaign=alert.campaign,
            subject=f"alert:{alert.id}",  # not the alert's own: news about that must not cancel it
            policy=policy,
            created=now,
            expires=now + LASTS,
            texts={},
            act=act,
            target=alert.id,
        )
    )
    if number is None:
        return
    bodies = {audience: to_json(message) for audience, message in texts.items()}
    await tx.alerts.add_texts(number, bodies, await tx.alerts.audiences(alert.id))
    await tx.fanout.begin(number)
    queued = await tx.alerts.get(number)
    if queued is not None and sum((await tx.alerts.counts(alert.id)).values()) <= AT_ONCE:
        await all_rows(tx, queued)
