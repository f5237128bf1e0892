"""The reader's clock: by a city in any script, by location, or by a country that has one clock."""

from __future__ import annotations

from bot.core.messages import Button, Reply
from bot.core.places import City, only_zone, zone

from . import panel
from .countries import country_named
from .next_step import next_step
from .numbers import number
from .request import Request
from .sorry import Stale

LONGEST = 80
"""Letters of a name that is still looked up."""
OFFERED = 5


async def ask(request: Request) -> Reply:
    """Ask for the city; a second argument names the campaign that was just subscribed to."""
    after = request.arg(1)
    if not request.private:
        return request.page("settings/ask_city_in_group.j2", ((_back(request),),))
    await request.ask("settings", "city", after=after)
    return request.page("settings/ask_city.j2", ((skip_button(request, after),),))


def skip_button(request: Request, after: str) -> Button:
    if not after:
        return _back(request)
    return request.button("skip", f"settings:skip:{after}")


async def answered(request: Request) -> Reply:
    """A city, a country or a location was sent."""
    incoming = request.incoming
    if incoming.latitude is not None and incoming.longitude is not None:
        return await _settle_in(
            request, request.desk.cities.nearest(incoming.latitude, incoming.longitude)
        )
    return await look_up(request, incoming.text)


async def look_up(request: Request, typed: str) -> Reply:
    """Take a name for what it most likely means, or ask which of several it is."""
    name, _, rest = typed.partition(",")
    name = name.strip()[:LONGEST]
    country = country_named(request.desk.words, name, request.language)
    clock = only_zone(country) if country else None
    if country and clock and not rest:
        return await _settle(request, country=country, zone=clock, place=None)
    within = country_named(request.desk.words, rest, request.language) if rest else None
    found = _told_apart(request, request.desk.cities.named(name, within, limit=20))
    if len(found) == 1:
        return await _settle_in(request, found[0])
    if found:
        return _which(request, "settings/which_city.j2", found, name)
    if country:
        return _which(request, "settings/several_clocks.j2", [], name)
    close = _told_apart(request, request.desk.cities.search(name, within))
    return _which(request, "settings/unknown_city.j2", close, name)


async def chosen(request: Request) -> Reply:
    """One of the cities that were offered was tapped."""
    city = request.desk.cities.city(number(request.arg(1)))
    if city is None:
        raise Stale
    return await _settle_in(request, city)


async def confirmed(request: Request) -> Reply:
    """The clock is right, or the question was skipped: on to where the reader came from."""
    await request.stop_asking()
    entry = request.entry(request.arg(1))
    return next_step(request, entry) if entry else await panel.back(request)


async def _settle_in(request: Request, city: City) -> Reply:
    return await _settle(
        request, country=city.country, zone=city.zone, place=city.name_in(request.language)
    )


async def _settle(request: Request, **place: str | None) -> Reply:
    """Keep the place and show it back as a clock, so that a mistake is seen at once."""
    kept = await request.keep(**place)
    if not kept.private:
        return await panel.back(kept)
    after = _after(request)
    # The question stays open: whoever types another city means that one.
    await request.ask("settings", "city", after=after)
    tail = f":{after}" if after else ""
    buttons = (
        request.button("yes", f"settings:yes{tail}"),
        request.button("choose_again", f"settings:place{tail}"),
    )
    return kept.page("settings/right_clock.j2", (buttons,), chat=kept.chat, today=kept.today)


def _told_apart(request: Request, cities: list[City]) -> list[City]:
    """Cities that a reader can tell apart and that differ in what we keep: the likeliest ones."""
    kinds = {
        (city.name_in(request.language), city.country, city.zone): city for city in reversed(cities)
    }
    return [city for city in cities if city in kinds.values()][:OFFERED]


def _which(request: Request, template: str, cities: list[City], typed: str) -> Reply:
    offers = ((_offer(request, city),) for city in cities)
    leave = (skip_button(request, _after(request)),)
    return request.note(template, (*offers, leave), typed=typed, found=bool(cities))


def _offer(request: Request, city: City) -> Button:
    return request.button(
        "city",
        f"settings:city:{city.id}",
        city=city.name_in(request.language),
        country=request.desk.words.country_name(city.country, request.language),
        time=f"{request.now.astimezone(zone(city.zone)):%H:%M}",
    )


def _after(request: Request) -> str:
    """The campaign that was subscribed to when the question was asked; empty where none was."""
    return str(request.dialogue.data.get("after", "")) if request.dialogue else ""


def _back(request: Request) -> Button:
    return request.button("back_to_settings", "settings:screen")
