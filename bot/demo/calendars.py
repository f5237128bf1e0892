"""Names of days and months and the order of a date, per language, for the page.

Browsers leave out the dates of smaller languages (Chromium has none for Kazakh), so that the page
takes CLDR's from here; only the arithmetic of zones is the browser's.
"""

from __future__ import annotations

from functools import cache

from babel import Locale, UnknownLocaleError

from bot.demo.answers import Json


@cache
def calendar_of(language: str) -> Json:
    """Words and CLDR patterns of a language code; British English for one that is not known."""
    try:
        locale = Locale.parse("en-GB" if language == "en" else language, sep="-")
    except (UnknownLocaleError, ValueError):
        return calendar_of("en")
    days, months = locale.days["format"], locale.months["format"]
    return {
        "days": [days["wide"][day] for day in range(7)],
        "short_days": [days["abbreviated"][day] for day in range(7)],
        "months": [months["wide"][month] for month in range(1, 13)],
        "short_months": [months["abbreviated"][month] for month in range(1, 13)],
        "full": locale.date_formats["full"].pattern,
        "long": locale.date_formats["long"].pattern,
        "short": locale.date_formats["short"].pattern,
        "with_time": str(locale.datetime_formats["medium"]),
    }
