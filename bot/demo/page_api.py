"""What the chat page asks and does: `/demo/…`, JSON both ways, and a stream of events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any, Final
from urllib.parse import quote

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from bot.demo import files
from bot.demo.answers import Json
from bot.demo.bot_api import BotApi
from bot.demo.calendars import calendar_of
from bot.demo.guard import CSP, for_page, for_page_changes
from bot.demo.registry import NotPossible
from bot.demo.stage import Seat, Stage, Travel
from bot.demo.world import shown

TICK_SECONDS: Final = 5.0
FURTHEST: Final = timedelta(days=3660)
# Everything else is downloaded, so that no document can run as part of the page.
SHOWN_INLINE: Final = {
    "application/pdf": CSP.replace("default-src 'none'", "default-src 'none'; object-src 'self'"),
    "image/png": CSP,
    "image/jpeg": CSP,
    "text/plain": CSP,
    files.VOICE: CSP,
}


class Page:
    """The page's side of the emulated Telegram."""

    def __init__(self, api: BotApi, travel: Travel, stage: Stage, token: str) -> None:
        self._api = api
        self._travel = travel
        self._stage = stage
        self._token = token
        self._travelling = asyncio.Lock()

    def routes(self) -> list[Route]:
        reading = {
            "/demo/state": self.state,
            "/demo/chat": self.chat,
            "/demo/events": self.events,
            "/demo/file/{file_id}": self.file,
        }
        acts: dict[str, Callable[[Json], Json]] = {
            "/demo/send": self.send,
            "/demo/press": self.press,
            "/demo/start": self.start,
            "/demo/location": self.location,
            "/demo/membership": self.membership,
        }
        return [
            *(Route(path, for_page(endpoint)) for path, endpoint in reading.items()),
            *(self._change(path, _acting(act)) for path, act in acts.items()),
            self._change("/demo/travel", self.go),
        ]

    def _change(self, path: str, endpoint: Any) -> Route:
        return Route(path, for_page_changes(endpoint, self._token), methods=["POST"])

    # Reading.

    async def state(self, _request: Request) -> Response:
        profile = self._api.world.profile
        bot = {**profile.me(), "description": profile.text("description", "")}
        seats = [self._seat(seat) for seat in self._stage]
        spoken = {person.language_code for person in self._api.world.people.values()} | {"en"}
        return JSONResponse(
            {
                "title": self._stage.title,
                "bot": bot,
                "seats": seats,
                "calendars": {code: calendar_of(code) for code in spoken},
                "last_event": self._api.events.last_id,
                **await self._clock(),
            }
        )

    def _seat(self, seat: Seat) -> Json:
        chat, person = self._api.world.chats[seat.chat_id], self._api.world.people[seat.user_id]
        messages = list(chat.messages.values())
        last = shown(messages[-1]) if messages else None
        told = asdict(seat)
        for choice in told["zone_choices"]:
            user = self._api.world.people.get(choice["user_id"] or seat.user_id, person)
            choice |= {"user_id": user.id, "language": user.language_code}
        return {**told, "kind": chat.kind, "language": person.language_code, "last": last}

    async def chat(self, request: Request) -> Response:
        try:
            chat_id = int(request.query_params["chat_id"])
            user_id = int(request.query_params["user_id"])
            chat, person = self._api.world.chats[chat_id], self._api.world.people[user_id]
        except (KeyError, ValueError):
            return JSONResponse({"error": "no such chat"}, 404)
        return JSONResponse(
            {
                "chat": self._api.world.chat_json(chat),
                "bot": chat.bot,
                "person": {**person.json(), "zone": person.zone, "placed": bool(person.place)},
                "messages": [shown(message) for message in chat.messages.values()],
                "menu": self._api.menu(chat_id, user_id),
                "keyboard": chat.keyboard,
                "last_event": self._api.events.last_id,
                "migrated_to": chat.migrated_to,
                "topics": {str(key): topic.name for key, topic in chat.topics.items()},
            }
        )

    async def file(self, request: Request) -> Response:
        stored = self._api.world.files.get(request.path_params["file_id"])
        if stored is None:
            return JSONResponse({"error": "no such file"}, 404)
        mime = files.VOICE if stored.folder == "voices" else stored.file.mime
        inline = mime in SHOWN_INLINE
        how = "inline" if inline else "attachment"
        headers = {
            "content-disposition": f"{how}; filename*=UTF-8''{quote(stored.file.name)}",
            "content-security-policy": SHOWN_INLINE.get(mime, CSP),
        }
        kind = mime if inline else "application/octet-stream"
        return Response(stored.file.content, media_type=kind, headers=headers)

    async def events(self, request: Request) -> Response:
        given = request.headers.get("last-event-id") or request.query_params.get("since", "")
        seen = int(given) if given.isdecimal() else self._api.events.last_id
        return StreamingResponse(self.stream(seen), media_type="text/event-stream")

    async def stream(self, seen: int) -> AsyncGenerator[bytes, None]:
        """Server-sent events after the one numbered `seen`, and the clock every few seconds."""
        events = self._api.events
        yield b"retry: 1000\n\n"
        while not events.closed:
            fresh = events.since(seen)
            if fresh is None:
                yield _event({"id": events.last_id, "kind": "reload"})
                return
            for event in fresh:
                seen = event["id"]
                yield _event(event)
            if not fresh and not await events.wait(TICK_SECONDS):
                yield _event({"kind": "clock", **await self._clock()})

    async def _clock(self) -> Json:
        due = await self._travel.next_event()
        return {"now": self._travel.now().isoformat(), "next": due.isoformat() if due else None}

    # Doing.

    def send(self, given: Json) -> Json:
        message = self._api.user_sends(
            chat_id=_whole(given, "chat_id"),
            user_id=_whole(given, "user_id"),
            text=_text(given, "text"),
            thread_id=given.get("thread_id"),
            reply_to=given.get("reply_to"),
        )
        return {"message_id": message.id}

    def press(self, given: Json) -> Json:
        query_id = self._api.user_presses(
            user_id=_whole(given, "user_id"),
            chat_id=_whole(given, "chat_id"),
            message_id=_whole(given, "message_id"),
            data=_text(given, "data"),
        )
        return {"query_id": query_id}

    def start(self, given: Json) -> Json:
        message = self._api.start_link(_whole(given, "user_id"), _text(given, "payload"))
        return {"message_id": message.id}

    def location(self, given: Json) -> Json:
        message = self._api.user_shares_location(
            user_id=_whole(given, "user_id"), chat_id=_whole(given, "chat_id")
        )
        return {"message_id": message.id}

    def membership(self, given: Json) -> Json:
        chat_id, user_id = _whole(given, "chat_id"), _whole(given, "user_id")
        changes: Mapping[str, Callable[[], None]] = {
            "add": lambda: self._api.add_bot_to_group(chat_id, user_id),
            "remove": lambda: self._api.remove_bot(chat_id, user_id),
            "block": lambda: self._api.user_blocks_bot(user_id),
            "unblock": lambda: self._api.user_unblocks(user_id),
        }
        change = changes.get(_text(given, "change"))
        if change is None:
            raise NotPossible("no such change")
        change()
        return {}

    async def go(self, request: Request) -> Response:
        """Travel: `hours` forward, or to the next event."""
        given = await _given(request)
        async with self._travelling:
            to = await self._destination(given)
            if to is None:
                return JSONResponse({"error": "nothing falls due from here on"}, 409)
            await self._travel.travel(to)
        clock = await self._clock()
        self._api.events.emit("clock", **clock)
        return JSONResponse(clock)

    async def _destination(self, given: Json) -> datetime | None:
        if given.get("next"):
            return await self._travel.next_event()
        hours = given.get("hours")
        if (
            not isinstance(hours, int | float)
            or isinstance(hours, bool)
            or not 0 < hours * 3600 <= FURTHEST.total_seconds()
        ):
            return None
        return self._travel.now() + timedelta(hours=hours)


def _acting(act: Callable[[Json], Json]) -> Any:
    async def endpoint(request: Request) -> Response:
        try:
            return JSONResponse(act(await _given(request)))
        except NotPossible as reason:
            return JSONResponse({"error": str(reason)}, 409)

    return endpoint


async def _given(request: Request) -> Json:
    try:
        given = orjson.loads(await request.body())
    except orjson.JSONDecodeError:
        given = None
    return given if isinstance(given, dict) else {}


def _whole(given: Json, name: str) -> int:
    if not isinstance(given.get(name), int):
        raise NotPossible(f"{name} must be a whole number")
    return int(given[name])


def _text(given: Json, name: str) -> str:
    if not isinstance(given.get(name), str):
        raise NotPossible(f"{name} must be text")
    return str(given[name])


def _event(event: Json) -> bytes:
    number = f"id: {event['id']}\n".encode() if "id" in event else b""
    return number + b"data: " + orjson.dumps(event) + b"\n\n"
