"""Reply markups: shape and limits of inline and reply keyboards, checked button by button."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.demo import limits
from bot.demo.answers import Json, Refusal, bad_request
from bot.demo.links import button_link
from bot.demo.params import Params

STYLES: Final = frozenset({"", "default", "primary", "danger", "success"})
_PRIVATE_ONLY: Final = {
    "request_contact": "phone number can be requested in private chats only",
    "request_location": "location can be requested in private chats only",
}
_OTHER_ACTIONS: Final = (
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "login_url",
    "web_app",
    "pay",
    "callback_game",
)


def read_markup(params: Params, *, private: bool) -> Json | None:
    """The reply markup of a call as it will be kept, or None; raises the server's refusal."""
    markup = params.data("reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None:
        return None
    if not isinstance(markup, Mapping):
        raise bad_request("object expected as reply markup")
    if rows := _rows(markup, "keyboard", 'field "keyboard" must be an Array of Arrays'):
        return {**markup, "keyboard": [[_reply_button(b, private) for b in row] for row in rows]}
    words = 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'
    if rows := _rows(markup, "inline_keyboard", words):
        return {"inline_keyboard": _inline_rows(rows)}
    kept = {"remove_keyboard", "force_reply"} & {key for key, value in markup.items() if value}
    return dict(markup) if kept else None


def _rows(markup: Mapping[str, Any], name: str, words: str) -> Sequence[Sequence[Any]]:
    rows = markup.get(name, [])
    if not isinstance(rows, list):
        raise bad_request(f'field "{name}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise bad_request(words)
    return [row for row in rows if row]


def _inline_rows(rows: Sequence[Sequence[Any]]) -> list[list[Json]]:
    kept = [[_inline_button(button) for button in row] for row in rows]
    if sum(map(len, kept)) > limits.KEYBOARD_BUTTONS or max(map(len, kept)) > limits.KEYBOARD_ROW:
        # How the real server refuses these is not documented; it never shows them as sent.
        raise bad_request("BUTTON_COUNT_INVALID")
    if len(json.dumps(kept, ensure_ascii=False).encode()) > limits.KEYBOARD_BYTES:
        raise bad_request("reply markup is too long")
    return kept


def _inline_button(button: Any) -> Json:
    if not isinstance(button, Mapping):
        raise _unread("inline keyboard", "InlineKeyboardButton must be an Object")
    text = _text(button, "inline keyboard")
    kept: Json = {"text": text}
    if button.get("style", "") not in STYLES:
        raise _unread("inline keyboard", "invalid button style specified")
    for name in ("style", "icon_custom_emoji_id"):
        if button.get(name):
            kept[name] = button[name]
    if not text.strip():
        raise bad_request("inline keyboard button text must be non-empty")
    return {**kept, **_action(button)}


def _action(button: Mapping[str, Any]) -> Json:
    if button.get("url"):
        return {"url": button_link(_string(button, "url"))}
    if button.get("callback_data"):
        return {"callback_data": _callback_data(_string(button, "callback_data"))}
    if "copy_text" in button:
        return {"copy_text": {"text": _copied(button["copy_text"])}}
    for name in _OTHER_ACTIONS:
        if name in button:
            return {name: button[name]}
    raise _unread("inline keyboard", "Text buttons are unallowed in the inline keyboard")


def _callback_data(value: str) -> str:
    if len(value.encode()) > limits.CALLBACK_DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    return value


def _copied(value: Any) -> str:
    text = value.get("text") if isinstance(value, Mapping) else None
    if not isinstance(text, str):
        raise _unread("inline keyboard", 'Field "copy_text" must be of type Object')
    if not 1 <= limits.utf16(text) <= limits.COPY_TEXT:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    return text


def _reply_button(button: Any, private: bool) -> Json:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, Mapping):
        raise _unread("keyboard", "KeyboardButton must be a String or an Object")
    if not _text(button, "keyboard"):
        raise bad_request("keyboard button text must be non-empty")
    for name, refusal in _PRIVATE_ONLY.items():
        if button.get(name) and not private:
            raise bad_request(refusal)
    return dict(button)


def _text(button: Mapping[str, Any], kind: str) -> str:
    if "text" not in button:
        raise _unread(kind, 'Can\'t find field "text"')
    if not isinstance(button["text"], str):
        raise _unread(kind, 'Field "text" must be of type String')
    return button["text"]


def _string(button: Mapping[str, Any], name: str) -> str:
    if not isinstance(button[name], str):
        raise _unread("inline keyboard", f'Field "{name}" must be of type String')
    return str(button[name])


def _unread(kind: str, reason: str) -> Refusal:
    return bad_request(f"can't parse {kind} button: {reason}")
