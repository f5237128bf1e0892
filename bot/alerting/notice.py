"""A note to the hosts about the bot itself, to each in their own language."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.core.chats import Chat
from bot.core.delivery import REPORT
from bot.core.messages import Message
from bot.core.wire import to_json
from bot.store import NewAlert, Tx
from bot.words import Words

VALID = timedelta(hours=24)
"""After that it is no news any more; the log has it."""


async def tell_hosts(
    tx: Tx,
    words: Words,
    hosts: Collection[int],
    template: str,
    now: datetime,
    key: str,
    **context: object,
) -> int:
    """Queue a template's words for every host, once for each key; gives how many will get them.

    Sent at most once. A host who blocked the bot cannot be told.
    """
    chats = [await tx.chats.get(host) or Chat(id=host, kind="private") for host in hosts]
    audiences = {chat.audience for chat in chats}
    alert_id = await tx.alerts.add(
        NewAlert(
            key=f"notice:{key}",
            kind="notice",
            campaign="",
            subject="notice",
            policy=REPORT,
            created=now,
            expires=now + VALID,
            texts={
                audience: to_json(Message(html=words.render(template, audience, now, **context)))
                for audience in audiences
            },
        )
    )
    return 0 if alert_id is None else await tx.fanout.singles(alert_id, hosts)
