"""Sends to Telegram by the prepared lane; files and menus go through the library."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial

import structlog
from telegram import Bot, InlineKeyboardMarkup
from telegram import Message as TelegramMessage
from telegram.error import TelegramError

from bot.core.delivery import Act
from bot.core.messages import (
    PICTURE,
    VOICE,
    Document,
    Gone,
    Incoming,
    Menu,
    Message,
    Outcome,
    Refused,
    Reply,
    Sent,
    Unknown,
    Wait,
)
from bot.core.notation import is_id
from bot.log import logger

from .menus import set_menus
from .outcomes import MISREAD, Answered, NotSent, Unsure, outcome_of, sent, unquoted
from .outgoing import Prepared, deleting, keyboard, prepared, press_answer
from .transport import Transport

log: structlog.stdlib.BoundLogger = logger(__name__)

PROBE_SECONDS = 10.0
SOUND = "audio/x-opus+ogg"
"""A recording as a file: for who lets nobody send them voice messages."""


class TelegramMessenger:
    """The jobs' Messenger over the Bot API. ``username`` is the bot's own, without the @.

    ``paid``: Telegram may take Stars for alerts beyond its limit.
    """

    def __init__(
        self, bot: Bot, transport: Transport, username: str, *, paid: bool = False
    ) -> None:
        self._paid = paid
        self._bot = bot
        self._transport = transport
        self._username = username
        self._urls = {
            Act.SEND: f"{bot.base_url}/sendMessage",
            Act.EDIT: f"{bot.base_url}/editMessageText",
            Act.DELETE: f"{bot.base_url}/deleteMessage",
        }
        self._probe_url = f"{bot.base_url}/getMe"
        self._press_url = f"{bot.base_url}/answerCallbackQuery"

    def prepare(self, message: Message, act: Act = Act.SEND) -> Prepared:
        return prepared(message, self._username, act, paid=self._paid)

    async def deliver(
        self,
        prepared: Prepared,
        chat_id: int,
        thread: int | None = None,
        *,
        silent: bool = False,
        copy: int | None = None,
    ) -> Outcome:
        """Send once, or edit or delete the ``copy`` there.

        A topic that is gone or closed falls back to the general one; what cannot be deleted any
        more is edited.
        """
        try:
            if prepared.act is Act.SEND:
                body = prepared.sending(chat_id, thread, silent=silent)
                return sent(await self._transport.send(self._urls[Act.SEND], body), chat_id)
            return await self._change(prepared, chat_id, copy)
        except Answered as error:
            if thread is not None and error.topic_trouble:
                return await self.deliver(prepared, chat_id, silent=silent)
            return error.outcome
        except TelegramError as error:
            return outcome_of(error)

    async def _change(self, prepared: Prepared, chat_id: int, copy: int | None) -> Outcome:
        if copy is None:
            return Refused(reason="no copy known")
        stays = False
        try:
            if prepared.act is Act.DELETE:
                if await self._deleted(chat_id, copy):
                    return Sent(message_id=copy)
                stays = True
            body = prepared.editing(chat_id, copy)
            told = sent(await self._transport.send(self._urls[Act.EDIT], body), chat_id)
            if isinstance(told, Unknown):
                return told
        except Answered as error:
            if not error.vanished:
                raise
            stays = stays and error.unchanged
        return Sent(message_id=copy, changed=stays)

    async def _deleted(self, chat_id: int, copy: int) -> bool:
        """Take a message away; False where Telegram lets nobody do that any more."""
        try:
            await self._transport.send(self._urls[Act.DELETE], deleting(chat_id, copy))
        except Answered as error:
            if error.undeletable:
                return False
            raise
        return True

    async def probe(self) -> Outcome:
        """Ask Telegram something that changes nothing: is it there, and does it know us?"""
        try:
            await self._transport.send(self._probe_url, b"{}", PROBE_SECONDS)
        except TelegramError as error:
            return outcome_of(error)
        return Sent()

    async def reply(
        self, incoming: Incoming, reply: Reply, *, skip: int = 0
    ) -> tuple[Outcome, ...]:
        """Answer the press, then edit, then send; the outcomes, in order. ``skip``: done before.

        Ends where Telegram asks everybody to wait, or the chat is gone: no more would arrive.
        """
        outcomes = []
        for step in self._steps(incoming, reply)[skip:]:
            outcome = await step()
            outcomes.append(outcome)
            if isinstance(outcome, Gone) or _halts(outcome):
                break
        else:
            await self.set_menus(reply.menus)
        return tuple(outcomes)

    def _steps(self, incoming: Incoming, reply: Reply) -> list[Callable[[], Awaitable[Outcome]]]:
        steps: list[Callable[[], Awaitable[Outcome]]] = []
        if incoming.press_id is not None:
            steps.append(partial(self._answer_press, incoming.press_id, reply.toast))
        if reply.edit is not None:
            steps.append(partial(self._edit, incoming, reply.edit))
        return [
            *steps,
            *(
                partial(self._send, incoming.chat_id, incoming.thread, message)
                for message in reply.messages
            ),
        ]

    async def _answer_press(self, press_id: str, toast: str | None) -> Outcome:
        """Stop the waiting sign on the button; one that waited too long cannot be answered."""
        try:
            await self._transport.send(self._press_url, press_answer(press_id, toast))
        except TelegramError as error:
            outcome = _told(error)
            return Sent() if isinstance(outcome, Refused) else outcome
        return Sent()

    async def _edit(self, incoming: Incoming, message: Message) -> Outcome:
        """In place of the pressed message; as a new one where that cannot be changed any more."""
        if incoming.message_id is None or message.document is not None:
            return await self._send(incoming.chat_id, incoming.thread, message)
        try:
            ready = prepared(message, self._username, Act.EDIT)
            body = ready.editing(incoming.chat_id, incoming.message_id)
            return sent(await self._transport.send(self._urls[Act.EDIT], body), incoming.chat_id)
        except Answered as error:
            if "not modified" in error.description.lower():
                return Sent(message_id=incoming.message_id)
            if isinstance(error.outcome, Refused):
                return await self._send(incoming.chat_id, incoming.thread, message)
            return _told(error)
        except TelegramError as error:
            return _told(error)

    async def _send(self, chat_id: int, thread: int | None, message: Message) -> Outcome:
        try:
            if message.document is not None:
                return await self._send_file(chat_id, thread, message, message.document)
            ready = prepared(message, self._username, Act.SEND)
            body = ready.sending(chat_id, thread, silent=False)
            return sent(await self._transport.send(self._urls[Act.SEND], body), chat_id)
        except Answered as error:
            if thread is not None and error.topic_trouble:
                return await self._send(chat_id, None, message)
            if message.document is not None and error.no_voice:
                plain = replace(message.document, mime=SOUND)
                return await self._send(chat_id, thread, replace(message, document=plain))
            return _told(error)
        except TelegramError as error:
            return _told(error)

    async def _send_file(
        self, chat_id: int, thread: int | None, message: Message, document: Document
    ) -> Sent:
        """Raises TelegramError for whatever Telegram or the network does."""
        rows = keyboard(message, self._username)
        shown: dict[str, Callable[..., Awaitable[TelegramMessage]]] = {
            VOICE: self._bot.send_voice,
            PICTURE: self._bot.send_photo,
        }
        send = shown.get(document.mime, self._bot.send_document)
        try:
            result = await send(
                chat_id,
                document.data,
                filename=document.name,
                caption=message.html or None,
                parse_mode="HTML",
                disable_notification=message.silent,
                message_thread_id=thread,
                reply_markup=None if rows is None else InlineKeyboardMarkup.de_json(rows),
            )
        except MISREAD as error:  # it was carried out, perhaps, but the answer has no known form
            raise Unsure(type(error).__name__) from None
        return Sent(message_id=result.message_id if is_id(result.message_id) else None)

    async def set_menus(self, menus: Sequence[Menu]) -> None:
        """Set each menu that differs; a failure is logged and leaves the old menu."""
        await set_menus(self._bot, menus)


def _halts(outcome: Outcome) -> bool:
    return isinstance(outcome, Wait) and outcome.everyone


def _told(error: TelegramError) -> Outcome:
    """What the failure means; logged where it is not the chat's own affair."""
    outcome = outcome_of(error)
    harmless = isinstance(error, Answered) and error.harmless
    if not harmless and not isinstance(outcome, Gone | Wait):
        log.warning("reply not delivered", why=type(outcome).__name__, words=_safe_words(error))
    return outcome


def _safe_words(error: TelegramError) -> str:
    """What went wrong, without what somebody wrote: the library's own errors may quote it."""
    if isinstance(error, Answered):
        return unquoted(error.description)
    return str(error) if isinstance(error, NotSent | Unsure) else type(error).__name__
