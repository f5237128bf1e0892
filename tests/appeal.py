"""A small appeal with everything a letter and a call need: builders with defaults for the tests."""

from __future__ import annotations

from typing import Any

from bot.core.campaign import Campaign

COURT: dict[str, Any] = {
    "id": "court",
    "name": {"en": "Karaganda regional court", "ru": "Карагандинский областной суд"},
    "city": {"en": "Karaganda", "ru": "Караганда"},
    "in_city": {"en": "in Karaganda", "ru": "в Караганде", "kk": "Қарағандыда"},
    "country": "KZ",
    "zone": "Asia/Almaty",
    "languages": ["ru", "kk"],
    "hours": "Mo-Fr 09:00-13:00,14:00-18:00; PH off",
    "hours_assumed": True,
}
PRESIDENT: dict[str, Any] = {
    "id": "president",
    "name": {"en": "Office of the President", "ru": "Администрация Президента"},
    "city": {"en": "Astana", "ru": "Астана"},
    "in_city": {"en": "in Astana", "ru": "в Астане"},
    "country": "KZ",
    "zone": "Asia/Almaty",
    "languages": ["ru", "kk"],
    "hours": "Mo-Fr 09:00-13:00,14:00-18:00; PH off",
    "holders": [
        {
            "name": {"en": "N. Nazarbayev", "ru": "Н. А. Назарбаев"},
            "title": {
                "en": "President of the Republic of Kazakhstan",
                "ru": "Президент Республики Казахстан",
            },
            "addressed": {
                "en": "President of the Republic of Kazakhstan\nN. Nazarbayev",
                "ru": "Президенту Республики Казахстан\nН. А. Назарбаеву",
            },
            "salutation": {
                "en": "Dear President Nazarbayev",
                "ru": "Уважаемый господин Президент",
            },
            "until": "2019-03-20",
        }
    ],
}
LINES: list[dict[str, Any]] = [
    {
        "id": "fax-1",
        "kind": "manual-fax",
        "offices": ["court"],
        "script": "take-fax",
        "numbers": [
            {"e164": "+73212420220", "until": "2007-12-31", "display": "7 3212 42 02 20"},
            {"e164": "+77212420220", "since": "2008-01-01"},
        ],
    },
    {
        "id": "fax-2",
        "kind": "manual-fax",
        "offices": ["court", "president"],
        "assigned": False,
        "script": "take-fax",
        "numbers": [{"e164": "+77172324959"}],
    },
]
SCRIPT: dict[str, Any] = {
    "id": "take-fax",
    "title": "Asking for the fax",
    "steps": [
        {
            "who": "you",
            "words": "Принять факс",
            "language": "ru",
            "say": {"en": "preen-YAHT faks"},
            "means": {"en": "Take a fax, please", "kk": "Факс қабылдаңыз"},
        },
        {
            "who": "they",
            "words": "Да",
            "language": "ru",
            "say": {"en": "da"},
            "means": {"en": "yes", "kk": "иә"},
        },
        {"who": "wait", "seconds": 3, "note": {"en": "until you hear the tone; then press Start"}},
    ],
}
LETTER: dict[str, Any] = {
    "id": "protest",
    "title": {"en": "Protest", "ru": "Протест"},
    "subject": {
        "en": "The case of Saken Zhunusov and others",
        "ru": "Дело Сакена Жунусова и других",
    },
    "to": ["president"],
    "cc": ["court"],
}
FAX: dict[str, Any] = {
    "id": "fax",
    "kind": "fax",
    "title": {"en": "Fax the court", "ru": "Отправьте факс в суд"},
    "text": {"en": "Ring, ask for the fax, send.", "ru": "Позвоните и отправьте факс."},
    "begins": "2003-01-06",
    "ends": "2003-01-10",
    "offices": ["court", "president"],
    "letter": "protest",
    "script": "take-fax",
}


def a_campaign(**changes: Any) -> Campaign:
    """The Karaganda appeal, much shortened; any part of its document can be changed."""
    document: dict[str, Any] = {
        "slug": "karaganda-2003",
        "language": "en",
        "title": {"en": "Worker activists on trial", "ru": "Суд над рабочими активистами"},
        "summary": "Three trade unionists of Karaganda await their sentence.",
        "country": "KZ",
        "zone": "Asia/Almaty",
        "sources": [{"id": "appeal", "who": "The campaign", "written": "2003-01-06"}],
        "offices": [COURT, PRESIDENT],
        "channels": LINES,
        "scripts": [SCRIPT],
        "letters": [LETTER],
        "actions": [FAX],
    }
    return Campaign.model_validate(document | changes)
