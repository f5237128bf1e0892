"""“I sent it”: counted by addressee and channel, never by person; and what came back.

These buttons need no draft: a letter is often posted days after it was printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.core.actions import Letter
from bot.core.button_rows import in_pairs, shortened
from bot.core.campaign import Campaign
from bot.core.library import Entry
from bot.core.messages import Button, Reply
from bot.core.offices import Office
from bot.core.outcomes import LetterReturn

from .letter_form import Act
from .letter_state import open_form
from .outcome import witness
from .request import Request, Rows
from .sorry import Stale

WAYS = {"f": "fax", "e": "email", "p": "post", "w": "web", "h": "hand"}
"""How a letter goes out, by the letter in the button's data."""
BACK: dict[str, LetterReturn] = {"r": "reply", "b": "bounce"}
"""What comes back."""
KINDS = {"manual-fax": "f", "fax": "f", "email": "e", "post": "p", "web": "w"}
"""Which of these ways a channel is."""


async def _sent(request: Request, entry: Entry) -> Reply:
    """To whom it went; with one addressee, which way."""
    offices = _offices(request, entry)
    if len(offices) == 1:
        return _which_way(request, entry, offices[0])
    rows = tuple((_office(request, entry, office, ".i"),) for office in offices)
    return request.note("letter/sent_to.j2", rows, campaign=entry.campaign)


async def _it(request: Request, entry: Entry) -> Reply:
    """``.i:<office>`` asks which way, ``.i:<office>:<way>`` counts it."""
    office, letter = _addressee(entry.campaign, request.arg(2))
    if not request.arg(3):
        return _which_way(request, entry, office)
    way = WAYS.get(request.arg(3))
    if way is None:
        raise Stale
    counts = request.tx.outcomes
    place = (entry.campaign.slug, letter.id, office.id)
    fresh = await counts.letter_sent(witness(request), *place, way, request.now)
    return request.page(
        "letter/sent.j2",
        _after(request, entry, f"{office.id}:{request.arg(3)}"),
        campaign=entry.campaign,
        office=office,
        fresh=fresh,
        total=await counts.letters_sent(entry.campaign.slug),
    )


async def _back(request: Request, entry: Entry) -> Reply:
    """``.b:<office>:<way>`` asks what came back, ``.b:<office>:<way>:<what>`` counts it."""
    office, letter = _addressee(entry.campaign, request.arg(2))
    way = WAYS.get(request.arg(3))
    if way is None:
        raise Stale
    if not request.arg(4):
        stem = f"letter:{entry.campaign.slug}:.b:{office.id}:{request.arg(3)}"
        rows = tuple(
            (request.button(f"came_{what}", f"{stem}:{sign}"),) for sign, what in BACK.items()
        )
        return request.page("letter/came_back.j2", rows, campaign=entry.campaign, office=office)
    what = BACK.get(request.arg(4))
    if what is None:
        raise Stale
    place = (entry.campaign.slug, letter.id, office.id, way)
    await request.tx.outcomes.letter_answered(witness(request), *place, what, request.now)
    case = request.button("the_case", f"case:{entry.campaign.slug}")
    return request.page(
        "letter/came.j2", ((case,),), campaign=entry.campaign, office=office, what=what
    )


def _which_way(request: Request, entry: Entry, office: Office) -> Reply:
    stem = f"letter:{entry.campaign.slug}:.i:{office.id}"
    ways = [request.button(f"by_{WAYS[way]}", f"{stem}:{way}") for way in _ways(entry, office)]
    return request.page(
        "letter/which_way.j2", in_pairs(ways), campaign=entry.campaign, office=office
    )


def _ways(entry: Entry, office: Office) -> Iterator[str]:
    """The ways this office can be reached, and those that need no channel."""
    kinds = [one.kind for one in entry.campaign.channels_of(office.id) if one.state != "dead"]
    there = {KINDS[kind] for kind in kinds if kind in KINDS} | {"p", "h"}
    return (way for way in WAYS if way in there)


def _after(request: Request, entry: Entry, letter: str) -> Rows:
    """``letter``: to whom it went and which way, as it stands in a button's data."""
    slug = entry.campaign.slug
    others = len(_offices(request, entry)) > 1
    again = (request.button("sent_another", f"letter:{slug}:.sent"),) if others else ()
    back = request.button("something_back", f"letter:{slug}:.b:{letter}")
    return in_pairs((*again, back))


def _offices(request: Request, entry: Entry) -> tuple[Office, ...]:
    """The addressees of the open draft, else of all letters of the campaign."""
    form = open_form(request, entry)
    if form is not None:
        return tuple(offer.office for offer in form.offers)
    campaign = entry.campaign
    ids = dict.fromkeys(id for letter in campaign.letters for id in letter.to)
    if not ids:
        raise Stale
    return tuple(campaign.office(id) for id in ids)


def _addressee(campaign: Campaign, id: str) -> tuple[Office, Letter]:
    """An office with a letter that goes to it; Stale where there is none any more."""
    letter = next((one for one in campaign.letters if id in one.to), None)
    if letter is None:
        raise Stale
    return campaign.office(id), letter


def _office(request: Request, entry: Entry, office: Office, act: str) -> Button:
    name = shortened(str(entry.campaign.say(office.name, request.language)))
    return Button(label=name, press=f"letter:{entry.campaign.slug}:{act}:{office.id}")


ACTS: dict[str, Act] = {".sent": _sent, ".i": _it, ".b": _back}
