"""Who lives in the emulated Telegram: accounts, groups, channels and topics are entered here."""

from __future__ import annotations

from collections.abc import Iterable

from bot.demo.chats import SUPERGROUP_BELOW, Chat, Person, Topic
from bot.demo.world import World


class NotPossible(ValueError):
    """A human being could not do this in Telegram either."""


class Registry:
    """Everybody and every chat by id; new ones are entered here."""

    def __init__(self, world: World) -> None:
        self.world = world

    def add_user(
        self,
        id: int,
        first_name: str,
        language_code: str = "en",
        *,
        zone: str = "UTC",
        username: str | None = None,
        place: tuple[float, float] | None = None,
        started: bool = False,
    ) -> Person:
        """Someone with an account, and their private chat with the bot.

        `zone` is an IANA name, `place` (latitude, longitude). `started`: has written to the bot
        before, so that it may write to them.
        """
        person = Person(
            id=id,
            first_name=first_name,
            language_code=language_code,
            zone=zone,
            username=username,
            place=place,
        )
        self.world.people[id] = person
        self.world.chats[id] = Chat(
            id=id,
            kind="private",
            title=first_name,
            owner_id=id,
            members={id},
            bot="member" if started else "never",
        )
        return person

    def add_group(
        self,
        id: int,
        title: str,
        owner_id: int,
        members: Iterable[int] = (),
        *,
        forum: bool = False,
        username: str | None = None,
    ) -> Chat:
        """A group without the bot. An id below -10^12 is a supergroup's; only those have topics."""
        supergroup = id < SUPERGROUP_BELOW
        if id >= 0 or (forum and not supergroup):
            raise NotPossible(f"{id} is no id of such a group")
        chat = Chat(
            id=id,
            kind="supergroup" if supergroup else "group",
            title=title,
            owner_id=owner_id,
            members={owner_id, *members},
            is_forum=forum,
            username=username,
        )
        self.world.chats[id] = chat
        created = "supergroup_chat_created" if supergroup else "group_chat_created"
        self.world.post(chat, {created: True}, sender=self._person(owner_id).json())
        return chat

    def add_channel(
        self, id: int, title: str, owner_id: int, *, username: str | None = None
    ) -> Chat:
        chat = Chat(
            id=id,
            kind="channel",
            title=title,
            owner_id=owner_id,
            members={owner_id},
            username=username,
        )
        self.world.chats[id] = chat
        self.world.post(chat, {"channel_chat_created": True}, sender=None)
        return chat

    def add_topic(self, group_id: int, name: str) -> int:
        """A forum topic; its thread id."""
        chat = self._chat(group_id)
        message = self.world.post(
            chat,
            {"forum_topic_created": {"name": name, "icon_color": 0}},
            sender=self._person(chat.owner_id).json(),
        )
        message.json |= {"message_thread_id": message.id, "is_topic_message": True}
        chat.topics[message.id] = Topic(name=name)
        return message.id

    def close_topic(self, group_id: int, thread_id: int) -> None:
        self._chat(group_id).topics[thread_id].closed = True

    def delete_topic(self, group_id: int, thread_id: int) -> None:
        del self._chat(group_id).topics[thread_id]

    def make_admin(self, group_id: int, user_id: int) -> None:
        self._chat(group_id).admins.add(user_id)

    def _chat(self, chat_id: int) -> Chat:
        try:
            return self.world.chats[chat_id]
        except KeyError:
            raise NotPossible(f"there is no chat {chat_id}") from None

    def _person(self, user_id: int) -> Person:
        try:
            return self.world.people[user_id]
        except KeyError:
            raise NotPossible(f"there is nobody with the id {user_id}") from None
