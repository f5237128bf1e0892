"""By which words an alert is recognised."""

from __future__ import annotations

from bot.core.library import Library
from bot.core.wire import from_json
from bot.store import Alert, Tx
from bot.words.corrections import heading


async def headline(tx: Tx, library: Library, alert: Alert, language: str) -> str:
    """Its first line, in this language where it has a text in that, else in another one.

    The title of its campaign where its texts are not kept any more; the slug where that is gone.
    """
    numbers = await tx.alerts.audiences(alert.id)
    own = [number for audience, number in numbers.items() if audience.language == language]
    chosen = next(iter(own or numbers.values()), None)
    if chosen is not None:
        return heading(from_json((await tx.alerts.texts(alert.id))[chosen]))
    entry = library.get(alert.campaign)
    return entry.campaign.say(entry.campaign.title, language).text if entry else alert.campaign
