from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from math import cos, hypot, radians
from pathlib import Path

import pytest

from bot.core.places import is_country, is_zone
from bot.store.cities import CITIES_FILE, Cities

KARAGANDA = 609655


@pytest.fixture(scope="module")
def cities() -> Iterator[Cities]:
    with Cities() as cities:
        yield cities


@pytest.mark.parametrize(
    ("typed", "name", "country"),
    [
        ("Karagandy", "Karagandy", "KZ"),
        ("Karaganda", "Karagandy", "KZ"),
        ("Қарағанды", "Karagandy", "KZ"),
        ("Караганда", "Karagandy", "KZ"),
        ("караганды", "Karagandy", "KZ"),
        ("القاهرة", "Cairo", "EG"),
        ("NYC", "New York City", "US"),
        ("нью йорк", "New York City", "US"),
        ("Köln", "Köln", "DE"),
        ("Koeln", "Köln", "DE"),
        ("Cologne", "Köln", "DE"),
        ("Almata", "Almaty", "KZ"),
        ("alma ata", "Almaty", "KZ"),
        ("Київ", "Kyiv", "UA"),
        ("Киев", "Kyiv", "UA"),
        ("Moskva", "Moscow", "RU"),
        ("Ленинград", "Saint Petersburg", "RU"),
        ("東京", "Tokyo", "JP"),
        ("ISTANBUL", "Istanbul", "TR"),
        ("  london ", "London", "GB"),
        ("Samarkand", "Samarkand", "UZ"),
    ],
)
def test_a_city_is_found_by_any_of_its_names(
    cities: Cities, typed: str, name: str, country: str
) -> None:
    first = cities.named(typed)[0]
    assert (first.name, first.country) == (name, country)
    assert cities.search(typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Londno", "London"),
        ("Lodnon", "London"),
        ("Temirtaau", "Temirtau"),
        ("Темиртав", "Temirtau"),
        ("Karagnada", "Karagandy"),
        ("Manchestr", "Manchester"),
    ],
)
def test_a_slip_still_finds_what_was_meant(cities: Cities, typed: str, meant: str) -> None:
    assert cities.named(typed) == []
    assert meant in [city.name for city in cities.search(typed)][:2]


def test_the_beginning_of_a_name_offers_the_largest_cities(cities: Cities) -> None:
    assert cities.named("karagan") == []
    assert cities.search("karagan")[0].id == KARAGANDA


def test_places_of_one_name_come_by_size_and_can_be_narrowed_to_a_country(cities: Cities) -> None:
    assert [city.country for city in cities.named("London")] == ["GB", "CA"]
    assert [city.zone for city in cities.search("London", "CA")] == ["America/Toronto"]
    assert cities.named("London", "KZ") == []


def test_no_more_are_offered_than_asked_for(cities: Cities) -> None:
    assert len(cities.named("San Antonio")) == 5
    assert len(cities.search("San Antonio", limit=2)) == 2
    assert len(cities.search("karag", limit=1)) == 1


@pytest.mark.parametrize("typed", ["", " ", "🙂", "x" * 5000, "xyzzyqwv", "%", "' OR 1=1 --", "ъ"])
def test_what_names_no_city_finds_none(cities: Cities, typed: str) -> None:
    assert cities.search(typed) == []


def test_a_city_tells_its_clock_place_and_names(cities: Cities) -> None:
    city = cities.city(KARAGANDA)
    assert city is not None
    assert (city.zone, city.country) == ("Asia/Almaty", "KZ")
    assert (round(city.latitude, 1), round(city.longitude, 1)) == (49.8, 73.1)
    assert city.population > 400_000
    assert [city.name_in(language) for language in ("en", "ru", "kk")] == [
        "Karaganda",
        "Караганда",
        "Қарағанды",
    ]


@pytest.mark.parametrize(
    ("city", "language", "name"),
    [
        ("London", "ru", "Лондон"),
        ("London", "es", "Londres"),
        ("Cairo", "ar", "القاهرة"),
        ("Moscow", "kk", "Мәскеу"),
        ("Saint Petersburg", "ru", "Санкт-Петербург"),
        ("Kyiv", "ru", "Киев"),
        ("Temirtau", "kk", "Теміртау"),
        ("Köln", "es", "Köln"),
    ],
)
def test_names_are_shown_in_the_readers_language_where_known(
    cities: Cities, city: str, language: str, name: str
) -> None:
    assert cities.named(city)[0].name_in(language) == name


def test_an_unknown_number_is_no_city(cities: Cities) -> None:
    assert cities.city(1) is None


@pytest.mark.parametrize(
    ("latitude", "longitude", "name"),
    [
        (51.5, -0.1, "London"),
        (49.8, 73.1, "Karagandy"),
        (-17.8, -179.99, "Nasinu"),
        (89.9, 10.0, "Longyearbyen"),
        (-90.0, 0.0, "Ushuaia"),
        (0.0, -150.0, "Papeete"),
        (43.12, 131.9, "Vladivostok"),
    ],
)
def test_the_nearest_city_is_found_anywhere_on_earth(
    cities: Cities, latitude: float, longitude: float, name: str
) -> None:
    assert cities.nearest(latitude, longitude).name == name


@pytest.mark.parametrize("place", [(52.1, 5.3), (30.1, 31.0), (49.5, 72.0), (35.6, 139.5)])
def test_no_other_city_is_nearer(cities: Cities, place: tuple[float, float]) -> None:
    """On a flat map, right within a few kilometres, over all the cities there are."""

    def far(latitude: float, longitude: float) -> float:
        width = (longitude - place[1]) * cos(radians(place[0]))
        return 111.2 * hypot(latitude - place[0], width)

    found = cities.nearest(*place)
    with closing(sqlite3.connect(CITIES_FILE)) as file:
        all_places = file.execute("SELECT latitude / 1e4, longitude / 1e4 FROM city").fetchall()
    nearest = min(far(*each) for each in all_places)
    assert far(found.latitude, found.longitude) == pytest.approx(nearest, abs=0.5)


def test_the_file_cannot_be_written_through_the_search(tmp_path: Path) -> None:
    copy = tmp_path / "cities.sqlite"
    copy.write_bytes(CITIES_FILE.read_bytes())
    before = copy.stat().st_mtime_ns
    with Cities(copy) as cities:
        assert cities.search("London")
    assert copy.stat().st_mtime_ns == before
    assert list(tmp_path.iterdir()) == [copy]


def test_a_missing_file_says_how_to_make_it(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="make cities"):
        Cities(tmp_path / "none.sqlite")


def test_the_shipped_file_is_small_and_whole() -> None:
    assert CITIES_FILE.stat().st_size < 9_000_000
    with closing(sqlite3.connect(CITIES_FILE)) as file:
        assert file.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        zones = [name for (name,) in file.execute("SELECT name FROM zone")]
        countries = [code for (code,) in file.execute("SELECT DISTINCT country FROM city")]
        about = dict(file.execute("SELECT key, value FROM about"))
        nameless = file.execute(
            "SELECT count(*) FROM city WHERE rank NOT IN (SELECT city FROM name)"
        ).fetchone()
    assert all(map(is_zone, zones))
    assert all(map(is_country, countries))
    assert "GeoNames" in about["source"]
    assert nameless == (0,)
