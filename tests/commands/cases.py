"""Campaigns to talk about: one with a hearing tomorrow, one that is quiet, one that was won."""

from __future__ import annotations

from typing import Any

from bot.core.library import Entry, LetterTexts
from tests.appeal import a_campaign

VERDICT: dict[str, Any] = {
    "id": "verdict",
    "what": {"en": "Verdict", "ru": "Приговор"},
    "office": "court",
    "people": ["saken", "rustam"],
    "states": [
        {"status": "date-known", "on": "2002-12-24"},
        {"status": "postponed", "on": "2003-01-06"},
    ],
}
PEOPLE: list[dict[str, Any]] = [
    {
        "id": "saken",
        "name": {"en": "Saken Zhunusov", "ru": "Сакен Жунусов"},
        "original": "Сакен Жунусов",
        "variants": ["Saken Zhunusov", "Saken Zhanusev"],
        "relation": "father of Rustam",
        "role": "trade union leader",
        "health": {"note": "a heart condition", "consent": True},
        "demanded": {"years": 6},
    },
    {
        "id": "rustam",
        "name": "Rustam Zhanusov",
        "custody": {
            "status": "remand",
            "place": "remand cells in Karaganda",
            "since": "2002-12-20",
            "reason": "He missed a hearing, ill.",
            "write_to": "the campaign's office",
        },
        "health": {"note": "not to be told", "consent": False},
        "demanded": {"years": 7.5},
    },
    {
        "id": "ramil",
        "name": "Ramil Mingazov",
        "custody": {"status": "prison"},
        "given": {"years": 1},
    },
    {"id": "popov", "name": "Sergei Popov"},
    {"id": "fifth", "name": "Person Five"},
]
RICH: dict[str, Any] = {
    "hearings": [VERDICT],
    "people": PEOPLE,
    "demands": [{"id": "release", "text": "Release them."}],
    "evidence": [
        {"id": "note", "what": "Doctor's note", "issuer": "Clinic", "around": "December"},
        {"id": "law", "what": "Indictment", "issuer": "Prosecutor", "on": "2002-11-02",
         "url": "https://example.org/indictment"},
        {"id": "talk", "what": "Minutes", "issuer": "Union"},
    ],
    "glossary": [{"term": "KNB", "means": "The secret service."}],
    "timeline": [
        {"on": "2002-12-24", "what": "The verdict was postponed."},
        {"around": "just before Christmas", "what": "Rustam was arrested."},
        {"what": "He was moved to remand cells."},
        *({"on": f"2002-11-{day:02}", "what": f"Hearing {day}."} for day in range(1, 8)),
    ],
    "pickets": [
        {"city": "Moscow", "country": "RU", "before": "Embassy", "report": "It was seen.",
         "on": "2000-02-01"},
        {"city": "Kiev", "country": "UA", "before": "Embassy", "report": "It was seen."},
    ],
    "events": [
        {"id": "day", "kind": "protest", "title": "Day of protest", "on": "2003-02-01",
         "until": "2003-02-02", "where": "everywhere", "text": "Come."},
        {"id": "one", "kind": "strike", "title": "Strike", "on": "2003-02-01"},
        {"id": "vague", "kind": "other", "title": "Conference"},
    ],
    "funds": [
        {"id": "defence", "purpose": "Lawyers", "amount": 2000, "currency": "USD",
         "until": "2003-03-01", "fictitious": True,
         "methods": [{"id": "bank", "title": "Bank",
                      "fields": [{"name": "Account", "value": "EXAMPLE 000 111"}]}]},
        {"id": "over", "purpose": "Bread", "amount": 50, "currency": "EUR",
         "until": "2002-12-01"},
        {"id": "open", "purpose": "Stamps", "amount": 12345, "currency": "EUR"},
    ],
    "initiatives": [
        {"id": "group", "name": "Initiative", "text": "Join us.", "contact": "example.org"},
        {"id": "other", "name": "Another", "text": "Join them."},
    ],
}  # fmt: skip
LETTERS = LetterTexts(sources={"protest": {"en": "I protest.", "ru": "Я протестую."}})


def an_entry(slug: str = "karaganda-2003", **changes: Any) -> Entry:
    return Entry(campaign=a_campaign(slug=slug, **changes), letters=LETTERS, revision=1)


def quiet(slug: str = "quiet-2003", **changes: Any) -> Entry:
    """Nothing to do in it, nothing dated ahead but a hearing nobody has a day for."""
    facts: dict[str, Any] = {
        "title": "The quiet campaign",
        "letters": [],
        "actions": [],
        "hearings": [VERDICT | {"states": [{"status": "announced"}]}],
    }
    return an_entry(slug, **(facts | changes))


def entries() -> tuple[Entry, ...]:
    return (
        quiet(),
        an_entry(**RICH),
        quiet("won-2002", title="The won campaign", state="won", hearings=[]),
    )
