"""Our messages in the form Telegram takes."""

from __future__ import annotations

from typing import Any

from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup

from bot.core.delivery import Act
from bot.core.messages import Button, Message
from bot.core.notation import written


class Prepared:
    """A message made ready once: only the chat is put in front for each request."""

    __slots__ = ("_body", "_silent", "act")

    def __init__(self, parameters: dict[str, Any], act: Act, *, silent: bool = False) -> None:
        self._body = written(parameters)[1:]
        self._silent = silent
        self.act = act

    def sending(self, chat_id: int, thread: int | None, *, silent: bool) -> bytes:
        """The JSON body that sends it to one chat."""
        topic = "" if thread is None else f'"message_thread_id":{thread},'
        quiet = '"disable_notification":true,' if silent or self._silent else ""
        return f'{{"chat_id":{chat_id},{topic}{quiet}'.encode() + self._body

    def editing(self, chat_id: int, message_id: int) -> bytes:
        """The JSON body that puts it in place of a message."""
        return f'{{"chat_id":{chat_id},"message_id":{message_id},'.encode() + self._body


def deleting(chat_id: int, message_id: int) -> bytes:
    """The JSON body that takes a message away."""
    return f'{{"chat_id":{chat_id},"message_id":{message_id}}}'.encode()


def prepared(message: Message, username: str, act: Act, *, paid: bool = False) -> Prepared:
    """A text message made ready for the broadcast lane, which carries no files.

    ``paid``: beyond Telegram's limit it may take Stars for it.
    """
    parameters: dict[str, Any] = {
        "text": message.html,
        "parse_mode": "HTML",
        "link_preview_options": {"is_disabled": True},
    }
    if paid and act is Act.SEND:
        parameters["allow_paid_broadcast"] = True
    markup = keyboard(message, username)
    if markup is not None:
        parameters["reply_markup"] = markup.to_dict()
    return Prepared(parameters, act, silent=message.silent)


def keyboard(message: Message, username: str) -> InlineKeyboardMarkup | None:
    """The inline keyboard of a message; deep links lead to the bot of that username."""
    if not message.buttons:
        return None
    return InlineKeyboardMarkup([[_button(b, username) for b in row] for row in message.buttons])


def _button(button: Button, username: str) -> InlineKeyboardButton:
    if button.press is not None:
        return InlineKeyboardButton(button.label, callback_data=button.press)
    if button.copy is not None:
        return InlineKeyboardButton(button.label, copy_text=CopyTextButton(button.copy))
    url = button.url or f"https://t.me/{username}?start={button.start}"
    return InlineKeyboardButton(button.label, url=url)
