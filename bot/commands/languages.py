"""Choosing the language: each is offered by its own name."""

from __future__ import annotations

from bot.core.button_rows import in_pairs
from bot.core.messages import Button

from .request import Request, Rows
from .sorry import Stale


def rows(request: Request, press: str, after: str = "") -> Rows:
    """A button for every language; its data is ``press:<code>``, with ``:after`` where given."""
    words = request.desk.words
    tail = f":{after}" if after else ""
    return in_pairs(
        Button(label=words.language_name(code), press=f"{press}:{code}{tail}")
        for code in words.languages
    )


async def choose(request: Request, code: str) -> Request:
    """Keep the choice; from here on it beats the language of the person's app."""
    if code not in request.desk.words.languages:
        raise Stale
    return await request.keep(language=code, language_chosen=True)
