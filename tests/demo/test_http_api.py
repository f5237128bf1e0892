"""The Bot API over HTTP: every way to pass parameters, files both ways, faults on the wire."""

from __future__ import annotations

import asyncio
import json
import os

import aiohttp
import pytest

from bot.demo.answers import UploadedFile
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from bot.demo.forms import read_multipart
from bot.demo.server import build_demo_app
from tests.demo.asking import Asker
from tests.demo.people import ANN, TOKEN, Journey, a_stage, an_api
from tests.demo.serving import serving

MARKUP = {"inline_keyboard": [[{"text": "Ring now", "callback_data": "call"}]]}


@pytest.fixture
def api() -> BotApi:
    api = an_api()
    api.start_link(ANN)
    return api


@pytest.fixture
def client(api: BotApi) -> Asker:
    return Asker(build_demo_app(api, Journey(), a_stage()))


def test_json_urlencoded_query_and_multipart_are_the_same(client: Asker) -> None:
    path = f"/bot{TOKEN}/sendMessage"
    flat = {"chat_id": str(ANN), "text": "Ертең сот", "reply_markup": json.dumps(MARKUP)}
    answers = [
        client.post(path, json={"chat_id": ANN, "text": "Ертең сот", "reply_markup": MARKUP}),
        client.post(path, data=flat),
        client.get(path, params=flat),
        client.post(path, files={name: (None, value) for name, value in flat.items()}),
    ]
    for answer in answers:
        assert answer.json()["result"]["text"] == "Ертең сот"
        assert answer.json()["result"]["reply_markup"] == MARKUP


def test_a_wrong_token_is_unauthorized(client: Asker) -> None:
    answer = client.get("/bot123:wrong/getMe")
    assert answer.status_code == 401
    assert answer.json() == {"ok": False, "error_code": 401, "description": "Unauthorized"}
    assert client.get("/file/bot123:wrong/documents/x").status_code == 404


def test_a_refusal_has_telegrams_status(client: Asker) -> None:
    assert client.get(f"/bot{TOKEN}/sendMessage").status_code == 400
    assert client.get(f"/bot{TOKEN}/sendMassage").json()["error_code"] == 404


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff"], ids=repr)
def test_broken_json_is_refused(client: Asker, body: bytes) -> None:
    kind = {"Content-Type": "application/json"}
    answer = client.post(f"/bot{TOKEN}/getMe", content=body, headers=kind)
    assert answer.json()["description"] == "Bad Request: can't parse JSON object"


def test_a_file_goes_up_and_comes_down_again(client: Asker) -> None:
    content = os.urandom(100_000) + b"\r\n--\n\r"
    sent = client.post(
        f"/bot{TOKEN}/sendDocument",
        data={"chat_id": ANN, "caption": "Қол қойыңыз"},
        files={"document": ("letter.pdf", content, "application/pdf")},
    ).json()["result"]
    assert sent["caption"] == "Қол қойыңыз"
    found = client.get(f"/bot{TOKEN}/getFile?file_id={sent['document']['file_id']}").json()
    fetched = client.get(f"/file/bot{TOKEN}/{found['result']['file_path']}")
    assert fetched.content == content


async def test_a_file_name_in_any_script_survives() -> None:
    form = aiohttp.FormData(quote_fields=False)
    form.add_field("document", b"x", filename="Хат – Қарағанды.pdf", content_type="text/plain")
    form.add_field("chat_id", "11")
    parts = form()
    fields, files = read_multipart(parts.content_type, await parts.as_bytes())
    assert fields == {"chat_id": "11"}
    wanted = UploadedFile(name="Хат – Қарағанды.pdf", content=b"x", mime="text/plain")
    assert files == {"document": wanted}


def test_garbage_and_late_answers_on_the_wire(client: Asker, api: BotApi) -> None:
    api.faults.script("getMe", Fault.garbage(b"<html>nginx</html>", status=502))
    api.faults.script("getMe", Fault.delay(0.01))
    spoilt = client.get(f"/bot{TOKEN}/getMe")
    assert (spoilt.status_code, spoilt.text) == (502, "<html>nginx</html>")
    assert client.get(f"/bot{TOKEN}/getMe").json()["ok"]


@pytest.mark.process
async def test_dropped_answers_break_the_connection() -> None:
    with serving(with_bot=False) as demo:
        demo.act(lambda: demo.api.start_link(ANN))
        demo.api.faults.script("sendMessage", Fault.deliver_then_drop())
        demo.api.faults.script("sendMessage", Fault.drop_undelivered())
        address = f"{demo.url}/bot{TOKEN}/sendMessage"
        async with aiohttp.ClientSession() as session:
            for _ in range(2):
                with pytest.raises(aiohttp.ClientPayloadError):
                    async with session.post(address, json={"chat_id": ANN, "text": "x"}) as answer:
                        await answer.read()
        assert [delivery.chat_id for delivery in demo.api.deliveries] == [ANN]


@pytest.mark.process
async def test_a_long_poll_over_http_wakes_at_once() -> None:
    with serving(with_bot=False) as demo:
        async with aiohttp.ClientSession() as session:
            address = f"{demo.url}/bot{TOKEN}/getUpdates?timeout=30"
            polling = session.get(address)
            demo.act(lambda: demo.loop.call_later(0.05, demo.api.start_link, ANN))
            async with asyncio.timeout(10), polling as answer:
                found = await answer.json()
    assert found["result"][0]["message"]["text"] == "/start"
