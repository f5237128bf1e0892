"""/settings: language, clock and waking hours of a person; campaigns and topic of a group."""

from __future__ import annotations

from dataclasses import replace

from bot.core.messages import Reply

from . import hours, languages, panel, place
from .command import Run
from .request import Request
from .sorry import Stale


async def run(request: Request) -> Reply:
    """The screen, one of its changes, or straight away the city that stands after the command."""
    if not request.pressed:
        typed = request.incoming.args
        return await (place.look_up(request, typed) if typed else panel.open_screen(request))
    if not request.args:
        return await panel.open_screen(request)
    act = ACTS.get(request.arg(0))
    if act is None:
        raise Stale
    return await act(request)


async def answer(request: Request) -> Reply:
    """The city that was asked for, or a location."""
    return await place.answered(request)


async def _language(request: Request) -> Reply:
    rows = (
        *languages.rows(request, "settings:in"),
        (request.button("back_to_settings", "settings:screen"),),
    )
    return request.page("settings/language.j2", rows)


async def _in_language(request: Request) -> Reply:
    reply = await panel.back(await languages.choose(request, request.arg(1)))
    return replace(reply, refresh_menu=True)


async def _screen(request: Request) -> Reply:
    await request.stop_asking()
    return await panel.back(request)


ACTS: dict[str, Run] = {
    "screen": _screen,
    "language": _language,
    "in": _in_language,
    "place": place.ask,
    "city": place.chosen,
    "yes": place.confirmed,
    "skip": place.confirmed,
    "hours": hours.ask,
    "wakes": hours.choose,
    "sleeps": hours.choose,
}
