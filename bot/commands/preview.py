"""What every language will see of an organiser's words, how many chats, and the one-time button."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.alerting.enqueue import Preview
from bot.alerting.enqueue import preview as as_sent
from bot.core.lengths import units
from bot.core.library import Entry
from bot.core.messages import Button, Message, Reply
from bot.core.news import Update, to_payload
from bot.core.plain import has_words

from . import once
from .request import Request
from .sorry import Sorry

LONGEST = 3000
"""UTF-16 units: leaves room for the title, the source and the longest translation of both."""


async def show(request: Request, entry: Entry, text: str, language: str) -> Reply:
    """One message per language exactly as it will be sent, then the count and the buttons.

    Raises Sorry where nobody would get it, or where it can be written for nobody.
    """
    news = Update(text=text, language=language)
    seen = await as_sent(request.tx, request.desk.words, entry, news, request.now)
    if not seen:
        readers = await request.tx.subscriptions.number(entry.campaign.slug)
        why = "broadcast/unwritten.j2" if readers else "broadcast/nobody.j2"
        raise Sorry(why, campaign=entry.campaign)
    payload = to_payload(news, entry.campaign.slug)
    same = {name: payload[name] for name in ("kind", "campaign")}
    await once.retire(request, "broadcast", same)
    token = await once.offer(request, "broadcast", **payload)
    question = _question(request, entry, news, seen, token)
    return Reply(messages=(*(one.message for one in _one_per_language(seen)), question))


def see_words(text: str, *, again: bool = False) -> None:
    """Raise Sorry where a text cannot be sent; ``again``: it was to take the place of another."""
    length = units(text)
    if length > LONGEST:
        raise Sorry("broadcast/too_long.j2", length=length, longest=LONGEST, again=again)
    if not has_words(text):
        raise Sorry("broadcast/no_words.j2", again=again)


def _question(
    request: Request, entry: Entry, news: Update, seen: Sequence[Preview], token: str
) -> Message:
    counts = Counter({one.audience.language: 0 for one in seen})
    groups = 0
    for one in seen:
        counts[one.audience.language] += one.chats
        groups += one.chats if one.audience.shared else 0
    total = counts.total()
    rows = (
        (request.button("send_to_all", f"broadcast:send:{token}", count=total),),
        (request.button("do_not_send", f"broadcast:drop:{token}"),),
        _other_languages(request, news.language, token),
    )
    return request.message(
        "broadcast/confirm.j2",
        tuple(row for row in rows if row),
        campaign=entry.campaign,
        total=total,
        groups=groups,
        people=total - groups,
        counts=counts.most_common(),
        written_in=news.language,
        takes=total / request.desk.per_second,
    )


def _one_per_language(seen: Sequence[Preview]) -> list[Preview]:
    """For each language the text that most chats will get."""
    largest: dict[str, Preview] = {}
    for one in seen:
        largest.setdefault(one.audience.language, one)
    return list(largest.values())


def _other_languages(request: Request, written_in: str, token: str) -> tuple[Button, ...]:
    """Buttons that say the text is in another language than assumed."""
    words = request.desk.words
    return tuple(
        request.button(
            "written_in", f"broadcast:in:{code}:{token}", spoken=words.language_name(code)
        )
        for code in words.languages
        if code != written_in
    )
