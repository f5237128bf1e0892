"""The bot's own library reads what we answer: no field that it needs is missing or misshapen."""

from __future__ import annotations

from typing import IO, Any

import orjson
import pytest
import telegram
from telegram.request import BaseRequest, RequestData

from bot.demo.answers import UploadedFile
from bot.demo.bot_api import BotApi
from bot.demo.faults import Fault
from tests.demo.people import ANN, CHANNEL, GROUP, LEO, OLGA, SMALL_GROUP, TOKEN, an_api, updates


class InProcess(BaseRequest):
    """The library's requests, answered by the emulator without a network."""

    def __init__(self, api: BotApi) -> None:
        self._api = api

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    @property
    def read_timeout(self) -> float:
        return 5

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        data = request_data or RequestData()
        files = {
            name: UploadedFile(name=part[0], content=_bytes(part[1]), mime=part[2])
            for name, part in (data.multipart_data or {}).items()
        }
        answer = self._api.call(url.rpartition("/")[2], data.json_parameters, files)
        return answer.status, orjson.dumps(answer.body)


def _bytes(content: bytes | IO[bytes]) -> bytes:
    return content if isinstance(content, bytes) else content.read()


@pytest.fixture
def api() -> BotApi:
    api = an_api()
    api.start_link(ANN)
    api.add_bot_to_group(GROUP, ANN)
    return api


@pytest.fixture
def bot(api: BotApi) -> telegram.Bot:
    return telegram.Bot(TOKEN, request=InProcess(api), get_updates_request=InProcess(api))


def everything_that_can_happen(api: BotApi) -> None:
    message_id = api.user_sends(chat_id=ANN, user_id=ANN, text="/call").id
    api.user_presses(user_id=ANN, chat_id=ANN, message_id=message_id, data="call")
    api.user_shares_location(user_id=ANN)
    api.user_edits(chat_id=ANN, message_id=message_id, text="/letter")
    api.user_blocks_bot(ANN)
    api.add_bot_to_group(SMALL_GROUP, ANN, admin=True)
    api.user_sends(chat_id=SMALL_GROUP, user_id=ANN, text="/setup", anonymously=True)
    api.migrate_group(SMALL_GROUP, -1_001_000_000_501)
    api.add_bot_to_group(CHANNEL, OLGA)
    api.user_sends(chat_id=CHANNEL, user_id=OLGA, text="News")
    api.remove_bot(GROUP)


def test_every_update_is_understood_whole(api: BotApi) -> None:
    everything_that_can_happen(api)
    found = updates(api)
    kinds = {next(key for key in update if key != "update_id") for update in found}
    wanted = {"message", "edited_message", "callback_query", "my_chat_member", "channel_post"}
    assert kinds == wanted
    for raw in found:
        update = telegram.Update.de_json(raw)
        assert not update.api_kwargs
        assert update.to_dict().keys() == raw.keys()


async def test_a_message_with_all_it_can_carry(bot: telegram.Bot) -> None:
    markup = telegram.InlineKeyboardMarkup(
        [
            [telegram.InlineKeyboardButton("Ring now", callback_data="call", style="primary")],
            [
                telegram.InlineKeyboardButton("Copy", copy_text=telegram.CopyTextButton("+7")),
                telegram.InlineKeyboardButton("Card", url="https://t.me/comrades_demo_bot?start=c"),
            ],
        ]
    )
    text = "<b>Court</b> <tg-time unix='1041822000' format='wDt'>Monday</tg-time>"
    sent = await bot.send_message(
        ANN,
        text,
        parse_mode="HTML",
        reply_markup=markup,
        link_preview_options=telegram.LinkPreviewOptions(is_disabled=True),
    )
    assert sent.reply_markup == markup
    assert [entity.type for entity in sent.entities] == ["bold", "date_time"]
    assert sent.text_html == text.replace("'", '"')


async def test_a_document_and_its_download_path(bot: telegram.Bot) -> None:
    sent = await bot.send_document(ANN, b"%PDF-1.7", filename="Хат.pdf", caption="Sign")
    assert sent.document is not None
    assert sent.document.file_name == "Хат.pdf"
    file = await bot.get_file(sent.document.file_id)
    assert (file.file_path or "").endswith(f"/file/bot{TOKEN}/documents/{file.file_id}")


async def test_chats_and_their_members(bot: telegram.Bot) -> None:
    assert (await bot.get_chat(GROUP)).title == "Comrades"
    assert (await bot.get_chat(ANN)).first_name == "Ann"
    assert isinstance(await bot.get_chat_member(GROUP, ANN), telegram.ChatMemberOwner)
    assert isinstance(await bot.get_chat_member(GROUP, LEO), telegram.ChatMemberMember)
    assert [member.user.id for member in await bot.get_chat_administrators(GROUP)] == [ANN]
    assert (await bot.get_me()).username == "comrades_demo_bot"
    assert (await bot.get_webhook_info()).pending_update_count == 3


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.too_many_requests(9), telegram.error.RetryAfter),
        (Fault.answer(403, "Forbidden: user is deactivated"), telegram.error.Forbidden),
        (Fault.answer(400, "Bad Request: chat not found"), telegram.error.BadRequest),
        (Fault.answer(400, "Bad Request: x", migrate_to_chat_id=-5), telegram.error.ChatMigrated),
        (Fault.answer(401, "Unauthorized"), telegram.error.InvalidToken),
        (Fault.answer(409, "Conflict: x"), telegram.error.Conflict),
        (Fault.answer(502, "Bad Gateway"), telegram.error.NetworkError),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
async def test_refusals_become_its_errors(
    monkeypatch: pytest.MonkeyPatch,
    bot: telegram.Bot,
    api: BotApi,
    fault: Fault,
    error: type[Exception],
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    api.faults.script("sendMessage", fault)
    with pytest.raises(error):
        await bot.send_message(ANN, "x")
