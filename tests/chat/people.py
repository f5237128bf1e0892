"""Who is there, and things they send: builders with defaults."""

from __future__ import annotations

from typing import Any

from bot.core.messages import Incoming

TOKEN = "1000000001:token-of-the-emulated-bot-api-000000"
USERNAME = "solidarity_test_bot"
MEMBER, OTHER = 7_000_000_001, 7_000_000_002
GROUP = -1_007_000_000_100


def incoming(**facts: Any) -> Incoming:
    """A message of the member in private, unless told otherwise."""
    known: dict[str, Any] = {
        "update_id": 1,
        "event": "message",
        "chat_id": MEMBER,
        "chat_kind": "private",
        "user_id": MEMBER,
    }
    return Incoming(**(known | facts))
