"""Sends to Telegram: prepared alerts by the short lane, replies through the library."""

from __future__ import annotations

from collections.abc import Awaitable, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    LinkPreviewOptions,
)
from telegram.error import TelegramError

from bot.core.messages import Gone, Incoming, Menu, Message, Outcome, Refused, Reply, Sent, Wait
from bot.jobs.ports import Prepared
from bot.log import logger

from .outcomes import TOPIC_TROUBLE, Answered, outcome_of, sent
from .outgoing import keyboard, prepared
from .transport import Transport

log: structlog.stdlib.BoundLogger = logger(__name__)

SCOPES: dict[str, BotCommandScope] = {
    "private": BotCommandScopeAllPrivateChats(),
    "groups": BotCommandScopeAllGroupChats(),
    "group-admins": BotCommandScopeAllChatAdministrators(),
}
NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramMessenger:
    """The jobs' Messenger over the Bot API. ``username`` is the bot's own, without the @."""

    def __init__(self, bot: Bot, transport: Transport, username: str) -> None:
        self._bot = bot
        self._transport = transport
        self._username = username
        self._send_url = f"{bot.base_url}/sendMessage"

    def prepare(self, message: Message) -> Prepared:
        return prepared(message, self._username)

    async def deliver(
        self, prepared: Prepared, chat_id: int, thread: int | None, *, silent: bool
    ) -> Outcome:
        """Send once; a topic that is gone or closed falls back to the general one."""
        try:
            return await self._post(prepared.to(chat_id, thread, silent=silent))
        except Answered as error:
            if thread is not None and _is_topic_trouble(error):
                return await self.deliver(prepared, chat_id, None, silent=silent)
            return error.outcome
        except TelegramError as error:
            return outcome_of(error)

    async def _post(self, body: bytes) -> Sent:
        return sent(await self._transport.send(self._send_url, body))

    async def reply(self, incoming: Incoming, reply: Reply) -> tuple[Outcome, ...]:
        """Answer the press, then edit, then send; the outcomes of the messages, in order."""
        if incoming.press_id is not None:
            await self._try(
                self._bot.answer_callback_query(incoming.press_id, text=reply.toast or None)
            )
        outcomes = []
        if reply.edit is not None:
            outcomes.append(await self._edit(incoming, reply.edit))
        sends = [(incoming.chat_id, incoming.thread, message) for message in reply.messages]
        if incoming.user_id is not None:
            sends += [(incoming.user_id, None, message) for message in reply.to_user]
        outcomes += [await self._send(*send) for send in sends]
        return tuple(outcomes)

    async def _edit(self, incoming: Incoming, message: Message) -> Outcome:
        if incoming.message_id is None or message.document is not None:
            return await self._send(incoming.chat_id, incoming.thread, message)
        try:
            await self._bot.edit_message_text(
                message.html,
                chat_id=incoming.chat_id,
                message_id=incoming.message_id,
                parse_mode="HTML",
                reply_markup=keyboard(message, self._username),
                link_preview_options=NO_PREVIEW,
            )
        except Answered as error:
            if "not modified" in error.description.lower():
                return Sent(message_id=incoming.message_id)
            if isinstance(error.outcome, Refused):
                return await self._send(incoming.chat_id, incoming.thread, message)
            return error.outcome
        except TelegramError as error:
            return outcome_of(error)
        return Sent(message_id=incoming.message_id)

    async def _send(self, chat_id: int, thread: int | None, message: Message) -> Outcome:
        markup = keyboard(message, self._username)
        if message.document is not None:
            return await self._try(
                self._bot.send_document(
                    chat_id,
                    document=message.document.data,
                    filename=message.document.name,
                    caption=message.html or None,
                    parse_mode="HTML",
                    message_thread_id=thread,
                    reply_markup=markup,
                )
            )
        return await self._try(
            self._bot.send_message(
                chat_id,
                message.html,
                parse_mode="HTML",
                disable_notification=message.silent,
                message_thread_id=thread,
                reply_markup=markup,
                link_preview_options=NO_PREVIEW,
            )
        )

    async def _try(self, call: Awaitable[object]) -> Outcome:
        try:
            result = await call
        except TelegramError as error:
            outcome = outcome_of(error)
            if not isinstance(outcome, Gone | Wait):
                log.warning("reply not delivered", why=type(outcome).__name__, text=error.message)
            return outcome
        return Sent(message_id=getattr(result, "message_id", None))

    async def set_menus(self, menus: Sequence[Menu]) -> None:
        """Set each menu that differs; a failure is logged and leaves the old menu."""
        for menu in menus:
            wanted = [BotCommand(name, text) for name, text in menu.commands]
            scope, language = SCOPES[menu.scope], menu.language or None
            try:
                present = await self._bot.get_my_commands(scope=scope, language_code=language)
                if list(present) != wanted:
                    await self._bot.set_my_commands(wanted, scope=scope, language_code=language)
            except TelegramError as error:
                log.warning("menu not set", scope=menu.scope, why=type(error).__name__)


def _is_topic_trouble(error: Answered) -> bool:
    return any(text in error.description.lower() for text in TOPIC_TROUBLE)
