"""Scripted faults strike the calls they are meant for, as often as said, and no other."""

from __future__ import annotations

import pytest

from bot.chat.connection import NoAnswer, connected
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from tests.demo.people import ANN, LEO, an_api, send
from tests.emulator import emulating
from tests.process.bots import TOKEN


@pytest.fixture
def api() -> BotApi:
    api = an_api()
    api.start_link(ANN)
    api.start_link(LEO)
    return api


def test_an_answer_in_place_of_the_true_one(api: BotApi) -> None:
    api.faults.script("sendMessage", Fault.answer(403, "Forbidden: bot was blocked by the user"))
    assert send(api).body["description"] == "Forbidden: bot was blocked by the user"
    assert send(api).status == 200
    assert len(api.deliveries) == 1


def test_too_many_requests_say_how_long(api: BotApi) -> None:
    api.faults.script("SENDMESSAGE", Fault.too_many_requests(30), times=2)
    assert [send(api).status for _ in range(3)] == [429, 429, 200]
    api.faults.script("sendMessage", Fault.too_many_requests(7))
    assert send(api).body == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 7",
        "parameters": {"retry_after": 7},
    }


def test_delivered_but_unheard(api: BotApi) -> None:
    api.faults.script("sendMessage", Fault.deliver_then_drop())
    answer = send(api)
    assert answer.dropped
    assert len(api.deliveries) == 1
    assert api.history(ANN)[-1]["text"] == "Hello"


def test_neither_delivered_nor_heard(api: BotApi) -> None:
    api.faults.script("sendMessage", Fault.drop_undelivered())
    assert send(api).dropped
    assert not api.deliveries


@pytest.mark.parametrize("carried_out", [True, False])
def test_garbage(api: BotApi, carried_out: bool) -> None:
    fault = Fault.garbage(b"<html>", status=502, carried_out=carried_out)
    api.faults.script("sendMessage", fault)
    answer = send(api)
    assert (answer.status, answer.raw) == (502, b"<html>")
    assert len(api.deliveries) == int(carried_out)


async def test_a_late_answer_is_late_and_true(api: BotApi) -> None:
    api.faults.script("sendMessage", Fault.delay(0.01))
    answer = await api.request("sendMessage", {"chat_id": ANN, "text": "x"})
    assert (answer.status, answer.delay) == (200, 0.01)


def test_a_predicate_chooses_and_none_means_always(api: BotApi) -> None:
    to_leo = Fault.answer(400, "Bad Request: chat not found")
    api.faults.script(lambda call: call.params.get("chat_id") == LEO, to_leo, times=None)
    assert [send(api, who).status for who in (LEO, ANN, LEO)] == [400, 200, 400]
    api.faults.clear()
    assert send(api, LEO).status == 200


def test_faults_go_in_the_order_they_were_scripted(api: BotApi) -> None:
    api.faults.script("sendMessage", Fault.answer(500, "Internal Server Error"))
    api.faults.script("sendMessage", Fault.too_many_requests(1))
    assert [send(api).status for _ in range(3)] == [500, 429, 200]


def test_a_group_that_moved_says_where_to(api: BotApi) -> None:
    api.faults.script("sendMessage", Fault.moved(-1_000_000_000_042))
    answer = send(api)
    assert (answer.status, answer.body["parameters"]) == (
        400,
        {"migrate_to_chat_id": -1_000_000_000_042},
    )
    assert not api.deliveries


async def test_while_the_server_is_away_connections_are_refused_and_then_it_is_back() -> None:
    with emulating(TOKEN, "away_bot") as emulator:
        with emulator.away():
            async with connected(TOKEN, emulator.url) as telegram:
                with pytest.raises(NoAnswer, match="ConnectionRefusedError"):
                    await telegram.own_name()
        async with connected(TOKEN, emulator.url) as telegram:
            assert await telegram.own_name() == "away_bot"
