"""Whether the bot may touch a chat, a topic, a message; and the refusal it hears if not."""

from __future__ import annotations

from typing import Final, Literal

from bot.demo.answers import Refusal, bad_request, forbidden
from bot.demo.chats import Chat, Message
from bot.demo.params import Params
from bot.demo.world import World

GENERAL_TOPIC: Final = 1

Access = Literal["read", "edit", "write", "send"]


def chat_of(world: World, params: Params, access: Access) -> Chat:
    """The chat named by `chat_id`, if the bot may read, edit, write (delete, pin) or send there."""
    chat = _named(world, params.text("chat_id"))
    refusal = _private(world, chat, access) if chat.kind == "private" else _shared(chat, access)
    if refusal:
        raise refusal
    return chat


def _named(world: World, name: str) -> Chat:
    if not name:
        raise bad_request("chat_id is empty")
    if name.startswith("@"):
        wanted = name[1:].lower()
        found = next(
            (
                chat
                for chat in world.chats.values()
                if chat.username and chat.username.lower() == wanted
            ),
            None,
        )
    else:
        digits = name.removeprefix("-")
        found = world.chats.get(int(name)) if digits.isdecimal() and len(digits) < 20 else None
    if found is None:
        raise bad_request("chat not found")
    return found


def _private(world: World, chat: Chat, access: Access) -> Refusal | None:
    if world.people[chat.id].deactivated and access != "read":
        return forbidden("user is deactivated")
    if chat.bot == "never":
        return _stranger(world, chat)
    if chat.bot == "kicked" and access == "send":
        return forbidden("bot was blocked by the user")
    return None


def _stranger(world: World, chat: Chat) -> Refusal:
    """Someone who never wrote to the bot: known from a group they share with it, or not at all."""
    met = any(
        chat.id in other.members and other.bot_inside
        for other in world.chats.values()
        if other.kind != "private"
    )
    if met:
        return forbidden("bot can't initiate conversation with a user")
    return bad_request("chat not found")


def _shared(chat: Chat, access: Access) -> Refusal | None:
    if chat.migrated_to is not None and access in {"write", "send"}:
        return bad_request(
            "group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to
        )
    if chat.bot == "never":
        return bad_request("chat not found")
    must_be_inside = access != "read" or chat.kind != "group"
    if chat.bot == "kicked" and must_be_inside:
        return forbidden(f"bot was kicked from the {chat.kind} chat")
    if chat.bot == "left" and must_be_inside:
        return forbidden(f"bot is not a member of the {chat.kind} chat")
    if chat.kind == "channel" and access == "send" and "can_post_messages" not in chat.bot_rights:
        return bad_request("need administrator rights in the channel chat")
    return None


def topic_of(chat: Chat, params: Params) -> int | None:
    """The topic of a send, None for the chat itself or General; refused when it cannot be used."""
    thread = params.number("message_thread_id")
    if thread <= 0:
        return None
    if not chat.is_forum:
        if chat.kind == "private":
            raise bad_request("message thread not found")
        return None
    topic = chat.topics.get(thread)
    if thread == GENERAL_TOPIC or topic is None:
        raise bad_request("message thread not found")
    if topic.closed and "can_manage_topics" not in chat.bot_rights:
        raise bad_request("TOPIC_CLOSED")
    return thread


def message_of(chat: Chat, params: Params, role: str) -> Message:
    """The message named by `message_id`; `role` as in "message to edit not found"."""
    message = chat.messages.get(params.number("message_id"))
    if message is None:
        raise bad_request(f"{role} not found")
    return message
