"""The e-mail page of a letter: made anew at every visit from what is sealed in its address.

Nothing is kept, and nothing of the address or the letter is logged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Self

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

from bot.commands.desk import Desk
from bot.commands.letter_made import Made, make
from bot.content.letterpress import LetterPress
from bot.content.mail_link import BrokenLink, ExpiredLink, MailLink, opened
from bot.core.campaign import Campaign
from bot.core.chats import Audience
from bot.core.directions import direction
from bot.core.emails import SURE, Email, email_of, forms, without_address
from bot.core.letters import Languages
from bot.core.library import Library
from bot.core.offices import Office
from bot.sealing import Keys
from bot.words import Words

from .static import Assets
from .visitor import preferred

CSP = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "script-src 'self'",
        "img-src data:",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": CSP,
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-robots-tag": "noindex, nofollow",
}


@dataclass(frozen=True, kw_only=True)
class Page:
    """One letter as its part of the page shows it."""

    campaign: Campaign
    office: Office
    languages: Languages
    email: Email
    cut: bool
    """The link is so long that not every mail program opens it with the text."""
    own: str
    """The reader's own version; empty where it is the same."""
    forms: tuple[str, ...]
    without: tuple[Office, ...]
    """Offices that are to get a copy, and cannot by e-mail."""


@dataclass(frozen=True, kw_only=True)
class MailPages:
    """What the pages are made with. ``now`` is asked at every visit."""

    words: Words
    press: LetterPress
    library: Library
    keys: Keys
    now: Callable[[], datetime]
    username: str = ""
    """The bot's, for the way back to it; empty where it is not known."""
    assets: Assets = field(default_factory=Assets)

    @classmethod
    def of(cls, desk: Desk, now: Callable[[], datetime]) -> Self:
        """With what the commands have: the page shows what the chat showed."""
        return cls(
            words=desk.words,
            press=desk.letters,
            library=desk.library,
            keys=desk.keys,
            now=now,
            username=desk.bot_username,
        )

    def routes(self) -> list[Route]:
        return [Route("/mail/{token}", self.show), *self.assets.routes()]

    async def show(self, request: Request) -> Response:
        """The page, 404 where the address is none of ours, 410 where it was of use once."""
        now = self.now()
        try:
            link = opened(self.keys, request.path_params["token"], now)
        except BrokenLink:
            language = preferred(request.headers.get("accept-language", ""), self.words)
            return self._gone("broken", language, 404)
        except ExpiredLink as expired:
            return self._gone("expired", expired.language, 410)
        pages = tuple(_page(made) for made in self._made(link, now))
        if not pages:
            return self._gone("over", link.orders[0].language, 410)
        return self._letters(link, pages, now)

    def _made(self, link: MailLink, now: datetime) -> Iterator[Made]:
        """The letters that are of use still, dated as they were."""
        for order in link.orders:
            made = make(self.words, self.press, self.library, order, now, link.made)
            if made:
                yield made

    def _letters(self, link: MailLink, pages: tuple[Page, ...], now: datetime) -> Response:
        order = link.orders[0]
        audience = Audience(language=order.language, zone=order.zone, kind="private")
        return self._page(
            "pages/mail.html.j2",
            audience,
            200,
            now=now,
            pages=pages,
            dangers=_once(page.campaign for page in pages),
            country=order.country,
            expires=link.expires,
        )

    def _gone(self, why: str, language: str, status: int) -> Response:
        audience = Audience(language=language, zone=None, kind="private")
        return self._page("pages/gone.html.j2", audience, status, now=self.now(), why=why)

    def _page(
        self, template: str, audience: Audience, status: int, now: datetime, **context: object
    ) -> Response:
        bot = f"https://t.me/{self.username}" if self.username else ""
        html = self.words.render(
            template,
            audience,
            now,
            asset=self.assets.address,
            direction=direction,
            bot=bot,
            **context,
        )
        return HTMLResponse(f"<!doctype html>\n{html}\n", status, HEADERS)


def _page(made: Made) -> Page:
    campaign, office = made.entry.campaign, made.offer.office
    email = email_of(campaign, made.offer, made.office)
    return Page(
        campaign=campaign,
        office=office,
        languages=made.languages,
        email=email,
        cut=len(email.whole or "") > SURE or email.whole is None,
        own=made.reader.plain() if made.reader else "",
        forms=forms(campaign, office.id),
        without=without_address(campaign, made.offer),
    )


def _once(campaigns: Iterable[Campaign]) -> tuple[Campaign, ...]:
    return tuple({campaign.slug: campaign for campaign in campaigns}.values())
