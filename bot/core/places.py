"""Cities, countries and clocks: which IANA zones a country has, and how names are compared.

Zones and countries are those of the ``tzdata`` package, read from inside it: what the machine has
installed never decides what time it is in Karaganda.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

# Kosovo is in GeoNames and libphonenumber, but has no line of its own in tzdata.
_BESIDE_TZDATA: dict[str, tuple[str, ...]] = {"XK": ("Europe/Belgrade",)}

_NOT_A_CLOCK = frozenset({"Factory"})

# A language whose readers know another one's spelling better than Latin letters.
_NEXT_BEST = {"kk": "ru"}

# Letters that normalisation leaves alone though people type their neighbours, above all on
# keyboards without Kazakh, Ukrainian, Polish, Turkish or Persian letters.
_NEIGHBOURS = str.maketrans(
    {
        "ә": "а", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ұ": "у", "ү": "у", "һ": "х",
        "і": "и", "є": "е", "ґ": "г",
        "ł": "l", "ø": "o", "đ": "d", "ı": "i", "ə": "a", "æ": "ae", "œ": "oe", "þ": "th",
        "ى": "ي", "ی": "ي", "ې": "ي", "ک": "ك", "ڪ": "ك", "ة": "ه", "ە": "ه", "ۀ": "ه",
        "ٱ": "ا",
    }
)  # fmt: skip

# Accents, Hebrew points and Arabic vowel signs. Lower classes are letters' own parts elsewhere
# (vowel signs of Indian scripts, Japanese voicing marks) and stay.
_ACCENTS = frozenset({*range(10, 36), *range(200, 241)})


@dataclass(frozen=True, kw_only=True)
class City:
    """A place with a clock of its own, as the cities file has it."""

    id: int
    """GeoNames' number: stable, so that it may be stored."""
    name: str
    country: str
    """ISO 3166-1 alpha-2."""
    zone: str
    """IANA time zone."""
    latitude: float
    longitude: float
    population: int
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    """Names by language, only where the name in that language is known."""

    def name_in(self, language: str) -> str:
        """The city's name for a reader of ``language``; else the main, Latin name."""
        base = language.split("-", maxsplit=1)[0]
        for known in (base, _NEXT_BEST.get(base, base)):
            if known in self.names:
                return self.names[known]
        return self.name


def fold(name: str) -> str:
    """A name as it is compared: without case, accents, spaces; neighbouring letters are equal.

    >>> fold("Қарағанды") == fold("караганды"), fold("Alma-Ata"), fold("Köln")
    (True, 'almaata', 'koln')
    """
    spread = unicodedata.normalize("NFKD", name.casefold()).translate(_NEIGHBOURS)
    letters = (
        sign
        for sign in spread
        if unicodedata.category(sign)[0] in "LNM" and unicodedata.combining(sign) not in _ACCENTS
    )
    return unicodedata.normalize("NFC", "".join(letters))


def is_country(code: str) -> bool:
    """Whether ``code`` is a country of ISO 3166-1 alpha-2, in capitals (or XK, Kosovo)."""
    return code in _countries()


def zones_of(country: str) -> tuple[str, ...]:
    """The IANA zones of a country in tzdata's order; empty for an unknown country."""
    return _zones_by_country().get(country, ())


@cache
def only_zone(country: str) -> str | None:
    """The zone of a country whose clocks have all agreed since 2000; None where one must ask.

    Germany has two zones that never differed in that time, so it has one clock. Kazakhstan's
    differed until March 2024, so a reader there is asked for the city.
    """
    zones = zones_of(country)
    if not zones:
        return None
    clocks = {tuple(_offsets(name)) for name in zones}
    return zones[0] if len(clocks) == 1 else None


def is_zone(name: str) -> bool:
    """Whether ``name`` is an IANA zone name that tzdata knows."""
    return name in _zone_names()


@cache
def zone(name: str) -> ZoneInfo:
    """The clock of an IANA zone, from tzdata and never from the machine.

    Raises ``ValueError`` for a name that ``is_zone`` refuses.
    """
    if not is_zone(name):
        raise ValueError(f"unknown time zone {name!r}")
    resource = files("tzdata").joinpath("zoneinfo", *name.split("/"))
    with resource.open("rb") as compiled:
        return ZoneInfo.from_file(compiled, key=name)


def _offsets(name: str) -> Iterable[timedelta | None]:
    """Offsets from UTC every ten days from 2000 to 2037, as far as tzdata lists changes."""
    start = datetime(2000, 1, 1, tzinfo=UTC)
    clock = zone(name)
    return (
        (start + timedelta(days=day)).astimezone(clock).utcoffset() for day in range(0, 13_500, 10)
    )


@cache
def _zone_names() -> frozenset[str]:
    listed = files("tzdata").joinpath("zones").read_text("utf-8").split()
    return frozenset(listed) - _NOT_A_CLOCK


@cache
def _countries() -> frozenset[str]:
    return frozenset(row[0] for row in _table("iso3166.tab")) | _BESIDE_TZDATA.keys()


@cache
def _zones_by_country() -> dict[str, tuple[str, ...]]:
    """From zone.tab: the one table that gives every country its own zones."""
    zones: dict[str, tuple[str, ...]] = dict(_BESIDE_TZDATA)
    for country, _position, name, *_comment in _table("zone.tab"):
        zones[country] = (*zones.get(country, ()), name)
    return zones


def _table(name: str) -> list[list[str]]:
    text = files("tzdata").joinpath("zoneinfo", name).read_text("utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
