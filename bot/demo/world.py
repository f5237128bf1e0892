"""The state of the emulated Telegram, and the few things that change it: posting and asking."""

from __future__ import annotations

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final, NamedTuple

from bot.demo.answers import Json
from bot.demo.chats import Chat, Message, Person
from bot.demo.events import Events
from bot.demo.files import Files
from bot.demo.profile import Profile
from bot.demo.updates import UpdateQueue

MESSAGES_KEPT: Final = 500
DELIVERIES_KEPT: Final = 1_000_000
QUERIES_KEPT: Final = 1_000


class Delivery(NamedTuple):
    """One accepted send, for those who count. `at` is monotonic, in seconds."""

    at: float
    method: str
    chat_id: int
    message_id: int


class World:
    """Everybody and everything, in memory, bounded. Used from one event loop."""

    def __init__(self, *, bot_id: int, username: str, now: Callable[[], datetime]) -> None:
        self.now = now
        self.profile = Profile(bot_id=bot_id, username=username)
        self.people: dict[int, Person] = {}
        self.chats: dict[int, Chat] = {}
        self.updates = UpdateQueue()
        self.events = Events()
        self.files = Files()
        self.deliveries: deque[Delivery] = deque(maxlen=DELIVERIES_KEPT)
        # Presses that wait for answerCallbackQuery: query id -> (who, where).
        self.queries: OrderedDict[str, tuple[int, int]] = OrderedDict()
        self._last_common_id = 0

    def unix(self) -> int:
        return int(self.now().timestamp())

    def chat_json(self, chat: Chat) -> Json:
        return chat.json(self.people[chat.id] if chat.kind == "private" else None)

    def post(
        self,
        chat: Chat,
        content: Json,
        *,
        sender: Mapping[str, object] | None,
        silent: bool = False,
        from_bot: bool = False,
    ) -> Message:
        """Put a message into a chat. `sender` is its `from`, None for channels and the chat."""
        head: Json = {"message_id": self._next_message_id(chat)}
        if sender:
            head["from"] = dict(sender)
        head |= {"date": self.unix(), "chat": self.chat_json(chat), **content}
        message = Message(json=head, silent=silent, from_bot=from_bot)
        chat.messages[message.id] = message
        if len(chat.messages) > MESSAGES_KEPT:
            chat.messages.popitem(last=False)
        self.events.emit("message", chat_id=chat.id, message=shown(message))
        return message

    def post_by_bot(self, chat: Chat, content: Json, *, method: str, silent: bool) -> Message:
        """As `post`, from the bot, and counted as a delivery."""
        author = {"sender_chat": self.chat_json(chat)} if chat.kind == "channel" else {}
        sender = None if author else self.profile.user()
        message = self.post(
            chat, {**author, **content}, sender=sender, silent=silent, from_bot=True
        )
        self.deliveries.append(Delivery(time.monotonic(), method, chat.id, message.id))
        return message

    def remove(self, chat: Chat, message_ids: list[int]) -> None:
        for message_id in message_ids:
            chat.messages.pop(message_id, None)
        last = next(reversed(chat.messages.values()), None)
        self.events.emit(
            "deleted",
            chat_id=chat.id,
            message_ids=message_ids,
            last=shown(last) if last else None,
        )

    def ask(self, person: Person, message: Message, data: str) -> str:
        """Queue the press of a button; the id that answerCallbackQuery must name."""
        query_id = str(4_611_686_018_427_387_904 + self.updates.next_id)
        chat_id = message.json["chat"]["id"]
        self.queries[query_id] = (person.id, chat_id)
        if len(self.queries) > QUERIES_KEPT:
            self.queries.popitem(last=False)
        self.updates.add(
            "callback_query",
            {
                "id": query_id,
                "from": person.json(),
                "message": message.json,
                "chat_instance": str(chat_id),
                "data": data,
            },
        )
        return query_id

    def _next_message_id(self, chat: Chat) -> int:
        """Private chats and small groups share one count per account; the others have their own."""
        if chat.kind in {"supergroup", "channel"}:
            chat.last_message_id += 1
            return chat.last_message_id
        self._last_common_id += 1
        return self._last_common_id


def shown(message: Message) -> Json:
    """A message for the page: what the bot's side knows, and how it came."""
    return {**message.json, "demo": {"silent": message.silent, "from_bot": message.from_bot}}
