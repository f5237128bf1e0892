"""Sets the command menus behind Telegram's "/" button."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import structlog
from telegram import (
    Bot,
    BotCommand,
    BotCommandScope,
    BotCommandScopeAllChatAdministrators,
    BotCommandScopeAllGroupChats,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeChatAdministrators,
)
from telegram.error import TelegramError

from bot.core.messages import Menu
from bot.log import logger

from .outcomes import MISREAD

log: structlog.stdlib.BoundLogger = logger(__name__)

EVERYWHERE: dict[str, BotCommandScope] = {
    "private": BotCommandScopeAllPrivateChats(),
    "groups": BotCommandScopeAllGroupChats(),
    "group-admins": BotCommandScopeAllChatAdministrators(),
}
IN_ONE_CHAT: dict[str, Callable[[int], BotCommandScope]] = {
    "private": BotCommandScopeChat,
    "groups": BotCommandScopeChat,
    "group-admins": BotCommandScopeChatAdministrators,
}


async def set_menus(bot: Bot, menus: Sequence[Menu]) -> None:
    """Set each menu that differs; a failure is logged and leaves the old menu."""
    for menu in menus:
        try:
            await _set(bot, menu)
        except (TelegramError, *MISREAD) as error:
            log.warning("menu not set", scope=menu.scope, why=type(error).__name__)


async def _set(bot: Bot, menu: Menu) -> None:
    wanted = [BotCommand(name, text) for name, text in menu.commands]
    scope, language = _scope(menu), menu.language or None
    present = await bot.get_my_commands(scope=scope, language_code=language)
    if list(present) == wanted:
        return
    if wanted:
        await bot.set_my_commands(wanted, scope=scope, language_code=language)
    else:
        await bot.delete_my_commands(scope=scope, language_code=language)


def _scope(menu: Menu) -> BotCommandScope:
    if menu.chat_id is None:
        return EVERYWHERE[menu.scope]
    return IN_ONE_CHAT[menu.scope](menu.chat_id)
