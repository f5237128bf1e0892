"""A change found in a campaign file, put before a host: nothing goes out unseen or unapproved."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from markupsafe import escape

from bot.core.chats import Audience, Chat
from bot.core.delivery import ALERT
from bot.core.library import Entry
from bot.core.messages import Button, Message
from bot.core.news import Draft, Scheduled, to_payload
from bot.core.wire import to_json
from bot.log import logger
from bot.store import NewAlert, Tx
from bot.words import Words

from .attempt import in_english, spare
from .wording import Shortfall, tell_shortfall, worded

log = logger(__name__)

VALID = timedelta(hours=24)
"""As long as the news itself may be sent."""


async def propose(
    tx: Tx, words: Words, entry: Entry, draft: Draft, hosts: Iterable[int], now: datetime
) -> int:
    """Put a draft before every host; gives how many can be asked. None of them: logged as an error.

    A host who blocked the bot cannot be asked. Of those whose own words failed all are told.
    """
    hosts, short = list(hosts), Shortfall()
    asked = [await _ask(tx, words, entry, draft, host, now, short) for host in hosts]
    queued = [each for each in asked if each is not None]
    if queued:
        await tell_shortfall(tx, words, hosts, queued[0], entry, short)
    else:
        log.error(
            "no host can be asked, so this news goes to nobody",
            campaign=entry.campaign.slug,
            kind=draft.kind.name,
            subject=draft.subject,
        )
    return len(queued)


async def _ask(
    tx: Tx, words: Words, entry: Entry, draft: Draft, host: int, now: datetime, short: Shortfall
) -> int | None:
    """Queue one message to a host; gives its alert, None where the host is gone.

    Sent at least once, unlike other notes to organisers: what is lost here no subscriber gets, and
    of two copies only one can be pressed with effect.
    """
    slug = entry.campaign.slug
    chat = await tx.chats.get(host) or Chat(id=host, kind="private")
    ends = _ends(draft, now)
    token = await tx.tokens.issue("broadcast", host, host, to_payload(draft, slug), ends)
    chats = await tx.subscriptions.number(slug)
    message = _message(words, entry, draft, chat.audience, now, token, chats, short)
    alert_id = await tx.alerts.add(
        NewAlert(
            key=f"proposal:{token[:8]}:{draft.key(slug, now)}",
            kind="proposal",
            campaign=slug,
            subject=draft.subject,
            policy=ALERT,
            created=now,
            expires=ends,
            texts={chat.audience: to_json(message)},
        )
    )
    if alert_id is None:
        return None
    return alert_id if await tx.fanout.singles(alert_id, [host]) else None


def _message(
    words: Words,
    entry: Entry,
    draft: Draft,
    host: Audience,
    now: datetime,
    token: str,
    chats: int,
    short: Shortfall,
) -> Message:
    """The alert as it would read, how many chats, send or drop. Raises nothing.

    What cannot be put into words cannot be approved unseen: the host is told, and may look again.
    """
    shown = worded(words, entry, draft, now, {host: 1}).messages.get(host)
    decide = _buttons if shown else _look_again

    def asking(audience: Audience) -> Message:
        html = words.render(
            "proposal.j2",
            audience,
            now,
            campaign=entry.campaign,
            chats=chats,
            added=isinstance(draft, Scheduled),
            alert=shown.html if shown else None,
        )
        return Message(html=html, buttons=decide(words, audience.language, token, chats))

    troubles: list[Exception] = []
    message = in_english(asking, host, troubles)
    if troubles:
        slug = entry.campaign.slug
        log.error("a proposal cannot be written", campaign=slug, exc_info=troubles[0])
        short.foreign += 1
    if message is not None:
        return message
    html = escape(spare(words, "spare_proposal", host.language))
    return Message(html=html, buttons=_look_again(words, host.language, token, chats))


def _ends(draft: Draft, now: datetime) -> datetime:
    """Until when it may be approved: what falls due later than that is of no use."""
    latest = now + VALID
    return min(latest, draft.moment.expires) if isinstance(draft, Scheduled) else latest


def _buttons(words: Words, language: str, token: str, chats: int) -> tuple[tuple[Button, ...], ...]:
    send = words.label("send_to_all", language, count=chats)
    drop = words.label("do_not_send", language)
    return (
        (Button(label=send, press=f"broadcast:send:{token}"),),
        (Button(label=drop, press=f"broadcast:drop:{token}"),),
    )


def _look_again(
    words: Words, language: str, token: str, _chats: int
) -> tuple[tuple[Button, ...], ...]:
    again = spare(words, "look_again", language)
    return ((Button(label=again, press=f"broadcast:again:{token}"),),)
