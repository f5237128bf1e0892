"""The bot comes into a chat, goes, is promoted, is blocked: service messages and updates."""

from __future__ import annotations

from collections.abc import Mapping

from bot.demo.answers import Json
from bot.demo.chats import CHAT_RIGHTS, BotStatus, Chat
from bot.demo.world import World


def bot_enters(
    world: World, chat: Chat, *, by: Mapping[str, object], rights: frozenset[str] = frozenset()
) -> None:
    """Somebody adds the bot; with `rights` as an administrator (the only way into a channel)."""
    change_bot(world, chat, "administrator" if rights else "member", by=by, rights=rights)
    if chat.kind != "channel":
        bot = world.profile.user()
        message = world.post(
            chat,
            {"new_chat_participant": bot, "new_chat_member": bot, "new_chat_members": [bot]},
            sender=by,
        )
        world.updates.add("message", message.json)


def bot_leaves(world: World, chat: Chat, status: BotStatus, *, by: Mapping[str, object]) -> None:
    """The bot is thrown out ("kicked"), or goes by itself ("left")."""
    if chat.kind != "channel":
        bot = world.profile.user()
        message = world.post(
            chat,
            {"left_chat_participant": bot, "left_chat_member": bot},
            sender=by,
            from_bot=by.get("id") == bot["id"],
        )
        if status == "kicked":
            world.updates.add("message", message.json)
    change_bot(world, chat, status, by=by)


def change_bot(
    world: World,
    chat: Chat,
    status: BotStatus,
    *,
    by: Mapping[str, object],
    rights: frozenset[str] = frozenset(),
) -> None:
    """Set the bot's standing and tell it by `my_chat_member`."""
    old = bot_member(world, chat)
    chat.bot, chat.bot_rights = status, rights
    world.updates.add(
        "my_chat_member",
        {
            "chat": world.chat_json(chat),
            "from": dict(by),
            "date": world.unix(),
            "old_chat_member": old,
            "new_chat_member": bot_member(world, chat),
        },
    )
    world.events.emit("chat", chat_id=chat.id)


def bot_member(world: World, chat: Chat) -> Json:
    """The bot's ChatMember in a chat."""
    status = "left" if chat.bot == "never" else chat.bot
    told: Json = {"user": world.profile.user(), "status": status}
    if status == "administrator":
        told |= dict.fromkeys(CHAT_RIGHTS, False) | dict.fromkeys(chat.bot_rights, True)
    return {**told, "until_date": 0} if status == "kicked" else told
