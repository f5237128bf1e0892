"""/start: who speaks here, what is kept, in which language, and one tap to a campaign."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache

from bot.core.itself import Itself
from bot.core.library import Entry
from bot.core.messages import Button, Message, Reply
from bot.words import Words

from . import languages, panel
from .buttons import campaigns
from .campaigns import lines
from .card import card
from .command import Run
from .lookup import find
from .request import Request, Rows
from .sorry import Stale

SHOWN = 6
"""Campaigns on the first screen; the rest are behind a button."""


async def run(request: Request) -> Reply:
    """The welcome, or the campaign a link leads to; in a group its set-up."""
    if not request.private:
        return await _in_group(request)
    if not request.pressed:
        if request.chat.known:
            await request.tx.chats.revive(request.chat.id)
        return await _land(request, request.arg(0))
    if not request.args:
        return await _land(request, "")
    act = ACTS.get(request.arg(0))
    if act is None:
        raise Stale
    return await act(request)


async def _in_group(request: Request) -> Reply:
    if request.pressed:
        raise Stale("only_private")
    if request.incoming.is_group_admin:
        return await panel.open_screen(request)
    button = Button(label=request.label("open_private"), start="hello")
    return request.note("start/group.j2", ((button,),))


async def _land(request: Request, slug: str) -> Reply:
    entry = find(request.desk.library, slug)
    language = (_language_button(request, slug),)
    if entry is not None:
        every = request.button("all_campaigns", "campaigns:list")
        return await card(request, entry, ((every,), language), first=True)
    live = _live(request)
    rows = (*_campaigns(request, live), *_speak(request, language))
    html = request.desk.words.still("start/welcome.j2", request.language, any_live=bool(live))
    return request.screen(Message(html=html, buttons=rows))


def _live(request: Request) -> list[Entry]:
    """Campaigns in which something lies ahead, those that need readers now first."""
    return [line.entry for line in lines(request) if line.rank != "over"]


def _campaigns(request: Request, live: list[Entry]) -> Rows:
    rows = campaigns(request, live[:SHOWN], "campaigns")
    if len(live) == len(request.desk.library) <= SHOWN:
        return rows
    return (*rows, (request.button("all_campaigns", "campaigns:list"),))


def _speak(request: Request, change: tuple[Button, ...]) -> Rows:
    """One button to change the language; all of them where the app's language is none of ours."""
    if request.chat.language_chosen or _understood(request):
        return (change,)
    return languages.rows(request, "start:in")


def _understood(request: Request) -> bool:
    spoken = (request.incoming.app_language or "en").split("-")[0]
    return request.desk.words.best(spoken).split("-")[0] == spoken


def _language_button(request: Request, slug: str) -> Button:
    tail = f":{slug}" if request.entry(slug) else ""
    label = _language_label(Itself(request.desk.words), request.language)
    return Button(label=label, press=f"start:languages{tail}")


@lru_cache(maxsize=64)
def _language_label(key: Itself[Words], language: str) -> str:
    return key.it.label("language", language, spoken=key.it.language_name(language))


async def _languages(request: Request) -> Reply:
    return request.page("settings/language.j2", languages.rows(request, "start:in", request.arg(1)))


async def _in_language(request: Request) -> Reply:
    chosen = await languages.choose(request, request.arg(1))
    return replace(await _land(chosen, request.arg(2)), refresh_menu=True)


ACTS: dict[str, Run] = {"languages": _languages, "in": _in_language}
