"""The forms in which a chat's id can stand in a database file."""

from __future__ import annotations

from collections.abc import Iterable

_WIDTHS = (4, 6, 8)
"""Bytes of a stored integer. Source: sqlite.org/fileformat2.html, "Serial Type Codes"."""
_SHORTEST = 4
"""Shorter forms stand in every file by chance; ids of that size do not exist at Telegram."""


def traces(ids: Iterable[int]) -> frozenset[bytes]:
    """Every form of these ids: as text, as a stored integer, as a row number."""
    return frozenset(form for id in ids for form in _forms(id) if len(form) >= _SHORTEST)


def _forms(id: int) -> Iterable[bytes]:
    yield str(id).encode()
    width = next((w for w in _WIDTHS if -(1 << (8 * w - 1)) <= id < 1 << (8 * w - 1)), 8)
    yield id.to_bytes(width, "big", signed=True)
    yield varint(id)


def varint(number: int) -> bytes:
    """SQLite's variable-length integer: seven bits a byte, the ninth byte whole."""
    number &= (1 << 64) - 1
    if number >= 1 << 56:
        return _sevens(number >> 8, 8, last=0x80) + bytes([number & 0xFF])
    return _sevens(number, max(1, -(-number.bit_length() // 7)), last=0)


def _sevens(number: int, count: int, *, last: int) -> bytes:
    digits = [(number >> (7 * place)) & 0x7F | 0x80 for place in reversed(range(count))]
    digits[-1] = digits[-1] & 0x7F | last
    return bytes(digits)
