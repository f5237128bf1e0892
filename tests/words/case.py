"""A small case with a court date and two actions, and every piece of news there can be about it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.alerts import Moment
from bot.core.campaign import Campaign
from bot.core.hearings import Hearing
from bot.core.library import Entry, LetterTexts
from bot.core.news import HearingChange, News, Scheduled, Update
from bot.core.schedule import moments, opening
from tests.appeal import FAX, a_campaign
from tests.words.builders import VERDICT

PEOPLE: list[dict[str, Any]] = [
    {
        "id": "saken",
        "name": {"en": "Saken Zhunusov", "ru": "Сакен Жунусов", "kk": "Сәкен Жүнісов"},
        "original": "Сакен Жунусов",
        "demanded": {"years": 6},
    },
    {
        "id": "ramil",
        "name": {"en": "Ramil Mingazov", "ru": "Рамиль Мингазов"},
        "original": "Рамиль Мингазов",
        "demanded": {"years": 2},
    },
]
HEARING: dict[str, Any] = {
    "id": "verdict",
    "what": {"en": "Verdict expected", "ru": "Ожидается приговор", "kk": "Үкім күтіледі"},
    "office": "court",
    "people": ["saken", "ramil"],
    "states": [{"status": "date-known", "on": "2003-01-06"}],
}
LETTER_ACTION: dict[str, Any] = {
    "id": "letter",
    "kind": "letter",
    "title": "Write to the president",
    "text": "Draft your letter.",
    "begins": "2003-01-02",
    "ends": "2003-01-10",
    "letter": "protest",
}
LONG = "a long and patient sentence about a hearing that nobody wants to end; " * 3


def a_case(**changes: Any) -> Campaign:
    document: dict[str, Any] = {
        "people": PEOPLE,
        "hearings": [HEARING],
        "actions": [FAX | {"hearing": "verdict"}, LETTER_ACTION],
    }
    return a_campaign(**(document | changes))


def a_long_case() -> Campaign:
    """Texts as long as people write them, and markup where nobody expects it."""
    title = "<b>Karaganda & friends</b>: " + LONG
    return a_case(
        title=title[:200],
        hearings=[HEARING | {"what": {"en": LONG}}],
        actions=[FAX | {"title": {"en": LONG[:120]}, "text": {"en": LONG * 2}}],
    )


def a_huge_case() -> Campaign:
    """Every text as long as the model allows, and more people than a screen has lines."""
    huge = "A word, " * 490 + "end."
    people = [
        {"id": f"person-{number}", "name": f"A Rather Long Name {number}", "original": "Имя"}
        for number in range(40)
    ]
    hearing = HEARING | {"what": huge, "people": [person["id"] for person in people]}
    state = {"status": "date-known", "on": "2003-01-06", "reason": huge, "outcome": huge}
    return a_case(
        title=huge,
        people=[*PEOPLE, *people],
        hearings=[hearing | {"states": [state]}],
        actions=[FAX | {"title": huge, "text": huge}],
    )


def an_entry(campaign: Campaign | None = None) -> Entry:
    return Entry(campaign=campaign or a_case(), letters=LetterTexts(), revision=1)


def scheduled(kind: str, campaign: Campaign | None = None) -> Scheduled:
    """The last moment of a kind in January 2003, as the scheduler finds it."""
    since = datetime(2003, 1, 1, tzinfo=UTC)
    due = moments(campaign or a_case(), since, since + timedelta(days=30))
    return Scheduled(moment=[moment for moment in due if moment.kind == kind][-1])


def an_opening() -> Moment:
    return opening("karaganda-2003", "court", VERDICT, VERDICT + timedelta(hours=9))


def changed(old: dict[str, Any] | None = None, **new: Any) -> HearingChange:
    """The hearing of the case, and the same with one more state."""
    states = HEARING["states"] if old is None else [old]
    return HearingChange(
        old=Hearing.model_validate(HEARING | {"states": states}),
        new=Hearing.model_validate(HEARING | {"states": [*states, new]}),
    )


CHANGES: dict[str, HearingChange] = {
    "moved": changed(status="postponed", on="2003-01-08", at="10:00", reason="The judge is ill."),
    "postponed": changed(status="postponed"),
    "window": changed(status="window", since="2003-01-13", until="2003-01-17"),
    "set": changed({"status": "announced"}, status="date-known", on="2003-01-08", at="10:00"),
    "announced": changed({"status": "verdict"}, status="announced"),
    "undated": changed({"status": "announced"}, status="date-unknown"),
    "begun": changed({"status": "date-known", "on": "2003-01-06"}, status="begun"),
    "adjourned": changed({"status": "begun"}, status="adjourned"),
    "adjourned to a day": changed({"status": "begun"}, status="adjourned", on="2003-01-08"),
    "held": changed(status="held"),
    "cancelled": changed(status="cancelled"),
    "verdict": changed(status="verdict", outcome={"en": "Six years.", "ru": "Шесть лет."}),
}


def every_news(campaign: Campaign) -> dict[str, tuple[News, datetime]]:
    """All that can be told of a case, each with the moment at which it is told."""
    news: dict[str, tuple[News, datetime]] = {
        f"{moment.kind} at {moment.at:%d %H:%M}": (Scheduled(moment=moment), moment.at)
        for moment in moments(
            campaign, datetime(2002, 12, 1, tzinfo=UTC), datetime(2003, 2, 1, tzinfo=UTC)
        )
    }
    news |= {name: (change, VERDICT - timedelta(hours=7)) for name, change in CHANGES.items()}
    news["opens"] = (Scheduled(moment=an_opening()), VERDICT)
    news["update"] = (Update(text="First line.\n\nSecond <line> & more!", language="ru"), VERDICT)
    return news
