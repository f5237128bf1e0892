"""A campaign with e-mail addresses, letters of it, and a server that shows their pages."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.content.letterpress import LetterPress
from bot.content.loader import load_folder
from bot.content.mail_link import LASTS, mail_token
from bot.core.drafts import Sender
from bot.core.library import Library
from bot.core.orders import Order
from bot.sealing import Keys
from bot.web.app import build
from bot.web.mail import MailPages
from bot.web.server import serving
from bot.words import Words
from tests.campaign_folders import a_folder

NOW = datetime(2003, 1, 7, 9, 30, tzinfo=UTC)
ANN = Sender(name="Ann Example", city="London", organisation="Branch 7 & Friends <of> example")
USERNAME = "solidarity_test_bot"

OFFICES = """\
offices:
  - id: ministry
    name: {en: The ministry, ru: Министерство, ar: الوزارة}
    city: Cairo
    in_city: in Cairo
    country: EG
    zone: Africa/Cairo
    languages: [ar]
    salutation: {en: "Dear Minister,", ru: "Уважаемый министр!", ar: "السيد الوزير المحترم،"}
  - id: palace
    name: {en: The palace, ru: Дворец, ar: القصر}
    city: Astana
    in_city: in Astana
    country: KZ
    zone: Asia/Almaty
    languages: [ru]
"""
CHANNELS = """\
channels:
  - {id: press, kind: email, offices: [court], email: press+court@example.org}
  - {id: old, kind: email, offices: [court], email: old@example.org, state: dead}
  - {id: ministry, kind: email, offices: [ministry], email: minister@example.org}
  - {id: form, kind: web, offices: [palace], url: "https://palace.example.org/write?to=all&from=me"}
"""
BODIES = {
    "en": "We learned that Anna has been in prison since 2 January for taking part in a strike. "
    "She is a worker at the mill, a mother of two, and her heart is ill. A strike is no crime: "
    "100 % of it was peaceful, and 1 + 1 = 2 for everybody.",
    "ru": "Нам стало известно, что Анна с 2 января находится под стражей за участие в забастовке. "
    "Она работает на комбинате, у неё двое детей и больное сердце. Забастовка — не преступление: "
    "она была мирной на 100 %, и 1 + 1 = 2 для всех.",
    "ar": "علمنا أن آنا محتجزة منذ 2 يناير بسبب مشاركتها في إضراب. تعمل في المصنع ولها "
    "طفلان وقلبها مريض. الإضراب ليس جريمة: كان سلميا 100 %، و1 + 1 = 2 للجميع.",
}
DEMANDS = {
    "en": "WE DEMAND:", "ru": "МЫ ТРЕБУЕМ:", "ar": "نطالب:",
}  # fmt: skip
LETTERS = {
    f"protest.{language}.j2": f"{body}\n\n{DEMANDS[language]}\n\n{{{{ demands }}}}\n"
    for language, body in BODIES.items()
}
CHANGES = (
    ("offices:\n", OFFICES),
    ("channels:\n", CHANNELS),
    ("    name: {en: The court, ru: Суд}\n", "    name: {en: The court, ru: Суд, ar: المحكمة}\n"),
    (
        "text: {en: Release Anna., ru: Освободите Анну.}",
        'text: {en: Release Anna., ru: Освободить Анну., ar: "أطلقوا سراح آنا."}',
    ),
    (
        "subject: {en: Anna, ru: Анна}\n",
        "subject: {en: Anna & the strike?, ru: Анна и забастовка, ar: آنا والإضراب}\n",
    ),
    ("    name: {en: Anna, ru: Анна}\n", "    name: {en: Anna, ru: Анна, ar: آنا}\n"),
    *(
        (f'"Dear Judge {one},", ru:', f'"Dear Judge {one},", ar: "السيد القاضي،", ru:')
        for one in ("First", "Second")
    ),
    ("to: [court]\n", "to: [court, ministry, palace]\n    cc: [court, ministry, palace]\n"),
)


def a_library(
    root: Path, *, letters: dict[str, str] | None = None, first: str = "", without: str = ""
) -> Library:
    """The campaign above as the bot reads it.

    ``first``: what else stands at the top of its file. ``without``: a line of channels left out.
    """
    channels = "\n".join(
        line for line in CHANNELS.splitlines() if not without or not line.startswith(without)
    )
    changes = [(old, f"{channels}\n" if new == CHANNELS else new) for old, new in CHANGES]
    a_folder(root, "strike", *changes, ("language: en\n", f"language: en\n{first}"),
             letters=letters or LETTERS)  # fmt: skip
    loaded = load_folder(root)
    assert [str(problem) for problem in loaded.problems] == []
    return Library(loaded.entries)


def an_order(
    offer: str = "court", language: str = "en", sender: Sender = ANN, **more: object
) -> Order:
    order = {"zone": "Europe/London", "country": "GB", "seed": 7} | more
    return Order(slug="strike", offer=offer, sender=sender, language=language, **order)  # type: ignore[arg-type]


@dataclass(kw_only=True)
class Server:
    """One replica, its clock in the test's hands."""

    library: Library
    keys: Keys = field(default_factory=lambda: Keys(b"a key that both replicas know of"))
    now: datetime = NOW
    address: str = ""

    def token(self, *orders: Order, lasts: timedelta = LASTS) -> str:
        return mail_token(self.keys, orders, self.now, self.now + lasts)

    def url(self, *orders: Order) -> str:
        return f"{self.address}/mail/{self.token(*orders)}"

    @asynccontextmanager
    async def up(self) -> AsyncIterator[Server]:
        mail = MailPages(
            words=Words.load(),
            press=LetterPress(),
            library=self.library,
            keys=self.keys,
            now=lambda: self.now,
            username=USERNAME,
        )
        async with serving(build(_well, mail=mail), "127.0.0.1", 0) as port:
            self.address = f"http://127.0.0.1:{port}"
            yield self


async def _well() -> bool:
    return True
