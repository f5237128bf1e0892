"""Finds the city a person names in any script, or stands in: from there come the zone and country.

The cities file is shipped, read-only and immutable, and no part of the bot's database. It is asked
with plain ``sqlite3``, without threads or awaiting: an answer is an index look-up of well under a
millisecond (a misspelt name some ten), less than the hand-over to a thread would cost.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator
from math import asin, cos, radians, sin, sqrt
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import aiosql

from bot.core.places import City, fold
from bot.core.spellings import distance, one_slip

CITIES_FILE = Path(__file__).parent / "data" / "cities.sqlite"
_QUERIES = Path(__file__).parent / "sql" / "cities.sql"

_LONGEST_NAME = 80
_SHORTEST_BEGINNING = 2
_SHORTEST_WITH_TWO_SLIPS = 6
# A city that bears the name itself is meant before one that has it among its former or foreign
# names, unless the other is ten times larger: Moskva is Moscow, not the village in Tajikistan.
_OWN_NAME = 10
_AFTER_ALL_LETTERS = "\U0010ffff"
_BOXES = (0.5, 2.0, 8.0, 45.0, 180.0)
_EARTH_KM = 6371.0
_KM_PER_DEGREE = 111.0

_Row = tuple[Any, ...]


class Cities:
    """The world's cities of 15,000 inhabitants and more. Close it, or use it with ``with``."""

    def __init__(self, file: Path = CITIES_FILE) -> None:
        if not file.is_file():
            raise FileNotFoundError(f"{file} is missing: build it with `make cities`")
        uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
        self._file = sqlite3.connect(uri, uri=True, check_same_thread=False)
        self._ask: Any = aiosql.from_path(_QUERIES, "sqlite3")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the file."""
        self._file.close()

    def city(self, id: int) -> City | None:
        """The city with this GeoNames number."""
        return next(self._cities(self._ask.city(self._file, geoname=id)), None)

    def search(self, name: str, country: str | None = None, limit: int = 5) -> list[City]:
        """Cities a person may mean by ``name``, likeliest first; perhaps none.

        Those called exactly so in any language; else those whose name begins so; else those a slip
        or two away, for "did you mean". ``named`` tells whether the name was exact.
        """
        folded = fold(name)
        if not folded or len(folded) > _LONGEST_NAME:
            return []
        for look in (self._called, self._beginning, self._close):
            if found := look(folded, country, limit):
                return found
        return []

    def named(self, name: str, country: str | None = None, limit: int = 5) -> list[City]:
        """Cities called exactly ``name`` in some language, accents and capitals aside."""
        return self._called(fold(name), country, limit)

    def nearest(self, latitude: float, longitude: float) -> City:
        """The city nearest to a position in degrees; its clock may differ near a border."""
        found: list[tuple[float, int]] = []
        for half in _BOXES:
            box = self._ask.between(self._file, **_box(latitude, longitude, half))
            found = sorted(
                (_kilometres(latitude, longitude, north / 1e4, east / 1e4), geoname)
                for north, east, geoname in box
            )
            # A nearer one may lie just outside the box, unless all of that distance is inside.
            if found and found[0][0] <= half * _KM_PER_DEGREE:
                break
        return next(self._cities(self._ask.city(self._file, geoname=found[0][1])))

    def _called(self, folded: str, country: str | None, limit: int) -> list[City]:
        found = self._cities(self._ask.called(self._file, folded=folded, country=country))

        return sorted(found, key=lambda city: -_weight(city, folded))[:limit]

    def _beginning(self, folded: str, country: str | None, limit: int) -> list[City]:
        if len(folded) < _SHORTEST_BEGINNING:
            return []
        rows = self._ask.beginning(self._file, **_from(folded), country=country, most=limit)
        return list(self._cities(rows))

    def _close(self, folded: str, country: str | None, limit: int) -> list[City]:
        """Names one slip away anywhere, or two slips away in their second half."""
        spellings = dict.fromkeys(one_slip(folded), 1)
        if len(folded) >= _SHORTEST_WITH_TWO_SLIPS:
            spellings = self._two_slips(folded) | spellings
        rows = self._ask.called_any(
            self._file, spellings=json.dumps(list(spellings)), country=country
        )
        found = [
            (spellings[row[0]], -_weight(city, row[0]), city)
            for row in rows
            for city in self._cities([row[1:]])
        ]
        nearest_first = (city for _far, _weight, city in sorted(found, key=lambda it: it[:2]))
        return list(dict.fromkeys(nearest_first))[:limit]

    def _two_slips(self, folded: str) -> dict[str, int]:
        half, length = folded[: len(folded) // 2], len(folded)
        rows = self._ask.spellings(
            self._file, **_from(half), shortest=length - 2, longest=length + 2
        )
        steps = ((spelling, distance(folded, spelling, 2)) for (spelling,) in rows)
        return {spelling: far for spelling, far in steps if far <= 2}

    @staticmethod
    def _cities(rows: Iterable[_Row]) -> Iterator[City]:
        for geoname, name, country, zone, latitude, longitude, population, names in rows:
            yield City(
                id=geoname,
                name=name,
                country=country,
                zone=zone,
                latitude=latitude / 1e4,
                longitude=longitude / 1e4,
                population=population,
                names=json.loads(names) if names else {},
            )


def _weight(city: City, folded: str) -> int:
    own = folded in {fold(city.name), *map(fold, city.names.values())}
    return city.population * (_OWN_NAME if own else 1)


def _from(beginning: str) -> dict[str, str]:
    return {"since": beginning, "until": beginning + _AFTER_ALL_LETTERS}


def _box(latitude: float, longitude: float, half: float) -> dict[str, int]:
    """A box of at least ``half`` degrees of latitude's length around a place, in 1/10,000 degrees.

    Near a pole and across the date line it spans all longitudes.
    """
    south, north = latitude - half, latitude + half
    west, east = -180.0, 180.0
    if max(abs(south), abs(north)) < 89:
        wide = half / cos(radians(max(abs(south), abs(north))))
        if longitude - wide > -180 and longitude + wide < 180:
            west, east = longitude - wide, longitude + wide
    corners = {"south": south, "north": north, "west": west, "east": east}
    return {side: round(degrees * 1e4) for side, degrees in corners.items()}


def _kilometres(
    latitude: float, longitude: float, other_latitude: float, other_longitude: float
) -> float:
    """Great-circle distance (haversine)."""
    a, b = radians(latitude), radians(other_latitude)
    turn = radians(other_longitude - longitude)
    chord = sin((b - a) / 2) ** 2 + cos(a) * cos(b) * sin(turn / 2) ** 2
    return 2 * _EARTH_KM * asin(min(1.0, sqrt(chord)))
