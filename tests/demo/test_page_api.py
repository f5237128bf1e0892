"""What the chat page reads and does, and the stream of events it listens to."""

from __future__ import annotations

import asyncio
from typing import Any

import orjson
import pytest

from bot.demo.answers import UploadedFile
from bot.demo.bot_api import BotApi
from bot.demo.page_api import Page
from bot.demo.server import build_demo_app
from tests.demo.asking import OWN, Asker
from tests.demo.people import (
    ANN,
    EVENING,
    GROUP,
    LEO,
    OLGA,
    Journey,
    a_stage,
    an_api,
    send,
    updates,
)


class Visitor:
    """The page without its looks."""

    def __init__(self, client: Asker) -> None:
        self.client = client
        self._headers = {"Origin": OWN, "X-Demo-Token": client.page_token()}

    def state(self) -> dict[str, Any]:
        return dict(self.client.get("/demo/state").json())

    def chat(self, chat_id: int, user_id: int) -> dict[str, Any]:
        where = {"chat_id": chat_id, "user_id": user_id}
        return dict(self.client.get("/demo/chat", params=where).json())

    def act(self, path: str, *, status: int = 200, **body: Any) -> dict[str, Any]:
        answer = self.client.post(f"/demo/{path}", json=body, headers=self._headers)
        assert answer.status_code == status, answer.text
        return dict(answer.json())


@pytest.fixture
def journey() -> Journey:
    return Journey()


@pytest.fixture
def api(journey: Journey) -> BotApi:
    return an_api(journey)


@pytest.fixture
def visitor(api: BotApi, journey: Journey) -> Visitor:
    return Visitor(Asker(build_demo_app(api, journey, a_stage())))


def test_the_stage_names_seats_zones_and_eyes(visitor: Visitor) -> None:
    state = visitor.state()
    assert [seat["name"] for seat in state["seats"]] == [
        "london",
        "losangeles",
        "group",
        "organiser",
    ]
    group = state["seats"][2]
    assert group["kind"] == "supergroup"
    assert [choice["user_id"] for choice in group["zone_choices"]][:3] == [ANN, LEO, OLGA]
    assert group["zone_choices"][2]["language"] == "ru"
    assert (state["now"], state["next"]) == ("2003-01-05T20:00:00+00:00", None)


def test_a_chat_begins_with_start(visitor: Visitor, api: BotApi) -> None:
    assert visitor.chat(ANN, ANN)["bot"] == "never"
    visitor.act("start", user_id=ANN, payload="karaganda-2003")
    told = visitor.chat(ANN, ANN)
    assert told["bot"] == "member"
    assert told["messages"][0]["text"] == "/start karaganda-2003"
    assert updates(api)[0]["message"]["from"]["id"] == ANN


def test_messages_say_how_they_came(visitor: Visitor, api: BotApi) -> None:
    api.start_link(ANN)
    send(api, disable_notification=True)
    told = [message["demo"] for message in visitor.chat(ANN, ANN)["messages"]]
    assert told == [{"silent": False, "from_bot": False}, {"silent": True, "from_bot": True}]


def test_the_menu_is_the_viewers(visitor: Visitor, api: BotApi) -> None:
    commands = [{"command": "call", "description": "Когда звонить"}]
    api.call("setMyCommands", {"commands": commands, "language_code": "ru"})
    assert visitor.chat(OLGA, OLGA)["menu"] == commands
    assert visitor.chat(ANN, ANN)["menu"] == []


def test_sending_pressing_and_sharing(visitor: Visitor, api: BotApi) -> None:
    visitor.act("send", chat_id=ANN, user_id=ANN, text="hello")
    sent = send(api).result
    pressed = visitor.act(
        "press", chat_id=ANN, user_id=ANN, message_id=sent["message_id"], data="x"
    )
    visitor.act("location", chat_id=ANN, user_id=ANN)
    found = updates(api)
    assert found[0]["message"]["text"] == "hello"
    assert found[1]["callback_query"]["id"] == pressed["query_id"]
    assert found[2]["message"]["location"]["latitude"] == 51.5


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"chat_id": "11", "user_id": ANN, "text": "x"},
        {"chat_id": ANN, "user_id": ANN, "text": 5},
        {"chat_id": ANN, "user_id": ANN, "text": ""},
        {"chat_id": ANN, "user_id": LEO, "text": "x"},
        {"chat_id": 999, "user_id": ANN, "text": "x"},
    ],
    ids=str,
)
def test_what_nobody_could_send_is_refused_with_a_sentence(
    visitor: Visitor, body: dict[str, Any]
) -> None:
    assert visitor.act("send", status=409, **body)["error"]


def test_the_bot_is_added_removed_blocked(visitor: Visitor) -> None:
    def bot(chat_id: int) -> str:
        return str(visitor.chat(chat_id, ANN)["bot"])

    visitor.act("membership", change="add", chat_id=GROUP, user_id=ANN)
    assert bot(GROUP) == "member"
    visitor.act("membership", change="remove", chat_id=GROUP, user_id=ANN)
    assert bot(GROUP) == "kicked"
    visitor.act("start", user_id=ANN, payload="")
    visitor.act("membership", change="block", chat_id=ANN, user_id=ANN)
    assert bot(ANN) == "kicked"
    visitor.act("membership", change="unblock", chat_id=ANN, user_id=ANN)
    assert bot(ANN) == "member"
    visitor.act("membership", status=409, change="rename", chat_id=ANN, user_id=ANN)


class TestTravel:
    def test_an_hour(self, visitor: Visitor) -> None:
        assert visitor.act("travel", hours=1)["now"] == "2003-01-05T21:00:00+00:00"

    def test_to_the_next_event_doing_it_on_the_way(
        self, visitor: Visitor, api: BotApi, journey: Journey
    ) -> None:
        async def remind() -> None:
            send(api, text="Court in an hour")

        api.start_link(ANN)
        journey.due.append((EVENING.replace(hour=22), remind))
        assert visitor.state()["next"] == "2003-01-05T22:00:00+00:00"
        assert visitor.act("travel", next=True)["now"] == "2003-01-05T22:00:00+00:00"
        assert api.history(ANN)[-1]["text"] == "Court in an hour"
        visitor.act("travel", status=409, next=True)

    @pytest.mark.parametrize("hours", [0, -1, 1e9, "1", None, True], ids=repr)
    def test_never_back_nor_out_of_the_world(self, visitor: Visitor, hours: object) -> None:
        visitor.act("travel", status=409, hours=hours)


class TestFiles:
    @pytest.mark.parametrize(
        ("mime", "kind", "how"),
        [
            ("application/pdf", "application/pdf", "inline"),
            ("text/html", "application/octet-stream", "attachment"),
            ("image/svg+xml", "application/octet-stream", "attachment"),
        ],
    )
    def test_only_harmless_kinds_open_in_the_browser(
        self, visitor: Visitor, api: BotApi, mime: str, kind: str, how: str
    ) -> None:
        api.start_link(ANN)
        file = UploadedFile(name="Хат.x", content=b"<script>", mime=mime)
        sent = api.call("sendDocument", {"chat_id": ANN}, {"document": file}).result
        answer = visitor.client.get(f"/demo/file/{sent['document']['file_id']}")
        assert answer.headers["content-type"] == kind
        assert answer.headers["content-disposition"].startswith(f"{how}; filename*=UTF-8''%D0%A5")

    def test_what_is_not_there(self, visitor: Visitor) -> None:
        assert visitor.client.get("/demo/file/none").status_code == 404


class TestStream:
    """The stream itself: the test client would wait for its end."""

    async def heard(self, api: BotApi, journey: Journey, seen: int, count: int) -> list[Any]:
        page = Page(api, journey, a_stage(), "token")
        stream = page.stream(seen)
        assert (await anext(stream)).startswith(b"retry:")
        parts = [await asyncio.wait_for(anext(stream), 10) for _ in range(count)]
        return [orjson.loads(part.partition(b"data: ")[2]) for part in parts]

    async def test_it_tells_what_happened_since(self, api: BotApi, journey: Journey) -> None:
        seen = api.events.last_id
        api.start_link(ANN)
        send(api)
        told = await self.heard(api, journey, seen, 3)
        assert [event["kind"] for event in told] == ["chat", "message", "message"]
        assert told[2]["message"]["text"] == "Hello"

    async def test_who_missed_too_much_reloads(self, api: BotApi, journey: Journey) -> None:
        api.start_link(ANN)
        for _ in range(2100):
            api.events.emit("menu")
        assert (await self.heard(api, journey, 1, 1))[0]["kind"] == "reload"

    async def test_it_ends_when_the_demo_closes(self, api: BotApi, journey: Journey) -> None:
        stream = Page(api, journey, a_stage(), "token").stream(api.events.last_id)
        await anext(stream)
        waiting = asyncio.create_task(anext(stream, b"end"))
        await asyncio.sleep(0)
        api.close()
        assert await asyncio.wait_for(waiting, 10) == b"end"
