"""“I sent it”: counted by addressee and channel, never by person; and what came back.

These buttons need no draft: a letter is often posted days after it was printed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from bot.core.actions import Letter
from bot.core.button_rows import in_pairs
from bot.core.campaign import Campaign
from bot.core.letters import addressees
from bot.core.library import Entry
from bot.core.messages import Button, Reply
from bot.core.offices import Office
from bot.core.outcomes import LetterReturn

from .buttons import acts, addressee
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
    """To whom it went; with one addressee, which way. The letter above stays."""
    there = _letters(request, entry)
    if len(there) == 1:
        return _which_way(replace(request, pressed=False), entry, next(iter(there)))
    several = len({letter.id for _, letter in there.values()}) > 1
    stem = f"letter:{entry.campaign.slug}:.i"
    rows = tuple(
        (
            Button(
                label=addressee(request, entry.campaign, office, letter if several else None),
                press=f"{stem}:{key}",
            ),
        )
        for key, (office, letter) in there.items()
    )
    return request.note("letter/sent_to.j2", rows, campaign=entry.campaign)


async def _it(request: Request, entry: Entry) -> Reply:
    """``.i:<key>`` asks which way, ``.i:<key>:<way>`` counts it; ``key`` as in ``Offer``."""
    key = request.arg(2)
    office, letter = _addressee(entry.campaign, key)
    if not request.arg(3):
        return _which_way(request, entry, key)
    way = WAYS.get(request.arg(3))
    if way is None:
        raise Stale
    counts = request.tx.outcomes
    place = (entry.campaign.slug, letter.id, office.id)
    fresh = await counts.letter_sent(witness(request), *place, way, request.now)
    return request.page(
        "letter/sent.j2",
        _after(request, entry, f"{key}:{request.arg(3)}"),
        campaign=entry.campaign,
        office=office,
        fresh=fresh,
        total=await counts.letters_sent(entry.campaign.slug),
    )


async def _back(request: Request, entry: Entry) -> Reply:
    """``.b:<key>:<way>`` asks what came back, ``.b:<key>:<way><what>`` counts it."""
    key, said = request.arg(2), request.arg(3)
    office, letter = _addressee(entry.campaign, key)
    way = WAYS.get(said[:1])
    if way is None:
        raise Stale
    if not said[1:]:
        stem = f"letter:{entry.campaign.slug}:.b:{key}:{said}"
        rows = tuple(
            (request.button(f"came_{what}", f"{stem}{sign}"),) for sign, what in BACK.items()
        )
        return request.page("letter/came_back.j2", rows, campaign=entry.campaign, office=office)
    what = BACK.get(said[1:])
    if what is None:
        raise Stale
    place = (entry.campaign.slug, letter.id, office.id, way)
    await request.tx.outcomes.letter_answered(witness(request), *place, what, request.now)
    case = request.button("the_case", f"case:{entry.campaign.slug}")
    after: Rows = (*acts(request, entry.campaign), (case,))
    return request.page("letter/came.j2", after, campaign=entry.campaign, office=office, what=what)


def _which_way(request: Request, entry: Entry, key: str) -> Reply:
    office, _letter = _addressee(entry.campaign, key)
    stem = f"letter:{entry.campaign.slug}:.i:{key}"
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
    others = len(_letters(request, entry)) > 1
    again = (request.button("sent_another", f"letter:{slug}:.sent"),) if others else ()
    back = request.button("something_back", f"letter:{slug}:.b:{letter}")
    return in_pairs((*again, back))


def _letters(request: Request, entry: Entry) -> Mapping[str, tuple[Office, Letter]]:
    """What the open draft sends, by the keys of its offers; else all letters of the campaign."""
    form = open_form(request, entry)
    if form is not None:
        return {offer.key: (offer.office, offer.letter) for offer in form.offers}
    there = addressees(entry.campaign)
    if not there:
        raise Stale
    return there


def _addressee(campaign: Campaign, key: str) -> tuple[Office, Letter]:
    """Which letter went to which office; Stale where there is none any more."""
    found = addressees(campaign).get(key)
    if found is None:
        raise Stale
    return found


ACTS: dict[str, Act] = {".sent": _sent, ".i": _it, ".b": _back}
