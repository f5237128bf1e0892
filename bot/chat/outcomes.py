"""Every answer the Bot API can give, sorted by what it means for the message: one table, two lanes.

The texts are matched without regard to case and without their "Bad Request: " prefix, since
Telegram and its library both rewrite them.
"""

from __future__ import annotations

from typing import Any

import orjson
from telegram.error import NetworkError, TelegramError

from bot.core.messages import Gone, Moved, Outcome, Refused, Sent, Unknown, Wait

UNREACHABLE = (
    "chat not found",
    "user not found",
    "user is deactivated",
    "group chat was deactivated",
    "peer_id_invalid",
    "bot is not a member",
    "chat_id is empty",
)
"""Texts of a 400 that say the chat is not there any more."""
TOPIC_TROUBLE = ("message thread not found", "topic_closed", "topic_deleted")
HARMLESS = (
    "message is not modified",
    "message to edit not found",
    "message to delete not found",
    "query is too old",
)
"""Texts of a 400 after which the wanted state holds all the same, or cannot be had any more."""
DEFAULT_WAIT = 5.0
"""Seconds to wait after a 429 that names none."""


class NotSent(NetworkError):
    """The request surely never reached Telegram."""


class Unsure(NetworkError):
    """The request may have reached Telegram."""


class Answered(TelegramError):
    """Telegram answered, but not with what was asked for."""

    def __init__(self, status: int, description: str, outcome: Outcome) -> None:
        super().__init__(f"{status}: {description}")
        self.status = status
        self.description = description
        self.outcome = outcome

    @property
    def harmless(self) -> bool:
        return any(text in self.description.lower() for text in HARMLESS)


def answer(status: int, body: bytes) -> dict[str, Any]:
    """The whole answer of a successful request; raises Answered for anything else."""
    try:
        parsed = orjson.loads(body)
    except orjson.JSONDecodeError:
        parsed = None
    if not isinstance(parsed, dict):
        raise Answered(status, "not an answer of the Bot API", _without_words(status))
    if status == 200 and parsed.get("ok") is True and "result" in parsed:
        return parsed
    description = str(parsed.get("description", ""))
    raise Answered(status, description, _refusal(status, description, parsed.get("parameters")))


def sent(parsed: dict[str, Any]) -> Sent:
    """What an accepted send tells us."""
    result = parsed["result"]
    return Sent(message_id=result.get("message_id") if isinstance(result, dict) else None)


def outcome_of(error: TelegramError) -> Outcome:
    """What a failed request means for its message."""
    if isinstance(error, Answered):
        return error.outcome
    if isinstance(error, NotSent):
        return Wait(seconds=1.0)
    return Unknown(reason=type(error).__name__)


def _refusal(status: int, description: str, parameters: object) -> Outcome:
    known = parameters if isinstance(parameters, dict) else {}
    if "migrate_to_chat_id" in known:
        return Moved(chat_id=int(known["migrate_to_chat_id"]))
    if status == 429:
        return Wait(seconds=float(known.get("retry_after") or DEFAULT_WAIT), everyone=True)
    text = description.lower().removeprefix("bad request: ").removeprefix("forbidden: ")
    if status == 403:
        return Gone(reason=text[:80])
    if status == 400:
        gone = any(sign in text for sign in UNREACHABLE)
        return Gone(reason=text[:80]) if gone else Refused(reason=text[:80])
    return _without_words(status)


def _without_words(status: int) -> Outcome:
    if status == 429:
        return Wait(seconds=DEFAULT_WAIT, everyone=True)
    if status in {401, 404}:
        return Wait(seconds=60.0)  # wrong token or address: nothing was sent, nothing is lost
    if status == 413:
        return Refused(reason="too large")
    return Unknown(reason=f"answer {status}")
