"""The emulated Bot API: a plain class, strict like the real server, for tests and for the demo."""

from __future__ import annotations

import asyncio
import hmac
import time
from collections import deque
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot.demo import editing, receiving, rooms, sending
from bot.demo.answers import Answer, Refusal, UploadedFile, granted, refused
from bot.demo.chats import Chat
from bot.demo.events import Events
from bot.demo.faults import Call, Faults
from bot.demo.files import StoredFile
from bot.demo.limits import LONG_POLL_SECONDS
from bot.demo.params import Params
from bot.demo.people import People
from bot.demo.profile import Scope
from bot.demo.receiving import POLLED_TWICE
from bot.demo.world import Delivery, World

METHODS: Final[Mapping[str, Callable[[World, Params], object]]] = {
    **receiving.METHODS,
    **sending.METHODS,
    **editing.METHODS,
    **rooms.METHODS,
}


class BotApi(People):
    """One bot's Telegram: `call` is the bot's side, `add_…` and `user_…` the people's (see People).

    `token`: the only one accepted. `username`: without "@". `now`: aware moments; message dates
    and the 48 hours of deletion follow it. Use it from one event loop.
    """

    def __init__(self, *, token: str, username: str, now: Callable[[], datetime]) -> None:
        bot_id = int(token.partition(":")[0])
        super().__init__(World(bot_id=bot_id, username=username, now=now))
        self.token = token
        self.faults = Faults()
        self._closed = False

    @property
    def username(self) -> str:
        return self.world.profile.username

    @property
    def events(self) -> Events:
        """What happens, for whoever draws it."""
        return self.world.events

    @property
    def deliveries(self) -> deque[Delivery]:
        """Every accepted send: (monotonic seconds, method, chat id, message id), oldest first."""
        return self.world.deliveries

    def call(
        self,
        method: str,
        params: Mapping[str, object],
        files: Mapping[str, UploadedFile] | None = None,
    ) -> Answer:
        """Carry out one call at once (a long poll does not wait); scripted faults apply."""
        call = Call(method=method.lower(), params=params)
        fault = self.faults.for_call(call)
        if fault:
            return fault.spoil(lambda: self._carry_out(call, files or {}))
        return self._carry_out(call, files or {})

    async def request(
        self,
        method: str,
        params: Mapping[str, object],
        files: Mapping[str, UploadedFile] | None = None,
    ) -> Answer:
        """As `call`, but it waits: in long polls and for late answers. `dropped` is left to you."""
        answer = self.call(method, params, files)
        if answer.delay:
            await asyncio.sleep(answer.delay)
        empty_poll = method.lower() == "getupdates" and answer.body.get("result") == []
        return await self._poll(params) if empty_poll else answer

    async def wait_for_updates(self, seconds: float) -> bool:
        """True when updates wait, or came within that time."""
        queue = self.world.updates
        return bool(queue.waiting) or (await queue.bell.wait(seconds) and bool(queue.waiting))

    async def _poll(self, params: Mapping[str, object]) -> Answer:
        """The wait of getUpdates. Like the real server, a newer poll ends an older one by 409."""
        queue = self.world.updates
        seconds = min(max(Params(params, {}).number("timeout"), 0), LONG_POLL_SECONDS)
        queue.polls += 1
        mine, until = queue.polls, time.monotonic() + seconds
        queue.bell.ring()
        while (left := until - time.monotonic()) > 0 and not self._closed:
            if queue.polls != mine:
                return refused(409, POLLED_TWICE)
            if queue.waiting or queue.webhook.url:
                break
            await queue.bell.wait(left)
        return self._carry_out(Call(method="getupdates", params=params), {})

    def authorized(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token.encode())

    def file_at(self, path: str) -> StoredFile | None:
        """The file that getFile named by this path."""
        return self.world.files.at_path(path)

    def menu(self, chat_id: int, user_id: int) -> list[dict[str, str]]:
        """The commands that a person's app shows in a chat, in that person's language."""
        chat, language = self._chat(chat_id), self._person(user_id).language_code
        return self.world.profile.menu(_scopes(chat, user_id), language)

    def close(self) -> None:
        """End long polls and event streams, so that a server above can stop at once."""
        self._closed = True
        self.events.close()
        self.world.updates.bell.ring()

    def _carry_out(self, call: Call, files: Mapping[str, UploadedFile]) -> Answer:
        method = METHODS.get(call.method)
        if method is None:
            return refused(404, "Not Found: method not found")
        try:
            return granted(method(self.world, Params(call.params, files)))
        except Refusal as refusal:
            return refusal.answer()


def _scopes(chat: Chat, user_id: int) -> list[Scope]:
    """Scopes of commands from narrow to wide, in the order the Bot API documents."""
    if chat.kind == "private":
        return [("chat", chat.id, 0), ("all_private_chats", 0, 0), ("default", 0, 0)]
    admin = chat.status_of(user_id) in {"creator", "administrator"}
    member: Scope = ("chat_member", chat.id, user_id)
    admins: list[Scope] = [("chat_administrators", chat.id, 0)]
    all_admins: list[Scope] = [("all_chat_administrators", 0, 0)]
    return [
        member,
        *(admins if admin else []),
        ("chat", chat.id, 0),
        *(all_admins if admin else []),
        ("all_group_chats", 0, 0),
        ("default", 0, 0),
    ]
