"""What the bot asks of chats and files, and says of itself: getChat, getChatMember, getFile …"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from bot.demo import limits
from bot.demo.access import chat_of
from bot.demo.answers import Json, bad_request
from bot.demo.chats import CHAT_RIGHTS, Chat
from bot.demo.membership import bot_leaves, bot_member
from bot.demo.params import Params
from bot.demo.profile import TEXTS, Profile, text_methods
from bot.demo.world import World

ACTIONS: Final = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)
# Fields that every ChatFullInfo has.
_FULL: Final[Json] = {
    "accent_color_id": 0,
    "max_reaction_count": 11,
    "accepted_gift_types": {
        "unlimited_gifts": False,
        "limited_gifts": False,
        "unique_gifts": False,
        "premium_subscription": False,
        "gifts_from_channels": False,
    },
}


def get_chat(world: World, params: Params) -> Json:
    chat = chat_of(world, params, "read")
    return {**world.chat_json(chat), **_FULL}


def get_member(world: World, params: Params) -> Json:
    user_id = params.number("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    chat = chat_of(world, params, "edit")
    if user_id == world.profile.bot_id:
        return bot_member(world, chat)
    if user_id not in world.people:
        raise bad_request("PARTICIPANT_ID_INVALID")
    return _member(world, chat, user_id)


def get_administrators(world: World, params: Params) -> list[Json]:
    chat = chat_of(world, params, "edit")
    if chat.kind == "private":
        raise bad_request("there are no administrators in the private chat")
    people = [_member(world, chat, user_id) for user_id in sorted({chat.owner_id, *chat.admins})]
    return [*people, bot_member(world, chat)] if chat.bot == "administrator" else people


def _member(world: World, chat: Chat, user_id: int) -> Json:
    status = chat.status_of(user_id)
    told: Json = {"user": world.people[user_id].json(), "status": status}
    if status == "administrator":
        told |= dict.fromkeys(CHAT_RIGHTS, True) | {"is_anonymous": False}
    return {**told, "is_anonymous": False} if status == "creator" else told


def leave(world: World, params: Params) -> bool:
    chat = chat_of(world, params, "edit")
    if chat.kind == "private":
        raise bad_request("chat member status can't be changed in private chats")
    bot_leaves(world, chat, "left", by=world.profile.user())
    return True


def chat_action(world: World, params: Params) -> bool:
    action = params.text("action")
    if action not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    chat = chat_of(world, params, "send")
    world.events.emit("action", chat_id=chat.id, action=action)
    return True


def get_file(world: World, params: Params) -> Json:
    if not params.text("file_id"):
        raise bad_request("file_id not specified")
    stored = world.files.get(params.text("file_id"))
    if stored is None:
        raise bad_request("wrong file_id or the file is temporarily unavailable")
    if len(stored.file.content) > limits.DOWNLOAD_BYTES:
        raise bad_request("file is too big")
    return {**stored.json(), "file_path": stored.path}


def _menu_changed(change: Callable[[Profile, Params], object]) -> Callable[[World, Params], object]:
    def changed(world: World, params: Params) -> object:
        result = change(world.profile, params)
        world.events.emit("menu")
        return result

    return changed


def _of_profile(ask: Callable[[Profile, Params], object]) -> Callable[[World, Params], object]:
    return lambda world, params: ask(world.profile, params)


METHODS: Final[Mapping[str, Callable[[World, Params], object]]] = {
    "getme": lambda world, _params: world.profile.me(),
    "logout": lambda _world, _params: True,
    "close": lambda _world, _params: True,
    "getchat": get_chat,
    "getchatmember": get_member,
    "getchatadministrators": get_administrators,
    "leavechat": leave,
    "sendchataction": chat_action,
    "getfile": get_file,
    "setmycommands": _menu_changed(Profile.set_commands),
    "deletemycommands": _menu_changed(Profile.delete_commands),
    "getmycommands": _of_profile(Profile.get_commands),
    **{method: _of_profile(ask) for name in TEXTS for method, ask in text_methods(name).items()},
}
