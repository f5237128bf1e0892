"""The people's side: what reaches the bot, and in which shape."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.bot_api import BotApi
from bot.demo.registry import NotPossible
from tests.demo.people import ANN, CHANNEL, GROUP, LEO, OLGA, SMALL_GROUP, an_api, send, updates


@pytest.fixture
def api() -> BotApi:
    return an_api()


def heard(api: BotApi) -> list[dict[str, Any]]:
    """The updates that wait, which are then acknowledged."""
    found = updates(api)
    if found:
        updates(api, offset=found[-1]["update_id"] + 1)
    return found


def test_a_start_link_starts_with_its_payload(api: BotApi) -> None:
    api.start_link(ANN, "karaganda-2003")
    message = heard(api)[0]["message"]
    assert message["text"] == "/start karaganda-2003"
    assert message["entities"] == [{"type": "bot_command", "offset": 0, "length": 6}]
    assert message["from"]["language_code"] == "en"


@pytest.mark.parametrize("payload", ["a b", "x" * 65, "жоқ"])
def test_telegram_opens_no_such_link(api: BotApi, payload: str) -> None:
    with pytest.raises(NotPossible):
        api.start_link(ANN, payload)


def test_updates_are_numbered_upwards(api: BotApi) -> None:
    api.start_link(ANN)
    api.start_link(LEO)
    ids = [update["update_id"] for update in heard(api)]
    assert ids == sorted(set(ids))


class TestPrivacyMode:
    @pytest.fixture
    def group(self, api: BotApi) -> BotApi:
        api.add_bot_to_group(GROUP, ANN)
        heard(api)
        return api

    @pytest.mark.parametrize(
        ("text", "reaches"),
        [
            ("/call", True),
            ("/call@comrades_demo_bot now", True),
            ("/call@another_bot", False),
            ("Good evening", False),
            ("ask @Comrades_Demo_Bot", True),
            ("ask @comrades_news", False),
        ],
    )
    def test_only_what_is_meant_for_the_bot(self, group: BotApi, text: str, reaches: bool) -> None:
        group.user_sends(chat_id=GROUP, user_id=LEO, text=text)
        assert bool(heard(group)) is reaches

    def test_a_reply_to_it_reaches_it(self, group: BotApi) -> None:
        question = send(group, GROUP, "Which city?").result["message_id"]
        group.user_sends(chat_id=GROUP, user_id=LEO, text="London", reply_to=question)
        message = heard(group)[0]["message"]
        assert message["reply_to_message"]["message_id"] == question
        # A reply in a plain supergroup carries a thread id and is no topic message.
        assert message["message_thread_id"] == question
        assert "is_topic_message" not in message

    def test_an_administrator_hears_everything(self, group: BotApi) -> None:
        group.promote_bot(GROUP, ANN)
        heard(group)
        group.user_sends(chat_id=GROUP, user_id=LEO, text="Good evening")
        assert heard(group)[0]["message"]["text"] == "Good evening"

    def test_an_anonymous_administrator_is_the_group(self, group: BotApi) -> None:
        group.user_sends(chat_id=GROUP, user_id=ANN, text="/setup", anonymously=True)
        message = heard(group)[0]["message"]
        assert message["from"]["id"] == 1_087_968_824
        assert message["sender_chat"]["id"] == GROUP

    def test_outsiders_cannot_write(self, group: BotApi) -> None:
        group.add_user(99, "Outsider")
        with pytest.raises(NotPossible):
            group.user_sends(chat_id=GROUP, user_id=99, text="/call")


class TestComingAndGoing:
    def test_being_added_is_told_twice(self, api: BotApi) -> None:
        api.add_bot_to_group(GROUP, ANN)
        change, service = heard(api)
        assert change["my_chat_member"]["old_chat_member"]["status"] == "left"
        assert change["my_chat_member"]["new_chat_member"]["status"] == "member"
        assert change["my_chat_member"]["from"]["id"] == ANN
        assert service["message"]["new_chat_members"][0]["username"] == "comrades_demo_bot"

    def test_being_thrown_out_is_told(self, api: BotApi) -> None:
        api.add_bot_to_group(GROUP, ANN)
        heard(api)
        api.remove_bot(GROUP)
        service, change = heard(api)
        assert service["message"]["left_chat_member"]["is_bot"]
        assert change["my_chat_member"]["new_chat_member"]["status"] == "kicked"

    def test_block_and_return(self, api: BotApi) -> None:
        api.start_link(ANN)
        heard(api)
        api.user_blocks_bot(ANN)
        assert heard(api)[0]["my_chat_member"]["new_chat_member"]["status"] == "kicked"
        with pytest.raises(NotPossible):
            api.user_sends(chat_id=ANN, user_id=ANN, text="hello")
        api.start_link(ANN)
        back, start = heard(api)
        assert back["my_chat_member"]["new_chat_member"]["status"] == "member"
        assert start["message"]["text"] == "/start"

    def test_a_moved_group_tells_both_ids(self, api: BotApi) -> None:
        api.add_bot_to_group(SMALL_GROUP, ANN)
        heard(api)
        api.migrate_group(SMALL_GROUP, -1_001_000_000_501)
        old, new = heard(api)
        assert old["message"]["migrate_to_chat_id"] == -1_001_000_000_501
        assert new["message"]["migrate_from_chat_id"] == SMALL_GROUP
        assert new["message"]["chat"]["type"] == "supergroup"

    def test_a_channel_makes_it_administrator(self, api: BotApi) -> None:
        api.add_bot_to_group(CHANNEL, OLGA)
        member = heard(api)[0]["my_chat_member"]["new_chat_member"]
        assert member["status"] == "administrator"
        assert member["can_post_messages"]
        api.user_sends(chat_id=CHANNEL, user_id=OLGA, text="News of the day")
        post = heard(api)[0]["channel_post"]
        assert (post["text"], "from" in post) == ("News of the day", False)


class TestPresses:
    def test_a_press_carries_data_message_and_person(self, api: BotApi) -> None:
        api.start_link(ANN)
        markup = {"inline_keyboard": [[{"text": "Go", "callback_data": "go"}]]}
        sent = send(api, reply_markup=markup).result
        heard(api)
        api.user_presses(user_id=ANN, chat_id=ANN, message_id=sent["message_id"], data="go")
        query = heard(api)[0]["callback_query"]
        assert (query["data"], query["from"]["id"]) == ("go", ANN)
        assert query["message"] == sent

    def test_a_press_is_answered_once(self, api: BotApi) -> None:
        api.start_link(ANN)
        sent = send(api).result
        number = api.user_presses(user_id=ANN, chat_id=ANN, message_id=sent["message_id"], data="x")
        before = api.events.last_id
        answer = {"callback_query_id": number, "text": "Done", "show_alert": True}
        assert api.call("answerCallbackQuery", answer).result is True
        told = (api.events.since(before) or [])[-1]
        assert (told["kind"], told["text"], told["alert"]) == ("answer", "Done", True)
        assert api.call("answerCallbackQuery", answer).status == 400

    def test_what_is_gone_cannot_be_pressed(self, api: BotApi) -> None:
        with pytest.raises(NotPossible):
            api.user_presses(user_id=ANN, chat_id=ANN, message_id=77, data="x")


def test_a_position_is_the_persons_own(api: BotApi) -> None:
    api.start_link(ANN)
    heard(api)
    api.user_shares_location(user_id=ANN)
    position = heard(api)[0]["message"]["location"]
    assert position == {"latitude": 51.5, "longitude": -0.12}
    with pytest.raises(NotPossible):
        api.user_shares_location(user_id=LEO)


def test_a_changed_text_is_an_edited_message(api: BotApi) -> None:
    api.start_link(ANN)
    written = api.user_sends(chat_id=ANN, user_id=ANN, text="Lodnon")
    heard(api)
    api.user_edits(chat_id=ANN, message_id=written.id, text="London")
    assert heard(api)[0]["edited_message"]["text"] == "London"


@pytest.mark.parametrize("text", ["", "  \n", "x" * 4097], ids=len)
def test_nobody_sends_nothing_or_too_much(api: BotApi, text: str) -> None:
    with pytest.raises(NotPossible):
        api.user_sends(chat_id=ANN, user_id=ANN, text=text)
