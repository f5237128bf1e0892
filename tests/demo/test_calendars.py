"""The words and patterns of dates that the page is given."""

from __future__ import annotations

from bot.demo.calendars import calendar_of


def test_kazakh_has_its_own_words() -> None:
    kazakh = calendar_of("kk")
    assert kazakh["days"][0] == "дүйсенбі"
    assert kazakh["months"][0] == "қаңтар"
    assert " ".join(kazakh["full"].split()) == "y 'ж'. d MMMM, EEEE"


def test_english_puts_the_day_first() -> None:
    assert calendar_of("en")["full"] == "EEEE, d MMMM y"


def test_regions_are_understood_and_strange_codes_are_english() -> None:
    assert calendar_of("pt-br")["days"][0] == "segunda-feira"
    assert calendar_of("tlh-x!") == calendar_of("en")


def test_every_pattern_has_only_fields_the_page_fills() -> None:
    known = {"EEEE", "E", "MMMM", "MMM", "MM", "M", "LLLL", "dd", "d", "y", "yy", "yyyy"}
    for code in ("en", "ru", "kk", "uk", "ky", "uz", "tr", "de", "fr", "es", "ar", "fa", "ka"):
        calendar = calendar_of(code)
        for name in ("full", "long", "short"):
            assert fields_of(calendar[name]) <= known, (code, calendar[name])


def fields_of(pattern: str) -> set[str]:
    """The fields of a CLDR pattern, without its quoted words and Arabic or Cyrillic letters."""
    plain = "".join(part for index, part in enumerate(pattern.split("'")) if index % 2 == 0)
    letters = "".join(c if c.isascii() and c.isalpha() else " " for c in plain)
    return set(letters.split())
