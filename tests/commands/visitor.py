"""People who write to the bot: through the dispatcher, on a real database, with the real words."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.commands.answer import answer
from bot.commands.desk import Desk
from bot.core.messages import Button, Incoming, Message, Reply
from bot.demo.limits import utf16
from bot.demo.markup import parse_html
from bot.store import Store

GROUP = -1_000_000_000_042


@dataclass
class Stage:
    """A bot with its database at a moment that a test may move."""

    store: Store
    desk: Desk
    now: datetime
    updates: int = 0

    async def handle(self, **facts: Any) -> Reply:
        """One update, in a transaction of its own; what comes back is fit for Telegram."""
        self.updates += 1
        incoming = Incoming(update_id=self.updates, **facts)
        async with self.store.transaction() as tx:
            reply = await answer(incoming, tx, self.desk, self.now)
        for message in (*reply.messages, *((reply.edit,) if reply.edit else ())):
            _fits_telegram(message, self.now)
        assert reply.toast is None or utf16(reply.toast) <= 200
        return reply


@dataclass
class Visitor:
    """One person in one chat; ``chat`` is the person's own unless a group is named."""

    stage: Stage
    user: int | None = 7_000_000_001
    chat: int = 0
    app_language: str | None = "en"
    admin: bool = False
    thread: int | None = None
    reply: Reply = field(default_factory=Reply)

    async def says(self, text: str) -> Visitor:
        """A command with its slash, or any other text."""
        if not text.startswith("/"):
            return await self._do("message", text=text)
        command, _, args = text[1:].partition(" ")
        return await self._do("message", command=command, args=args.strip())

    async def presses(self, data: str) -> Visitor:
        return await self._do("press", press=data, press_id="1", message_id=1)

    async def taps(self, label: str) -> Visitor:
        """The button of that label under the last answer."""
        found = [button for button in self.buttons if button.label == label]
        assert found, f"no button {label!r} among {self.labels}"
        assert found[0].press is not None
        return await self.presses(found[0].press)

    async def shares(self, latitude: float, longitude: float) -> Visitor:
        return await self._do("message", latitude=latitude, longitude=longitude)

    async def has(self, event: str, **facts: Any) -> Visitor:
        """Something happens to the chat: added, removed, blocked, …"""
        return await self._do(event, **facts)

    @property
    def screens(self) -> tuple[Message, ...]:
        edited = (self.reply.edit,) if self.reply.edit else ()
        return (*edited, *self.reply.messages)

    @property
    def text(self) -> str:
        """Everything that was answered, with plain blanks."""
        return "\n\n".join(one.html for one in self.screens).replace("\u00a0", " ")

    @property
    def buttons(self) -> list[Button]:
        return [button for one in self.screens for row in one.buttons for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def data(self) -> list[str]:
        return [button.press for button in self.buttons if button.press]

    @property
    def starts(self) -> list[str]:
        return [button.start for button in self.buttons if button.start]

    @property
    def home(self) -> int:
        return self.chat or self.user or 0

    async def _do(self, event: str, **facts: Any) -> Visitor:
        self.reply = await self.stage.handle(
            event=event,
            chat_id=self.home,
            chat_kind="group" if self.chat else "private",
            user_id=self.user,
            app_language=self.app_language,
            thread=self.thread,
            is_group_admin=self.admin and bool(self.chat),
            **facts,
        )
        return self


def _fits_telegram(message: Message, now: datetime) -> None:
    """The emulated Bot API's own parser reads it, and no limit is passed."""
    text, _ = parse_html(message.html, now)
    assert text.strip()
    assert utf16(text) <= 4096
    # A letter greets as its own language asks for; the bot itself never raises its voice.
    assert "!" not in re.sub("<pre>.*?</pre>", "", message.html, flags=re.DOTALL)
    assert "  " not in text.replace("\u00a0", "-")
    for button in (button for row in message.buttons for button in row):
        assert button.label.strip()
        acts = [button.press, button.url, button.copy, button.start]
        assert sum(act is not None for act in acts) == 1
        assert button.press is None or len(button.press.encode()) <= 64
        assert button.start is None or len(button.start) <= 64
