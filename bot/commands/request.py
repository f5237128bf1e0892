"""What a command is given: who asks what, where and when, and what it may use to answer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.core.chats import Audience, Chat
from bot.core.library import Entry
from bot.core.messages import Button, Incoming, Message, Reply
from bot.core.places import zone
from bot.store import Dialogue, Tx

from .desk import Desk

Rows = tuple[tuple[Button, ...], ...]

PATIENCE = timedelta(minutes=30)
"""How long a question waits for its answer."""


@dataclass(frozen=True, kw_only=True)
class Request:
    """One question to one command."""

    incoming: Incoming
    chat: Chat
    args: tuple[str, ...]
    """Words after the command, or the button's data split on ":"."""
    pressed: bool
    """True when a button was pressed, False when somebody wrote."""
    dialogue: Dialogue | None
    """The question this chat and person were last asked, if it is still open."""
    now: datetime
    tx: Tx
    desk: Desk

    @property
    def language(self) -> str:
        return self.chat.language

    @property
    def audience(self) -> Audience:
        return self.chat.audience

    @property
    def private(self) -> bool:
        return self.chat.kind == "private"

    @property
    def user_id(self) -> int:
        """Who asks; the chat itself where nobody is named (anonymous admins)."""
        return self.incoming.user_id or self.chat.id

    @property
    def today(self) -> date:
        """The day it is for the reader; in UTC where their clock is not known."""
        clock = zone(self.chat.zone) if self.chat.zone else UTC
        return self.now.astimezone(clock).date()

    def arg(self, place: int) -> str:
        """An argument by its place from 0; empty where there is none."""
        return self.args[place] if place < len(self.args) else ""

    def entry(self, slug: str) -> Entry | None:
        return self.desk.library.get(slug)

    def render(self, template: str, **context: Any) -> str:
        """A template as HTML for this chat."""
        return self.desk.words.render(template, self.audience, self.now, **context)

    def label(self, name: str, **context: Any) -> str:
        """A button's or a notice's words in this chat's language."""
        return self.desk.words.label(name, self.language, **context)

    def button(self, name: str, press: str, **context: Any) -> Button:
        """A button whose words are the label ``name``, and whose data is ``press``."""
        return Button(label=self.label(name, **context), press=press)

    def message(self, template: str, buttons: Rows = (), **context: Any) -> Message:
        return Message(html=self.render(template, **context), buttons=buttons)

    def page(self, template: str, buttons: Rows = (), **context: Any) -> Reply:
        """One screen: in place of the one whose button was pressed, or as a message of its own."""
        return self.screen(self.message(template, buttons, **context))

    def screen(self, message: Message) -> Reply:
        """The same with a message that is ready."""
        return Reply(edit=message) if self.pressed else Reply(messages=(message,))

    def note(self, template: str, buttons: Rows = (), **context: Any) -> Reply:
        """A message of its own, even after a press: what was pressed stays readable."""
        return Reply(messages=(self.message(template, buttons, **context),))

    async def keep(self, **choices: object) -> Request:
        """Save what a person chose; this is the only way by which a chat gets a row."""
        chat = self.chat.with_(known=True, **choices)
        year, week, _ = self.now.isocalendar()
        await self.tx.chats.save(chat, f"{year}-W{week:02}")
        return replace(self, chat=chat)

    async def ask(self, command: str, step: str, **data: Any) -> None:
        """Wait for this person's next text: it goes to the ``answer`` of ``command``."""
        await self.tx.dialogues.put(
            self.chat.id, self.user_id, command, step, data, self.now + PATIENCE
        )

    async def stop_asking(self) -> None:
        await self.tx.dialogues.end(self.chat.id, self.user_id)
