"""A bot that knows nothing of ours: it shows every kind of message, over real HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp

Json = dict[str, Any]

PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]"
    b"/Count 1>>endobj 3 0 obj<</Type/Page/MediaBox[0 0 300 200]/Parent 2 0 R>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)
HEARING = (
    "⚖️ <b>Court: <tg-time unix='1041822000' format='wDt'>Mon 6 January, 09:00 in Karaganda "
    "(03:00 London)</tg-time></b>\n"
    "Verdict expected for Saken Zhunusov, Rustam Zhanusov and Ramil Mingazov.\n"
    "<i>The appeal gives no hour: the court's opening is assumed.</i>"
)
FORMATS = (
    "<b>bold</b> <i>italic</i> <u>under</u> <s>struck</s> <code>+7 3212 42 02 20</code> "
    "<a href='https://example.org/case'>the case</a> <tg-spoiler>secret</tg-spoiler>\n"
    "<blockquote>«Принять факс»</blockquote>"
    "<pre>Dear President,\nwe protest.</pre>Then /call again."
)
ARABIC = "نطالب بالإفراج الفوري عن العمال\nThe demand, in two directions."
LETTER_BUTTONS: list[list[Json]] = [
    [{"text": "Draft my letter", "callback_data": "letter", "style": "primary"}],
    [
        {"text": "Copy the number", "copy_text": {"text": "+7 3212 42 02 20"}},
        {"text": "The appeal", "url": "https://example.org/appeal"},
    ],
]


class StandIn:
    """Answers commands by showing something, buttons by doing something."""

    def __init__(self, base: str, token: str, username: str) -> None:
        self._base = f"{base}/bot{token}"
        self._username = username

    async def run(self) -> None:
        async with aiohttp.ClientSession() as self._session:
            await self.menus()
            offset = 0
            while True:
                found = await self.call("getUpdates", offset=offset, timeout=20)
                for update in found:
                    offset = update["update_id"] + 1
                    await self.handle(update)

    async def menus(self) -> None:
        names = {
            "start": "Begin",
            "call": "When to ring, what to dial and what to say",
            "letter": "Draft a letter",
            "formats": "Show every format",
            "where": "Ask where you are",
        }
        commands = [{"command": name, "description": words} for name, words in names.items()]
        await self.call("setMyCommands", commands=commands)
        await self.call("setMyDescription", description="I tell you when to act, and how.")
        await self.call("setMyName", name="Solidarity Alerts")

    async def call(self, method: str, **params: Any) -> Any:
        async with self._session.post(f"{self._base}/{method}", json=params) as response:
            body = await response.json()
        return body.get("result")

    async def handle(self, update: Json) -> None:
        if "callback_query" in update:
            await self.pressed(update["callback_query"])
        elif "message" in update:
            await self.heard(update["message"])

    async def heard(self, message: Json) -> None:
        chat, text = message["chat"]["id"], message.get("text", "")
        shows = {
            "/start": self.start,
            "/call": self.call_card,
            "/letter": self.letter,
            "/formats": self.formats,
            "/where": self.where,
            "/card": self.group_card,
        }
        show = shows.get(text.split(" ")[0].split("@")[0])
        if show:
            await show(chat, text)
        elif "location" in message or text:
            done = {"remove_keyboard": True}
            await self.say(chat, f"You said: {text or 'here'}", reply_markup=done)

    async def say(self, chat: int, text: str, **more: Any) -> Any:
        return await self.call("sendMessage", chat_id=chat, text=text, **more)

    async def html(self, chat: int, text: str, rows: list[list[Json]], **more: Any) -> Any:
        markup = {"inline_keyboard": rows}
        return await self.say(chat, text, parse_mode="HTML", reply_markup=markup, **more)

    async def start(self, chat: int, text: str) -> None:
        payload = text.partition(" ")[2]
        rows = [
            [{"text": "English", "callback_data": "en"}, {"text": "Қазақша", "callback_data": "kk"}]
        ]
        await self.html(chat, f"Welcome. Which language? {payload}".strip(), rows)

    async def call_card(self, chat: int, _text: str) -> None:
        await self.call("sendChatAction", chat_id=chat, action="typing")
        card = "☎️ <b>Closed now.</b> Dial <code>00 7 3212 42 02 20</code>"
        await self.html(chat, card, LETTER_BUTTONS)

    async def letter(self, chat: int, _text: str) -> None:
        form = aiohttp.FormData(quote_fields=False)
        form.add_field("chat_id", str(chat))
        form.add_field("caption", "✉️ Ready to sign")
        form.add_field(
            "document", PDF, filename="Letter – Қарағанды.pdf", content_type="application/pdf"
        )
        async with self._session.post(f"{self._base}/sendDocument", data=form):
            pass

    async def formats(self, chat: int, _text: str) -> None:
        await self.say(chat, FORMATS, parse_mode="HTML")
        await self.say(chat, ARABIC, disable_notification=True)

    async def where(self, chat: int, _text: str) -> None:
        keyboard = [[{"text": "Share where I am", "request_location": True}], ["London", "Almaty"]]
        await self.say(chat, "Where are you?", reply_markup={"keyboard": keyboard})

    async def group_card(self, chat: int, _text: str) -> None:
        link = f"https://t.me/{self._username}?start=card"
        await self.html(chat, HEARING, [[{"text": "My card: letter and call", "url": link}]])

    async def pressed(self, query: Json) -> None:
        message = query["message"]
        answers: dict[str, Json] = {
            "letter": {"text": "The draft comes in a moment"},
            "kk": {"text": "Қазақша әлі дайын емес.", "show_alert": True},
        }
        await self.call(
            "answerCallbackQuery",
            callback_query_id=query["id"],
            **answers.get(query["data"], {}),
        )
        if query["data"] == "en":
            await self.call(
                "editMessageText",
                chat_id=message["chat"]["id"],
                message_id=message["message_id"],
                text="English it is.",
            )


async def keep_running(bot: StandIn) -> None:
    """Until cancelled, whatever the line does."""
    while True:
        try:
            await bot.run()
        except aiohttp.ClientError:
            await asyncio.sleep(0.2)
