"""Public holidays of a country, days moved by decree included, and what they are called.

From the ``holidays`` package. Days that follow the moon or a decree not yet issued are estimates:
where a campaign knows better, it says so by a closure of the office or by dated opening hours.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any

from . import holiday_names
from .places import is_country

# The package has no Russian for Kazakhstan (and falls back to English without a word), so these
# are its Kazakh names in the words of the Russian text of the same law.
_RUSSIAN_IN_KAZAKHSTAN = {
    "Жаңа жыл": "Новый год",
    "Православиелік Рождество": "Православное Рождество",
    "Халықаралық әйелдер күні": "Международный женский день",
    "Наурыз мейрамы": "Наурыз мейрамы",
    "Қазақстан халқының бірлігі мерекесі": "Праздник единства народа Казахстана",
    "Отан Қорғаушы күні": "День защитника Отечества",
    "Жеңіс күні": "День Победы",
    "Астана күні": "День столицы",
    "Қазақстан Республикасының Конституциясы күні": "День Конституции Республики Казахстан",
    "Қазақстан Республикасы күні": "День Республики",
    "Республика күні": "День Республики",
    "Қазақстан Республикасының Тұңғыш Президенті күні": "День Первого Президента",
    "Тәуелсіздік күні": "День Независимости",
    "Құрбан айт": "Курбан-айт",
    # What the package adds to a name, in brackets or around the day a holiday was moved from.
    "(қайта белгіленген демалыс)": "(перенесённый выходной)",
    "(қайта белгіленген демалыс, бағаланған)": "(перенесённый выходной, дата предположительная)",
    "(бағаланған)": "(дата предположительная)",
    "Демалыс күні (": "Выходной день (перенесён с ",
    " бастап ауыстырылды)": ")",
}

_OWN_WORDS: Mapping[tuple[str, str], Mapping[str, str]] = {("KZ", "ru"): _RUSSIAN_IN_KAZAKHSTAN}


@cache
def read_calendars() -> Any:
    """The package with the calendars of all countries, read when it is first needed.

    That takes a fifth of a second: do it early and off the event loop, or an answer waits for it.
    """
    import holidays.countries  # noqa: PLC0415

    return holidays


@dataclass(frozen=True, kw_only=True)
class Holiday:
    """One public holiday on one day of the country's own calendar."""

    country: str
    day: date

    @property
    def name(self) -> str:
        """The English name, or the country's own where there is no English one."""
        return self.name_in("en")

    def name_in(self, language: str) -> str:
        """The name in a language, else in English, else in the country's own."""
        base = language.split("-", maxsplit=1)[0]
        if own := _OWN_WORDS.get((self.country, base)):
            return _translated(self._called(None), own)
        spoken = _spoken(self.country, base)
        name = self._called(spoken)
        if spoken and spoken.split("_", maxsplit=1)[0] == base != "en":
            return name
        return holiday_names.name_in(name, base) or holiday_names.dated(name)

    def _called(self, spoken: str | None) -> str:
        return _calendar(self.country, self.day.year, spoken)[self.day]


def holiday_on(country: str, day: date) -> Holiday | None:
    """The public holiday of a country on a day; None on other days."""
    if day not in _calendar(country, day.year, None):
        return None
    return Holiday(country=country, day=day)


def holidays_in(country: str, year: int) -> tuple[date, ...]:
    """All public holidays of a year, in order; none for what is no country."""
    return tuple(_calendar(country, year, None))


@lru_cache(maxsize=512)
def _calendar(country: str, year: int, language: str | None) -> Mapping[date, str]:
    """Names by day, in the country's own language where none is given."""
    if not is_country(country):
        return {}
    read = read_calendars().country_holidays
    # Named explicitly: left out, the machine's own language would be taken.
    spoken = language or read(country).default_language
    found = read(country, years=year, language=spoken, expand=False)
    return {day: name for day, name in sorted(found.items()) if day.year == year}


@lru_cache(maxsize=256)
def _spoken(country: str, base: str) -> str | None:
    """The package's code of a language (``en`` → ``en_US``), or None for the country's own."""
    codes = read_calendars().country_holidays(country).supported_languages
    for wanted in (base, "en"):
        for code in codes:
            if code.split("_", maxsplit=1)[0] == wanted:
                return str(code)
    return None


def _translated(name: str, words: Mapping[str, str]) -> str:
    """A name with every known part of it in another language, the longest parts first."""
    for part in sorted(words, key=len, reverse=True):
        name = name.replace(part, words[part])
    return name
