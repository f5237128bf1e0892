"""The demo's scene: January 2003, four chats, and what their people did before the visitor came."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

from bot.core.library import Entry
from bot.demo.bot_api import BotApi
from bot.demo.stage import Seat, Stage, ZoneChoice

USUAL = "karaganda-2003"
LONDON, LOS_ANGELES, ORGANISER = 5102003001, 5102003002, 5102003003
MOSCOW, ALMATY, DELHI = 5102003004, 5102003005, 5102003006
GROUP = -5102003100

PEOPLE: dict[int, tuple[str, str, str, tuple[float, float]]] = {
    LONDON: ("Member in London", "en", "Europe/London", (51.51, -0.13)),
    LOS_ANGELES: ("Member in Los Angeles", "en", "America/Los_Angeles", (34.05, -118.24)),
    ORGANISER: ("Organiser", "en", "Europe/London", (51.51, -0.13)),
    MOSCOW: ("Member in Moscow", "ru", "Europe/Moscow", (55.75, 37.62)),
    ALMATY: ("Member in Almaty", "kk", "Asia/Almaty", (43.25, 76.95)),
    DELHI: ("Member in Delhi", "en", "Asia/Kolkata", (28.65, 77.23)),
}
"""First name, language of the app, zone, position. All invented."""

GROUP_CLOCKS = (
    ZoneChoice(label="London", zone="Europe/London", user_id=LONDON),
    ZoneChoice(label="Los Angeles", zone="America/Los_Angeles", user_id=LOS_ANGELES),
    ZoneChoice(label="Moscow", zone="Europe/Moscow", user_id=MOSCOW),
    ZoneChoice(label="Almaty", zone="Asia/Almaty", user_id=ALMATY),
    ZoneChoice(label="Delhi", zone="Asia/Kolkata", user_id=DELHI),
)


def chosen(entries: Iterable[Entry]) -> str | None:
    """The campaign that people have subscribed to: the usual one, else the first at work."""
    active = [entry.campaign.slug for entry in entries if entry.campaign.state == "active"]
    return USUAL if USUAL in active else next(iter(active), None)


def stage(slug: str | None, start: datetime) -> Stage:
    """What the visitor finds; ``slug`` is the campaign that is chosen, if there is any."""
    return Stage(
        title=f"{start:%B %Y}",
        seats=(_london(slug), _los_angeles(slug), _group(slug), _organiser(slug)),
    )


def _london(slug: str | None) -> Seat:
    return Seat(
        name="london",
        title="Member in London",
        subtitle=f"this is you: start, {'subscribe, ' if slug else ''}travel on",
        chat_id=LONDON,
        user_id=LONDON,
        zone="Europe/London",
        hints=("/start", "/campaigns", "/call", "/letter"),
    )


def _los_angeles(slug: str | None) -> Seat:
    return Seat(
        name="losangeles",
        title="Member in Los Angeles",
        subtitle=f"{'subscribed, ' if slug else ''}eight hours behind London",
        chat_id=LOS_ANGELES,
        user_id=LOS_ANGELES,
        zone="America/Los_Angeles",
        hints=("/call", "/letter", "/case"),
    )


def _group(slug: str | None) -> Seat:
    return Seat(
        name="group",
        title="Solidarity group",
        subtitle=f"six comrades, five clocks{', one post' if slug else ''}",
        chat_id=GROUP,
        user_id=ORGANISER,
        zone="Europe/London",
        zone_choices=GROUP_CLOCKS,
        hints=("/campaigns", "/settings"),
    )


def _organiser(slug: str | None) -> Seat:
    news = "The court has sat for an hour. Please keep the lines busy."
    words = news if slug == USUAL else "Thank you all for your letters and calls."
    broadcast = (f"/broadcast {slug} {words}",) if slug else ()
    return Seat(
        name="organiser",
        title="Organiser",
        subtitle="may broadcast to everybody" if slug else "may broadcast once there is a campaign",
        chat_id=ORGANISER,
        user_id=ORGANISER,
        zone="Europe/London",
        hints=(*broadcast, "/campaigns"),
    )


def people_arrive(api: BotApi) -> None:
    """Put the people and their group into the emulated Telegram."""
    for id, (name, language, zone, place) in PEOPLE.items():
        api.add_user(id, name, language_code=language, zone=zone, place=place)
    api.add_group(GROUP, "Solidarity group", ORGANISER, members=list(PEOPLE))


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
