"""Refusals that are polite: a message of its own, a short notice over the chat, an apology."""

from __future__ import annotations

from datetime import datetime

from bot.core.chats import Audience
from bot.core.messages import Button, Incoming, Message, Reply
from bot.words import Words


class Sorry(Exception):
    """The command cannot do what was asked; ``template`` says why and what to do instead."""

    def __init__(
        self, template: str, buttons: tuple[tuple[Button, ...], ...] = (), **context: object
    ) -> None:
        super().__init__(template)
        self.template = template
        self.buttons = buttons
        self.context = context


class Stale(Exception):
    """A button's data cannot be followed: too old, used already, or never made by this bot.

    ``label`` names the notice in the ``labels*.j2`` templates, ``page`` the template of what is put
    in the place of a question that can be answered no more.
    """

    def __init__(self, label: str = "stale", page: str | None = None) -> None:
        super().__init__(label)
        self.label = label
        self.page = page


def apology(words: Words, incoming: Incoming, now: datetime) -> Reply:
    """What somebody is told whose update could not be handled, for no fault of theirs."""
    language = words.best(incoming.app_language)
    audience = Audience(language=language, zone=None, kind=incoming.chat_kind)
    return Reply(messages=(Message(html=words.render("errors/trouble.j2", audience, now)),))
