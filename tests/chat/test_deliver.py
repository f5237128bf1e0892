"""The alerts' lane over real HTTP: what was surely not sent, what perhaps was, and to where."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest
from telegram.error import TelegramError

from bot.chat.connection import connected
from bot.chat.messenger import TelegramMessenger
from bot.chat.outcomes import NotSent, Unsure
from bot.chat.transport import Transport
from bot.core.breaker import Trouble
from bot.core.messages import Button, Gone, Message, Moved, Outcome, Refused, Sent, Unknown, Wait
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from tests.chat.people import GROUP, MEMBER, TOKEN, USERNAME

GARBAGE = Unknown(reason="answer 200", trouble=Trouble.GARBAGE)
COURT = Message(html="⚖️ <b>Court tomorrow</b>")


async def deliver(
    messenger: TelegramMessenger,
    message: Message = COURT,
    chat: int = MEMBER,
    thread: int | None = None,
    *,
    silent: bool = False,
) -> Outcome:
    return await messenger.deliver(messenger.prepare(message), chat, thread, silent=silent)


def texts(api: BotApi, chat: int = MEMBER) -> list[str]:
    return [message["text"] for message in api.history(chat) if "text" in message]


async def test_a_message_arrives_with_its_buttons(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    rows = (
        (Button(label="Case", press="case:x"), Button(label="Copy", copy="+7 3212")),
        (Button(label="Site", url="https://example.org/"), Button(label="My card", start="call_x")),
    )
    outcome = await deliver(messenger, Message(html="<b>Court</b>", buttons=rows))
    [message] = api.history(MEMBER)
    assert outcome == Sent(message_id=message["message_id"])
    buttons = [b for row in message["reply_markup"]["inline_keyboard"] for b in row]
    assert [button["text"] for button in buttons] == ["Case", "Copy", "Site", "My card"]
    assert buttons[0]["callback_data"] == "case:x"
    assert buttons[1]["copy_text"] == {"text": "+7 3212"}
    assert buttons[3]["url"] == f"https://t.me/{USERNAME}?start=call_x"


@pytest.mark.parametrize("by_message", [True, False])
async def test_a_resend_makes_no_sound(
    messenger: TelegramMessenger, api: BotApi, by_message: bool
) -> None:
    seen: list[object] = []

    def note(call: object) -> bool:
        seen.append(call.params.get("disable_notification"))  # type: ignore[attr-defined]  # a Call
        return False

    api.faults.script(note, Fault.delay(0))
    await deliver(messenger, Message(html="x", silent=by_message), silent=not by_message)
    await deliver(messenger)
    assert seen == [True, None]


FAULTS: list[tuple[Fault, Outcome]] = [
    (Fault.answer(403, "Forbidden: bot was blocked by the user"),
     Gone(reason="bot was blocked by the user")),
    (Fault.answer(400, "Bad Request: chat not found"), Gone(reason="chat not found")),
    (Fault.answer(400, "Bad Request: can't parse entities"),
     Refused(reason="can't parse entities")),
    (Fault.answer(400, "Bad Request: upgraded", migrate_to_chat_id=-1007), Moved(chat_id=-1007)),
    (Fault.too_many_requests(30), Wait(seconds=30, everyone=True)),
    (Fault.answer(429, "Too Many Requests"), Wait(seconds=0, everyone=True)),
    (Fault.answer(401, "Unauthorized"), Wait(seconds=1, trouble=Trouble.CREDENTIALS)),
    (Fault.answer(500, "Internal Server Error"), Unknown(reason="answer 500")),
    (Fault.deliver_then_drop(), Unknown(reason="Unsure")),
    (Fault.drop_undelivered(), Unknown(reason="Unsure")),
    (Fault.garbage(b"<html>"), GARBAGE),
    (Fault.garbage(b"<html>", status=404), Wait(seconds=1, trouble=Trouble.GARBAGE)),
    (Fault.garbage(b"<html>", status=502), Unknown(reason="answer 502")),
    (Fault.garbage(b"", carried_out=True), GARBAGE),
    (Fault.garbage(b'{"ok":true}', carried_out=True), GARBAGE),
    (Fault.garbage(b'{"ok":false}'), GARBAGE),
    (Fault.garbage(b'{"ok":true,"result":null}', carried_out=True), Sent()),
]  # fmt: skip


@pytest.mark.parametrize(("fault", "meaning"), FAULTS)
async def test_every_answer_has_its_outcome(
    messenger: TelegramMessenger, api: BotApi, fault: Fault, meaning: Outcome
) -> None:
    api.faults.script("sendMessage", fault)
    assert await deliver(messenger) == meaning
    assert isinstance(await deliver(messenger), Sent), "the line works again at once"


@pytest.fixture
def closed() -> Iterator[str]:
    """An address where nobody listens, held so that nobody can begin to."""
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{held.getsockname()[1]}"


@contextlib.asynccontextmanager
async def messenger_to(url: str) -> AsyncIterator[TelegramMessenger]:
    async with connected(TOKEN, url) as line:
        yield TelegramMessenger(line.bot, line.transport, USERNAME)


@pytest.mark.parametrize(
    "address",
    ["", "http://[::1]:9"],
    ids=["refused", "refused on IPv6"],
)
async def test_where_nobody_listens_nothing_was_sent(address: str, closed: str) -> None:
    async with messenger_to(address or closed) as messenger:
        assert await deliver(messenger) == Wait(seconds=1, trouble=Trouble.OUTAGE)


async def test_a_server_that_takes_the_message_and_says_nothing_leaves_it_open(
    api: BotApi, messenger: TelegramMessenger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Transport.send, "__defaults__", (0.05,))
    api.faults.script("sendMessage", Fault.delay(0.5))
    assert await deliver(messenger) == Unknown(reason="Unsure")
    assert texts(api) == ["⚖️ Court tomorrow"]


async def test_a_server_that_never_answers_the_knock_was_sent_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("bot.chat.lane.OPEN_SECONDS", 0.05)
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        place = full.getsockname()
        with contextlib.ExitStack() as waiting:
            for _ in range(8):  # fills the queue of those who knock
                knock = waiting.enter_context(socket.socket())
                knock.setblocking(False)
                knock.connect_ex(place)
            async with messenger_to(f"http://127.0.0.1:{place[1]}") as messenger:
                assert await deliver(messenger) == Wait(seconds=1, trouble=Trouble.OUTAGE)


async def test_a_line_that_is_not_open_sends_nothing() -> None:
    transport = Transport("http://127.0.0.1:1")
    with pytest.raises(NotSent):
        await transport.send("http://127.0.0.1:1/x", b"{}")
    await transport.initialize()
    await transport.initialize()
    await transport.shutdown()
    await transport.shutdown()
    with pytest.raises(NotSent):
        await transport.send("http://127.0.0.1:1/x", b"{}")


async def test_a_redirection_is_not_followed_with_the_token() -> None:
    asked: list[str] = []

    async def redirect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode())
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n")
        writer.close()

    async with await asyncio.start_server(redirect, "127.0.0.1", 0) as portal:
        port = portal.sockets[0].getsockname()[1]
        async with messenger_to(f"http://127.0.0.1:{port}") as messenger:
            assert await deliver(messenger) == Unknown(reason="answer 302", trouble=Trouble.GARBAGE)
    assert len(asked) == 1


@pytest.mark.parametrize("fault", [Fault.drop_undelivered(), Fault.garbage(), None])
async def test_no_error_of_the_line_tells_the_token(
    api: BotApi, url: str, fault: Fault | None
) -> None:
    if fault is not None:
        api.faults.script("sendMessage", fault)
    address = url if fault is not None else "http://127.0.0.1:1"
    async with connected(TOKEN, address) as line:
        with pytest.raises(TelegramError) as caught:
            await line.transport.send(f"{line.bot.base_url}/sendMessage", b"{}")
    error: BaseException | None = caught.value
    assert TOKEN not in f"{error} {error!r}"
    assert caught.value.__suppress_context__ or caught.value.__context__ is None


async def test_a_topic_that_is_gone_or_closed_falls_back_to_the_general_one_once(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    thread = api.add_topic(GROUP, "Alerts")
    assert isinstance(await deliver(messenger, chat=GROUP, thread=thread), Sent)
    api.close_topic(GROUP, thread)
    assert isinstance(await deliver(messenger, chat=GROUP, thread=thread), Sent)
    api.delete_topic(GROUP, thread)
    assert isinstance(await deliver(messenger, chat=GROUP, thread=thread), Sent)
    threads = [m.get("message_thread_id") for m in api.history(GROUP) if "text" in m]
    assert threads == [thread, None, None]


async def test_where_the_general_topic_is_closed_too_it_is_refused_and_not_tried_for_ever(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    api.faults.script("sendMessage", Fault.answer(400, "Bad Request: TOPIC_CLOSED"), times=None)
    assert await deliver(messenger, chat=GROUP, thread=5) == Refused(reason="topic_closed")


async def test_a_text_that_cannot_be_written_is_refused_and_poisons_nothing(
    messenger: TelegramMessenger, api: BotApi
) -> None:
    poison = Message(html="half \ud800", buttons=((Button(label="\udfff", press="x"),),))
    assert not isinstance(await deliver(messenger, poison), Unknown)
    assert isinstance(await deliver(messenger), Sent)


@pytest.mark.parametrize("chat", [2**63, -(2**70), 0])
async def test_a_chat_that_cannot_be_is_not_found(messenger: TelegramMessenger, chat: int) -> None:
    assert isinstance(await deliver(messenger, chat=chat), Gone | Refused)


async def test_many_at_once_share_the_line(messenger: TelegramMessenger, api: BotApi) -> None:
    outcomes = await asyncio.gather(*(deliver(messenger) for _ in range(40)))
    assert all(isinstance(outcome, Sent) for outcome in outcomes)
    assert len({outcome.message_id for outcome in outcomes if isinstance(outcome, Sent)}) == 40


def test_errors_that_never_left_are_of_a_kind_of_their_own() -> None:
    assert not issubclass(NotSent, Unsure)
    assert not issubclass(aiohttp.ServerDisconnectedError, aiohttp.ClientConnectorError)
