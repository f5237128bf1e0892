"""Telegram's updates in our own words: who asks what where, and what is not for us."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs
from telegram import Bot

from bot.chat.connection import Connection
from bot.chat.translate import UpdateTranslator, chat_of
from bot.core.messages import Incoming
from bot.core.notation import is_id, written
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from tests.chat.people import GROUP, MEMBER, OTHER, TOKEN, USERNAME

Json = dict[str, Any]

ANN: Json = {"id": MEMBER, "is_bot": False, "first_name": "Ann", "language_code": "ru"}
LEO: Json = {"id": OTHER, "is_bot": False, "first_name": "Leo", "language_code": "en"}
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group"}
CHANNEL_BOT: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel"}
SERVICE: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
PRIVATE: Json = {"id": MEMBER, "type": "private", "first_name": "Ann"}
FORUM: Json = {"id": GROUP, "type": "supergroup", "title": "Group", "is_forum": True}
SMALL: Json = {"id": -1_000_100, "type": "group", "title": "Small"}
CHANNEL: Json = {"id": -1_007_000_000_200, "type": "channel", "title": "Channel"}
ELSEWHERE: Json = {"type": "user", "date": 1, "sender_user": LEO}


def a_message(text: str | None = "hello", **facts: Any) -> Json:
    message: Json = {"message_id": 5, "date": 1_041_796_800, "chat": PRIVATE, "from": ANN}
    return message | ({"text": text} if text is not None else {}) | facts


def in_group(text: str | None, **facts: Any) -> Json:
    return a_message(text, **({"chat": FORUM} | facts))


def a_press(data: str = "case:x", **facts: Any) -> Json:
    press: Json = {"id": "q1", "from": ANN, "chat_instance": "1", "data": data}
    return press | {"message": a_message("Screen")} | facts


def membership(old: Json | str, new: Json | str, chat: Json = PRIVATE) -> Json:
    me = {"user": {"id": 1_000_000_001, "is_bot": True, "first_name": "Bot"}}
    before, after = (
        member if isinstance(member, dict) else {"status": member} for member in (old, new)
    )
    return {
        "chat": chat,
        "from": ANN,
        "date": 1_041_796_800,
        "old_chat_member": me | before,
        "new_chat_member": me | after,
    }


@pytest.fixture
def translate(connection: Connection) -> UpdateTranslator:
    return UpdateTranslator(connection.bot, USERNAME)


async def read(translate: UpdateTranslator, kind: str, content: Json) -> Incoming | None:
    return await translate(orjson.dumps({"update_id": 9, kind: content}).decode())


async def understood(translate: UpdateTranslator, kind: str, content: Json) -> Incoming:
    incoming = await read(translate, kind, content)
    assert incoming is not None
    return incoming


async def test_a_text_in_private(translate: UpdateTranslator) -> None:
    assert await read(translate, "message", a_message("  Қарағанды \u202e")) == Incoming(
        update_id=9,
        event="message",
        chat_id=MEMBER,
        chat_kind="private",
        user_id=MEMBER,
        app_language="ru",
        text="Қарағанды",
        message_id=5,
    )


@pytest.mark.parametrize(
    ("typed", "command", "args"),
    [
        ("/start", "start", ""),
        ("/start call_karaganda-2003", "start", "call_karaganda-2003"),
        (f"/CALL@{USERNAME.upper()}  karaganda-2003 ", "call", "karaganda-2003"),
        ("/subscribe\tkaraganda-2003", "subscribe", "karaganda-2003"),
        ("/broadcast x one\ntwo", "broadcast", "x one\ntwo"),
        ("/start\nx", "start", "x"),
    ],
)
async def test_a_command_with_its_arguments(
    translate: UpdateTranslator, typed: str, command: str, args: str
) -> None:
    incoming = await understood(translate, "message", a_message(typed))
    assert (incoming.command, incoming.args, incoming.text) == (command, args, "")


@pytest.mark.parametrize("typed", ["/", "//start", "/привет", "/" + "x" * 33, "/call!", "a /call"])
async def test_what_only_looks_like_a_command_is_a_text(
    translate: UpdateTranslator, typed: str
) -> None:
    incoming = await understood(translate, "message", a_message(typed))
    assert (incoming.command, incoming.text) == (None, typed)


@pytest.mark.parametrize("chat", [PRIVATE, FORUM, SMALL])
async def test_a_command_for_another_bot_is_not_ours(
    translate: UpdateTranslator, chat: Json
) -> None:
    assert await read(translate, "message", a_message("/start@other_bot", chat=chat)) is None


async def test_a_forwarded_command_is_somebody_elses(translate: UpdateTranslator) -> None:
    forwarded = a_message("/forget", forward_origin=ELSEWHERE)
    assert (await understood(translate, "message", forwarded)).command is None
    assert await read(translate, "message", forwarded | {"chat": FORUM}) is None


@pytest.mark.parametrize(
    "kind",
    ["edited_message", "channel_post", "edited_channel_post", "business_message", "something_new"],
)
async def test_edited_and_posted_messages_ask_nothing_of_us(
    translate: UpdateTranslator, kind: str
) -> None:
    assert await read(translate, kind, a_message("/start")) is None


@pytest.mark.parametrize(
    "facts",
    [
        {"via_bot": {"id": 5, "is_bot": True, "first_name": "Other"}},
        {"from": {"id": 5, "is_bot": True, "first_name": "Other"}},
        {"from": CHANNEL_BOT, "sender_chat": CHANNEL},
        {"from": SERVICE, "sender_chat": CHANNEL, "is_automatic_forward": True},
        {"from": SERVICE, "is_automatic_forward": True},
    ],
    ids=["via a bot", "a bot", "as a channel", "linked channel", "forwarded by itself"],
)
async def test_machines_are_not_listened_to(translate: UpdateTranslator, facts: Json) -> None:
    assert await read(translate, "message", in_group("/help", **facts)) is None


async def test_telegrams_own_account_is_nobody(translate: UpdateTranslator) -> None:
    incoming = await understood(translate, "message", in_group("/help", **{"from": SERVICE}))
    assert incoming.user_id is None
    assert not incoming.is_group_admin


async def test_an_anonymous_admin_is_an_admin_without_a_name(translate: UpdateTranslator) -> None:
    facts = {"from": ANONYMOUS, "sender_chat": FORUM}
    incoming = await understood(translate, "message", in_group("/settings", **facts))
    assert incoming.user_id is None
    assert incoming.is_group_admin


async def test_in_groups_only_commands_are_ours(translate: UpdateTranslator) -> None:
    assert await read(translate, "message", in_group("good evening")) is None
    assert await read(translate, "message", in_group(None, location=PLACE)) is None


@pytest.mark.parametrize("who", [ANN, LEO])
async def test_group_rights_are_asked_for_at_that_moment(
    translate: UpdateTranslator, api: BotApi, who: Json
) -> None:
    command = in_group("/subscribe x", **{"from": who})
    assert (await understood(translate, "message", command)).is_group_admin is (who is ANN)
    press = a_press(message=in_group("Screen")) | {"from": who}
    assert (await understood(translate, "callback_query", press)).is_group_admin is (who is ANN)
    api.make_admin(GROUP, OTHER)
    assert (await understood(translate, "message", command)).is_group_admin


@pytest.mark.parametrize(
    "fault",
    [
        Fault.answer(400, "Bad Request: user not found"),
        Fault.drop_undelivered(),
        Fault.garbage(b'{"ok":true,"result":{"status":"creator"}}'),
        Fault.garbage(b'{"ok":true,"result":[]}'),
    ],
)
async def test_who_cannot_be_asked_about_is_no_admin(
    translate: UpdateTranslator, api: BotApi, fault: Fault
) -> None:
    api.faults.script("getChatMember", fault)
    with capture_logs() as logs:
        incoming = await understood(translate, "message", in_group("/subscribe x"))
    assert not incoming.is_group_admin
    assert [entry["event"] for entry in logs] == ["rights in a group are not known"]


async def test_a_topic_counts_only_where_the_message_is_in_one(
    translate: UpdateTranslator,
) -> None:
    in_topic = in_group("/help", message_thread_id=77, is_topic_message=True)
    a_reply = in_group("/help", message_thread_id=77)
    assert (await understood(translate, "message", in_topic)).thread == 77
    assert (await understood(translate, "message", a_reply)).thread is None
    assert (await understood(translate, "message", in_group("/help"))).thread is None
    pressed = a_press(message=in_topic)
    assert (await understood(translate, "callback_query", pressed)).thread == 77


async def test_a_press(translate: UpdateTranslator) -> None:
    assert await read(translate, "callback_query", a_press("call:x\x00:y")) == Incoming(
        update_id=9,
        event="press",
        chat_id=MEMBER,
        chat_kind="private",
        user_id=MEMBER,
        app_language="ru",
        press="call:x:y",
        press_id="q1",
        message_id=5,
    )


async def test_a_press_under_a_message_too_old_to_be_shown(translate: UpdateTranslator) -> None:
    for chat in (PRIVATE, FORUM):
        old = {"chat": chat, "message_id": 3, "date": 0}
        incoming = await understood(translate, "callback_query", a_press(message=old))
        assert (incoming.message_id, incoming.chat_id, incoming.thread) == (3, chat["id"], None)


@pytest.mark.parametrize(
    "facts",
    [{"message": None}, {"data": None, "game_short_name": "x"}, {"from": CHANNEL_BOT}],
    ids=["inline", "game", "a bot"],
)
async def test_presses_that_are_not_ours(translate: UpdateTranslator, facts: Json) -> None:
    press = {name: value for name, value in (a_press() | facts).items() if value is not None}
    assert await read(translate, "callback_query", press) is None


async def test_both_signs_of_a_migration_say_the_same(translate: UpdateTranslator) -> None:
    old = await understood(
        translate, "message", a_message(None, chat=SMALL, migrate_to_chat_id=GROUP)
    )
    new = await understood(translate, "message", in_group(None, migrate_from_chat_id=SMALL["id"]))
    assert old == new
    assert (old.event, old.chat_id, old.migrated_to) == ("migrated", SMALL["id"], GROUP)


GONE = {"status": "restricted", "is_member": False}
MUTED = {"status": "restricted", "is_member": True}


@pytest.mark.parametrize(
    ("old", "new", "chat", "event"),
    [
        ("member", "kicked", PRIVATE, "blocked"),
        ("kicked", "member", PRIVATE, "unblocked"),
        ("left", "member", FORUM, "added"),
        ("left", "administrator", CHANNEL, "added"),
        ("kicked", "administrator", SMALL, "added"),
        ("member", "left", FORUM, "removed"),
        ("administrator", "kicked", CHANNEL, "removed"),
        (MUTED, "left", FORUM, "removed"),
        (MUTED, GONE, FORUM, "removed"),
        ("left", MUTED, FORUM, "added"),
        (GONE, "member", FORUM, "added"),
        ("member", "administrator", FORUM, None),
        ("administrator", "member", FORUM, None),
        ("member", MUTED, FORUM, None),
        ("left", "kicked", FORUM, None),
        ("left", GONE, FORUM, None),
        ("kicked", "left", PRIVATE, None),
    ],
)
async def test_coming_and_going(
    translate: UpdateTranslator, old: Json | str, new: Json | str, chat: Json, event: str | None
) -> None:
    incoming = await read(translate, "my_chat_member", membership(old, new, chat))
    assert (incoming.event if incoming else None) == event
    if incoming is not None:
        assert (incoming.chat_id, incoming.user_id) == (chat["id"], MEMBER)


PLACE = {"latitude": 51.51, "longitude": -0.13}


async def test_a_place(translate: UpdateTranslator) -> None:
    incoming = await understood(translate, "message", a_message(None, location=PLACE))
    assert (incoming.latitude, incoming.longitude, incoming.text) == (51.51, -0.13, "")


@pytest.mark.parametrize(
    "facts",
    [
        {"pinned_message": a_message("Screen")},
        {"message_auto_delete_timer_changed": {"message_auto_delete_time": 86400}},
        {"write_access_allowed": {}},
        {"some_note_of_tomorrow": {}},
    ],
)
async def test_the_apps_own_notes_are_not_answered(
    translate: UpdateTranslator, facts: Json
) -> None:
    assert await read(translate, "message", a_message(None, **facts)) is None


async def test_a_picture_gets_an_answer_though_it_says_nothing(
    translate: UpdateTranslator,
) -> None:
    photo = [{"file_id": "f", "file_unique_id": "u", "width": 1, "height": 1}]
    incoming = await understood(translate, "message", a_message(None, photo=photo))
    assert (incoming.text, incoming.command) == ("", None)


async def test_half_a_surrogate_pair_is_left_out(translate: UpdateTranslator) -> None:
    body = json.dumps({"update_id": 9, "message": a_message("/start \ud83d karaganda")})
    incoming = await translate(body)
    assert incoming is not None
    assert incoming.args == "karaganda"


@pytest.mark.parametrize(
    "content",
    [
        a_message(chat=PRIVATE | {"id": 2**63}),
        a_message(chat=PRIVATE | {"id": "7"}),
        a_message(chat=PRIVATE | {"id": True}),
        a_message(chat=PRIVATE | {"type": "village"}),
        a_message(chat=PRIVATE | {"type": ["private"]}),
        a_message(chat=None),
        a_message() | {"from": ANN | {"id": -(2**70)}},
        a_message() | {"from": ANN | {"language_code": 7}},
        a_message(message_id="five"),
        a_message(text=["/start"]),  # type: ignore[arg-type]  # that is the point
        a_message(date=10**40),
        a_message(None, location={"latitude": "north", "longitude": 0}),
        a_message(None, location={"latitude": 91.0, "longitude": 0}),
        a_message(None, location={"latitude": 0, "longitude": True}),
        a_message(None, chat=SMALL, migrate_to_chat_id="there"),
        {},
    ],
)
async def test_nonsense_is_passed_over(translate: UpdateTranslator, content: Json) -> None:
    assert await translate(written({"update_id": 9, "message": content}).decode()) is None


async def test_of_nonsense_only_the_kind_of_error_is_logged(translate: UpdateTranslator) -> None:
    with capture_logs() as logs:
        assert await translate('{"update_id": 9, "message": {"chat": "Қанат 7123456789"}}') is None
        assert await translate("[" * 5000) is None
    assert [entry["event"] for entry in logs] == ["an update was not understood"] * 2
    assert "Қанат" not in str(logs)
    assert "7123456789" not in str(logs)


@pytest.mark.parametrize(("depth", "known"), [(3, True), (900, True), (9000, False)])
async def test_messages_nested_without_end_are_passed_over(
    translate: UpdateTranslator, depth: int, known: bool
) -> None:
    shell = json.dumps(a_message("deep", reply_to_message="?"))
    before, after = shell.split('"?"')
    body = '{"update_id": 9, "message": ' + before * depth + "null" + after * depth + "}"
    assert (await translate(body) is not None) is known


@pytest.mark.parametrize(
    ("update", "chat"),
    [
        ({"message": a_message()}, MEMBER),
        ({"my_chat_member": membership("left", "member", FORUM)}, GROUP),
        ({"callback_query": a_press()}, MEMBER),
        ({"callback_query": {"id": "q"}}, None),
        ({"callback_query": "nonsense"}, None),
        ({"message": {"chat": {"id": 2**63}}}, None),
        ({"message": {"chat": {"id": True}}}, None),
        ({"message": 7}, None),
        ({"poll": {}}, None),
    ],
)
def test_the_chat_an_update_belongs_to(update: Json, chat: int | None) -> None:
    assert chat_of({"update_id": 9} | update) == chat


SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(), max_size=8)
    | st.sampled_from(["private", "supergroup", "member", "restricted", "/start", "/x@y", MEMBER])
)  # fmt: skip
FIELDS = st.sampled_from(
    """message_id date chat from text id type is_bot first_name title user status is_member data
    message old_chat_member new_chat_member location latitude longitude via_bot sender_chat
    reply_to_message forward_origin is_topic_message message_thread_id language_code photo entities
    migrate_to_chat_id migrate_from_chat_id chat_instance pinned_message until_date""".split()
)
ANYTHING = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner, max_size=6),
    max_leaves=25,
)
KINDS = st.sampled_from(
    ["message", "callback_query", "my_chat_member", "edited_message", "poll", "chat_boost", "x"]
)
EXAMPLES: list[Json] = [a_message(), in_group("/help"), a_press(), membership("left", "member")]


def spoiled(content: Json, name: str, value: object) -> Json:
    return content | {name: value}


NEARLY = st.builds(spoiled, st.sampled_from(EXAMPLES), FIELDS, ANYTHING)
"""A real update with one field replaced by anything."""


@pytest.fixture(scope="module")
def offline() -> UpdateTranslator:
    """Without a line to Telegram: nobody is an admin."""
    return UpdateTranslator(Bot(TOKEN, base_url="http://127.0.0.1:1/bot"), USERNAME)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(), st.dictionaries(KINDS, ANYTHING | NEARLY, max_size=2))
@example(9, {"message": a_message() | {"from": ANN | {"is_bot": []}}})
def test_whatever_comes_is_understood_or_passed_over(
    monkeypatch: pytest.MonkeyPatch, offline: UpdateTranslator, update_id: int, kinds: Json
) -> None:
    async def no_rights(self: UpdateTranslator, incoming: Incoming) -> Incoming:
        return incoming

    monkeypatch.setattr(UpdateTranslator, "_with_rights", no_rights)
    update = {"update_id": update_id} | kinds
    chat = chat_of(update)
    assert chat is None or is_id(chat)
    incoming = asyncio.run(offline(written(update).decode()))
    if incoming is not None:
        assert is_id(incoming.chat_id)
        assert incoming.user_id is None or is_id(incoming.user_id)
        incoming.text.encode()
        incoming.args.encode()
