"""Who and what there is in the emulated Telegram: people, chats, topics, and their messages."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final, Literal

from bot.demo.answers import Json

Kind = Literal["private", "group", "supergroup", "channel"]
BotStatus = Literal["never", "member", "administrator", "left", "kicked"]

SUPERGROUP_BELOW: Final = -1_000_000_000_000
ANONYMOUS_ADMIN: Final = 1_087_968_824

CHAT_RIGHTS: Final = (
    "can_be_edited",
    "is_anonymous",
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_post_stories",
    "can_edit_stories",
    "can_delete_stories",
)


@dataclass(kw_only=True)
class Person:
    """A human being with a Telegram account. `place` is (latitude, longitude)."""

    id: int
    first_name: str
    language_code: str = "en"
    zone: str = "UTC"
    username: str | None = None
    place: tuple[float, float] | None = None
    deactivated: bool = False

    def json(self) -> Json:
        user: Json = {
            "id": self.id,
            "is_bot": False,
            "first_name": self.first_name,
            "language_code": self.language_code,
        }
        return {**user, "username": self.username} if self.username else user


@dataclass(kw_only=True)
class Topic:
    name: str
    closed: bool = False


@dataclass(kw_only=True)
class Message:
    """A message as the bot's side knows it (`json`) and what only the page needs."""

    json: Json
    silent: bool = False
    from_bot: bool = False

    @property
    def id(self) -> int:
        return int(self.json["message_id"])


@dataclass(kw_only=True)
class Chat:
    """One chat. In a private chat `id` is the person's, and `bot` "kicked" means blocked."""

    id: int
    kind: Kind
    title: str
    owner_id: int
    members: set[int] = field(default_factory=set)
    admins: set[int] = field(default_factory=set)
    is_forum: bool = False
    username: str | None = None
    topics: dict[int, Topic] = field(default_factory=dict)
    bot: BotStatus = "never"
    bot_rights: frozenset[str] = frozenset()
    migrated_to: int | None = None
    messages: OrderedDict[int, Message] = field(default_factory=OrderedDict)
    keyboard: Json | None = None
    pinned: list[int] = field(default_factory=list)
    last_message_id: int = 0

    def json(self, person: Person | None = None) -> Json:
        """The Chat object; `person` is the other side of a private chat."""
        chat: Json = {"id": self.id, "type": self.kind}
        if person:
            chat["first_name"] = person.first_name
            name = person.username
        else:
            chat["title"] = self.title
            name = self.username
        if name:
            chat["username"] = name
        return {**chat, "is_forum": True} if self.is_forum else chat

    @property
    def bot_inside(self) -> bool:
        return self.bot in {"member", "administrator"}

    def status_of(self, user_id: int) -> str:
        """A person's standing, in the words of ChatMember."""
        if user_id == self.owner_id:
            return "creator"
        if user_id in self.admins:
            return "administrator"
        return "member" if user_id in self.members else "left"
