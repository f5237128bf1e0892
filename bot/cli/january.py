"""The demo's scene: January 2003, four chats, and what their people did before the visitor came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from bot.core.library import Entry
from bot.demo.bot_api import BotApi
from bot.demo.stage import Seat, Stage, ZoneChoice

USUAL = "karaganda-2003"
LONDON, LOS_ANGELES, ORGANISER = 5102003001, 5102003002, 5102003003
MOSCOW, ALMATY, DELHI = 5102003004, 5102003005, 5102003006
GROUP = -5102003100
GROUP_NAME = "Solidarity group"
COURT = "The court has sat for an hour. Please keep the lines busy."


class Person(NamedTuple):
    """Somebody invented."""

    name: str
    language: str
    """Of the app."""
    zone: str
    place: tuple[float, float]
    """Latitude and longitude, in degrees."""


PEOPLE: dict[int, Person] = {
    LONDON: Person("Member in London", "en", "Europe/London", (51.51, -0.13)),
    LOS_ANGELES: Person("Member in Los Angeles", "en", "America/Los_Angeles", (34.05, -118.24)),
    ORGANISER: Person("Organiser", "en", "Europe/London", (51.51, -0.13)),
    MOSCOW: Person("Member in Moscow", "ru", "Europe/Moscow", (55.75, 37.62)),
    ALMATY: Person("Member in Almaty", "kk", "Asia/Almaty", (43.25, 76.95)),
    DELHI: Person("Member in Delhi", "en", "Asia/Kolkata", (28.65, 77.23)),
}
VIEWERS = {
    "London": LONDON,
    "Los Angeles": LOS_ANGELES,
    "Moscow": MOSCOW,
    "Almaty": ALMATY,
    "Delhi": DELHI,
}
"""By whose clock the group can be looked at."""


def chosen(entries: Iterable[Entry]) -> str | None:
    """The campaign that people have subscribed to: the usual one, else the first at work."""
    active = [entry.campaign.slug for entry in entries if entry.campaign.state == "active"]
    return USUAL if USUAL in active else next(iter(active), None)


def stage(slug: str | None, start: datetime) -> Stage:
    """What the visitor finds; ``slug`` is the campaign that is chosen, if there is any."""
    return Stage(title=f"{start:%B %Y}", seats=tuple(_seats(slug)))


def _seats(slug: str | None) -> Iterator[Seat]:
    """Four of them; where nobody has subscribed to anything, none says so."""
    yield _private(
        "london",
        LONDON,
        f"this is you: start, {'subscribe, ' if slug else ''}travel on",
        ("/start", "/campaigns", "/call", "/letter"),
    )
    yield _private(
        "losangeles",
        LOS_ANGELES,
        f"{'subscribed, ' if slug else ''}eight hours behind London",
        ("/call", "/letter", "/case"),
    )
    yield Seat(
        name="group",
        title=GROUP_NAME,
        subtitle=f"six comrades, five clocks{', one post' if slug else ''}",
        chat_id=GROUP,
        user_id=ORGANISER,
        zone=PEOPLE[ORGANISER].zone,
        zone_choices=tuple(
            ZoneChoice(label=city, zone=PEOPLE[person].zone, user_id=person)
            for city, person in VIEWERS.items()
        ),
        hints=("/campaigns", "/settings"),
    )
    news = COURT if slug == USUAL else "Thank you all for your letters and calls."
    yield _private(
        "organiser",
        ORGANISER,
        "may broadcast to everybody" if slug else "may broadcast once there is a campaign",
        (*((f"/broadcast {slug} {news}",) if slug else ()), "/campaigns"),
    )


def _private(name: str, person: int, subtitle: str, hints: tuple[str, ...]) -> Seat:
    """The chat of somebody with the bot."""
    return Seat(
        name=name,
        title=PEOPLE[person].name,
        subtitle=subtitle,
        chat_id=person,
        user_id=person,
        zone=PEOPLE[person].zone,
        hints=hints,
    )


def people_arrive(api: BotApi) -> None:
    """Put the people and their group into the emulated Telegram."""
    for id, person in PEOPLE.items():
        api.add_user(
            id,
            person.name,
            language_code=person.language,
            zone=person.zone,
            place=person.place,
        )
    api.add_group(GROUP, GROUP_NAME, ORGANISER, members=list(PEOPLE))


async def set_the_stage(
    api: BotApi, settled: Callable[[], Awaitable[None]], slug: str | None
) -> None:
    """Live through what happened before: all by messages and taps, as people would."""
    scene = _Scene(api, settled)
    await scene.starts(ORGANISER)
    await scene.starts(LOS_ANGELES)
    if slug:
        await scene.says(LOS_ANGELES, LOS_ANGELES, f"/subscribe {slug}")
        await scene.says(LOS_ANGELES, LOS_ANGELES, "Los Angeles")
        await scene.taps(LOS_ANGELES, LOS_ANGELES, "settings:city")
        await scene.taps(LOS_ANGELES, LOS_ANGELES, "settings:yes")
    api.add_bot_to_group(GROUP, by=ORGANISER)
    await settled()
    if slug:
        await scene.says(GROUP, ORGANISER, f"/subscribe {slug}")


class _Scene:
    def __init__(self, api: BotApi, settled: Callable[[], Awaitable[None]]) -> None:
        self._api = api
        self._settled = settled

    async def starts(self, person: int) -> None:
        self._api.start_link(person)
        await self._settled()

    async def says(self, chat: int, person: int, text: str) -> None:
        self._api.user_sends(chat_id=chat, user_id=person, text=text)
        await self._settled()

    async def taps(self, chat: int, person: int, press: str) -> None:
        """Tap the first button of that kind under the newest message, if there is one."""
        newest = self._api.history(chat)[-1]
        for button in _buttons(newest):
            if str(button.get("callback_data", "")).startswith(press):
                self._api.user_presses(
                    user_id=person,
                    chat_id=chat,
                    message_id=newest["message_id"],
                    data=button["callback_data"],
                )
                await self._settled()
                return


def _buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row]
