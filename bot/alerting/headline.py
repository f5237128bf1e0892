"""By which words an alert is recognised."""

from __future__ import annotations

from bot.core.chats import Audience
from bot.core.library import Library
from bot.core.wire import from_json
from bot.store import Alert, Tx
from bot.words.corrections import heading, opening, untimed

from .attempt import tried
from .correction import words_of


async def headline(tx: Tx, library: Library, alert: Alert, reader: Audience) -> str:
    """An organiser's first words; of others the first line as this reader gets it.

    Where nobody with the reader's clock got it, its moment is left out: it would be another's. The
    title of its campaign where its texts are not kept any more, or cannot be read; the slug where
    that is gone.
    """
    own_words = words_of(alert)
    if own_words is not None:
        return opening(own_words.text)
    numbers = await tx.alerts.audiences(alert.id)
    alike = [number for audience, number in numbers.items() if audience.language == reader.language]
    chosen = numbers.get(reader, next(iter(alike or numbers.values()), None))
    if chosen is not None:
        text = (await tx.alerts.texts(alert.id))[chosen]
        line = tried(lambda: heading(from_json(text)), [])  # a text may be the trouble itself
        if line is not None and reader not in numbers:
            line = untimed(line)
        if line is not None:
            return line
    return title(library, alert, reader.language)


def title(library: Library, alert: Alert, language: str) -> str:
    """The title of its campaign; the slug where that is gone."""
    entry = library.get(alert.campaign)
    return entry.campaign.say(entry.campaign.title, language).text if entry else alert.campaign
