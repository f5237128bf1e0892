"""The two polite refusals: one is a message of its own, the other a short notice over the chat."""

from __future__ import annotations

from bot.core.messages import Button


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
