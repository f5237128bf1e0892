"""Which letters are of use, to whom they go, and in which languages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from .actions import Action, Letter
from .campaign import Campaign
from .dialling import dial
from .offices import Office

FAXED = frozenset({"manual-fax", "fax"})
"""Kinds of channel that take a letter as a fax."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """A letter that is of use now, to one of the offices it can go to."""

    action: Action
    letter: Letter
    office: Office
    key: str
    """Short name of this choice, for a button: the same whichever letters are of use besides."""


@dataclass(frozen=True, kw_only=True)
class Languages:
    """In which languages a letter is written for an office and its reader."""

    office: str
    office_reads: bool
    """False where no text exists in any language the office reads."""
    reader: str | None
    """The version beside it; None where it would be the same."""
    reader_reads: bool
    """False where there is no text in the reader's own language."""


def offers(campaign: Campaign, now: datetime) -> tuple[Offer, ...]:
    """Every letter that is of use at a moment, the urgent first; nothing once a campaign rests."""
    if campaign.state != "active":
        return ()
    found: dict[tuple[str, str], Offer] = {}
    for action in campaign.open_actions(now):
        for letter in (campaign.letter(action.letter),) if action.letter else ():
            for office in letter.to:
                choice = (office, letter.id)
                if choice not in found:
                    found[choice] = Offer(
                        action=action,
                        letter=letter,
                        office=campaign.office(office),
                        key=_key(campaign, letter, office),
                    )
    return tuple(found.values())


def addressees(campaign: Campaign) -> dict[str, tuple[Office, Letter]]:
    """To whom each of a campaign's letters can go, of use now or not, by the keys of offers."""
    return {
        _key(campaign, letter, office): (campaign.office(office), letter)
        for letter in campaign.letters
        for office in letter.to
    }


def _key(campaign: Campaign, letter: Letter, office: str) -> str:
    """The office's id; with a number from the campaign's second letter to the same office on."""
    before = [one.id for one in campaign.letters if office in one.to].index(letter.id)
    return f"{office}.{before + 1}" if before else office


def ended(campaign: Campaign, now: datetime) -> Action | None:
    """The letter action that ended last before a moment."""
    past = [a for a in campaign.actions if a.letter and a.ends_at(campaign.tz) <= now]
    return max(past, key=lambda a: a.ends_at(campaign.tz), default=None)


def fax_number(campaign: Campaign, office: Office, day: date) -> str | None:
    """The number by which an office is faxed on a day, grouped for reading; None without one."""
    for channel in campaign.channels_of(office.id):
        number = channel.number_on(day) if channel.kind in FAXED else None
        if number is not None and channel.state != "suspect":
            return dial(number.e164, None, number.display).mobile
    return None


def languages(available: Sequence[str], office: Office, reader: str, own: str) -> Languages:
    """Which of the languages a letter exists in are used: the office's best, and the reader's.

    Falls back to the campaign's own language, to English, to the first there is. ``available``
    must not be empty.
    """
    fallback = [code for code in (own, "en", *available) if code in available]
    reads = [code for code in office.languages if code in available]
    wanted = [code for code in (reader, reader.partition("-")[0]) if code in available]
    to_office = (reads or fallback)[0]
    beside = (wanted or fallback)[0]
    return Languages(
        office=to_office,
        office_reads=bool(reads),
        reader=beside if beside != to_office else None,
        reader_reads=bool(wanted),
    )
