"""A private chat with one command, on a real database and with the real words: no dispatcher."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from types import ModuleType, SimpleNamespace
from typing import Any, cast

from bot.commands import letter
from bot.commands.desk import Desk
from bot.commands.request import Request
from bot.commands.sorry import Sorry
from bot.content.letterpress import LetterPress
from bot.core.chats import Chat
from bot.core.library import Entry, LetterTexts, Library
from bot.core.messages import Button, Event, Incoming, Message, Reply
from bot.sealing import Keys
from bot.store import Store
from tests.appeal import a_campaign
from tests.words.everywhere import InEveryLanguage

NIGHT = datetime(2003, 1, 6, 2, tzinfo=UTC)
"""An hour before the court opens, on the day of the hearing."""
NOON = datetime(2003, 1, 6, 12, tzinfo=UTC)
LONDON = Chat(id=7001, kind="private", country="GB", zone="Europe/London")
LOS_ANGELES = Chat(id=7001, kind="private", country="US", zone="America/Los_Angeles")
NOWHERE = Chat(id=7001, kind="private")
TEXTS = {
    "en": "I write{% if organisation %} for {{ organisation }}{% endif %}.\n\nWe want:\n\n- wages.",
    "ru": "Я пишу{% if organisation %} от имени {{ organisation }}{% endif %}.\n\nМы требуем.",
}
WORDS = InEveryLanguage.load()
PRESS = LetterPress()


def an_entry(texts: dict[str, str] | None = None, **changes: Any) -> Entry:
    """The appeal with its letters; both of its letters have the same texts."""
    sources = {"protest": texts or TEXTS, "wages": texts or TEXTS}
    return Entry(campaign=a_campaign(**changes), letters=LetterTexts(sources=sources), revision=1)


def a_desk(*entries: Entry) -> Desk:
    return Desk(
        library=Library(entries or (an_entry(),)),
        words=WORDS,
        cities=cast("Any", SimpleNamespace()),
        letters=PRESS,
        keys=Keys(b"the key of the tests"),
    )


class Talk:
    """One person's side of a chat. ``now`` and ``reader`` may be changed between questions."""

    def __init__(self, store: Store, desk: Desk, reader: Chat, now: datetime) -> None:
        self.store = store
        self.desk = desk
        self.reader = reader
        self.now = now
        self.reply = Reply()

    async def type(self, command: ModuleType, *args: str) -> Talk:
        """The command, written out."""
        return await self._run(command, self._incoming("message"), args)

    async def press(self, command: ModuleType, data: str) -> Talk:
        """A button's data; the command's own name stands first in it."""
        name, *args = data.split(":")
        assert name == command.__name__.rpartition(".")[2]
        assert len(data.encode()) <= 64
        return await self._run(command, self._incoming("press", press=data), tuple(args))

    async def tap(self, command: ModuleType, label: str) -> Talk:
        """The button of that label under what was last answered."""
        return await self.press(command, str(self.button(label).press))

    async def write(self, command: ModuleType, text: str) -> Talk:
        """A text, in answer to the open question."""
        return await self._run(command, self._incoming("message", text=text), (), "answer")

    def button(self, label: str) -> Button:
        found = [button for button in self.buttons if button.label == label]
        assert found, f"no button {label!r} among {self.labels}"
        return found[0]

    @property
    def messages(self) -> tuple[Message, ...]:
        edited = (self.reply.edit,) if self.reply.edit else ()
        return (*edited, *self.reply.messages)

    @property
    def buttons(self) -> list[Button]:
        return [button for one in self.messages for row in one.buttons for button in row]

    @property
    def labels(self) -> list[str]:
        return [button.label for button in self.buttons]

    @property
    def text(self) -> str:
        """Everything that was answered, with plain blanks."""
        return "\n\n".join(one.html for one in self.messages).replace("\u00a0", " ")

    def _incoming(self, event: Event, text: str = "", press: str | None = None) -> Incoming:
        return Incoming(
            update_id=1,
            event=event,
            chat_id=self.reader.id,
            chat_kind="private",
            user_id=self.reader.id,
            text=text,
            press=press,
        )

    async def _run(
        self, command: ModuleType, incoming: Incoming, args: tuple[str, ...], act: str = "run"
    ) -> Talk:
        async with self.store.transaction() as tx:
            kept, dialogue = await tx.chats.meet(self.reader.id, self.reader.id, self.now)
            request = Request(
                incoming=incoming,
                chat=replace(self.reader, known=kept is not None),
                args=args,
                pressed=incoming.event == "press",
                dialogue=dialogue,
                now=self.now,
                tx=tx,
                desk=self.desk,
            )
            try:
                self.reply = await getattr(command, act)(request)
            except Sorry as sorry:
                self.reply = request.note(sorry.template, sorry.buttons, **sorry.context)
        return self


async def drafted(talk: Talk, name: str = "Jane Doe", city: str = "London") -> Talk:
    """All questions answered, the union left out: the draft is what was last answered."""
    await talk.type(letter, "karaganda-2003")
    await talk.write(letter, name)
    await talk.write(letter, city)
    return await talk.tap(letter, "Leave out")
