"""A letter as somebody wants it: enough to make it again, and nothing about who asks."""

from __future__ import annotations

from dataclasses import dataclass

from .drafts import Sender


@dataclass(frozen=True, kw_only=True)
class Order:
    """One letter to one office, for one reader."""

    slug: str
    offer: str
    """``Offer.key``: which letter, to which office."""
    seed: int = 0
    """Chooses among the alternatives of the letter's parts; the same seed, the same letter."""
    demands: tuple[str, ...] | None = None
    """Ids of the demands that are raised, in the order wanted; None: all, as the letter has it."""
    sender: Sender
    language: str
    """The reader's language."""
    zone: str | None = None
    """IANA zone of the clock by which the letter is dated; None: the campaign's."""
    country: str | None = None
    """The reader's country (ISO 3166-1 alpha-2), which decides the paper."""
