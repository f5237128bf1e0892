"""Privacy mode: of what is said in a group, only what is meant for the bot reaches it."""

from __future__ import annotations

from bot.demo import limits
from bot.demo.answers import Json
from bot.demo.chats import Chat, Message
from bot.demo.world import World


def reaches_bot(world: World, chat: Chat, message: Message, quoted: Message | None) -> bool:
    """All of private chats and where it is an administrator; else commands, replies, its name."""
    if not chat.bot_inside or chat.kind == "private" or chat.bot == "administrator":
        return chat.bot_inside
    answers_bot = bool(quoted and quoted.from_bot)
    return answers_bot or _names_bot(message.json, f"@{world.profile.username.lower()}")


def _names_bot(message: Json, me: str) -> bool:
    for entity in message.get("entities", ()):
        part = limits.utf16_part(message["text"], entity["offset"], entity["length"]).lower()
        if entity["type"] == "bot_command" and ("@" not in part or part.endswith(me)):
            return True
        if entity["type"] == "mention" and part == me:
            return True
    return False
