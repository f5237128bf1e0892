"""The people's side: what human beings do in the emulated Telegram, and what the bot hears."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from bot.demo import limits
from bot.demo.answers import Json
from bot.demo.chats import ANONYMOUS_ADMIN, Chat, Message, Person
from bot.demo.entities import mended
from bot.demo.membership import bot_enters, bot_leaves, change_bot
from bot.demo.privacy import reaches_bot
from bot.demo.registry import NotPossible, Registry
from bot.demo.world import shown

ADMIN_RIGHTS: Final = frozenset(
    {
        "can_manage_chat",
        "can_delete_messages",
        "can_pin_messages",
        "can_manage_topics",
        "can_invite_users",
    }
)
CHANNEL_RIGHTS: Final = frozenset(
    {
        "can_manage_chat",
        "can_post_messages",
        "can_edit_messages",
        "can_delete_messages",
    }
)
_PAYLOAD: Final = re.compile(rf"[A-Za-z0-9_-]{{0,{limits.START_PAYLOAD}}}", re.ASCII)


class People(Registry):
    """What people say, press, join and leave."""

    # What people say and press.

    def user_sends(
        self,
        *,
        chat_id: int,
        user_id: int,
        text: str,
        thread_id: int | None = None,
        reply_to: int | None = None,
        anonymously: bool = False,
    ) -> Message:
        """A text. In groups only what is meant for the bot reaches it (privacy mode)."""
        chat, person = self._chat(chat_id), self._person(user_id)
        self._must_be_able_to_write(chat, person)
        formatted = mended(text, ())
        if not formatted.text:
            raise NotPossible("an empty message cannot be sent")
        if limits.utf16(formatted.text) > limits.TEXT:
            raise NotPossible("a message has at most 4096 characters")
        quoted = chat.messages.get(reply_to) if reply_to else None
        content = {**self._place(chat, thread_id, quoted), **formatted.json("text", "entities")}
        if chat.kind == "channel":
            return self._post_in_channel(chat, content)
        sender = self._anonymous(chat, content) if anonymously else person.json()
        message = self.world.post(chat, content, sender=sender)
        if reaches_bot(self.world, chat, message, quoted):
            self.world.updates.add("message", message.json)
        return message

    def user_presses(self, *, user_id: int, chat_id: int, message_id: int, data: str) -> str:
        """A button of an inline keyboard; the id of the query. Clients may send any data."""
        chat = self._chat(chat_id)
        message = chat.messages.get(message_id)
        if message is None:
            raise NotPossible("there is no such message")
        return self.world.ask(self._person(user_id), message, data)

    def user_shares_location(
        self, *, user_id: int, chat_id: int | None = None, place: tuple[float, float] | None = None
    ) -> Message:
        """A position (latitude, longitude), the person's own `place` unless given."""
        person = self._person(user_id)
        chat = self._chat(chat_id if chat_id is not None else user_id)
        self._must_be_able_to_write(chat, person)
        spot = place or person.place
        if spot is None:
            raise NotPossible(f"nobody knows where {person.first_name} is")
        content = {"location": {"latitude": spot[0], "longitude": spot[1]}}
        message = self.world.post(chat, content, sender=person.json())
        if chat.bot_inside and chat.kind == "private":
            self.world.updates.add("message", message.json)
        return message

    def start_link(self, user_id: int, payload: str = "") -> Message:
        """Opening t.me/<bot>?start=<payload> and tapping Start."""
        if not _PAYLOAD.fullmatch(payload):
            raise NotPossible("no such start link")
        chat = self._chat(user_id)
        if chat.bot == "kicked":
            self.user_unblocks(user_id)
        return self.user_sends(chat_id=user_id, user_id=user_id, text=f"/start {payload}".strip())

    def user_edits(self, *, chat_id: int, message_id: int, text: str) -> None:
        """A changed text of a person's own message."""
        chat = self._chat(chat_id)
        message = chat.messages[message_id]
        kept = {key: value for key, value in message.json.items() if key != "entities"}
        message.json = {
            **kept,
            **mended(text, ()).json("text", "entities"),
            "edit_date": self.world.unix(),
        }
        self.world.events.emit("edited", chat_id=chat_id, message=shown(message))
        if reaches_bot(self.world, chat, message, None):
            self.world.updates.add("edited_message", message.json)

    # Coming and going.

    def user_blocks_bot(self, user_id: int) -> None:
        change_bot(self.world, self._chat(user_id), "kicked", by=self._person(user_id).json())

    def user_unblocks(self, user_id: int) -> None:
        change_bot(self.world, self._chat(user_id), "member", by=self._person(user_id).json())

    def user_leaves_telegram(self, user_id: int) -> None:
        """The account is deleted."""
        self._person(user_id).deactivated = True

    def add_bot_to_group(self, group_id: int, by: int, *, admin: bool = False) -> None:
        """Into a group, or (always as an administrator) a channel."""
        chat = self._chat(group_id)
        wide = CHANNEL_RIGHTS if chat.kind == "channel" else ADMIN_RIGHTS
        rights = wide if admin or chat.kind == "channel" else frozenset()
        bot_enters(self.world, chat, by=self._person(by).json(), rights=rights)

    def promote_bot(self, group_id: int, by: int, rights: frozenset[str] = ADMIN_RIGHTS) -> None:
        """Rights of an administrator; an empty set takes them away."""
        change_bot(
            self.world,
            self._chat(group_id),
            "administrator" if rights else "member",
            by=self._person(by).json(),
            rights=rights,
        )

    def remove_bot(self, group_id: int, by: int | None = None) -> None:
        chat = self._chat(group_id)
        remover = self._person(chat.owner_id if by is None else by)
        bot_leaves(self.world, chat, "kicked", by=remover.json())

    def migrate_group(self, group_id: int, new_id: int) -> Chat:
        """A small group becomes a supergroup: a new id, two service messages, no "left" update."""
        old = self._chat(group_id)
        owner = self._person(old.owner_id).json()
        new = Chat(
            id=new_id,
            kind="supergroup",
            title=old.title,
            owner_id=old.owner_id,
            members=set(old.members),
            admins=set(old.admins),
            bot=old.bot,
            bot_rights=old.bot_rights,
        )
        self.world.chats[new_id] = new
        last = self.world.post(old, {"migrate_to_chat_id": new_id}, sender=owner)
        old.migrated_to = new_id
        first = self.world.post(new, {"migrate_from_chat_id": group_id}, sender=owner)
        if old.bot_inside:
            self.world.updates.add("message", last.json)
            self.world.updates.add("message", first.json)
        self.world.events.emit("migrated", chat_id=group_id, new_id=new_id)
        return new

    def history(self, chat_id: int) -> list[Json]:
        """The messages of a chat, oldest first."""
        return [message.json for message in self._chat(chat_id).messages.values()]

    def _must_be_able_to_write(self, chat: Chat, person: Person) -> None:
        if person.id not in chat.members or chat.migrated_to is not None:
            raise NotPossible(f"{person.first_name} cannot write in {chat.title}")
        if chat.kind == "channel" and chat.status_of(person.id) == "member":
            raise NotPossible("only administrators write in a channel")
        if chat.kind == "private" and chat.bot == "kicked":
            raise NotPossible("the bot is blocked: unblock it first")
        if chat.kind == "private" and chat.bot == "never":
            chat.bot = "member"
            self.world.events.emit("chat", chat_id=chat.id)

    def _place(self, chat: Chat, thread_id: int | None, quoted: Message | None) -> Json:
        """Topic and quoted message. In a plain supergroup a reply carries a thread id as well."""
        place: Json = {}
        if thread_id is not None:
            if thread_id not in chat.topics:
                raise NotPossible("there is no such topic")
            place = {"message_thread_id": thread_id, "is_topic_message": True}
        if quoted:
            if chat.kind == "supergroup" and not place:
                place["message_thread_id"] = quoted.id
            place["reply_to_message"] = quoted.json
        return place

    def _anonymous(self, chat: Chat, content: Json) -> Mapping[str, object]:
        content["sender_chat"] = self.world.chat_json(chat)
        return {
            "id": ANONYMOUS_ADMIN,
            "is_bot": True,
            "first_name": "Group",
            "username": "GroupAnonymousBot",
        }

    def _post_in_channel(self, chat: Chat, content: Json) -> Message:
        content["sender_chat"] = self.world.chat_json(chat)
        message = self.world.post(chat, content, sender=None)
        if chat.bot_inside:
            self.world.updates.add("channel_post", message.json)
        return message
