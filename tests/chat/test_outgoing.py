"""Prepared requests, byte for byte."""

from __future__ import annotations

import orjson
import pytest

from bot.chat.outgoing import deleting, prepared
from bot.core.delivery import Act
from bot.core.messages import Message
from tests.chat.people import USERNAME

COURT = Message(html="Court tomorrow")


@pytest.mark.parametrize("paid", [False, True])
def test_telegram_may_take_stars_only_where_a_host_has_said_so(paid: bool) -> None:
    body = orjson.loads(prepared(COURT, USERNAME, Act.SEND, paid=paid).sending(1, 2, silent=True))
    assert body.get("allow_paid_broadcast", False) is paid
    assert (body["chat_id"], body["message_thread_id"], body["disable_notification"]) == (
        1,
        2,
        True,
    )


def test_an_edit_names_the_message_and_is_never_paid_for() -> None:
    body = orjson.loads(prepared(COURT, USERNAME, Act.EDIT, paid=True).editing(-5, 77))
    assert (body["chat_id"], body["message_id"], body["text"]) == (-5, 77, COURT.html)
    assert "allow_paid_broadcast" not in body
    assert "disable_notification" not in body


def test_a_deletion_names_chat_and_message_alone() -> None:
    assert orjson.loads(deleting(-5, 77)) == {"chat_id": -5, "message_id": 77}
