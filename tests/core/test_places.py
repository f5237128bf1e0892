from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.places import City, fold, is_country, is_zone, only_zone, zone, zones_of


def a_city(**changes: object) -> City:
    city = {
        "id": 609655,
        "name": "Karagandy",
        "country": "KZ",
        "zone": "Asia/Almaty",
        "latitude": 49.8,
        "longitude": 73.1,
        "population": 497777,
        "names": {"en": "Karaganda", "ru": "Караганда"},
    }
    return City(**(city | changes))  # type: ignore[arg-type]  # fields are given by name


@pytest.mark.parametrize(
    ("language", "name"),
    [
        ("en", "Karaganda"),
        ("en-GB", "Karaganda"),
        ("ru", "Караганда"),
        ("kk", "Караганда"),
        ("ar", "Karagandy"),
    ],
)
def test_a_city_is_named_in_the_readers_language_or_the_next_best(language: str, name: str) -> None:
    assert a_city().name_in(language) == name


def test_a_kazakh_name_comes_before_the_russian_one() -> None:
    city = a_city(names={"ru": "Караганда", "kk": "Қарағанды"})
    assert city.name_in("kk") == "Қарағанды"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("караганды", "Қарағанды"),
        ("KÖLN", "koln"),
        ("alma ata", "Alma-Ata"),
        ("istanbul", "İstanbul"),
        ("ISTANBUL", "ıstanbul"),
        ("киив", "Київ"),
        ("lodz", "Łódź"),
        ("القاهره", "القاهرة"),
        ("کراچی", "كراچي"),
        ("strasse", "Straße"),
        ("st petersburg", "St. Petersburg"),
    ],
)
def test_names_that_people_type_alike_fold_alike(typed: str, meant: str) -> None:
    assert fold(typed) == fold(meant)


def test_vowel_signs_that_are_letters_of_their_own_stay() -> None:
    assert fold("दिल्ली") == "दिल्ली"
    assert fold("ガ") == "ガ"


def test_signs_alone_fold_to_nothing() -> None:
    assert fold(" -'.🙂") == ""


@pytest.mark.parametrize(
    ("country", "name"),
    [
        ("GB", "Europe/London"),
        ("DE", "Europe/Berlin"),
        ("KG", "Asia/Bishkek"),
        ("XK", "Europe/Belgrade"),
    ],
)
def test_a_country_with_one_clock_gives_its_zone(country: str, name: str) -> None:
    assert only_zone(country) == name


@pytest.mark.parametrize("country", ["KZ", "RU", "US", "AU", "ZZ", "BV"])
def test_a_country_of_several_clocks_or_none_gives_no_zone(country: str) -> None:
    assert only_zone(country) is None


def test_kazakhstan_has_seven_zones() -> None:
    assert len(zones_of("KZ")) == 7
    assert "Asia/Almaty" in zones_of("KZ")
    assert zones_of("ZZ") == ()


@pytest.mark.parametrize("name", ["Asia/Almaty", "Europe/Kiev", "Europe/Kyiv", "UTC"])
def test_zone_names_of_today_and_before_are_known(name: str) -> None:
    assert is_zone(name)


@pytest.mark.parametrize(
    "name", ["", "Factory", "asia/almaty", "Mars/Base", "../etc/passwd", "+06:00"]
)
def test_other_names_are_no_zones(name: str) -> None:
    assert not is_zone(name)
    with pytest.raises(ValueError, match="unknown time zone"):
        zone(name)


def test_countries_are_two_capitals_of_the_standard() -> None:
    assert is_country("KZ")
    assert is_country("XK")
    assert not any(map(is_country, ("kz", "UK", "ZZ", "KAZ", "")))


@pytest.mark.parametrize(
    ("year", "ahead"), [(2003, timedelta(hours=6)), (2026, timedelta(hours=5))]
)
def test_almaty_is_ahead_of_london_by(year: int, ahead: timedelta) -> None:
    moment = datetime(year, 1, 6, 12, tzinfo=UTC)
    almaty, london = (moment.astimezone(zone(n)) for n in ("Asia/Almaty", "Europe/London"))
    assert almaty.replace(tzinfo=None) - london.replace(tzinfo=None) == ahead


def test_a_zone_is_called_by_its_name() -> None:
    assert str(zone("Asia/Almaty")) == "Asia/Almaty"
