"""What people do with the bot, one thing after the other; each is answered before the next."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from tests.emulator import Emulator


@dataclass(frozen=True)
class Life:
    """People at their phones."""

    emulator: Emulator

    def says(self, person: int, text: str, *, chat: int | None = None) -> None:
        home = person if chat is None else chat
        self.answered(home, lambda api: api.user_sends(chat_id=home, user_id=person, text=text))

    def taps(self, person: int, data: str) -> None:
        """The newest button in the person's own chat whose data begin so."""
        message, pressed = self.offered(person, data)
        self.answered(
            person,
            lambda api: api.user_presses(
                user_id=person, chat_id=person, message_id=message, data=pressed
            ),
        )

    def offered(self, person: int, data: str) -> tuple[int, str]:
        """Wait for the first such button: it may stand below the last of several messages."""
        self.emulator.until(f"{data} in {person}", lambda api: bool(buttons(api, person, data)))
        return self.emulator.act(lambda api: newest_button(api, person, data))

    def answered(self, chat: int, deed: Callable[[BotApi], object]) -> None:
        """Do it, and wait until the bot has sent or changed a message there."""
        before = self.emulator.act(lambda api: api.events.last_id)
        self.emulator.act(deed)
        self.emulator.until(f"an answer in {chat}", lambda api: _spoke(api, chat, before))

    def struck(
        self,
        method: str,
        fault: Fault,
        deed: Callable[[BotApi], object],
        *,
        answered_in: int | None = None,
    ) -> None:
        """Do it, and wait until a call of the bot has met the fault, and it answered all the same.

        ``answered_in``: for faults that cost no answer, so that none meets the next fault.
        """
        before = self.emulator.act(lambda api: api.events.last_id)
        met: list[Call] = []

        def meets(call: Call) -> bool:
            met.extend([call] * (call.method == method.lower()))
            return call.method == method.lower()

        self.emulator.act(lambda api: api.faults.script(meets, fault))
        self.emulator.act(deed)
        self.emulator.until(f"{fault} at {method}", lambda _: bool(met))
        if answered_in is not None:
            where = answered_in
            self.emulator.until(f"an answer in {where}", lambda api: _spoke(api, where, before))


def newest_button(api: BotApi, chat: int, data: str) -> tuple[int, str]:
    """The number of its message, and all of its data."""
    found = buttons(api, chat, data)
    assert found, f"no button {data} in {chat}"
    return found[-1]


def buttons(api: BotApi, chat: int, data: str) -> list[tuple[int, str]]:
    """All buttons whose data begin so, oldest first."""
    return [
        (int(message["message_id"]), str(button["callback_data"]))
        for message in api.history(chat)
        for row in message.get("reply_markup", {}).get("inline_keyboard", [])
        for button in row
        if button.get("callback_data", "").startswith(data)
    ]


def _spoke(api: BotApi, chat: int, since: int) -> bool:
    return any(
        event["message"]["demo"]["from_bot"]
        for event in api.events.since(since) or []
        if event.get("chat_id") == chat and event["kind"] in {"message", "edited"}
    )
