"""The people of the demo's tests, their Telegram, their stage, and a time machine without a bot."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.demo.answers import Answer
from bot.demo.bot_api import BotApi
from bot.demo.stage import Seat, Stage, ZoneChoice

TOKEN = "7000000001:demo-of-nobody"
USERNAME = "comrades_demo_bot"
EVENING = datetime(2003, 1, 5, 20, tzinfo=UTC)
ANN, LEO, OLGA, DANA = 11, 12, 13, 14
GROUP = -1_001_000_000_001
SMALL_GROUP = -501
CHANNEL = -1_001_000_000_777


@dataclass
class Journey:
    """A clock that stands still until somebody travels; `due` is what falls due, in order."""

    moment: datetime = EVENING
    due: list[tuple[datetime, Callable[[], Awaitable[object]]]] = field(default_factory=list)

    def now(self) -> datetime:
        return self.moment

    def forward(self, **span: float) -> None:
        self.moment += timedelta(**span)

    async def travel(self, to: datetime) -> datetime:
        while self.due and self.due[0][0] <= to:
            self.moment, happen = self.due.pop(0)
            await happen()
        self.moment = max(self.moment, to)
        return self.moment

    async def next_event(self) -> datetime | None:
        return self.due[0][0] if self.due else None


def an_api(journey: Journey | None = None) -> BotApi:
    """Ann in London, Leo in Los Angeles, Olga in Moscow, Dana in Almaty; groups and a channel."""
    api = BotApi(token=TOKEN, username=USERNAME, now=(journey or Journey()).now)
    api.add_user(ANN, "Ann", "en", zone="Europe/London", place=(51.5, -0.12))
    api.add_user(LEO, "Leo", "en", zone="America/Los_Angeles")
    api.add_user(OLGA, "Ольга", "ru", zone="Europe/Moscow")
    api.add_user(DANA, "Дана", "kk", zone="Asia/Almaty")
    api.add_group(GROUP, "Comrades", ANN, [LEO, OLGA, DANA])
    api.add_group(SMALL_GROUP, "Committee", ANN, [LEO])
    api.add_channel(CHANNEL, "News", OLGA, username="comrades_news")
    return api


def a_stage() -> Stage:
    choices = (
        ZoneChoice(label="London", zone="Europe/London"),
        ZoneChoice(label="Los Angeles", zone="America/Los_Angeles", user_id=LEO),
        ZoneChoice(label="Moscow", zone="Europe/Moscow", user_id=OLGA),
        ZoneChoice(label="Almaty", zone="Asia/Almaty", user_id=DANA),
        ZoneChoice(label="Delhi", zone="Asia/Kolkata"),
    )
    return Stage(
        title="Solidarity in January 2003",
        seats=(
            Seat(
                name="london",
                title="Ann",
                subtitle="A member in London",
                chat_id=ANN,
                user_id=ANN,
                zone="Europe/London",
                hints=("/call", "/letter"),
            ),
            Seat(
                name="losangeles",
                title="Leo",
                subtitle="A member in Los Angeles",
                chat_id=LEO,
                user_id=LEO,
                zone="America/Los_Angeles",
            ),
            Seat(
                name="group",
                title="Comrades",
                subtitle="A group in many zones",
                chat_id=GROUP,
                user_id=ANN,
                zone="Europe/London",
                zone_choices=choices,
            ),
            Seat(
                name="organiser",
                title="Ольга",
                subtitle="The organiser",
                chat_id=OLGA,
                user_id=OLGA,
                zone="Europe/Moscow",
            ),
        ),
    )


def send(api: BotApi, chat_id: int | str = ANN, text: str = "Hello", **params: Any) -> Answer:
    """sendMessage with defaults."""
    return api.call("sendMessage", {"chat_id": chat_id, "text": text, **params})


def updates(api: BotApi, **params: Any) -> list[dict[str, Any]]:
    return list(api.call("getUpdates", params).result)
