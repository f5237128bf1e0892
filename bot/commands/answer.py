"""The dispatcher: from what came in to the command that is meant, from refusals to kind words."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from bot.core.chats import Chat
from bot.core.messages import SILENCE, Button, Incoming, Reply
from bot.store import Tx

from . import help as help_page
from .command import Command
from .desk import Desk
from .events import EVENTS
from .menus import menus_of
from .request import Request
from .sorry import Sorry, Stale
from .table import BY_NAME, COMMANDS


async def answer(incoming: Incoming, tx: Tx, desk: Desk, now: datetime) -> Reply:
    """Answer one update inside its transaction. ``now`` is aware.

    Never raises for anything a person can write or press; refusals become messages or notices.
    """
    request = await _request(incoming, tx, desk, now)
    event = EVENTS.get(incoming.event)
    if event is not None:
        return await event(request)
    if incoming.chat_kind == "channel":
        return SILENCE
    reply = _kept_readable(request, await _kindly(request))
    return await _with_menus(request, reply) if reply.refresh_menu else reply


async def _kindly(request: Request) -> Reply:
    try:
        return await _route(request)
    except Stale as stale:
        shown = request.page(stale.page) if stale.page and request.pressed else Reply()
        return replace(shown, toast=request.label(stale.label))
    except Sorry as sorry:
        return request.note(sorry.template, sorry.buttons, **sorry.context)


def _kept_readable(request: Request, reply: Reply) -> Reply:
    """What stands in a group is for all: only its admins' presses may put another page there."""
    if reply.edit is None or request.private or request.incoming.is_group_admin:
        return reply
    return Reply(toast=request.label("only_admins"))


async def _with_menus(request: Request, reply: Reply) -> Reply:
    """The chat's own menus go out together with what it was just told in that language."""
    incoming = request.incoming
    kept = await request.tx.chats.get(incoming.chat_id)
    menus = menus_of(request.desk.words, incoming.chat_id, incoming.chat_kind, kept)
    return replace(reply, menus=menus)


async def _request(incoming: Incoming, tx: Tx, desk: Desk, now: datetime) -> Request:
    asker = incoming.user_id or incoming.chat_id
    kept, dialogue = await tx.chats.meet(incoming.chat_id, asker, now)
    return Request(
        incoming=incoming,
        chat=_chat(incoming, kept, desk),
        args=(),
        pressed=incoming.event == "press",
        dialogue=dialogue,
        now=now,
        tx=tx,
        desk=desk,
    )


def _chat(incoming: Incoming, kept: Chat | None, desk: Desk) -> Chat:
    """The chat as it is kept, or as it looks to a stranger; looking around saves nothing."""
    spoken = desk.words.best(incoming.app_language)
    if kept is None:
        return Chat(id=incoming.chat_id, kind=incoming.chat_kind, language=spoken)
    if kept.kind == "private" and not kept.language_chosen and incoming.app_language:
        return kept.with_(language=spoken)
    return kept


async def _route(request: Request) -> Reply:
    incoming = request.incoming
    if incoming.event == "press":
        name, *args = (incoming.press or "").split(":")
        return await _run(replace(request, args=tuple(args)), BY_NAME.get(name))
    if incoming.command is not None:
        return await _command(request, incoming.command)
    return await _text(request)


async def _command(request: Request, name: str) -> Reply:
    args = tuple(request.incoming.args.split())
    if name == "start" and args and request.private:
        name, args = _follow(args)
    if request.dialogue is not None and name not in (request.dialogue.command, "cancel"):
        await request.stop_asking()
        request = replace(request, dialogue=None)
    return await _run(replace(request, args=args), BY_NAME.get(name))


def _follow(args: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """Where a link leads: ``call_<slug>`` to /call, everything else to /start."""
    name, mark, slug = args[0].partition("_")
    command = BY_NAME.get(name)
    if not mark or command is None or not command.linked:
        return "start", args
    return name, (slug,) if slug else ()


async def _text(request: Request) -> Reply:
    """A text or a place: the answer to a question, a place for the clock, or nothing we know."""
    dialogue = request.dialogue
    command = BY_NAME.get(dialogue.command) if dialogue is not None else None
    if command is None and request.incoming.latitude is not None:
        command = BY_NAME["settings"]
    if not request.private:
        return SILENCE
    if command is None or command.answer is None or not _exists(request, command):
        return help_page.page(request, COMMANDS, lost=True)
    return await command.answer(request)


async def _run(request: Request, command: Command | None) -> Reply:
    if command is None or not _exists(request, command):
        return _unknown(request)
    if request.private or command.in_groups == "anyone":
        return await command.run(request)
    if command.in_groups == "no":
        return _in_private(request, command)
    if not request.incoming.is_group_admin:
        return _not_admin(request)
    return await command.run(request)


def _exists(request: Request, command: Command) -> bool:
    """Whether there is this command for this person: a host is a number, and writes in private."""
    if not command.hosts_only:
        return True
    return request.private and request.incoming.user_id in request.desk.hosts


def _unknown(request: Request) -> Reply:
    if request.pressed:
        raise Stale
    return help_page.page(request, COMMANDS, lost=True) if request.private else SILENCE


def _in_private(request: Request, command: Command) -> Reply:
    if request.pressed:
        raise Stale("only_private")
    slug = request.arg(0) if request.entry(request.arg(0)) else ""
    start = f"{command.name}_{slug}" if command.linked else "hello"
    button = Button(label=request.label("open_private"), start=start)
    return request.note("group/only_private.j2", ((button,),))


def _not_admin(request: Request) -> Reply:
    if request.pressed:
        raise Stale("only_admins")
    button = Button(label=request.label("for_myself"), start="hello")
    return request.note("group/only_admins.j2", ((button,),))
