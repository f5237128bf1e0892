"""Answers to people: the press is answered, screens are edited, what cannot be is sent anew."""

from __future__ import annotations

from typing import Any

import pytest

from bot.chat.messenger import TelegramMessenger
from bot.core.messages import (
    VOICE,
    Button,
    Document,
    Gone,
    Incoming,
    Message,
    Refused,
    Reply,
    Sent,
    Unknown,
    Wait,
)
from bot.demo.bot_api import BotApi
from bot.demo.faults import Call, Fault
from tests.chat.people import GROUP, MEMBER, incoming
from tests.opus import silence

SCREEN = Message(html="<b>Settings</b>", buttons=((Button(label="City", press="city"),),))
NEXT = Message(html="<b>Done</b>")


@pytest.fixture
def asked(api: BotApi) -> list[Call]:
    """Everything the bot asks of Telegram from here on."""
    calls: list[Call] = []

    def note(call: Call) -> bool:
        calls.append(call)
        return False

    api.faults.script(note, Fault.delay(0))
    return calls


async def a_press(messenger: TelegramMessenger, api: BotApi, chat: int = MEMBER) -> Incoming:
    """The member pressed the button on the newest message there."""
    await messenger.reply(incoming(chat_id=chat), Reply(messages=(SCREEN,)))
    message = api.history(chat)[-1]["message_id"]
    query = api.user_presses(user_id=MEMBER, chat_id=chat, message_id=message, data="city")
    return incoming(event="press", chat_id=chat, press="city", press_id=query, message_id=message)


async def test_messages_go_out_in_their_order(messenger: TelegramMessenger, api: BotApi) -> None:
    outcomes = await messenger.reply(incoming(), Reply(messages=(SCREEN, NEXT)))
    first, second = api.history(MEMBER)
    assert [first["text"], second["text"]] == ["Settings", "Done"]
    assert outcomes == (
        Sent(message_id=first["message_id"]),
        Sent(message_id=second["message_id"]),
    )


async def test_a_press_is_answered_and_its_screen_replaced(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    press = await a_press(messenger, api)
    outcomes = await messenger.reply(press, Reply(edit=NEXT, toast="Saved"))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    [message] = api.history(MEMBER)
    assert message["text"] == "Done"
    assert "reply_markup" not in message
    told = [event for event in api.events.since(0) or [] if event["kind"] == "answer"]
    assert [event["text"] for event in told] == ["Saved"]


async def test_the_same_screen_again_does_no_harm(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    press = await a_press(messenger, api)
    outcomes = await messenger.reply(press, Reply(edit=SCREEN))
    assert outcomes[-1] == Sent(message_id=press.message_id)
    assert len(api.history(MEMBER)) == 1


@pytest.mark.parametrize(
    "words", ["message to edit not found", "message can't be edited", "MESSAGE_ID_INVALID"]
)
async def test_a_screen_that_cannot_be_changed_comes_anew(
    messenger: TelegramMessenger, api: BotApi, words: str
) -> None:
    press = await a_press(messenger, api)
    api.faults.script("editMessageText", Fault.answer(400, f"Bad Request: {words}"))
    await messenger.reply(press, Reply(edit=NEXT))
    assert [message["text"] for message in api.history(MEMBER)] == ["Settings", "Done"]


async def test_without_a_message_to_edit_a_screen_comes_anew(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    await messenger.reply(incoming(message_id=None), Reply(edit=NEXT))
    assert [message["text"] for message in api.history(MEMBER)] == ["Done"]


@pytest.mark.parametrize(
    ("fault", "meaning"),
    [
        (Fault.deliver_then_drop(), Unknown(reason="Unsure")),
        (Fault.answer(500, "Internal Server Error"), Unknown(reason="answer 500")),
    ],
)
async def test_an_edit_of_unknown_fate_is_not_sent_on_top(
    messenger: TelegramMessenger, api: BotApi, fault: Fault, meaning: Unknown
) -> None:
    press = await a_press(messenger, api)
    api.faults.script("editMessageText", fault)
    assert (await messenger.reply(press, Reply(edit=NEXT)))[-1] == meaning
    assert len(api.history(MEMBER)) == 1


async def test_a_press_that_waited_too_long_is_no_reason_to_say_nothing(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    press = incoming(event="press", press="x", press_id="long-ago", message_id=None)
    assert len(await messenger.reply(press, Reply(messages=(NEXT,)))) == 2
    assert [message["text"] for message in api.history(MEMBER)] == ["Done"]


@pytest.mark.parametrize("method", ["answerCallbackQuery", "editMessageText"])
async def test_when_telegram_asks_to_wait_nothing_more_is_sent(
    messenger: TelegramMessenger, api: BotApi, asked: list[Call], method: str
) -> None:
    press = await a_press(messenger, api)
    api.faults.script(method, Fault.too_many_requests(30))
    outcomes = await messenger.reply(press, Reply(edit=NEXT, messages=(NEXT,)))
    assert outcomes[-1] == Wait(seconds=30, everyone=True)
    assert asked[-1].method == method.lower()


async def test_whoever_blocked_the_bot_is_not_written_to_again(
    messenger: TelegramMessenger, api: BotApi, asked: list[Call]
) -> None:
    api.user_blocks_bot(MEMBER)
    [outcome] = await messenger.reply(incoming(), Reply(messages=(SCREEN, NEXT)))
    assert isinstance(outcome, Gone)
    assert len(asked) == 1


async def test_a_refused_message_does_not_keep_back_the_next(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    wrong = Message(html="<b>never closed")
    outcomes = await messenger.reply(incoming(), Reply(messages=(wrong, NEXT)))
    assert isinstance(outcomes[0], Refused)
    assert isinstance(outcomes[1], Sent)


async def test_a_letter_is_sent_as_a_file(messenger: TelegramMessenger, api: BotApi) -> None:
    pdf = Document(name="letter.pdf", data=b"%PDF-1.4 ...", mime="application/pdf")
    letter = Message(html="<b>Your letter</b>", document=pdf, buttons=SCREEN.buttons)
    press = await a_press(messenger, api)
    await messenger.reply(press, Reply(edit=letter))
    message = api.history(MEMBER)[-1]
    assert message["document"]["file_name"] == "letter.pdf"
    assert message["caption"] == "Your letter"
    assert message["reply_markup"]["inline_keyboard"]
    assert len(api.history(MEMBER)) == 2, "a file cannot replace a text"


async def test_a_recording_is_sent_to_be_played(messenger: TelegramMessenger, api: BotApi) -> None:
    heard = Document(name="da.ogg", data=silence(), mime=VOICE)
    await messenger.reply(incoming(), Reply(messages=(Message(html="«Да»", document=heard),)))
    message = api.history(MEMBER)[-1]
    assert message["voice"]["duration"] == 1
    assert message["caption"] == "«Да»"


async def test_who_takes_no_voice_messages_gets_the_recording_as_a_file(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    refused = Fault.answer(400, "Bad Request: VOICE_MESSAGES_FORBIDDEN")
    api.faults.script(lambda call: call.method == "sendvoice", refused)
    heard = Document(name="da.ogg", data=silence(), mime=VOICE)
    [outcome] = await messenger.reply(
        incoming(), Reply(messages=(Message(html="Da", document=heard),))
    )
    message = api.history(MEMBER)[-1]
    assert message["document"]["file_name"] == "da.ogg"
    assert isinstance(outcome, Sent)


async def test_a_caption_that_cannot_be_written_does_not_stop_the_file(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    pdf = Document(name="letter.pdf", data=b"%PDF-1.4 ...", mime="application/pdf")
    message = Message(html="half \ud800", document=pdf)
    assert isinstance((await messenger.reply(incoming(), Reply(messages=(message,))))[0], Sent)


async def test_in_a_topic_the_answer_stands_in_it_and_outside_it_where_it_is_gone(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    thread = api.add_topic(GROUP, "Alerts")
    command = incoming(chat_id=GROUP, chat_kind="group", thread=thread)
    await messenger.reply(command, Reply(messages=(NEXT,)))
    api.delete_topic(GROUP, thread)
    await messenger.reply(command, Reply(messages=(NEXT,)))
    told = [m.get("message_thread_id") for m in api.history(GROUP) if m.get("text") == "Done"]
    assert told == [thread, None]


@pytest.mark.parametrize("result", [b"true", b'"yes"', b"[]", b'{"message_id":{}}', b"7"])
@pytest.mark.parametrize("way", [{"messages": (NEXT,)}, {"edit": NEXT}])
async def test_a_yes_in_a_form_nobody_knows_is_of_unknown_fate(
    messenger: TelegramMessenger, api: BotApi, result: bytes, way: dict[str, Any]
) -> None:
    body = b'{"ok":true,"result":' + result + b"}"
    api.faults.script(lambda _call: True, Fault.garbage(body, carried_out=True), times=None)
    [outcome] = await messenger.reply(incoming(message_id=1), Reply(**way))
    assert isinstance(outcome, Unknown | Sent)


@pytest.mark.parametrize(
    "fault", [Fault.garbage(), Fault.drop_undelivered(), Fault.answer(401, "Unauthorized")]
)
async def test_no_trouble_with_the_line_raises(
    messenger: TelegramMessenger, api: BotApi, fault: Fault
) -> None:
    press = await a_press(messenger, api)
    api.faults.script(lambda _call: True, fault, times=None)
    outcomes = await messenger.reply(press, Reply(edit=NEXT, messages=(NEXT,), toast="x"))
    assert not any(isinstance(outcome, Gone | Refused) for outcome in outcomes)
