"""A note to the hosts about the bot itself, to each in their own language."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from markupsafe import escape

from bot.core.chats import Audience, Chat
from bot.core.delivery import REPORT
from bot.core.messages import Message
from bot.core.wire import to_json
from bot.log import logger
from bot.store import NewAlert, Tx
from bot.words import Words

from .attempt import in_english, spare

log = logger(__name__)

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

    Sent at most once. A host who blocked the bot cannot be told; one whose language fails reads it
    in English.
    """

    def told(audience: Audience) -> Message:
        return Message(html=words.render(template, audience, now, **context))

    troubles: list[Exception] = []

    def written(audience: Audience) -> Message:
        made = in_english(told, audience, troubles)
        return made or Message(html=escape(spare(words, "spare_notice", audience.language)))

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
            texts={audience: to_json(written(audience)) for audience in audiences},
        )
    )
    if troubles:
        log.error("a notice cannot be written for all", template=template, exc_info=troubles[0])
    return 0 if alert_id is None else await tx.fanout.singles(alert_id, hosts)
