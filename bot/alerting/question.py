"""A broadcast that was stopped because its first messages failed is put before the hosts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from datetime import datetime, timedelta

from markupsafe import escape

from bot.core.chats import Audience, Chat
from bot.core.delivery import ALERT, Hold, State
from bot.core.library import Library
from bot.core.messages import Button, Message
from bot.core.wire import to_json
from bot.log import logger
from bot.store import Alert, NewAlert, Tx
from bot.words import Words

from .attempt import in_english, spare
from .correction import concerns
from .headline import headline

log = logger(__name__)

VALID = timedelta(hours=24)
"""As long as an answer is waited for."""


def asking(
    words: Words, library: Library, hosts: Collection[int]
) -> Callable[[Tx, int, Hold], Awaitable[None]]:
    """Who asks the hosts, in the transaction that stops an alert. Logged where nobody can be."""

    async def ask(tx: Tx, alert_id: int, held: Hold) -> None:
        alert = await tx.alerts.get(alert_id)
        if alert is None or not (concerns(alert) or alert.target is not None):
            return  # a question about a question would have no end
        asked = sum([await _ask(tx, words, library, alert, held, host) for host in hosts])
        if not asked:
            log.error("a broadcast is stopped, and no host can be asked", alert=alert_id)

    return ask


async def _ask(tx: Tx, words: Words, library: Library, alert: Alert, held: Hold, host: int) -> int:
    """Queue the question for one host, to be answered once; 0 where the host cannot be reached."""
    chat = await tx.chats.get(host) or Chat(id=host, kind="private")
    ends = tx.now + VALID
    token = await tx.tokens.issue("held", host, host, {"alert": alert.id}, ends)
    about = await headline(tx, library, alert, chat.audience)
    numbers = await _numbers(tx, alert, held)

    def made(audience: Audience) -> Message:
        html = words.render(
            "broadcast/held.j2", audience, tx.now, about=about, gone=held is Hold.GONE, **numbers
        )
        return Message(html=html, buttons=_buttons(words, audience.language, token))

    message = _worded(words, made, chat.audience, token)
    number = await tx.alerts.add(_question(alert, chat, token, message, tx.now, ends))
    return 0 if number is None else await tx.fanout.singles(number, [host])


def _worded(
    words: Words, made: Callable[[Audience], Message], host: Audience, token: str
) -> Message:
    """Raises nothing: this is written in the transaction of whoever sends, which must go on."""
    troubles: list[Exception] = []
    message = in_english(made, host, troubles)
    if troubles:
        log.error("a question cannot be written as it should", exc_info=troubles[0])
    if message is not None:
        return message
    html = escape(spare(words, "spare_held", host.language))
    return Message(html=html, buttons=_buttons(words, host.language, token))


def _question(
    alert: Alert, chat: Chat, token: str, message: Message, now: datetime, ends: datetime
) -> NewAlert:
    """At least once: of two copies only one can be pressed with effect."""
    return NewAlert(
        key=f"question:{alert.id}:{token[:8]}",
        kind="question",
        campaign=alert.campaign,
        subject=f"alert:{alert.id}",
        policy=ALERT,
        created=now,
        expires=ends,
        texts={chat.audience: to_json(message)},
    )


async def _numbers(tx: Tx, alert: Alert, held: Hold) -> dict[str, int]:
    """How many of the messages that were answered so far failed."""
    counts = await tx.alerts.counts(alert.id)
    failed = counts.get(State.GONE if held is Hold.GONE else State.FAILED, 0)
    answered = (State.SENT, State.FAILED, State.GONE)
    return {"failed": failed, "tried": sum(counts.get(state, 0) for state in answered)}


def _buttons(words: Words, language: str, token: str) -> tuple[tuple[Button, ...], ...]:
    go_on = Button(label=spare(words, "go_on", language), press=f"broadcast:go:{token}")
    stop = Button(label=spare(words, "stop_it", language), press=f"broadcast:stop:{token}")
    return ((go_on,), (stop,))
