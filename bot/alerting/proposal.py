"""A change found in a campaign file, put before a host: nothing goes out unseen or unapproved."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.core.chats import Chat
from bot.core.delivery import REPORT
from bot.core.library import Entry
from bot.core.messages import Button, Message
from bot.core.news import Draft, Scheduled, to_payload
from bot.core.wire import to_json
from bot.store import NewAlert, Tx
from bot.words import Words
from bot.words.alerts import compose

VALID = timedelta(hours=24)
"""As long as the news itself may be sent."""


async def propose(
    tx: Tx, words: Words, entry: Entry, draft: Draft, host: int, now: datetime
) -> None:
    """Queue one message to a host: the alert as it would read, how many chats, send or drop."""
    slug = entry.campaign.slug
    chat = await tx.chats.get(host) or Chat(id=host, kind="private")
    ends = _ends(draft, now)
    token = await tx.tokens.issue("broadcast", host, host, to_payload(draft, slug), ends)
    chats = sum(count for _, count in await tx.subscriptions.audiences(slug))
    html = words.render(
        "proposal.j2",
        chat.audience,
        now,
        campaign=entry.campaign,
        chats=chats,
        added=isinstance(draft, Scheduled),
        alert=compose(words, entry, draft, chat.audience, now).html,
    )
    alert_id = await tx.alerts.add(
        NewAlert(
            key=f"proposal:{token[:8]}:{draft.key(slug, now)}",
            kind="proposal",
            campaign=slug,
            subject=draft.subject,
            policy=REPORT,
            created=now,
            expires=ends,
            texts={
                chat.audience: to_json(
                    Message(html=html, buttons=_buttons(words, chat.language, token, chats))
                )
            },
        )
    )
    if alert_id is not None:
        await tx.outbox.enqueue_chats(alert_id, [host])


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
