"""Our messages in the form Telegram takes."""

from __future__ import annotations

from typing import Any

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


def press_answer(press_id: str, toast: str | None) -> bytes:
    """The JSON body that stops the waiting sign on a button."""
    words = {"text": toast} if toast else {}
    return written({"callback_query_id": press_id, **words})


def prepared(message: Message, username: str, act: Act, *, paid: bool = False) -> Prepared:
    """A text message made ready for the prepared lane, which carries no files.

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
        parameters["reply_markup"] = markup
    return Prepared(parameters, act, silent=message.silent)


def keyboard(message: Message, username: str) -> dict[str, Any] | None:
    """The inline keyboard of a message; deep links lead to the bot of that username."""
    if not message.buttons:
        return None
    rows = [[_button(button, username) for button in row] for row in message.buttons]
    return {"inline_keyboard": rows}


def _button(button: Button, username: str) -> dict[str, Any]:
    if button.press is not None:
        return {"text": button.label, "callback_data": button.press}
    if button.copy is not None:
        return {"text": button.label, "copy_text": {"text": button.copy}}
    url = button.url or f"https://t.me/{username}?start={button.start}"
    return {"text": button.label, "url": url}
