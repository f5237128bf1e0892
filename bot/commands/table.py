"""All commands there are. The menus, /help and the documentation derive from this table."""

from __future__ import annotations

from bot.core.messages import Reply

from . import (
    broadcast,
    call,
    campaigns,
    cancel,
    case,
    forget,
    letter,
    mydata,
    privacy,
    remind,
    sent,
    settings,
    setup,
    start,
    status,
    subscribe,
    unsubscribe,
)
from . import help as help_page
from .command import Command
from .request import Request


async def _help(request: Request) -> Reply:
    return help_page.page(request, COMMANDS)


COMMANDS: tuple[Command, ...] = (
    Command(name="campaigns", run=campaigns.run, in_groups="anyone", linked=True),
    Command(name="letter", run=letter.run, answer=letter.answer, linked=True),
    Command(name="call", run=call.run, linked=True),
    Command(name="case", run=case.run, in_groups="anyone", linked=True),
    Command(name="subscribe", run=subscribe.run, in_groups="admin"),
    Command(name="unsubscribe", run=unsubscribe.run, in_groups="admin"),
    Command(name="settings", run=settings.run, answer=settings.answer, in_groups="admin"),
    Command(name="help", run=_help, in_groups="anyone", linked=True),
    Command(name="privacy", run=privacy.run, linked=True),
    Command(name="mydata", run=mydata.run, in_groups="admin"),
    Command(name="forget", run=forget.run, in_groups="admin"),
    Command(name="cancel", run=cancel.run, in_groups="anyone"),
    Command(name="start", run=start.run, in_groups="anyone", menu=False),
    Command(name="setup", run=setup.run, in_groups="admin", menu=False),
    Command(name="remind", run=remind.run, menu=False),
    Command(name="broadcast", run=broadcast.run, answer=broadcast.answer, hosts_only=True),
    Command(name="sent", run=sent.run, hosts_only=True),
    Command(name="status", run=status.run, hosts_only=True),
)

BY_NAME = {command.name: command for command in COMMANDS}
