"""The Bot API over HTTP: `/bot<token>/<method>` and `/file/bot<token>/<path>`."""

from __future__ import annotations

import orjson
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.demo.answers import Answer, Refusal, refused
from bot.demo.bot_api import BotApi
from bot.demo.forms import read_call
from bot.demo.guard import for_bots


class CutShort(Response):
    """Promises a body and closes the connection instead: the caller cannot know what happened."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"4096")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})


def bot_routes(api: BotApi) -> list[Route]:
    """What the bot itself talks to."""

    async def call(request: Request) -> Response:
        if not api.authorized(request.path_params["token"]):
            return _json(refused(401, "Unauthorized"))
        try:
            params, files = await read_call(request)
        except Refusal as refusal:
            return _json(refusal.answer())
        answer = await api.request(request.path_params["method"], params, files)
        return CutShort() if answer.dropped else _json(answer)

    async def download(request: Request) -> Response:
        stored = api.file_at(request.path_params["path"])
        if not api.authorized(request.path_params["token"]) or stored is None:
            return _json(refused(404, "Not Found"))
        return Response(stored.file.content, media_type="application/octet-stream")

    return [
        Route("/bot{token}/{method}", for_bots(call), methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", for_bots(download)),
    ]


def _json(answer: Answer) -> Response:
    body = answer.raw if answer.raw is not None else orjson.dumps(answer.body)
    return Response(body, answer.status, media_type="application/json")
