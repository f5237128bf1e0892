"""Who can act soonest: the turn at which an alert goes to a reader (A6).

An alert asks all its readers to turn to the same offices; what differs is when a reader is awake
while one of them answers.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from .calls import office_cards
from .campaign import Campaign
from .chats import Chat, Standing
from .hearings import Hearing
from .hours import OfficeHours, trim
from .intervals import Interval
from .itself import Itself
from .news import HearingChange, News, Update

# The classes. The first three can ring now, and the bounds between them are the time that is left:
# whoever has an hour loses everything by waiting, whoever has an afternoon next to nothing. The
# next three can ring later, by the time until then: the same morning or evening, the same day, the
# day after. The last two cannot ring within a day, or there is nobody to ring at a known hour: who
# is awake can still read and write now, who sleeps loses nothing.
#   0 an office answers now, for an hour at most    3 an office can be rung within three hours
#   1 now, for three hours at most                  4 within eight
#   2 now, for longer                               5 within a day
#   6 not within a day, and the reader is awake     7 nor is the reader awake
_HOUR = timedelta(hours=1)
_LEFT = (_HOUR, 3 * _HOUR)
_AHEAD = (3 * _HOUR, 8 * _HOUR, 24 * _HOUR)
_LATER = len(_LEFT) + 1
"""The first class of those who cannot ring now."""
_AWAKE = _LATER + len(_AHEAD)
"""The class of those who are awake and cannot ring within a day."""
CLASSES = _AWAKE + 2

_LONG_ENOUGH = timedelta(minutes=10)
"""A shorter stretch ahead is no time to ring somebody; the call card says the same."""
_PAUSE = 3 * _HOUR
"""A shorter pause ends nothing: who can ring again after lunch is in no hurry before it."""
_SIGHT = _AHEAD[-1] + _HOUR
"""How far ahead openings are looked for."""
_ANYBODY = Chat(id=0, kind="private")
"""Stands for every reader: which offices there are to ring depends on nobody's country or clock."""

Openings = tuple[tuple[Interval, ...], ...]
"""The openings in sight of each office, those with the same ones once."""


def urgency(campaign: Campaign, news: News, standing: Standing, now: datetime) -> int:
    """The turn of these readers, from 0 (goes first) up to, not including, ``CLASSES``.

    ``now`` (aware UTC) should be one and the same moment for a whole broadcast: what depends on the
    campaign alone is then worked out once. A reader whose clock is not known is taken to be awake.
    """
    openings = _openings(Itself(campaign), news, now)
    return _turn(openings, standing.audience.zone, (standing.wakes, standing.sleeps), now)


def asked_offices(campaign: Campaign, news: News, now: datetime) -> frozenset[str]:
    """Ids of the offices an alert is about, whether or not they can be rung.

    None for what the campaign no longer has, and for a hearing after which nothing is left to do.
    """
    if isinstance(news, Update):
        return _ids(each.offices for each in campaign.open_actions(now))
    if isinstance(news, HearingChange):
        return _about(campaign, news.new) if _useful(campaign, news.new, now) else frozenset()
    kind, _, id = news.moment.subject.partition(":")
    if kind == "office":
        return frozenset({id})
    if kind == "hearing":
        return _ids(_about(campaign, each) for each in campaign.hearings if each.id == id)
    return _ids(each.offices for each in campaign.actions if each.id == id)


@lru_cache(maxsize=16)
def _openings(key: Itself[Campaign], news: News, now: datetime) -> Openings:
    """When the offices of an alert answer a call that is of use."""
    asked = asked_offices(key.it, news, now)
    until = now + _SIGHT
    found = (
        OfficeHours.of(card.office).openings(
            card.begins or now, min(card.ends.astimezone(UTC), until)
        )
        for card in office_cards(key.it, _ANYBODY, now)
        if card.office.id in asked and card.lines
    )
    return tuple(dict.fromkeys(tuple(openings) for openings in found))


@lru_cache(maxsize=4096)
def _turn(openings: Openings, zone: str | None, waking: tuple[int, int], now: datetime) -> int:
    """The best turn that any of the offices gives to readers of one clock."""
    awake = zone is None or bool(trim([(now, now + timedelta.resolution)], zone, waking))
    turns = (
        _of_office(each if zone is None else trim(each, zone, waking), now) for each in openings
    )
    return min((_AWAKE if awake else _AWAKE + 1, *turns))


def _of_office(stretches: Iterable[Interval], now: datetime) -> int:
    """The turn that one office gives to readers who can ring it in these stretches, in order."""
    useful = [each for each in stretches if each[0] <= now or each[1] - each[0] >= _LONG_ENOUGH]
    if not useful:
        return CLASSES
    start, end = useful[0]
    if start > now:
        turn = _LATER + bisect_left(_AHEAD, start - now)
        return turn if turn < _AWAKE else CLASSES
    for following in useful[1:]:
        if following[0] - end > _PAUSE:
            break
        end = following[1]
    return bisect_left(_LEFT, end - now)


def _about(campaign: Campaign, hearing: Hearing) -> frozenset[str]:
    """Whom to ring about a hearing: the court, and whoever its actions are meant for."""
    tied = (each.offices for each in campaign.actions if each.hearing == hearing.id)
    return _ids([[hearing.office], *tied])


def _useful(campaign: Campaign, hearing: Hearing, now: datetime) -> bool:
    """Whether anything is left to do once a hearing has become this."""
    return not hearing.over or any(
        action.hearing != hearing.id for action in campaign.open_actions(now)
    )


def _ids(offices: Iterable[Iterable[str]]) -> frozenset[str]:
    return frozenset(id for some in offices for id in some)
