"""What readers are told of a withdrawn alert: in its place, and in a message of its own."""

from __future__ import annotations

import re
from datetime import datetime

from markupsafe import Markup

from bot.core.button_rows import shortened
from bot.core.campaign import Campaign
from bot.core.chats import Audience
from bot.core.messages import Button, Message
from bot.core.plain import one_line

from .words import Words

HEADING = 120
"""Letters by which an alert is recognised."""
SHARED = re.compile(r"<tg-time\b[^>]*>[^<]*</tg-time>")
"""A moment that the reader's own app puts into their own time."""
OPENING = 50
"""The same of an organiser's own words."""


def heading(message: Message) -> str:
    """The first line of an alert as plain text, without the sign in front of it.

    A group's moments stand in it by the office's clock alone, which is named: as plain text nothing
    makes the other one each reader's own.
    """
    first = SHARED.sub("", message.html.partition("\n")[0])
    line = " ".join(Markup(first).striptags().split())  # noqa: S704  # ours
    sign, _, rest = line.partition(" ")
    plain = rest if rest and not any(letter.isalnum() for letter in sign) else line
    return plain if len(plain) <= HEADING else plain[: HEADING - 1].rstrip() + "…"


def untimed(line: str) -> str | None:
    """What a heading says before the moment; None where there is no telling."""
    before, colon, _ = line.partition(": ")
    return before if colon else None


def opening(text: str) -> str:
    """The first words of an organiser's own, on one line, as plain text in quotation marks."""
    return f"“{shortened(one_line(text, 4 * OPENING), OPENING)}”"


def in_its_place(
    words: Words, campaign: Campaign | None, audience: Audience, now: datetime, sent: datetime
) -> Message:
    """What stands where an alert stood that Telegram lets nobody take away any more."""
    html = words.render("corrections/withdrawn.j2", audience, now, sent=sent)
    return Message(html=html, buttons=_instead(words, campaign, audience))


def disregard(
    words: Words,
    campaign: Campaign | None,
    audience: Audience,
    now: datetime,
    sent: datetime,
    about: str,
) -> Message:
    """The message that asks to disregard an alert; ``about`` is by what it is recognised."""
    html = words.render("corrections/disregard.j2", audience, now, sent=sent, about=about)
    return Message(html=html, buttons=_instead(words, campaign, audience))


def _instead(
    words: Words, campaign: Campaign | None, audience: Audience
) -> tuple[tuple[Button, ...], ...]:
    if campaign is None:
        return ()
    label = words.label("what_instead", audience.language)
    if audience.shared:
        return ((Button(label=label, start=campaign.slug),),)
    return ((Button(label=label, press=f"case:{campaign.slug}"),),)
