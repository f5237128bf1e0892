"""Telegram's updates in our own words. What is not for us comes back as None."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from telegram import Bot
from telegram.constants import ChatType, MessageAttachmentType
from telegram.error import TelegramError

from bot.core.chats import ChatKind
from bot.core.messages import Event, Incoming
from bot.core.notation import is_id, read
from bot.core.plain import clean
from bot.log import logger

from .outcomes import MISREAD

log = logger(__name__)

KINDS: dict[str, ChatKind] = {
    ChatType.PRIVATE: "private",
    ChatType.GROUP: "group",
    ChatType.SUPERGROUP: "group",
    ChatType.CHANNEL: "channel",
}
COMMAND = re.compile(r"^/([A-Za-z0-9_]{1,32})(?:@([A-Za-z0-9_]+))?(?:\s+(.*))?$", re.DOTALL)
TEXT_LIMIT = 4096
ASKING_SECONDS = 8.0
"""Within the time that an update may take in all: better refused than never answered."""
NOBODY = frozenset({1087968824, 136817688, 777000})
"""Telegram's own senders: the anonymous group admin, channels, the service account."""
IN_CHAT = frozenset({"member", "administrator", "creator"})
ADMIN = frozenset({"creator", "administrator"})
ATTACHED = tuple(str(kind) for kind in MessageAttachmentType)
"""What a message may hold instead of a text."""

Json = dict[str, Any]
"""A part of an update as it came: whatever is amiss in it raises one of MISREAD."""


class UpdateTranslator:
    """Turns the JSON of an update into Incoming. Group rights are asked for at that moment."""

    def __init__(self, bot: Bot, username: str) -> None:
        self._bot = bot
        self._username = username.lower()

    async def __call__(self, body: str) -> Incoming | None:
        try:
            incoming = self._understood(read(body))
        except MISREAD as error:
            log.warning("an update was not understood", why=type(error).__name__)
            return None
        if incoming is None or not _is_sound(incoming):
            return None
        return await self._with_rights(incoming) if _needs_rights(incoming) else incoming

    def _understood(self, data: Any) -> Incoming | None:
        """Read without the library, whose objects cost more than all the rest."""
        number = data["update_id"]
        if "my_chat_member" in data:
            return _membership(number, data["my_chat_member"])
        if data.get("message") is not None:
            return self._message(number, data["message"])
        if data.get("callback_query") is not None:
            return _press(number, data["callback_query"])
        return None  # edited messages, channel posts and newer kinds ask nothing of us

    def _message(self, update_id: int, message: Json) -> Incoming | None:
        kind, chat_id = KINDS.get(message["chat"]["type"]), message["chat"]["id"]
        new, old = message.get("migrate_to_chat_id"), message.get("migrate_from_chat_id")
        if new is not None:
            return _migrated(update_id, chat_id, new)
        if old is not None:
            return _migrated(update_id, old, chat_id)
        if kind is None or kind == "channel" or _is_machine(message) or not is_id(message["date"]):
            return None
        incoming = self._addressed(_read(update_id, kind, message), message)
        if incoming is None or kind == "private":
            return incoming if _says_something(message) else None
        return incoming if incoming.command is not None else None  # groups: only commands are ours

    def _addressed(self, incoming: Incoming, message: Json) -> Incoming | None:
        """With its command, if it holds one; None if that is meant for another bot."""
        match = COMMAND.match(incoming.text)
        if match is None or message.get("forward_origin") is not None:
            return incoming  # a forwarded command is somebody else's
        name, addressee, args = match.groups()
        if addressee is not None and addressee.lower() != self._username:
            return None
        return replace(incoming, command=name.lower(), args=(args or "").strip(), text="")

    async def _with_rights(self, incoming: Incoming) -> Incoming:
        try:
            member = await self._bot.get_chat_member(
                incoming.chat_id, incoming.user_id or 0, read_timeout=ASKING_SECONDS
            )
        except (TelegramError, *MISREAD) as error:
            log.warning("rights in a group are not known", why=type(error).__name__)
            return incoming  # who cannot be asked about is no admin
        return replace(incoming, is_group_admin=member.status in ADMIN)


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
    return number if is_id(number) else None


def _read(update_id: int, kind: ChatKind, message: Json) -> Incoming:
    sender, location = message.get("from"), message.get("location")
    return Incoming(
        update_id=update_id,
        event="message",
        chat_id=message["chat"]["id"],
        chat_kind=kind,
        user_id=_person(sender),
        app_language=sender.get("language_code") if sender else None,
        thread=_topic(message),
        text=clean(message.get("text") or "", TEXT_LIMIT),
        message_id=message["message_id"],
        latitude=location["latitude"] if location else None,
        longitude=location["longitude"] if location else None,
        is_group_admin=kind != "private" and _is_anonymous_admin(message),
    )


def _press(update_id: int, press: Json) -> Incoming | None:
    message, sender, data = press.get("message"), press["from"], press.get("data")
    kind = KINDS.get(message["chat"]["type"]) if message is not None else None
    if message is None or kind is None or data is None or sender.get("is_bot"):
        return None
    return Incoming(
        update_id=update_id,
        event="press",
        chat_id=message["chat"]["id"],
        chat_kind=kind,
        user_id=_person(sender),
        app_language=sender.get("language_code"),
        # Of a message too old to be shown only its chat and number are told.
        thread=_topic(message),
        press=clean(data, 64),
        press_id=press["id"],
        message_id=message["message_id"],
    )


def _topic(message: Json) -> int | None:
    """Replies have a thread as well, outside of topics."""
    return message.get("message_thread_id") if message.get("is_topic_message") else None


def _migrated(update_id: int, old: int, new: int) -> Incoming:
    return Incoming(
        update_id=update_id, event="migrated", chat_id=old, chat_kind="group", migrated_to=new
    )


def _membership(update_id: int, change: Json) -> Incoming | None:
    kind = KINDS.get(change["chat"]["type"])
    was, now = _is_in(change["old_chat_member"]), _is_in(change["new_chat_member"])
    if kind is None or was == now:
        return None
    names: tuple[Event, Event] = (
        ("blocked", "unblocked") if kind == "private" else ("removed", "added")
    )
    return Incoming(
        update_id=update_id,
        event=names[now],
        chat_id=change["chat"]["id"],
        chat_kind=kind,
        user_id=_person(change["from"]),
        app_language=change["from"].get("language_code"),
    )


def _is_in(member: Json) -> bool:
    if member["status"] == "restricted":
        return member["is_member"] is True
    return member["status"] in IN_CHAT


def _is_machine(message: Json) -> bool:
    """Other bots, posts a channel forwards into its group, and whoever writes as a channel."""
    if _is_anonymous_admin(message):
        return False
    sender = message.get("from")
    return bool(
        message.get("via_bot")
        or message.get("sender_chat")
        or message.get("is_automatic_forward")
        or (sender is not None and sender.get("is_bot"))
    )


def _is_anonymous_admin(message: Json) -> bool:
    author = message.get("sender_chat")
    return author is not None and bool(author["id"] == message["chat"]["id"])


def _says_something(message: Json) -> bool:
    """Not merely the app's own note, such as that a message was pinned."""
    return bool(message.get("text")) or any(message.get(kind) for kind in ATTACHED)


def _person(user: Json | None) -> int | None:
    if user is None or user.get("is_bot"):
        return None
    number: int = user["id"]
    return None if number in NOBODY else number


def _needs_rights(incoming: Incoming) -> bool:
    return (
        incoming.event in {"message", "press"}
        and incoming.chat_kind == "group"
        and incoming.user_id is not None
        and not incoming.is_group_admin
    )


def _is_sound(incoming: Incoming) -> bool:
    """Whether everything has the type it should."""
    ids = (incoming.user_id, incoming.thread, incoming.message_id, incoming.migrated_to)
    words = (incoming.app_language, incoming.press_id)
    place = ((incoming.latitude, 90), (incoming.longitude, 180))
    return (
        is_id(incoming.update_id)
        and is_id(incoming.chat_id)
        and all(number is None or is_id(number) for number in ids)
        and all(word is None or isinstance(word, str) for word in words)
        and all(degree is None or _is_degree(degree, most) for degree, most in place)
    )


def _is_degree(value: object, most: int) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return -most <= value <= most
