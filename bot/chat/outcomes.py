"""Every answer the Bot API can give, sorted by what it means for the message: one table, two lanes.

The texts are matched without regard to case and without their "Bad Request: " prefix, since
Telegram and its library both rewrite them.
"""

from __future__ import annotations

import re
from typing import Any

from telegram.error import NetworkError, TelegramError

from bot.core.breaker import Trouble
from bot.core.messages import Gone, Moved, Outcome, Refused, Sent, Unknown, Wait
from bot.core.notation import is_id, read
from bot.core.pacing import GATE_LIMIT
from bot.core.plain import one_line
from bot.log import TOKENS, redacted

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
UNDELETABLE = ("message can't be deleted", "message cannot be deleted", "message_delete_forbidden")
"""Texts of a 400 that say a message is too old, or otherwise not ours to take away."""
UNCHANGED = "message is not modified"
VANISHED = (
    UNCHANGED,
    "message to edit not found",
    "message to delete not found",
    "message_id_invalid",
)
"""Texts of a 400 after which nothing is left to edit or to delete."""
TOPIC_TROUBLE = ("message thread not found", "topic_closed", "topic_deleted")
HARMLESS = (*VANISHED, "query is too old")
"""Texts of a 400 after which the wanted state holds all the same, or cannot be had any more."""
REASON = 80
"""Signs of Telegram's words that are kept."""
QUOTED = re.compile(r'"[^"]*"|(?<!\w)\'[^\']*\'')
"""Telegram quotes what it does not understand, and that may be what somebody wrote."""
MISREAD = (
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What the library raises when something has another form than it expects."""


class NotSent(NetworkError):
    """The request surely never reached Telegram."""


class Unsure(NetworkError):
    """The request may have reached Telegram."""


class Answered(TelegramError):
    """Telegram answered, but not with what was asked for. Its own words hold no token."""

    def __init__(
        self, status: int, description: str, outcome: Outcome, *, genuine: bool = True
    ) -> None:
        self.status = status
        self.description = TOKENS.sub("[token]", description)
        self.outcome = outcome
        self.genuine = genuine
        """False where the answer is none of the Bot API's: a proxy's page, a wrong address."""
        super().__init__(f"{status}: {unquoted(self.description)}")

    @property
    def harmless(self) -> bool:
        return _says(self.description, HARMLESS)

    @property
    def no_voice(self) -> bool:
        """The chat takes no voice messages: a setting of Telegram Premium."""
        return self.status == 400 and _says(self.description, ("voice_messages_forbidden",))

    @property
    def vanished(self) -> bool:
        """The message is as it was to be, or is not there any more."""
        return self.status == 400 and _says(self.description, VANISHED)

    @property
    def unchanged(self) -> bool:
        """The message has these words already."""
        return self.status == 400 and _says(self.description, (UNCHANGED,))

    @property
    def undeletable(self) -> bool:
        """The message cannot be taken away any more; its words may still be changed."""
        return self.status == 400 and _says(self.description, UNDELETABLE)

    @property
    def topic_trouble(self) -> bool:
        """The forum topic is gone or closed; the chat itself may be well."""
        return self.status == 400 and _says(self.description, TOPIC_TROUBLE)

    @property
    def token_refused(self) -> bool:
        """Telegram does not know the token; a page that is not there says nothing about it."""
        return self.genuine and self.status in {401, 404}


def answer(status: int, body: bytes) -> dict[str, Any]:
    """The whole answer of a successful request; raises Answered for anything else."""
    try:
        parsed = read(body)
    except ValueError:
        parsed = None
    if not isinstance(parsed, dict) or "ok" not in parsed:
        sentence = "not an answer of the Bot API"
        raise Answered(status, sentence, _without_words(status, Trouble.GARBAGE), genuine=False)
    if status == 200 and parsed["ok"] is True and "result" in parsed:
        return parsed
    said = parsed.get("description")
    description = said if isinstance(said, str) else ""
    raise Answered(status, description, _refusal(status, description, parsed.get("parameters")))


def sent(parsed: dict[str, Any], chat_id: int) -> Sent | Unknown:
    """What an accepted send or edit tells us; an answer about another chat is not ours."""
    result = parsed["result"]
    if not isinstance(result, dict):
        return Sent()
    chat = result.get("chat")
    if isinstance(chat, dict) and chat.get("id", chat_id) != chat_id:
        return Unknown(reason="an answer about another chat", trouble=Trouble.GARBAGE)
    number = result.get("message_id")
    return Sent(message_id=number if is_id(number) else None)


def outcome_of(error: TelegramError) -> Outcome:
    """What a failed request means for its message."""
    if isinstance(error, Answered):
        return error.outcome
    if isinstance(error, NotSent):
        return Wait(seconds=1.0, trouble=Trouble.OUTAGE)
    return Unknown(reason=type(error).__name__)


def unquoted(description: str) -> str:
    """Telegram's words without what they quote, and without tokens and ids."""
    return redacted(QUOTED.sub("…", description))


def _refusal(status: int, description: str, parameters: object) -> Outcome:
    known = parameters if isinstance(parameters, dict) else {}
    new_chat = known.get("migrate_to_chat_id")
    if status == 400 and is_id(new_chat) and new_chat < 0:  # as the ids of all supergroups
        return Moved(chat_id=new_chat)
    if status == 429:
        return Wait(seconds=_seconds(known.get("retry_after")), everyone=True)
    reason = _reason(description)
    if status == 403:
        return Gone(reason=reason)
    if status == 400:
        gone = _says(description, UNREACHABLE)
        return Gone(reason=reason) if gone else Refused(reason=reason)
    return _without_words(status, Trouble.GARBAGE if status < 400 else Trouble.OUTAGE)


def _without_words(status: int, trouble: Trouble) -> Outcome:
    """``trouble``: what it is if the status itself says nothing."""
    if status == 429:
        return Wait(seconds=0.0, everyone=True)
    if status in {401, 404}:  # wrong token or address: nothing was sent, nothing is lost
        genuine = trouble is not Trouble.GARBAGE
        return Wait(seconds=1.0, trouble=Trouble.CREDENTIALS if genuine else trouble)
    if status == 413:
        return Refused(reason="too large")
    return Unknown(reason=f"answer {status}", trouble=Trouble.OUTAGE if status >= 500 else trouble)


def _seconds(asked: object) -> float:
    """How long a 429 asks to wait; 0 for whatever is no sensible number."""
    if isinstance(asked, bool) or not isinstance(asked, int | float) or not asked > 0:
        return 0.0
    return float(min(asked, GATE_LIMIT))  # a whole number may be too long for a float


def _reason(description: str) -> str:
    """What is kept: no half of a surrogate pair, and no NUL, for which a database has no place."""
    words = unquoted(description).lower()
    return one_line(words.removeprefix("bad request: ").removeprefix("forbidden: "), REASON)


def _says(description: str, texts: tuple[str, ...]) -> bool:
    words = description.lower()
    return any(text in words for text in texts)
