"""Changing and removing what was sent: edits, deletions, pins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.demo import limits
from bot.demo.access import chat_of, message_of
from bot.demo.answers import Json, Refusal, bad_request
from bot.demo.chats import Chat, Message
from bot.demo.keyboards import read_markup
from bot.demo.params import Params
from bot.demo.sending import caption_of, text_of
from bot.demo.world import World, shown

NOT_MODIFIED: Final = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
_SERVICE: Final = frozenset(
    {
        "supergroup_chat_created",
        "channel_chat_created",
        "migrate_from_chat_id",
        "forum_topic_created",
    }
)


def edit_text(world: World, params: Params) -> Json:
    return _edit(
        world,
        params,
        text_of(world, params),
        ("text", "entities"),
        "there is no text in the message to edit",
    )


def edit_caption(world: World, params: Params) -> Json:
    return _edit(
        world,
        params,
        caption_of(world, params),
        ("caption", "caption_entities"),
        "there is no caption in the message to edit",
    )


def edit_markup(world: World, params: Params) -> Json:
    return _edit(world, params, {}, (), "")


def _edit(
    world: World, params: Params, content: Json, fields: tuple[str, ...], wrong_kind: str
) -> Json:
    if not params.text("chat_id") and not params.number("message_id"):
        raise bad_request("message identifier is not specified")
    markup = read_markup(params, private=True)
    chat = chat_of(world, params, "edit")
    message = message_of(chat, params, "message to edit")
    if not message.from_bot or chat.migrated_to is not None:
        raise bad_request("message can't be edited")
    holder = {"text": {"text"}, "caption": {"document", "photo", "voice"}}
    if fields and not holder[fields[0]] & message.json.keys():
        raise bad_request(wrong_kind)
    before = message.json
    kept = {
        key: value
        for key, value in before.items()
        if key not in {*fields, "reply_markup", "edit_date"}
    }
    after = {**kept, **content, **({"reply_markup": markup} if markup else {})}
    if after == {key: value for key, value in before.items() if key != "edit_date"}:
        raise bad_request(NOT_MODIFIED)
    message.json = {**after, "edit_date": world.unix()}
    world.events.emit("edited", chat_id=chat.id, message=shown(message))
    return message.json


def delete_message(world: World, params: Params) -> bool:
    if not params.text("chat_id"):
        raise bad_request("chat identifier is not specified")
    if not params.number("message_id"):
        raise bad_request("message identifier is not specified")
    chat = chat_of(world, params, "write")
    message = message_of(chat, params, "message to delete")
    if refusal := _why_not_deleted(world, chat, message):
        raise refusal
    world.remove(chat, [message.id])
    return True


def delete_messages(world: World, params: Params) -> bool:
    """As the real one: what is not there is passed over, one that may not go refuses them all."""
    ids = _message_ids(params)
    chat = chat_of(world, params, "write")
    found = [chat.messages[message_id] for message_id in ids if message_id in chat.messages]
    for message in found:
        if refusal := _why_not_deleted(world, chat, message):
            raise refusal
    if found:
        world.remove(chat, [message.id for message in found])
    return True


def _message_ids(params: Params) -> list[int]:
    ids = params.data("message_ids", "can't parse message_ids JSON object")
    if ids is None or ids == []:
        raise bad_request("message identifiers are not specified")
    if not isinstance(ids, list):
        raise bad_request("expected an Array of message identifiers")
    if len(ids) > limits.DELETE_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    if not all(str(message_id).isdecimal() and int(message_id) > 0 for message_id in ids):
        raise bad_request("invalid message identifier specified")
    return [int(message_id) for message_id in ids]


def _why_not_deleted(world: World, chat: Chat, message: Message) -> Refusal | None:
    may_others = chat.kind == "private" or "can_delete_messages" in chat.bot_rights
    if _SERVICE & message.json.keys() or not (message.from_bot or may_others):
        return bad_request("message can't be deleted")
    if world.unix() - message.json["date"] >= limits.DELETE_WITHIN.total_seconds():
        return bad_request("message can't be deleted for everyone")
    return None


def pin(world: World, params: Params) -> bool:
    chat = chat_of(world, params, "write")
    message = message_of(chat, params, "message to pin")
    if chat.kind != "private" and "can_pin_messages" not in chat.bot_rights:
        raise bad_request("not enough rights to manage pinned messages in the chat")
    chat.pinned.append(message.id)
    world.post(chat, {"pinned_message": message.json}, sender=world.profile.user(), from_bot=True)
    return True


METHODS: Final[Mapping[str, Callable[[World, Params], object]]] = {
    "editmessagetext": edit_text,
    "editmessagecaption": edit_caption,
    "editmessagereplymarkup": edit_markup,
    "deletemessage": delete_message,
    "deletemessages": delete_messages,
    "pinchatmessage": pin,
}
