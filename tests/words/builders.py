"""A reader, a moment and a phrase, with defaults from the real appeal of January 2003."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.chats import Audience, ChatKind
from bot.settings import shipped
from bot.words.catalogue import load
from bot.words.speech import Speech

EVENING = datetime(2003, 1, 5, 20, tzinfo=UTC)
"""The evening before, in London."""

VERDICT = datetime(2003, 1, 6, 3, tzinfo=UTC)
"""09:00 in Karaganda."""

CITY = {
    "en": "in Karaganda",
    "ru": "в Караганде",
    "kk": "Қарағандыда",
    "ar": "في كاراغاندا",
    "es": "en Karagandá",
}

SPEECHES = {
    code: Speech(code, said) for code, said in load(shipped("locales")).translations.items()
}


def an_audience(
    zone: str | None = "Europe/London", language: str = "en", kind: ChatKind = "private"
) -> Audience:
    return Audience(language=language, zone=zone, kind=kind)


def phrase(
    snippet: str,
    audience: Audience | None = None,
    now: datetime = EVENING,
    at: datetime = VERDICT,
    **context: Any,
) -> str:
    """A snippet of a template as this audience would see it; no-break spaces become plain ones."""
    audience = audience or an_audience()
    speech = SPEECHES[audience.language]
    html = speech.environment.from_string("{{ " + snippet + " }}").render(
        audience=audience,
        now=now,
        at=at,
        end=at + timedelta(hours=9),
        office="Asia/Almaty",
        in_city=CITY[audience.language],
        **context,
    )
    return html.replace("\u00a0", " ")
