"""The table of what the real server answers; descriptions are tdlib/telegram-bot-api's own."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.answers import UploadedFile
from bot.demo.bot_api import BotApi
from tests.demo.people import (
    ANN,
    CHANNEL,
    DANA,
    GROUP,
    LEO,
    OLGA,
    SMALL_GROUP,
    TOKEN,
    USERNAME,
    Journey,
    an_api,
    send,
)


@pytest.fixture
def api() -> BotApi:
    """Ann and Leo talk with the bot, Leo has blocked it; it is in both groups."""
    api = an_api()
    api.start_link(ANN)
    api.start_link(LEO)
    api.user_blocks_bot(LEO)
    api.add_bot_to_group(GROUP, ANN)
    api.add_bot_to_group(SMALL_GROUP, ANN)
    return api


BUTTON = {"text": "Go", "callback_data": "go"}
AT_LIMIT = "x" * 4096


def keyboard(*rows: list[dict[str, Any]]) -> dict[str, Any]:
    return {"inline_keyboard": list(rows)}


REFUSED: dict[str, tuple[str, dict[str, Any], int, str]] = {
    "no chat": ("sendMessage", {"text": "x"}, 400, "Bad Request: chat_id is empty"),
    "unknown chat": (
        "sendMessage",
        {"chat_id": 999, "text": "x"},
        400,
        "Bad Request: chat not found",
    ),
    "chat id that is no number": (
        "sendMessage",
        {"chat_id": "Ann", "text": "x"},
        400,
        "Bad Request: chat not found",
    ),
    "no text": (
        "sendMessage",
        {"chat_id": ANN},
        400,
        "Bad Request: message text is empty",
    ),
    "only spaces": (
        "sendMessage",
        {"chat_id": ANN, "text": " \n "},
        400,
        "Bad Request: text must be non-empty",
    ),
    "too long": (
        "sendMessage",
        {"chat_id": ANN, "text": AT_LIMIT + "x"},
        400,
        "Bad Request: message is too long",
    ),
    "too long in UTF-16 units": (
        "sendMessage",
        {"chat_id": ANN, "text": "✊🏽" * 1366},
        400,
        "Bad Request: message is too long",
    ),
    "far too long": (
        "sendMessage",
        {"chat_id": ANN, "text": "x" * 40_000},
        400,
        "Bad Request: text is too long",
    ),
    "lone surrogate": (
        "sendMessage",
        {"chat_id": ANN, "text": "a\ud800"},
        400,
        "Bad Request: strings must be encoded in UTF-8",
    ),
    "Markdown": (
        "sendMessage",
        {"chat_id": ANN, "text": "x", "parse_mode": "Klingon"},
        400,
        "Bad Request: unsupported parse_mode",
    ),
    "stranger met in a group": (
        "sendMessage",
        {"chat_id": OLGA, "text": "x"},
        403,
        "Forbidden: bot can't initiate conversation with a user",
    ),
    "blocked": (
        "sendMessage",
        {"chat_id": LEO, "text": "x"},
        403,
        "Forbidden: bot was blocked by the user",
    ),
    "channel without the bot": (
        "sendMessage",
        {"chat_id": "@comrades_news", "text": "x"},
        400,
        "Bad Request: chat not found",
    ),
    "reply to what is gone": (
        "sendMessage",
        {"chat_id": ANN, "text": "x", "reply_parameters": '{"message_id": 999}'},
        400,
        "Bad Request: message to be replied not found",
    ),
    "thread in private": (
        "sendMessage",
        {"chat_id": ANN, "text": "x", "message_thread_id": 5},
        400,
        "Bad Request: message thread not found",
    ),
    "document missing": (
        "sendDocument",
        {"chat_id": ANN},
        400,
        "Bad Request: there is no document in the request",
    ),
    "document by a made-up id": (
        "sendDocument",
        {"chat_id": ANN, "document": "abc"},
        400,
        "Bad Request: wrong remote file identifier specified: Wrong string length",
    ),
    "edit of nothing": (
        "editMessageText",
        {"text": "x"},
        400,
        "Bad Request: message identifier is not specified",
    ),
    "edit of what is not there": (
        "editMessageText",
        {"chat_id": ANN, "message_id": 999, "text": "x"},
        400,
        "Bad Request: message to edit not found",
    ),
    "edit of somebody else's": (
        "editMessageText",
        {"chat_id": ANN, "message_id": 2, "text": "x"},
        400,
        "Bad Request: message can't be edited",
    ),
    "delete of what is not there": (
        "deleteMessage",
        {"chat_id": ANN, "message_id": 999},
        400,
        "Bad Request: message to delete not found",
    ),
    "delete of nothing": (
        "deleteMessages",
        {"chat_id": ANN, "message_ids": []},
        400,
        "Bad Request: message identifiers are not specified",
    ),
    "delete of too many": (
        "deleteMessages",
        {"chat_id": ANN, "message_ids": list(range(1, 102))},
        400,
        "Bad Request: too many message identifiers specified",
    ),
    "delete in a group without rights": (
        "deleteMessage",
        {"chat_id": SMALL_GROUP, "message_id": 1},
        400,
        "Bad Request: message can't be deleted",
    ),
    "pin without rights": (
        "pinChatMessage",
        {"chat_id": SMALL_GROUP, "message_id": 1},
        400,
        "Bad Request: not enough rights to manage pinned messages in the chat",
    ),
    "answer to no press": (
        "answerCallbackQuery",
        {"callback_query_id": "1"},
        400,
        "Bad Request: query is too old and response timeout expired or query ID is invalid",
    ),
    "long answer to a press": (
        "answerCallbackQuery",
        {"callback_query_id": "1", "text": "x" * 201},
        400,
        "Bad Request: MESSAGE_TOO_LONG",
    ),
    "administrators of a private chat": (
        "getChatAdministrators",
        {"chat_id": ANN},
        400,
        "Bad Request: there are no administrators in the private chat",
    ),
    "member without a number": (
        "getChatMember",
        {"chat_id": GROUP, "user_id": "Ann"},
        400,
        "Bad Request: invalid user_id specified",
    ),
    "strange action": (
        "sendChatAction",
        {"chat_id": ANN, "action": "dancing"},
        400,
        "Bad Request: wrong parameter action in request",
    ),
    "no file": (
        "getFile",
        {"file_id": "x"},
        400,
        "Bad Request: wrong file_id or the file is temporarily unavailable",
    ),
    "webhook in the clear": (
        "setWebhook",
        {"url": "http://example.org/hook"},
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
    ),
    "webhook's secret": (
        "setWebhook",
        {"url": "https://example.org/hook", "secret_token": "a b"},
        400,
        "Bad Request: secret token contains unallowed characters",
    ),
    "no such method": ("sendMassage", {}, 404, "Not Found: method not found"),
}


@pytest.mark.parametrize("case", REFUSED, ids=str)
def test_it_refuses_in_telegrams_own_words(api: BotApi, case: str) -> None:
    method, params, status, description = REFUSED[case]
    answer = api.call(method, params)
    assert answer.body == {"ok": False, "error_code": status, "description": description}
    assert answer.status == status


KEYBOARDS: dict[str, tuple[Any, str]] = {
    "not JSON": ("{", "can't parse reply keyboard markup JSON object"),
    "an array": ([BUTTON], "object expected as reply markup"),
    "a flat row": (
        {"inline_keyboard": [BUTTON]},
        'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays',
    ),
    "no text": (
        keyboard([{"callback_data": "go"}]),
        "can't parse inline keyboard button: Can't find field \"text\"",
    ),
    "empty text": (
        keyboard([{"text": " ", "callback_data": "go"}]),
        "inline keyboard button text must be non-empty",
    ),
    "no action": (
        keyboard([{"text": "Go"}]),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    "33 two-byte letters of data": (
        keyboard([{"text": "Go", "callback_data": "ж" * 33}]),
        "BUTTON_DATA_INVALID",
    ),
    "empty copy": (
        keyboard([{"text": "Go", "copy_text": {"text": ""}}]),
        "BUTTON_COPY_TEXT_INVALID",
    ),
    "long copy": (
        keyboard([{"text": "Go", "copy_text": {"text": "x" * 257}}]),
        "BUTTON_COPY_TEXT_INVALID",
    ),
    "bad link": (
        keyboard([{"text": "Go", "url": "http://localhost/"}]),
        "inline keyboard button URL 'http://localhost/' is invalid: Wrong HTTP URL",
    ),
    "script as a link": (
        keyboard([{"text": "Go", "url": "javascript:alert(1)"}]),
        "inline keyboard button URL 'javascript:alert(1)' is invalid: Wrong HTTP URL",
    ),
    "nine in a row": (keyboard([BUTTON] * 9), "BUTTON_COUNT_INVALID"),
    "101 in all": (keyboard(*[[BUTTON]] * 101), "BUTTON_COUNT_INVALID"),
    "11 kB": (
        keyboard(*[[{"text": "ж" * 120, "callback_data": "go"}]] * 50),
        "reply markup is too long",
    ),
    "strange style": (
        keyboard([{**BUTTON, "style": "loud"}]),
        "can't parse inline keyboard button: invalid button style specified",
    ),
}


@pytest.mark.parametrize("case", KEYBOARDS, ids=str)
def test_it_refuses_keyboards_that_telegram_refuses(api: BotApi, case: str) -> None:
    markup, reason = KEYBOARDS[case]
    answer = send(api, reply_markup=markup)
    assert answer.body["description"] == f"Bad Request: {reason}"


def test_location_is_asked_for_in_private_only(api: BotApi) -> None:
    markup = {"keyboard": [[{"text": "Here", "request_location": True}]]}
    assert send(api, ANN, reply_markup=markup).status == 200
    assert "private chats only" in send(api, GROUP, reply_markup=markup).body["description"]


def test_limits_themselves_are_allowed(api: BotApi) -> None:
    most = {"text": "Go", "callback_data": "ж" * 32}
    assert send(api, text=AT_LIMIT, reply_markup=keyboard([most] * 8)).status == 200


def test_length_counts_after_the_tags_are_taken_out(api: BotApi) -> None:
    text = f"<b>{AT_LIMIT}</b>"
    assert send(api, text=text, parse_mode="HTML").status == 200
    assert send(api, text=text).body["description"] == "Bad Request: message is too long"


def test_method_names_ignore_case(api: BotApi) -> None:
    assert api.call("SENDmessage", {"chat_id": ANN, "text": "x"}).status == 200


def test_nested_values_may_be_json_text(api: BotApi) -> None:
    sent = send(api, reply_markup='{"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}')
    assert sent.result["reply_markup"] == keyboard([BUTTON])


def test_a_message_looks_like_telegrams() -> None:
    api = an_api()
    api.start_link(ANN)
    me = {"id": 7000000001, "is_bot": True, "first_name": USERNAME, "username": USERNAME}
    assert send(api, text=" Hello ").result == {
        "message_id": 3,
        "from": me,
        "date": 1_041_796_800,
        "chat": {"id": ANN, "type": "private", "first_name": "Ann"},
        "text": "Hello",
    }


def test_it_knows_only_its_own_token(api: BotApi) -> None:
    assert api.authorized(TOKEN)
    assert not api.authorized("7000000001:another")
    assert not api.authorized("жопа:ы")


def test_a_deleted_account_is_deactivated(api: BotApi) -> None:
    api.user_leaves_telegram(ANN)
    assert send(api).body["description"] == "Forbidden: user is deactivated"


@pytest.mark.parametrize(
    ("group", "kind"), [(SMALL_GROUP, "group"), (GROUP, "supergroup")], ids=str
)
def test_a_group_that_threw_it_out_is_closed(api: BotApi, group: int, kind: str) -> None:
    api.remove_bot(group)
    words = f"Forbidden: bot was kicked from the {kind} chat"
    assert send(api, group).body["description"] == words


def test_a_group_it_left_is_closed(api: BotApi) -> None:
    assert api.call("leaveChat", {"chat_id": GROUP}).result is True
    words = "Forbidden: bot is not a member of the supergroup chat"
    assert send(api, GROUP).body["description"] == words


def test_a_moved_group_names_its_new_id(api: BotApi) -> None:
    api.migrate_group(SMALL_GROUP, -1_001_000_000_501)
    assert send(api, SMALL_GROUP).body == {
        "ok": False,
        "error_code": 400,
        "description": "Bad Request: group chat was upgraded to a supergroup chat",
        "parameters": {"migrate_to_chat_id": -1_001_000_000_501},
    }
    assert send(api, -1_001_000_000_501).status == 200


def test_it_posts_in_a_channel_where_it_is_administrator(api: BotApi) -> None:
    api.add_bot_to_group(CHANNEL, OLGA)
    post = send(api, "@comrades_news").result
    assert post["chat"]["id"] == CHANNEL
    assert "from" not in post


def test_topics_open_closed_gone_and_general(api: BotApi) -> None:
    forum = -1_001_000_000_900
    api.add_group(forum, "Forum", ANN, [LEO], forum=True)
    api.add_bot_to_group(forum, ANN)
    topic = api.add_topic(forum, "Hearings")
    sent = send(api, forum, message_thread_id=topic).result
    assert (sent["message_thread_id"], sent["is_topic_message"]) == (topic, True)
    general = send(api, forum, message_thread_id=1)
    assert general.body["description"] == "Bad Request: message thread not found"
    assert "message_thread_id" not in send(api, forum).result
    api.close_topic(forum, topic)
    closed = send(api, forum, message_thread_id=topic)
    assert closed.body["description"] == "Bad Request: TOPIC_CLOSED"
    api.delete_topic(forum, topic)
    gone = send(api, forum, message_thread_id=topic)
    assert gone.body["description"] == "Bad Request: message thread not found"


class TestEdits:
    def test_an_edit_changes_text_and_takes_the_keyboard_away(self, api: BotApi) -> None:
        sent = send(api, reply_markup=keyboard([BUTTON])).result
        wanted = {"chat_id": ANN, "message_id": sent["message_id"], "text": "Bye"}
        edited = api.call("editMessageText", wanted).result
        assert edited["text"] == "Bye"
        assert "reply_markup" not in edited
        assert edited["edit_date"] == edited["date"]

    def test_the_same_again_is_not_modified(self, api: BotApi) -> None:
        sent = send(api, text="<b>Hi</b>", parse_mode="HTML").result
        same = {
            "chat_id": ANN,
            "message_id": sent["message_id"],
            "text": "<b>Hi</b>",
            "parse_mode": "HTML",
        }
        answer = api.call("editMessageText", same)
        assert answer.body["description"].startswith("Bad Request: message is not modified: spec")
        assert api.call("editMessageText", {**same, "parse_mode": ""}).status == 200

    def test_a_keyboard_alone_is_changed(self, api: BotApi) -> None:
        sent = send(api).result
        wanted = {"chat_id": ANN, "message_id": sent["message_id"]}
        changed = api.call("editMessageReplyMarkup", {**wanted, "reply_markup": keyboard([BUTTON])})
        assert changed.result["reply_markup"] == keyboard([BUTTON])
        assert changed.result["text"] == "Hello"

    def test_a_caption_is_changed_and_a_text_has_none(self, api: BotApi) -> None:
        file = {"document": UploadedFile(name="a.txt", content=b"x")}
        sent = api.call("sendDocument", {"chat_id": ANN, "caption": "Sign"}, file).result
        wanted = {"chat_id": ANN, "message_id": sent["message_id"]}
        changed = api.call("editMessageCaption", {**wanted, "caption": "Signed"})
        assert changed.result["caption"] == "Signed"
        no_text = api.call("editMessageText", {**wanted, "text": "x"})
        words = "Bad Request: there is no text in the message to edit"
        assert no_text.body["description"] == words
        plain = {"chat_id": ANN, "message_id": send(api).result["message_id"], "caption": "x"}
        words = "Bad Request: there is no caption in the message to edit"
        assert api.call("editMessageCaption", plain).body["description"] == words


def test_it_pins_where_it_may(api: BotApi) -> None:
    api.promote_bot(GROUP, ANN)
    sent = send(api, GROUP).result
    wanted = {"chat_id": GROUP, "message_id": sent["message_id"]}
    assert api.call("pinChatMessage", wanted).result is True
    assert api.history(GROUP)[-1]["pinned_message"]["text"] == "Hello"
    found = api.call("getChatAdministrators", {"chat_id": GROUP}).result
    assert found[-1]["can_pin_messages"]


def test_it_quotes_what_it_answers(api: BotApi) -> None:
    asked = api.user_sends(chat_id=ANN, user_id=ANN, text="When?")
    told = send(api, reply_parameters={"message_id": asked.id}).result
    assert told["reply_to_message"]["text"] == "When?"
    gone = {"message_id": 999, "allow_sending_without_reply": True}
    assert "reply_to_message" not in send(api, reply_parameters=gone).result


def test_a_channel_where_it_may_not_post(api: BotApi) -> None:
    api.add_bot_to_group(CHANNEL, OLGA)
    api.promote_bot(CHANNEL, OLGA, frozenset({"can_edit_messages"}))
    words = "Bad Request: need administrator rights in the channel chat"
    assert send(api, CHANNEL).body["description"] == words


def test_typing_is_seen(api: BotApi) -> None:
    before = api.events.last_id
    assert api.call("sendChatAction", {"chat_id": ANN, "action": "typing"}).result is True
    assert (api.events.since(before) or [])[0]["action"] == "typing"


class TestDeletions:
    @pytest.mark.parametrize(("hours", "goes"), [(47.9, True), (48, False)], ids=str)
    def test_only_within_48_hours(self, hours: float, goes: bool) -> None:
        journey = Journey()
        api = an_api(journey)
        api.start_link(ANN)
        sent = send(api).result
        journey.forward(hours=hours)
        answer = api.call("deleteMessage", {"chat_id": ANN, "message_id": sent["message_id"]})
        assert (answer.status == 200) is goes
        if not goes:
            words = "Bad Request: message can't be deleted for everyone"
            assert answer.body["description"] == words

    def test_many_at_once_pass_over_what_is_gone(self, api: BotApi) -> None:
        ids = [send(api).result["message_id"] for _ in range(3)]
        wanted = {"chat_id": ANN, "message_ids": [*ids, 999]}
        assert api.call("deleteMessages", wanted).result is True
        assert not {message["message_id"] for message in api.history(ANN)} & set(ids)

    def test_what_people_wrote_in_private_goes_too(self, api: BotApi) -> None:
        written = api.user_sends(chat_id=ANN, user_id=ANN, text="my address is …")
        answer = api.call("deleteMessage", {"chat_id": ANN, "message_id": written.id})
        assert answer.result is True


def test_accepted_sends_are_on_record(api: BotApi) -> None:
    first = send(api).result["message_id"]
    send(api, LEO)
    send(api, GROUP)
    recorded = [(d.method, d.chat_id) for d in api.deliveries]
    assert recorded == [("sendMessage", ANN), ("sendMessage", GROUP)]
    assert api.deliveries[0].message_id == first
    assert api.deliveries[0].at <= api.deliveries[1].at


def test_supergroups_count_their_own_messages(api: BotApi) -> None:
    in_group = send(api, GROUP).result["message_id"]
    in_private = send(api, ANN).result["message_id"]
    assert in_group < in_private
    assert send(api, GROUP).result["message_id"] == in_group + 1


def test_members_and_administrators(api: BotApi) -> None:
    api.make_admin(GROUP, DANA)

    def status(user_id: int) -> str:
        who = {"chat_id": GROUP, "user_id": user_id}
        return str(api.call("getChatMember", who).result["status"])

    assert [status(u) for u in (ANN, DANA, LEO)] == ["creator", "administrator", "member"]
    assert status(7000000001) == "member"
    found = api.call("getChatAdministrators", {"chat_id": GROUP}).result
    assert [admin["user"]["id"] for admin in found] == [ANN, DANA]


def test_history_is_bounded(api: BotApi) -> None:
    for number in range(600):
        send(api, text=str(number))
    assert len(api.history(ANN)) == 500
    assert api.history(ANN)[-1]["text"] == "599"
