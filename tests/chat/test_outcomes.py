"""Every answer of the Bot API has one meaning for the message it was about."""

from __future__ import annotations

import json
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.error import NetworkError, TelegramError, TimedOut

from bot.chat.outcomes import (
    Answered,
    NotSent,
    Unsure,
    answer,
    outcome_of,
    sent,
)
from bot.core.breaker import Trouble
from bot.core.messages import Gone, Moved, Outcome, Refused, Sent, Unknown, Wait
from bot.core.pacing import GATE_LIMIT
from tests.chat.people import TOKEN

BLOCKED = "Forbidden: bot was blocked by the user"


def refused(status: int, description: str = "", **parameters: Any) -> Answered:
    body: dict[str, Any] = {"ok": False, "error_code": status, "description": description}
    if parameters:
        body["parameters"] = parameters
    return answered(status, json.dumps(body).encode())


def answered(status: int, body: bytes) -> Answered:
    with pytest.raises(Answered) as caught:
        answer(status, body)
    return caught.value


def bad(text: str) -> tuple[int, str]:
    return 400, f"Bad Request: {text}"


MEANINGS: list[tuple[tuple[int, str], Outcome]] = [
    ((403, BLOCKED), Gone(reason="bot was blocked by the user")),
    ((403, "Forbidden: user is deactivated"), Gone(reason="user is deactivated")),
    (
        (403, "Forbidden: bot was kicked from the supergroup chat"),
        Gone(reason="bot was kicked from the supergroup chat"),
    ),
    (bad("chat not found"), Gone(reason="chat not found")),
    (bad("CHAT NOT FOUND"), Gone(reason="chat not found")),
    (bad("PEER_ID_INVALID"), Gone(reason="peer_id_invalid")),
    (bad("group chat was deactivated"), Gone(reason="group chat was deactivated")),
    (bad("message is too long"), Refused(reason="message is too long")),
    (bad('unsupported start tag "Anna"'), Refused(reason="unsupported start tag …")),
    (
        bad("can't parse entities: 'Anna' isn't one"),
        Refused(reason="can't parse entities: … isn't one"),
    ),
    (bad("TOPIC_CLOSED"), Refused(reason="topic_closed")),
    ((413, "Request Entity Too Large"), Refused(reason="too large")),
    ((401, "Unauthorized"), Wait(seconds=1, trouble=Trouble.CREDENTIALS)),
    ((404, "Not Found"), Wait(seconds=1, trouble=Trouble.CREDENTIALS)),
    ((409, "Conflict"), Unknown(reason="answer 409")),
    ((500, "Internal Server Error"), Unknown(reason="answer 500")),
    ((502, "Bad Gateway"), Unknown(reason="answer 502")),
    ((200, "not even an error"), Unknown(reason="answer 200", trouble=Trouble.GARBAGE)),
    ((302, ""), Unknown(reason="answer 302", trouble=Trouble.GARBAGE)),
    ((429, "Too Many Requests"), Wait(seconds=0, everyone=True)),
]


@pytest.mark.parametrize(("given", "meaning"), MEANINGS)
def test_what_an_error_means(given: tuple[int, str], meaning: Outcome) -> None:
    assert refused(*given).outcome == meaning


@pytest.mark.parametrize(
    ("asked", "waits"),
    [
        (30, 30),
        (1.5, 1.5),
        (0, 0),
        (-1, 0),
        (None, 0),
        ("soon", 0),
        ([3], 0),
        (10**9, GATE_LIMIT),
        (10**18, GATE_LIMIT),
    ],
)
def test_a_429_waits_as_long_as_it_asks_within_an_hour_and_names_no_time_otherwise(
    asked: object, waits: float
) -> None:
    assert refused(429, retry_after=asked).outcome == Wait(seconds=waits, everyone=True)


def test_a_429_that_is_a_web_page_waits_as_well() -> None:
    assert answered(429, b"<html>slow down").outcome == Wait(seconds=0, everyone=True)


def test_a_group_that_moved_is_followed() -> None:
    old = "Bad Request: group chat was upgraded to a supergroup chat"
    assert refused(400, old, migrate_to_chat_id=-1007).outcome == Moved(chat_id=-1007)


@pytest.mark.parametrize("nonsense", ["there", 2**70, None, True, {}])
def test_a_move_to_nowhere_is_only_a_refusal(nonsense: object) -> None:
    assert isinstance(refused(400, "moved", migrate_to_chat_id=nonsense).outcome, Refused)


@pytest.mark.parametrize("status", [200, 403, 404, 502])
@pytest.mark.parametrize(
    "body",
    [b"", b"<html>", b"null", b"[]", b"7", b"\xff", b"{}", b'{"result": {}}', b'"ok"', b"[" * 9999],
    ids=lambda body: repr(body[:9]),
)
def test_garbage_is_not_taken_for_an_answer(status: int, body: bytes) -> None:
    error = answered(status, body)
    assert not error.genuine
    assert isinstance(error.outcome, Unknown | Wait)
    assert not error.token_refused, "a page that is not there says nothing about the token"


@pytest.mark.parametrize("status", [200, 302, 401, 403, 404])
def test_a_web_page_is_garbage_and_no_sign_that_the_token_is_wrong(status: int) -> None:
    outcome = answered(status, b"<html>log in").outcome
    assert isinstance(outcome, Unknown | Wait)
    assert outcome.trouble is Trouble.GARBAGE


@pytest.mark.parametrize(
    "body", [b"<html>Bad Gateway", b'{"ok":false,"description":"Bad Gateway"}']
)
def test_an_error_of_the_server_is_an_outage_in_whatever_words(body: bytes) -> None:
    assert answered(502, body).outcome == Unknown(reason="answer 502", trouble=Trouble.OUTAGE)


@pytest.mark.parametrize("body", [b'{"ok": true}', b'{"ok": 1, "result": {}}', b'{"ok": "true"}'])
def test_a_yes_without_a_result_is_no_yes(body: bytes) -> None:
    assert answered(200, body).outcome == Unknown(reason="answer 200", trouble=Trouble.GARBAGE)


def test_only_telegrams_own_words_refuse_the_token() -> None:
    assert refused(401, "Unauthorized").token_refused
    assert refused(404, "Not Found").token_refused
    assert not refused(403, BLOCKED).token_refused


@pytest.mark.parametrize(
    ("result", "number"),
    [({"message_id": 7}, 7), (True, None), ({}, None), ({"message_id": "7"}, None), ([], None)],
)
def test_the_number_of_what_was_sent_is_kept_if_there_is_one(
    result: object, number: int | None
) -> None:
    parsed = answer(200, orjson.dumps({"ok": True, "result": result}))
    assert sent(parsed, 5) == Sent(message_id=number)


def test_an_answer_about_another_chat_is_not_taken_for_ours() -> None:
    def told(chat: object) -> object:
        return sent({"ok": True, "result": {"message_id": 7, "chat": chat}}, 5)

    assert told({"id": 5}) == told({}) == told(None) == Sent(message_id=7)
    assert told({"id": 6}) == Unknown(
        reason="an answer about another chat", trouble=Trouble.GARBAGE
    )


@pytest.mark.parametrize(
    ("error", "meaning"),
    [
        (NotSent("ClientConnectorError"), Wait(seconds=1, trouble=Trouble.OUTAGE)),
        (Unsure("ServerDisconnectedError"), Unknown(reason="Unsure")),
        (TimedOut(), Unknown(reason="TimedOut")),
        (NetworkError("?"), Unknown(reason="NetworkError")),
    ],
)
def test_whether_it_can_have_arrived_decides(error: TelegramError, meaning: Outcome) -> None:
    assert outcome_of(error) == meaning


@pytest.mark.parametrize(
    ("description", "harmless", "topic"),
    [
        ("Bad Request: message is not modified: specified new…", True, False),
        ("Bad Request: message to edit not found", True, False),
        ("Bad Request: query is too old and response timeout expired", True, False),
        ("Bad Request: message thread not found", False, True),
        ("Bad Request: TOPIC_CLOSED", False, True),
        ("Bad Request: message is too long", False, False),
    ],
)
def test_some_refusals_do_no_harm_and_some_are_about_the_topic(
    description: str, harmless: bool, topic: bool
) -> None:
    error = refused(400, description)
    assert (error.harmless, error.topic_trouble) == (harmless, topic)


def test_no_error_tells_the_token_or_quotes_what_somebody_wrote() -> None:
    words = f"Bad Request: no such method at /bot{TOKEN}/send for tag \"Қанат\" and 'Anna'"
    error = refused(400, words)
    for text in (str(error), repr(error), error.description, str(error.outcome)):
        assert TOKEN not in text
    for text in (str(error), repr(error), str(error.outcome)):
        assert "Қанат" not in text
        assert "Anna" not in text


def meaning(status: int, body: bytes) -> Outcome:
    """What the message became, whatever the answer."""
    try:
        return sent(answer(status, body), 1)
    except Answered as error:
        return error.outcome


@given(st.integers(200, 599), st.binary(max_size=60))
def test_no_bytes_are_taken_for_more_than_they_are(status: int, body: bytes) -> None:
    assert isinstance(meaning(status, body), Refused | Unknown | Wait)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)


@given(
    st.sampled_from([200, 400, 401, 403, 404, 413, 429, 500]),
    st.fixed_dictionaries(
        {},
        optional={
            "ok": JSON,
            "result": JSON,
            "description": JSON,
            "parameters": st.fixed_dictionaries(
                {}, optional={"retry_after": JSON, "migrate_to_chat_id": JSON}
            )
            | JSON,
        },
    ),
)
def test_every_json_has_a_meaning_and_nobody_waits_for_ever(
    status: int, body: dict[str, Any]
) -> None:
    outcome = meaning(status, json.dumps(body).encode())
    assert isinstance(outcome, Sent | Gone | Moved | Refused | Unknown | Wait)
    assert not isinstance(outcome, Wait) or 0 <= outcome.seconds <= GATE_LIMIT
