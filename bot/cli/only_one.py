"""Refuses a second copy of the bot before the rest of the program is even read into memory."""

from __future__ import annotations

from bot.settings import WrongSettings, load
from bot.store import AlreadyRunning, held

from .environment import ENV_FILE, environment
from .exits import plain_failures


def refuse_a_second() -> None:
    """End with a sentence if another copy runs on the database; whatever else is wrong comes later.

    The database's own lock decides in the end. This look at it is only quicker.
    """
    try:
        settings = load(environment(), ENV_FILE)
    except WrongSettings:
        return
    with plain_failures():
        if place := held(settings.database_url):
            raise AlreadyRunning(place)
