"""The same moments in Russian and Kazakh, and in languages that have no catalogue yet."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.chats import ChatKind
from bot.words import Words
from bot.words.calendar import Calendar
from tests.words.builders import EVENING, VERDICT, an_audience, phrase
from tests.words.case import PEOPLE, a_case

WORDS = Words.load()
WEEK_BEFORE = datetime(2003, 1, 1, 12, tzinfo=UTC)
LAST_YEAR = datetime(2002, 12, 30, 12, tzinfo=UTC)
LONDON, LOS_ANGELES, ALMATY = "Europe/London", "America/Los_Angeles", "Asia/Almaty"
MONDAY = "понедельник, 09:00 в Караганде"


@pytest.mark.parametrize(
    ("language", "zone", "now", "expected"),
    (
        ("ru", LONDON, WEEK_BEFORE, "пн, 6 января, 03:00 у вас (09:00 в Караганде)"),
        ("ru", LONDON, EVENING, "завтра, пн, 6 января, 03:00 у вас (09:00 в Караганде)"),
        ("ru", LONDON, LAST_YEAR, "пн, 6 января 2003, 03:00 у вас (09:00 в Караганде)"),
        ("ru", LOS_ANGELES, WEEK_BEFORE, f"вс, 5 января, 19:00 у вас ({MONDAY})"),
        ("ru", ALMATY, WEEK_BEFORE, "пн, 6 января, 09:00 у вас и в Караганде"),
        ("ru", None, WEEK_BEFORE, "пн, 6 января, 09:00 в Караганде"),
        ("kk", LONDON, WEEK_BEFORE, "6 қаңтар, дс, сізде 03:00 (Қарағандыда 09:00)"),
        ("kk", LONDON, EVENING, "ертең, 6 қаңтар, дс, сізде 03:00 (Қарағандыда 09:00)"),
        ("kk", LONDON, LAST_YEAR, "2003 ж. 6 қаңтар, дс, сізде 03:00 (Қарағандыда 09:00)"),
        ("kk", LOS_ANGELES, WEEK_BEFORE, "5 қаңтар, жс, сізде 19:00 (Қарағандыда дүйсенбі, 09:00)"),
        ("kk", ALMATY, WEEK_BEFORE, "6 қаңтар, дс, сізде және Қарағандыда 09:00"),
        ("kk", None, WEEK_BEFORE, "6 қаңтар, дс, Қарағандыда 09:00"),
    ),
)  # fmt: skip
def test_a_moment(language: str, zone: str | None, now: datetime, expected: str) -> None:
    assert phrase("moment(at, office, in_city)", an_audience(zone, language), now) == expected


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    (
        ("ru", LONDON, "завтра, понедельник, 03:00 у вас (09:00 в Караганде)"),
        ("ru", LOS_ANGELES, "сегодня, воскресенье, 19:00 у вас (понедельник, 09:00 в Караганде)"),
        ("kk", LONDON, "ертең, дүйсенбі, сізде 03:00 (Қарағандыда 09:00)"),
        ("kk", LOS_ANGELES, "бүгін, жексенбі, сізде 19:00 (Қарағандыда дүйсенбі, 09:00)"),
    ),
)
def test_what_is_near(language: str, zone: str, expected: str) -> None:
    assert phrase("clock(at, office, in_city)", an_audience(zone, language)) == expected


@pytest.mark.parametrize(
    ("language", "zone", "expected"),
    (
        ("ru", LONDON, "завтра, понедельник, 03:00–12:00 у вас (09:00–18:00 в Караганде)"),
        (
            "ru",
            LOS_ANGELES,
            (
                "сегодня, воскресенье, 19:00 – завтра, понедельник, 04:00 у вас"
                " (понедельник, 09:00–18:00 в Караганде)"
            ),
        ),
        ("kk", LONDON, "ертең, дүйсенбі, сізде 03:00–12:00 (Қарағандыда 09:00–18:00)"),
        (
            "kk",
            LOS_ANGELES,
            (
                "бүгін, жексенбі, сізде 19:00 – ертең, дүйсенбі, 04:00"
                " (Қарағандыда дүйсенбі, 09:00–18:00)"
            ),
        ),
    ),
)
def test_hours(language: str, zone: str, expected: str) -> None:
    assert phrase("span(at, end, office, in_city)", an_audience(zone, language)) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    (
        ("ru", "Лондон: пн, 6 января, 03:00</tg-time> (понедельник, 09:00 в Караганде)"),
        ("kk", "Лондон: 6 қаңтар, дс, 03:00</tg-time> (Қарағандыда дүйсенбі, 09:00)"),
    ),
)
@pytest.mark.parametrize("kind", ("group", "channel"))
def test_a_group(language: str, kind: ChatKind, expected: str) -> None:
    shown = phrase("moment(at, office, in_city)", an_audience(LONDON, language, kind))
    assert shown == f'<tg-time unix="1041822000" format="wDt">{expected}'


@pytest.mark.parametrize(
    ("language", "minutes", "lasting", "ahead"),
    (
        ("ru", 1, "1 мин", "через 1 минуту"),
        ("ru", 3, "3 мин", "через 3 минуты"),
        ("ru", 60, "1 ч", "через 1 час"),
        ("ru", 90, "1 ч 30 мин", "через 1 ч 30 мин"),
        ("ru", 21 * 60, "21 ч", "через 21 час"),
        ("ru", 24 * 60, "24 ч", "через 24 часа"),
        ("ru", 2 * 1440, "2 дня", "через 2 дня"),
        ("ru", 11 * 1440, "11 дней", "через 11 дней"),
        ("ru", 21 * 1440 + 60, "21 день 1 ч", "через 21 день 1 ч"),
        ("kk", 30, "30 мин", "30 минуттан кейін"),
        ("kk", 90, "1 сағ 30 мин", "1 сағат 30 минуттан кейін"),
        ("kk", 5 * 1440, "5 күн", "5 күннен кейін"),
    ),
)
def test_lengths_of_time(language: str, minutes: int, lasting: str, ahead: str) -> None:
    reader = an_audience(language=language)
    assert phrase(f"{minutes * 60}|duration", reader) == lasting
    assert phrase(f"{minutes * 60}|ahead", reader) == ahead


@pytest.mark.parametrize(
    ("language", "day", "with_year", "plain"),
    (
        ("uk", "пн, 6 січня", "пн, 6 січня 2003", "6 січня 2003"),
        ("de", "Mo., 6. Januar", "Mo., 6. Januar 2003", "6. Januar 2003"),
        ("es", "lun, 6 de enero", "lun, 6 de enero de 2003", "6 de enero de 2003"),
        ("zh", "1月6日周一", "2003年1月6日周一", "2003年1月6日"),
        ("ar", "الاثنين، 6 يناير", "الاثنين، 6 يناير 2003", "6 يناير 2003"),
        ("tr", "6 Ocak Pzt", "6 Ocak 2003 Pzt", "6 Ocak 2003"),
        ("pt-BR", "seg., 6 de janeiro", "seg., 6 de janeiro de 2003", "6 de janeiro de 2003"),
    ),
)
def test_a_language_that_is_dropped_in_writes_its_own_days(
    language: str, day: str, with_year: str, plain: str
) -> None:
    calendar = Calendar(language)
    on = VERDICT.date()
    assert calendar.day(on, year=False).replace("\u00a0", " ") == day
    assert calendar.day(on, year=True).replace("\u00a0", " ") == with_year
    assert calendar.dated(on, year=True).replace("\u00a0", " ") == plain


@pytest.mark.parametrize("language", ("en", "ru", "kk", "ar", "es", "uk", "de", "zh"))
def test_clocks_have_24_hours_and_cities_no_zone_names(language: str) -> None:
    calendar = Calendar(language)
    assert calendar.clock(VERDICT.replace(hour=21, minute=5)) == "21:05"
    for zone in ("Europe/Minsk", "Asia/Almaty", "America/Argentina/Buenos_Aires"):
        city = calendar.city(zone)
        assert city
        assert not set(city) & set("/_+()")
    assert calendar.city("Etc/GMT+5") is None
    assert calendar.city("UTC") is None


@pytest.mark.parametrize(
    ("language", "expected"),
    (
        ("ru", "пн, 6 января, 09:00 у вас"),
        ("kk", "6 қаңтар, дс, сізде 09:00"),
    ),
)
def test_where_no_city_is_named_and_the_clocks_agree(language: str, expected: str) -> None:
    audience = an_audience(ALMATY, language)
    assert phrase("moment(at, office, none)", audience, WEEK_BEFORE) == expected


@pytest.mark.parametrize(
    ("language", "held", "ended"),
    (
        ("en", "arrested since yesterday", "the last day was: yesterday."),
        ("ru", "под арестом (дата: вчера)", "последний день был: вчера."),
        ("kk", "қамауға алынған (басталған күні: кеше)", "соңғы күні: кеше."),
    ),
)
def test_yesterday_fits_into_its_sentence(language: str, held: str, ended: str) -> None:
    day = EVENING.date() - timedelta(days=1)
    custody = {"status": "arrested", "since": day}
    fund = {"id": "fund", "purpose": "Bread", "amount": 50, "currency": "EUR", "until": day}
    campaign = a_case(people=[PEOPLE[0] | {"custody": custody}, PEOPLE[1]], funds=[fund])
    audience = an_audience(LONDON, language)
    people = WORDS.render(
        "case/people.j2", audience, EVENING, campaign=campaign, items=campaign.people
    )
    assert held in people
    funds = WORDS.render(
        "case/fund.j2",
        audience,
        EVENING,
        campaign=campaign,
        items=campaign.funds,
        today=EVENING.date(),
    )
    assert ended in funds
