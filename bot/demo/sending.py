"""sendMessage and those that send files: everything a text, a keyboard and a chat must satisfy."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.demo import files, limits
from bot.demo.access import chat_of, topic_of
from bot.demo.answers import Json, bad_request
from bot.demo.chats import Chat
from bot.demo.entities import Entity, Formatted, given, mended
from bot.demo.keyboards import read_markup
from bot.demo.markup import parse_html
from bot.demo.params import Params
from bot.demo.world import World

_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_DROPPED: Final = re.compile("[\r\u2028-\u202e]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f]")
REPLY_KEYBOARDS: Final = {"keyboard", "remove_keyboard", "force_reply"}


def send_message(world: World, params: Params) -> Json:
    return _send(world, params, text_of(world, params), "sendMessage")


def send_document(world: World, params: Params) -> Json:
    stored = world.files.from_call(params, "document", limits.UPLOAD_BYTES)
    content = {"document": files.document(stored), **caption_of(world, params)}
    return _send(world, params, content, "sendDocument")


def send_photo(world: World, params: Params) -> Json:
    stored = world.files.from_call(params, "photo", limits.PHOTO_BYTES)
    content = {"photo": files.photo(stored), **caption_of(world, params)}
    return _send(world, params, content, "sendPhoto")


def send_voice(world: World, params: Params) -> Json:
    stored = world.files.from_call(params, "voice", limits.UPLOAD_BYTES)
    content = {"voice": files.voice(stored), **caption_of(world, params)}
    return _send(world, params, content, "sendVoice")


METHODS: Final[Mapping[str, Callable[[World, Params], object]]] = {
    "sendmessage": send_message,
    "senddocument": send_document,
    "sendphoto": send_photo,
    "sendvoice": send_voice,
}


def text_of(world: World, params: Params) -> Json:
    """`text` and `entities` of the message to be, after parsing."""
    if not params.text("text"):
        raise bad_request("message text is empty")
    formatted = _formatted(world, params, "text", "entities")
    if not formatted.text:
        raise bad_request("text must be non-empty")
    if limits.utf16(formatted.text) > limits.TEXT:
        raise bad_request("message is too long")
    return formatted.json("text", "entities")


def caption_of(world: World, params: Params) -> Json:
    """`caption` and `caption_entities`, nothing when there is no caption."""
    formatted = _formatted(world, params, "caption", "caption_entities")
    if limits.utf16(formatted.text) > limits.CAPTION:
        raise bad_request("message caption is too long")
    return formatted.json("caption", "caption_entities") if formatted.text else {}


def _formatted(world: World, params: Params, text_name: str, entities_name: str) -> Formatted:
    text = params.text(text_name)
    if len(text.encode(errors="surrogatepass")) > limits.RAW_TEXT_BYTES:
        raise bad_request("text is too long")
    if _SURROGATE.search(text):
        raise bad_request("strings must be encoded in UTF-8")
    mode = params.text("parse_mode").lower()
    clean = _clean(text)
    found: list[Entity]
    if mode == "html":
        clean, found = parse_html(clean, world.now())
    elif mode in {"", "none"}:
        found = given(params.data(entities_name, "can't parse entities JSON object"), world.now())
    else:
        # The real server also knows two kinds of Markdown; this bot has no use for them.
        raise bad_request("unsupported parse_mode")
    return mended(clean, found)


def _clean(text: str) -> str:
    """Without what the server takes out: carriage returns, control characters, bidi overrides."""
    return _CONTROL.sub(" ", _DROPPED.sub("", text))


def _send(world: World, params: Params, content: Json, method: str) -> Json:
    markup = read_markup(params, private=not params.text("chat_id").startswith(("-", "@")))
    chat = chat_of(world, params, "send")
    thread = topic_of(chat, params)
    whole = {**_topic(thread), **_reply(chat, params), **content}
    if markup and not REPLY_KEYBOARDS & markup.keys():
        whole["reply_markup"] = markup
    message = world.post_by_bot(
        chat, whole, method=method, silent=params.flag("disable_notification")
    )
    if markup and REPLY_KEYBOARDS & markup.keys():
        chat.keyboard = markup if "keyboard" in markup else None
        world.events.emit("keyboard", chat_id=chat.id, keyboard=chat.keyboard)
    return message.json


def _topic(thread: int | None) -> Json:
    return {"message_thread_id": thread, "is_topic_message": True} if thread else {}


def _reply(chat: Chat, params: Params) -> Json:
    """`reply_to_message`, when the send quotes one that is still there."""
    wanted = params.data("reply_parameters", "can't parse reply parameters JSON object")
    if wanted is None:
        return {}
    if not isinstance(wanted, Mapping):
        raise bad_request("object expected as reply parameters")
    quoted = chat.messages.get(int(wanted.get("message_id", 0)))
    if quoted:
        return {
            "reply_to_message": {
                key: value for key, value in quoted.json.items() if key != "reply_to_message"
            }
        }
    if wanted.get("allow_sending_without_reply"):
        return {}
    raise bad_request("message to be replied not found")
