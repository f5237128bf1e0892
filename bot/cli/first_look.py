"""What keeps the bot from running and can be seen before the rest of the program is even read."""

from __future__ import annotations

from bot.settings import load
from bot.store import AlreadyRunning, held

from .environment import ENV_FILE, environment
from .exits import plain_failures


def look_first() -> None:
    """End with sentences if a setting is wrong, or another copy runs on the database.

    The database's own lock decides in the end. This look at it is only quicker.
    """
    with plain_failures():
        settings = load(environment(), ENV_FILE, to_run=True)
        if place := held(settings.database_url):
            raise AlreadyRunning(place)
