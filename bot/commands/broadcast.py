"""/broadcast: an organiser's words to all subscribers, seen in every language before they go."""

from __future__ import annotations

from bot.core.library import Entry
from bot.core.messages import Reply

from . import approval, correcting, preview, report
from .buttons import campaigns
from .command import Run
from .lookup import find, suggestions
from .request import Request
from .sorry import Sorry, Stale


async def run(request: Request) -> Reply:
    """``/broadcast <slug> <text>``; what is missing is asked for. Buttons decide on a preview."""
    if request.pressed:
        act = ACTS.get(request.arg(0))
        if act is None:
            raise Stale
        return await act(request)
    slug, _, text = _split(request.incoming.args)
    entry = find(request.desk.library, slug)
    if entry is None:
        return await _which(request, slug, text)
    return await _compose(request, entry, text)


async def answer(request: Request) -> Reply:
    """The text that was asked for."""
    if request.dialogue is not None and request.dialogue.step == "correct":
        return await correcting.answer(request)
    slug = str(request.dialogue.data.get("slug", "")) if request.dialogue else ""
    entry = request.entry(slug)
    if entry is None:
        return await _which(request, "", request.incoming.text)
    return await _compose(request, entry, request.incoming.text)


async def _which(request: Request, typed: str, text: str) -> Reply:
    """Ask which campaign is meant; the text is kept meanwhile."""
    await request.ask("broadcast", "campaign", text=text)
    rows = campaigns(request, suggestions(request.desk.library, typed), "broadcast:to")
    return request.note(
        "broadcast/which.j2", rows, typed=typed[:60], any=bool(rows), kept=bool(text)
    )


async def _to(request: Request) -> Reply:
    entry = request.entry(request.arg(1))
    if entry is None:
        raise Stale("campaign_gone")
    text = str(request.dialogue.data.get("text", "")) if request.dialogue else ""
    return await _compose(request, entry, text)


async def _compose(request: Request, entry: Entry, text: str) -> Reply:
    """The draft; where there is no text yet, or none that can be sent, the question stays open."""
    if not await request.tx.subscriptions.number(entry.campaign.slug):
        await request.stop_asking()
        raise Sorry("broadcast/nobody.j2", campaign=entry.campaign)
    await request.ask("broadcast", "text", slug=entry.campaign.slug)
    if not text:
        return request.note("broadcast/write.j2", campaign=entry.campaign)
    preview.see_words(text)
    await request.stop_asking()
    return await preview.show(request, entry, text, request.language)


def _split(args: str) -> tuple[str, str, str]:
    """The first word and the rest, whose line breaks stay."""
    slug, _, text = args.replace("\n", " \n", 1).partition(" ")
    return slug, "", text.strip()


ACTS: dict[str, Run] = {
    "to": _to,
    "in": approval.in_language,
    "send": approval.send,
    "drop": approval.drop,
    "again": approval.again,
    "go": approval.go_on,
    "stop": approval.stop,
    "status": report.status,
    "withdraw": correcting.ask_withdrawal,
    "recall": correcting.withdraw,
    "correct": correcting.ask_words,
    "reword": correcting.reword,
    "retell": correcting.retell,
    "keep": correcting.keep,
}
