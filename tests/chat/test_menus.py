"""The menus behind the "/" button: of all chats, and of one whose language was chosen."""

from __future__ import annotations

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.core.messages import Menu, Message, Reply
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from tests.chat.people import GROUP, MEMBER, OTHER, incoming

ENGLISH = (("call", "When to ring"), ("letter", "Draft a letter"))
RUSSIAN = (("call", "Когда звонить"), ("letter", "Написать письмо"))


def menu(api: BotApi, chat: int = MEMBER, user: int = MEMBER) -> list[str]:
    return [line["description"] for line in api.menu(chat, user)]


def everywhere(commands: tuple[tuple[str, str], ...] = ENGLISH) -> list[Menu]:
    return [
        Menu(scope="private", language="", commands=commands),
        Menu(scope="groups", language="", commands=commands[:1]),
        Menu(scope="group-admins", language="", commands=commands),
    ]


async def test_every_kind_of_chat_has_its_menu(messenger: TelegramMessenger, api: BotApi) -> None:
    await messenger.set_menus(everywhere())
    assert menu(api) == ["When to ring", "Draft a letter"]
    assert menu(api, GROUP, OTHER) == ["When to ring"]
    assert menu(api, GROUP, MEMBER) == ["When to ring", "Draft a letter"]


async def test_a_menu_that_is_there_is_not_set_again(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    await messenger.set_menus(everywhere())
    setting: list[str] = []

    def note(call: Call) -> bool:
        setting.append(call.method)
        return False

    api.faults.script(note, Fault.delay(0))
    await messenger.set_menus(everywhere())
    assert set(setting) == {"getmycommands"}


async def test_a_chats_own_menu_goes_before_that_of_all(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    await messenger.set_menus(everywhere())
    own = Menu(scope="private", language="", commands=RUSSIAN, chat_id=MEMBER)
    await messenger.reply(incoming(), Reply(messages=(Message(html="Готово"),), menus=(own,)))
    assert menu(api) == ["Когда звонить", "Написать письмо"]
    assert menu(api, OTHER, OTHER) == ["When to ring", "Draft a letter"]


async def test_a_group_has_one_for_its_members_and_one_for_its_admins(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    own = (
        Menu(scope="groups", language="", commands=RUSSIAN[:1], chat_id=GROUP),
        Menu(scope="group-admins", language="", commands=RUSSIAN, chat_id=GROUP),
    )
    await messenger.set_menus(own)
    assert menu(api, GROUP, OTHER) == ["Когда звонить"]
    assert menu(api, GROUP, MEMBER) == ["Когда звонить", "Написать письмо"]


async def test_an_empty_menu_takes_the_chats_own_away(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    await messenger.set_menus(everywhere())
    await messenger.set_menus(
        [Menu(scope="private", language="", commands=RUSSIAN, chat_id=MEMBER)]
    )
    await messenger.set_menus([Menu(scope="private", language="", chat_id=MEMBER)])
    assert menu(api) == ["When to ring", "Draft a letter"]


@pytest.mark.parametrize(
    "fault",
    [
        Fault.answer(400, "Bad Request: BOT_COMMAND_INVALID"),
        Fault.garbage(b'{"ok":true,"result":7}'),
        Fault.drop_undelivered(),
    ],
)
async def test_a_menu_that_cannot_be_set_stops_neither_the_others_nor_the_answer(
    messenger: TelegramMessenger, api: BotApi, fault: Fault
) -> None:
    api.faults.script("getMyCommands", fault)
    await messenger.set_menus(everywhere())
    assert menu(api) == []
    assert menu(api, GROUP, OTHER) == ["When to ring"]


async def test_while_telegram_asks_to_wait_no_menu_is_set(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    api.faults.script("sendMessage", Fault.too_many_requests(9))
    own = Menu(scope="private", language="", commands=RUSSIAN, chat_id=MEMBER)
    await messenger.reply(incoming(), Reply(messages=(Message(html="x"),), menus=(own,)))
    assert menu(api) == []
