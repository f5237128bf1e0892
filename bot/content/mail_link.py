"""Letters in the address of their e-mail page: sealed, and of use for a while only.

The address is all there is: the server keeps nothing, and every replica with the same key answers.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.core.drafts import Sender
from bot.core.notation import read, written
from bot.core.orders import Order
from bot.sealing import Broken, Keys

LASTS = timedelta(days=7)
"""How long an address is of use."""
LONGEST = 2048
"""Signs in an address that Telegram was seen to take on a button."""

_FORM = b"mail:1"
"""The form of what is sealed. Another form, another number: old addresses are then broken."""
_RAW = -zlib.MAX_WBITS


class BrokenLink(Exception):
    """An address that is none of ours: changed, cut, or sealed with another key."""


class ExpiredLink(Exception):
    """An address that was of use once. ``language`` is its reader's."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.language = language


@dataclass(frozen=True, kw_only=True)
class MailLink:
    """What an address holds; moments are aware, in UTC, in whole seconds."""

    orders: tuple[Order, ...]
    made: datetime
    """When the letters were written: they keep the date of that day."""
    expires: datetime


def mail_token(keys: Keys, orders: Sequence[Order], now: datetime, expires: datetime) -> str:
    """The sealed part of the address, in signs that need no encoding there.

    ``now`` (aware) is when the letters are written. At least one order is needed.
    """
    said = [int(now.timestamp()), int(expires.timestamp()), [_row(order) for order in orders]]
    packer = zlib.compressobj(9, zlib.DEFLATED, _RAW)
    packed = packer.compress(written(said)) + packer.flush()
    return keys.mail.seal(packed, _FORM)


def mail_address(public_url: str, keys: Keys, orders: Sequence[Order], now: datetime) -> str | None:
    """The page's address for a button; None where no page can be reached, or it is too long."""
    if not public_url or not orders:
        return None
    address = f"{public_url}/mail/{mail_token(keys, orders, now, now + LASTS)}"
    return address if len(address) <= LONGEST else None


def opened(keys: Keys, token: str, now: datetime) -> MailLink:
    """What is sealed in an address. Raises BrokenLink, and ExpiredLink from its last moment on."""
    if len(token) > LONGEST:
        raise BrokenLink
    try:
        packed = keys.mail.open(token, _FORM)
    except Broken:
        raise BrokenLink from None
    made, expires, rows = read(zlib.decompress(packed, _RAW))
    orders = tuple(map(_order, rows))
    if now >= _moment(expires):
        raise ExpiredLink(orders[0].language)
    return MailLink(orders=orders, made=_moment(made), expires=_moment(expires))


def _row(order: Order) -> list[Any]:
    sender = order.sender
    return [
        order.slug,
        order.offer,
        order.seed,
        order.demands,
        [sender.name, sender.city, sender.organisation],
        order.language,
        order.zone,
        order.country,
    ]


def _order(row: list[Any]) -> Order:
    slug, offer, seed, demands, (name, city, organisation), language, zone, country = row
    return Order(
        slug=slug,
        offer=offer,
        seed=seed,
        demands=None if demands is None else tuple(demands),
        sender=Sender(name=name, city=city, organisation=organisation),
        language=language,
        zone=zone,
        country=country,
    )


def _moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
