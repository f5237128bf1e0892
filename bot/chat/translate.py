"""Telegram's updates in our own words. What is not for us comes back as None."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import orjson
from telegram import Bot, CallbackQuery, ChatMemberUpdated, Message, Update
from telegram import Chat as TelegramChat
from telegram.error import TelegramError

from bot.core.chats import ChatKind
from bot.core.messages import Event, Incoming
from bot.core.plain import clean

KINDS: dict[str, ChatKind] = {
    TelegramChat.PRIVATE: "private",
    TelegramChat.GROUP: "group",
    TelegramChat.SUPERGROUP: "group",
    TelegramChat.CHANNEL: "channel",
}
COMMAND = re.compile(r"^/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?$", re.DOTALL)
TEXT_LIMIT = 4096
NOBODY = frozenset({1087968824, 136817688, 777000})
"""Telegram's own senders: the anonymous group admin, channels, the service account."""
IN_CHAT = frozenset({"member", "administrator", "creator", "restricted"})


class UpdateTranslator:
    """Turns the JSON of an update into Incoming. Group rights are asked for at that moment."""

    def __init__(self, bot: Bot, username: str) -> None:
        self._bot = bot
        self._username = username.lower()

    async def __call__(self, body: str) -> Incoming | None:
        update = Update.de_json(orjson.loads(body), self._bot)
        if update.message is not None:
            return await self._message(update.update_id, update.message)
        if update.callback_query is not None:
            return await self._press(update.update_id, update.callback_query)
        if update.my_chat_member is not None:
            return _membership(update.update_id, update.my_chat_member)
        return None  # edited messages, channel posts and newer kinds ask nothing of us

    async def _message(self, update_id: int, message: Message) -> Incoming | None:
        kind = KINDS.get(message.chat.type)
        if kind is None or kind == "channel" or _is_machine(message):
            return None
        if message.migrate_to_chat_id is not None:
            return _migrated(update_id, message.chat.id, message.migrate_to_chat_id)
        if message.migrate_from_chat_id is not None:
            return _migrated(update_id, message.migrate_from_chat_id, message.chat.id)
        incoming = self._read(update_id, kind, message)
        if kind == "private" or incoming is None:
            return incoming
        if incoming.command is None:
            return None  # in groups only commands are meant for the bot
        return await self._with_rights(incoming, anonymous=_is_anonymous_admin(message))

    def _read(self, update_id: int, kind: ChatKind, message: Message) -> Incoming | None:
        text = clean(message.text or "", TEXT_LIMIT)
        incoming = Incoming(
            update_id=update_id,
            event="message",
            chat_id=message.chat.id,
            chat_kind=kind,
            user_id=_person(message.from_user),
            app_language=message.from_user.language_code if message.from_user else None,
            thread=message.message_thread_id if message.is_topic_message else None,
            text=text,
            message_id=message.message_id,
            latitude=message.location.latitude if message.location else None,
            longitude=message.location.longitude if message.location else None,
        )
        match = COMMAND.match(text)
        if match is None or message.forward_origin is not None:
            return incoming  # a forwarded command is somebody else's
        name, addressee, args = match.groups()
        if addressee is not None and addressee.lower() != self._username:
            return None
        return replace(incoming, command=name.lower(), args=(args or "").strip(), text="")

    async def _press(self, update_id: int, press: CallbackQuery) -> Incoming | None:
        message = press.message
        kind = KINDS.get(message.chat.type) if message is not None else None
        if message is None or kind is None or press.data is None or press.from_user.is_bot:
            return None
        is_topic = isinstance(message, Message) and message.is_topic_message
        incoming = Incoming(
            update_id=update_id,
            event="press",
            chat_id=message.chat.id,
            chat_kind=kind,
            user_id=_person(press.from_user),
            app_language=press.from_user.language_code,
            thread=message.message_thread_id if is_topic and isinstance(message, Message) else None,
            press=clean(press.data, 64),
            press_id=press.id,
            message_id=message.message_id,
        )
        return incoming if kind == "private" else await self._with_rights(incoming)

    async def _with_rights(self, incoming: Incoming, *, anonymous: bool = False) -> Incoming:
        if anonymous:
            return replace(incoming, is_group_admin=True)
        if incoming.user_id is None:
            return incoming
        try:
            member = await self._bot.get_chat_member(incoming.chat_id, incoming.user_id)
        except TelegramError:
            return incoming  # who cannot be asked about is no admin
        return replace(incoming, is_group_admin=member.status in {"creator", "administrator"})


def chat_of(update: dict[str, Any]) -> int | None:
    """The chat an update belongs to, so that one chat's updates are handled in order."""
    for kind in ("message", "my_chat_member"):
        if kind in update:
            return _id_in(update[kind])
    press = update.get("callback_query")
    return _id_in(press.get("message")) if isinstance(press, dict) else None


def _id_in(holder: object) -> int | None:
    chat = holder.get("chat") if isinstance(holder, dict) else None
    number = chat.get("id") if isinstance(chat, dict) else None
    return number if isinstance(number, int) else None


def _is_machine(message: Message) -> bool:
    return bool(message.via_bot) or (
        message.from_user is not None
        and message.from_user.is_bot
        and not _is_anonymous_admin(message)
    )


def _is_anonymous_admin(message: Message) -> bool:
    return message.sender_chat is not None and message.sender_chat.id == message.chat.id


def _person(user: Any) -> int | None:
    return None if user is None or user.is_bot or user.id in NOBODY else user.id


def _migrated(update_id: int, old: int, new: int) -> Incoming:
    return Incoming(
        update_id=update_id, event="migrated", chat_id=old, chat_kind="group", migrated_to=new
    )


def _membership(update_id: int, change: ChatMemberUpdated) -> Incoming | None:
    kind = KINDS.get(change.chat.type)
    was, now = _is_in(change.old_chat_member), _is_in(change.new_chat_member)
    if kind is None or was == now:
        return None
    names: tuple[Event, Event] = (
        ("blocked", "unblocked") if kind == "private" else ("removed", "added")
    )
    return Incoming(
        update_id=update_id,
        event=names[now],
        chat_id=change.chat.id,
        chat_kind=kind,
        user_id=_person(change.from_user),
        app_language=change.from_user.language_code,
    )


def _is_in(member: Any) -> bool:
    if member.status == "restricted":
        return bool(member.is_member)
    return member.status in IN_CHAT
