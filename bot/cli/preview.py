"""`solidarity preview`: any message, letter or card exactly as a reader will get it."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from bot.clock import TravelClock
from bot.commands.answer import answer
from bot.commands.call_card import dialling
from bot.commands.call_card import office as office_card
from bot.commands.call_view import View
from bot.commands.desk import Desk
from bot.commands.letter_made import Made, made_of, paper_of
from bot.content.letterpress import CannotSet, LetterPress
from bot.core.drafts import Sender
from bot.core.letters import Offer, offers
from bot.core.library import Entry
from bot.core.messages import Incoming, Message
from bot.core.news import Scheduled
from bot.core.orders import Order
from bot.core.schedule import moments
from bot.store import open_store
from bot.store.cities import Cities
from bot.words.alerts import compose

from .exits import FOUND, fail
from .paper import out, put, show
from .viewpoint import At, Country, Group, Lang, Viewpoint, Zone, viewpoint

preview = typer.Typer(help="Show a campaign, letter, call or alert as a reader will get it.")

Slug = Annotated[str, typer.Argument(help="The campaign's folder name.")]
Office = Annotated[str, typer.Argument(help="The office's id; else the first.")]
Out = Annotated[Path | None, typer.Option("--out", help="Write to this file instead.")]


@preview.command()
def campaign(
    slug: Slug,
    lang: Lang = "en",
    country: Country = "",
    zone: Zone = "",
    at: At = "",
    file: Out = None,
) -> None:
    """The card of a campaign, as /case shows it."""
    eyes = viewpoint(lang, country, zone, at)
    eyes.entry(slug)
    show(asyncio.run(_asked(eyes, "case", slug)), file)


@preview.command()
def letter(  # noqa: PLR0913, PLR0917  # each one is an option of the command line
    slug: Slug,
    office: Office = "",
    lang: Lang = "en",
    country: Country = "",
    zone: Zone = "",
    at: At = "",
    file: Out = None,
    name: Annotated[str, typer.Option(help="The sender's name.")] = "",
    city: Annotated[str, typer.Option(help="The sender's city.")] = "",
    organisation: Annotated[str, typer.Option(help="The sender's union.")] = "",
    reader: Annotated[int, typer.Option(help="Another reader: another number.")] = 0,
) -> None:
    """A letter in the office's language and in the reader's; with --out x.pdf as a PDF."""
    eyes = viewpoint(lang, country, zone, at)
    entry = eyes.entry(slug)
    offer = _offer(eyes, entry, office)
    sender = Sender(name=name, city=city, organisation=organisation)
    press = LetterPress()
    order = Order(
        slug=slug,
        offer=offer.key,
        seed=reader,
        sender=sender,
        language=eyes.chat.language,
        zone=eyes.chat.zone,
        country=eyes.chat.country,
    )
    made = made_of(eyes.words, press, entry, offer, order, eyes.now)
    if file is not None and file.suffix.lower() == ".pdf":
        _print(press, made, eyes, file)
        return
    versions = [made.office, *([made.reader] if made.reader else [])]
    text = "\n\n\n".join(version.plain() for version in versions)
    if file is None:
        out.print(text, markup=False)
    else:
        put(file, text + "\n")


def _offer(eyes: Viewpoint, entry: Entry, office: str) -> Offer:
    there = {offer.office.id: offer for offer in offers(entry.campaign, eyes.now)}
    if not there:
        raise _nothing(entry, "This campaign has no letter that is of use at that moment.")
    if office and office not in there:
        raise fail(FOUND, f"No letter goes to '{office}'. There are: {', '.join(there)}.")
    return there[office] if office else next(iter(there.values()))


def _nothing(entry: Entry, says: str) -> typer.Exit:
    """To be raised: another moment only helps where the campaign is at work."""
    state = entry.campaign.state
    if state == "active":
        return fail(FOUND, f"{says} Try another --at.")
    return fail(
        FOUND,
        f"The state of '{entry.campaign.slug}' is '{state}': "
        "only an active campaign has letters and reminders, at whatever moment.",
    )


def _print(press: LetterPress, made: Made, eyes: Viewpoint, file: Path) -> None:
    try:
        pdf = press.pdf(made.office, paper_of(eyes.chat.country))
    except CannotSet as missing:
        signs = " ".join(missing.signs)
        raise fail(FOUND, f"The letter's fonts have no signs for: {signs}") from None
    put(file, pdf)


@preview.command()
def call(
    slug: Slug,
    office: Office = "",
    lang: Lang = "en",
    country: Country = "",
    zone: Zone = "",
    at: At = "",
    file: Out = None,
) -> None:
    """When and how to ring: all offices, or one with what to dial and say."""
    eyes = viewpoint(lang, country, zone, at)
    view = View(words=eyes.words, entry=eyes.entry(slug), chat=eyes.chat, now=eyes.now)
    cards = {card.office.id: card for card in view.cards()}
    if not cards or not office:
        show(asyncio.run(_asked(eyes, "call", slug)), file)
    elif office not in cards:
        raise fail(FOUND, f"'{office}' cannot be rung. There are: {', '.join(cards)}.")
    else:
        card = cards[office]
        times = office_card(view, card, alone=len(cards) == 1, reminder=None)
        show([times, dialling(view, card)], file)


@preview.command()
def alert(
    slug: Slug,
    lang: Lang = "en",
    country: Country = "",
    zone: Zone = "",
    at: At = "",
    group: Group = False,
    file: Out = None,
) -> None:
    """Every alert the campaign's dates call for within a year of the moment."""
    eyes = viewpoint(lang, country, zone, at, "group" if group else "private")
    entry = eyes.entry(slug)
    due = moments(entry.campaign, eyes.now, eyes.now + timedelta(days=366))
    if not due:
        raise _nothing(entry, "Nothing falls due in the year after that moment.")
    audience = eyes.chat.audience
    news = [(Scheduled(moment=moment), moment.at) for moment in due]
    show([compose(eyes.words, entry, each, audience, when) for each, when in news], file)


async def _asked(eyes: Viewpoint, command: str, slug: str) -> tuple[Message, ...]:
    """What the bot would answer: the real command, on a store that is thrown away."""
    asked = Incoming(
        update_id=1,
        event="message",
        chat_id=eyes.chat.id,
        chat_kind="private",
        user_id=eyes.chat.id,
        command=command,
        args=slug,
    )
    with tempfile.TemporaryDirectory(prefix="solidarity-preview-") as folder, Cities() as cities:
        desk = Desk(library=eyes.library, words=eyes.words, cities=cities, letters=LetterPress())
        async with (
            open_store(f"sqlite:///{folder}/preview.db", TravelClock(eyes.now)) as store,
            store.transaction() as tx,
        ):
            await tx.chats.save(eyes.chat.with_(known=True, language_chosen=True), "")
            return (await answer(asked, tx, desk, eyes.now)).messages
